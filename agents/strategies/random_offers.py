"""Random: any outcome that is good enough for itself, each as likely.

Also known as a random walker, or zero intelligence. Source: Gode, Sunder, "Allocative efficiency of markets with
zero-intelligence traders", Journal of Political Economy 101 (1993), 119-137, from whom the constraint comes that
nobody offers at a loss. The numbers come from the party's own stream: the same scenario and seed give the same moves,
whatever others draw.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance_conditions.base import AnyAcceptance
from tradetalks.agents.history import offers_of
from tradetalks.agents.strategies.base import Strategy
from tradetalks.model.negotiation.moves import Offer, Response
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import Utility


@dataclass(frozen=True, kw_only=True)
class Random(Strategy):
    """Offers anything that is not below its reservation, at random."""

    name: ClassVar[str] = "random"
    floor: Annotated[
        Utility,
        Field(title="least utility for itself", description="the least utility that it offers to itself"),
    ] = 0.0
    acceptance: AnyAcceptance = Field(default="next", validate_default=True)

    def propose(self, view: View) -> Offer:
        """Offer one of the outcomes that reach the reservation and the floor; its best where none does."""
        preferences = view.preferences
        least = max(view.next_reservation, self.floor)
        _, count = preferences.rank_between(least, 2.0)
        number = view.random(len(offers_of(view, view.party)))
        outcome = int(preferences.order[int(number * count)])
        return Offer(outcome, f"offers {preferences.utility(outcome):.2f}, drawn from {max(count, 1)} outcomes")

    def respond(self, view: View, offer: int) -> Response:
        """Accept by its acceptance condition."""
        return self.acceptance.respond(view, offer)
