"""Nice tit-for-tat: gives back what it gets, aims at the Nash point, and offers what the other side likes.

From the other side's offers it estimates that side's utility, and with it the own utility n of the Nash point, where
the product of the two is greatest. With g0 the least own utility of the offers received and g the greatest, the other
side has come the share (g - g0) / (n - g0) of the way; the side comes as far from its own best: it asks for
1 - share (1 - n). Near the deadline it comes the rest of the way to n whatever the other does: from t = 0.91 the
share rises by 20 (t - 0.91).

Source: Baarslag, Hindriks, Jonker, "A tit for tat negotiation strategy for real-time bilateral negotiations", in:
Complex Automated Negotiations (2013), 229-233. Of the paper's agent, which has further rules for large domains and
for discounts, this keeps what is described above. n is taken to be 0.5 at least, as there. Of more than 100,000
outcomes an evenly spaced sample of the own order is searched for the Nash point. Its model of the other side is
Bayesian and its acceptance AC_combi unless others are given.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance_conditions.base import AnyAcceptance
from tradetalks.agents.history import received
from tradetalks.agents.opponent_models.base import AnyOpponentModel
from tradetalks.agents.strategies.bidder import Bidder, floor_of
from tradetalks.model.negotiation.players import View

SEARCHED = 100_000
LATE, RUSH = 0.91, 20.0
LEAST_NASH = 0.5


@dataclass(frozen=True, kw_only=True)
class NiceTitForTat(Bidder):
    """Concedes towards the Nash point as far as the other side has come, and offers what that side likes best."""

    name: ClassVar[str] = "nice_tft"
    opponent_model: AnyOpponentModel = Field(
        default="bayesian",
        validate_default=True,
        title="model of the others",
        description="how it guesses what the others like",
    )
    acceptance: AnyAcceptance = Field(
        default="combi",
        validate_default=True,
        title="acceptance condition",
        description="when it accepts; AC_combi if left out",
    )

    def aspiration(self, view: View) -> float:
        """Mirror the way that the other side has come."""
        got = received(view)
        if not got:
            return 1.0
        nash = max(self.nash_point(view), floor_of(view), LEAST_NASH)
        start, best = min(got), max(got)
        share = (best - start) / (nash - start) if nash > start else 1.0
        share = min(share + max(RUSH * (view.t - LATE), 0.0), 1.0)
        return 1.0 - share * (1.0 - nash)

    def nash_point(self, view: View) -> float:
        """Return the own utility of the outcome with the greatest product of gains, as far as the model tells."""
        guess = self.opponent_model.estimate(view)
        if guess is None:
            return 1.0
        preferences = view.preferences
        order = preferences.order[:: -(-view.space.size // SEARCHED)]
        gains = np.maximum(preferences.utilities[order] - floor_of(view), 0.0)
        return preferences.utility(int(order[int((gains * guess.utilities(order)).round(9).argmax())]))
