"""Trade-off: keeps what it asks for and changes the mix, towards what the other side offered last.

Among the outcomes of about the same utility to itself, the side offers the one most similar to the other side's last
offer: the similarity of an issue is 1 - |difference of level| / (levels - 1), the issues weighted by what they seem to
matter to the other side. Where that brings nothing better, as the other's new offer is no better for the side than the
one before, it lowers its aspiration by a step.

Source: Faratin, Sierra, Jennings, "Using similarity criteria to make issue trade-offs in automated negotiations",
Artificial Intelligence 142 (2002), 205-237, with their "smart" mix of trade-offs and concessions. They search the
indifference curve by a random walk and are given the weights; we look at all of the band, and weigh an issue by how
often the other side has left it as it was, plus one. With an opponent model it offers what that takes for best.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.bidding import band, nearest_in
from tradetalks.agents.history import offers_of, others, received
from tradetalks.agents.opponent_models.base import positions
from tradetalks.agents.strategies.bidder import Bidder, floor_of
from tradetalks.model.negotiation.moves import Offer
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import PositiveUtility


@dataclass(frozen=True, kw_only=True)
class TradeOff(Bidder):
    """Trades issues at the same utility as long as that helps, and concedes a step when it doesn't."""

    name: ClassVar[str] = "trade_off"
    step: Annotated[
        PositiveUtility,
        Field(
            title="step down in a deadlock",
            description="by how much it lowers its aspiration in a deadlock",
        ),
    ] = 0.05

    def aspiration(self, view: View) -> float:
        """Return 1 less a step for every offer of the other side that was no better than the one before."""
        got = received(view)
        deadlocks = sum(after <= before for before, after in pairwise(got))
        return max(1.0 - self.step * deadlocks, floor_of(view))

    def propose(self, view: View) -> Offer:
        """Offer, at the aspiration, what is most similar to the other side's last offer."""
        if self.opponent_model is not None:
            return super().propose(view)
        aspiration = self.aspiration(view)
        outcome = nearest_in(view, *band(view, aspiration, self.width), _steadiness(view))
        utility = view.preferences.utility(outcome)
        return Offer(outcome, f"offers {utility:.2f}, most similar at {aspiration:.2f} or a little more")


def _steadiness(view: View) -> np.ndarray:
    """Return how often the others have left each issue as it was, plus one, shape (issues,)."""
    steady = np.ones(len(view.space.shape))
    for place in others(view):
        offers = offers_of(view, place)
        if len(offers) > 1:
            made = positions(view.space, tuple(offers))
            steady += (made[:, 1:] == made[:, :-1]).sum(axis=1)
    return steady
