"""Nice tit-for-tat: gives back what it gets, aims at the Nash point, and offers what the other side likes.

From the other side's offers it estimates that side's utility, and with it the own utility of the Nash point, where the
product of the two is greatest. It aims at n, that times 1.4 - 0.6 (1 - g0), which is less if the other side began
far off, and at least 0.5. With g0 the least own utility of the offers received in the first hundredth of the time, or
that of the first offer, and g the greatest of all, the other side has come the share (g - g0) / (n - g0) of the way,
from none to all of it; the side comes as far from its own best, to 1 - share (1 - n). Of the gap that is left to n it
gives a part as a bonus, whatever the other does: a tenth at any time, and from t = 0.91 on 20 (t - 0.91), up to all of
it; from t = 0.85 where there are more than 3,000 outcomes. It begins with its own best. Where the other side has
offered something that is worth no less to it than what it is about to offer, it offers that back.

Source: Baarslag, Hindriks, Jonker, "A tit for tat negotiation strategy for real-time bilateral negotiations", in:
Complex Automated Negotiations (2013), 229-233, and the agent of that name in GENIUS, whose numbers these are. We
depart from it in what follows.

- It draws whether it thinks anew about n each turn, and late in the talks no longer does; we do each turn, as a
  strategy keeps nothing between turns. So its first n doesn't know g0 yet, ours does.
- The product is that of the own gain over what the side may aspire to at least and of the other's utility; it takes
  utilities. n is not below that floor.
- Of more than 100,000 outcomes we search an evenly spaced sample of the own order; it takes 0.7 from 200,000 on.
- It offers one at random of the best few for the other side, in a band from 2 % below what it asks for to 5 points
  above; we offer the best one, in the band of `width` above.
- A discount would raise its bonus of a tenth; ours moves the reservation alone.
- When it would accept late, it first offers the other side's best offer up to four times, if that is better than the
  last; and it accepts late what is above the mean of better offers to be hoped for. We take AC_combi, unless another
  condition is given.
- With several others their offers are averaged, first with first and so on, and the best of anyone's is offered back.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance_conditions.base import AnyAcceptance
from tradetalks.agents.history import offers_of, offers_of_others, received
from tradetalks.agents.opponent_models.base import AnyOpponentModel
from tradetalks.agents.strategies.bidder import Bidder, floor_of
from tradetalks.model.negotiation.moves import Offer
from tradetalks.model.negotiation.players import View

SEARCHED = 100_000
BEGINNING = 0.01
"""What part of the time tells where the other side began."""
BONUS = 0.1
"""What part of the gap to n it gives at any time: 0.5 - 0.4 times a discount of 1."""
RUSH = 20.0
LATE, LATE_IF_LARGE, LARGE = 0.91, 0.85, 3000
"""When it begins to give the rest, with few outcomes and with more than so many."""
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

    def propose(self, view: View) -> Offer:
        """Offer at the aspiration what the other side should like most, or give its best offer back."""
        planned = super().propose(view)
        preferences = view.preferences
        offers = [move.outcome for move in offers_of_others(view) if move.outcome is not None]
        best = max(offers, key=preferences.utility, default=None)
        if best is None or preferences.utility(best) < preferences.utility(planned.outcome):
            return planned
        return Offer(
            best,
            (
                "offers the best that it was offered, {:.2f}, no less than the planned {:.2f} at t = {:.2f}",
                preferences.utility(best),
                preferences.utility(planned.outcome),
                view.t,
            ),
        )

    def aspiration(self, view: View) -> float:
        """Mirror the way that the other side has come, and give part of what is left as a bonus."""
        got = received(view)
        if not got or not offers_of(view, view.party):
            return 1.0
        start = beginning(view, got)
        nash = self.target(view, start)
        share = 0.0
        if nash > start:
            share = min((max(got) - start) / (nash - start), 1.0)
        return nash + (1.0 - bonus(view)) * (1.0 - share) * (1.0 - nash)

    def target(self, view: View, start: float) -> float:
        """Return n, the own utility that it aims at, where the other side's offers began at `start`."""
        nash = self.nash_point(view) * (1.4 - 0.6 * (1.0 - start))
        return min(max(nash, floor_of(view), LEAST_NASH), 1.0)

    def nash_point(self, view: View) -> float:
        """Return the own utility of the outcome with the greatest product of gains, as far as the model tells."""
        guess = self.opponent_model.estimate(view)
        if guess is None:
            return 1.0
        preferences = view.preferences
        order = preferences.order[:: -(-view.space.size // SEARCHED)]
        gains = np.maximum(preferences.utilities[order] - floor_of(view), 0.0)
        return preferences.utility(int(order[int((gains * guess.utilities(order)).round(9).argmax())]))


def beginning(view: View, got: list[float]) -> float:
    """Return the least own utility of the others' offers of the first hundredth of the time, or that of the first.

    Args:
        view: what the party may know.
        got: the own utilities of the others' offers, as `received` gives them; at least one.
    """
    early = sum(move.t <= BEGINNING for move in offers_of_others(view)) // (len(view.parties) - 1)
    return min(got[: max(early, 1)])


def bonus(view: View) -> float:
    """Return what part of the gap to the Nash point it gives without anything in return, in [0, 1]."""
    late = LATE
    if view.space.size > LARGE:
        late = LATE_IF_LARGE
    return min(max(RUSH * (view.t - late), BONUS), 1.0)
