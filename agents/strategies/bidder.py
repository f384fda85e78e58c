"""What strategies that bid at an aspiration have in common: band, opponent model and acceptance are options."""

from __future__ import annotations

from abc import abstractmethod

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance_conditions.base import AnyAcceptance
from tradetalks.agents.bidding import Guess, Width, offer_at
from tradetalks.agents.strategies.base import Strategy
from tradetalks.model.negotiation.moves import Offer, Response
from tradetalks.model.negotiation.players import View


@dataclass(frozen=True, kw_only=True)
class Bidder(Strategy):
    """Says what it aspires to; the offer and the answer follow from its options."""

    width: Width = 0.05
    opponent_model: Guess = None
    acceptance: AnyAcceptance = Field(default="next", validate_default=True)

    @abstractmethod
    def aspiration(self, view: View) -> float:
        """Return the utility that it asks for now."""

    def propose(self, view: View) -> Offer:
        """Offer at the aspiration what the other side should like most."""
        aspiration = self.aspiration(view)
        outcome = offer_at(view, aspiration, self.width, self.opponent_model)
        utility = view.preferences.utility(outcome)
        return Offer(outcome, ("offers {:.2f}, aspiring to {:.2f} at t = {:.2f}", utility, aspiration, view.t))

    def respond(self, view: View, offer: int) -> Response:
        """Accept by its acceptance condition."""
        return self.acceptance.respond(view, offer)


def floor_of(view: View) -> float:
    """Return the lowest utility that a side may aspire to now, within [0, 1].

    It is its reservation. Where deals made elsewhere let it expect more, it starts from that expectation and comes
    down to its reservation as the deadline comes near: a precedent shapes what is asked for, not what is accepted in
    the end.
    """
    floor = view.next_reservation
    # Two comparisons cost a third of the two calls, and this is asked for every offer.
    if not 0.0 <= floor <= 1.0:
        floor = min(max(floor, 0.0), 1.0)
    if view.precedent is not None and view.precedent > floor:
        floor += (min(view.precedent, 1.0) - floor) * (1.0 - view.t)
    return floor
