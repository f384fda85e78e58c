"""MiCRO: a new offer for every new offer.

The side goes down the list of its outcomes, from the best. It proposes the next one only if it has made no more
different offers than it has received; else it repeats an earlier one, the one nearest to the other side's last offer.
It accepts what is at least as good as the lowest that it is ready to propose now. It needs no model of the other side,
no clock and no option.

Also known as Minimal Concession in Response to New Offers. Source: de Jonge, "An analysis of the linear bilateral
ANAC domains using the MiCRO benchmark strategy", IJCAI 2022, 223-229. There an earlier offer is repeated at random,
here by the rule above. It never proposes what is below its reservation now. At a table of more than two, as many
different offers count as every one of the others has made.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic.dataclasses import dataclass

from tradetalks.agents.bidding import nearest_in
from tradetalks.agents.history import offers_of, others
from tradetalks.agents.strategies.base import Strategy
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response
from tradetalks.model.negotiation.players import View


@dataclass(frozen=True, kw_only=True)
class Micro(Strategy):
    """Proposes its next best outcome whenever the other side has proposed something new."""

    name: ClassVar[str] = "micro"

    def propose(self, view: View) -> Offer:
        """Offer the next best outcome, or repeat an earlier offer."""
        made, got, lowest = self.standing(view)
        order = view.preferences.order
        if lowest >= made:
            outcome, what = int(order[lowest]), "its next best"
        else:
            outcome, what = nearest_in(view, 0, lowest + 1), "again"
        utility = view.preferences.utility(outcome)
        return Offer(outcome, f"offers {utility:.2f}, {what}: {made} different offers made, {got} received")

    def respond(self, view: View, offer: int) -> Response:
        """Accept what is at least as good as the lowest that it is ready to propose."""
        utility = view.preferences.utility(offer)
        reservation = view.reservation
        if utility < reservation:
            return Reject(("{} is below its reservation {} at t = {:.2f}", utility, reservation, view.t))
        if not view.proposes:
            return Accept(f"accepts: {utility:.2f} >= its reservation {reservation:.2f}, as it has no offers to make")
        asked = view.preferences.utility(int(view.preferences.order[self.standing(view)[2]]))
        if utility >= asked:
            return Accept(f"accepts: {utility:.2f} >= the lowest that it would offer, {asked:.2f}")
        return Reject(("{} < the lowest that it would offer, {}", utility, asked))

    def standing(self, view: View) -> tuple[int, int, int]:
        """Return how many different offers it made and received, and the rank of the lowest it is ready to propose.

        Its offers are the first of its order, as long as its preferences stay what they are; if the world changes
        them, it goes on from the same rank.
        """
        preferences = view.preferences
        made = min(len(set(offers_of(view, view.party))), len(preferences))
        got = min(len(set(offers_of(view, place))) for place in others(view))
        _, reached = preferences.rank_between(view.next_reservation, 2.0)
        ready = made
        if made > got or made >= reached:
            ready -= 1
        return made, got, max(min(ready, reached - 1), 0)
