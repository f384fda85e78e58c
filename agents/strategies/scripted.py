"""Scripted: offers and answers by a list, turn by turn.

For exercises and tests: a robot whose moves are known beforehand. An offer is a number, the utility that it asks for
(the outcome is chosen as other strategies choose theirs), or an outcome, one level for every issue. It accepts what
reaches the threshold of the turn. Where a list is over its last entry stays.

Source: none; ours. The table's rules hold here too: it accepts nothing below its reservation, and what it offers
below that is raised to the nearest outcome that is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.bidding import nearest_at
from tradetalks.agents.history import offers_of
from tradetalks.agents.strategies.base import Seat, Strategy
from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response
from tradetalks.model.negotiation.players import View
from tradetalks.parts import OneOf

Utility = Annotated[float, Field(ge=0, le=1)]
Outcome = dict[str, Annotated[float | str, OneOf("a number or a text", {int: float, float: float, str: str})]]


@dataclass(frozen=True, kw_only=True)
class Scripted(Strategy):
    """Plays a list of offers and accepts by a list of thresholds."""

    name: ClassVar[str] = "scripted"
    offers: Annotated[
        tuple[
            Annotated[
                Utility | Outcome,
                OneOf("a utility, or a level for every issue", {int: Utility, float: Utility, dict: Outcome}),
            ],
            ...,
        ],
        Field(min_length=1, description="by turn: the utility it asks for, or a level for every issue"),
    ]
    accepts: Annotated[
        tuple[Utility, ...],
        Field(min_length=1, description="by turn: the least utility that it accepts"),
    ] = (1.0,)

    def problems(self, seat: Seat) -> Iterator[tuple[str, str]]:
        """Yield the offers that name no outcome of the table."""
        yield from super().problems(seat)
        for offer in self.offers:
            if isinstance(offer, dict):
                try:
                    seat.space.outcome(_levels(offer))
                except NegotiationError as error:
                    yield "offers", str(error)

    def propose(self, view: View) -> Offer:
        """Make the offer of this turn."""
        turn = len(offers_of(view, view.party))
        offer = self.offers[min(turn, len(self.offers) - 1)]
        if isinstance(offer, dict):
            outcome = view.space.outcome(_levels(offer))
            if view.preferences.utility(outcome) >= view.next_reservation:
                return Offer(outcome, f"offer {turn + 1} of its script")
            offer = 0.0
        outcome = nearest_at(view, max(offer, view.next_reservation), 0.0)
        return Offer(outcome, f"offer {turn + 1} of its script: {offer:.2f} or the next above")

    def respond(self, view: View, offer: int) -> Response:
        """Compare with the threshold of this turn."""
        utility, reservation = view.preferences.utility(offer), view.reservation
        asked = self.accepts[min(len(offers_of(view, view.party)), len(self.accepts) - 1)]
        if utility < reservation:
            return Reject(("{} is below its reservation {} at t = {:.2f}", utility, reservation, view.t))
        if utility >= asked:
            return Accept(f"accepts: {utility:.2f} >= its script's {asked:.2f}")
        return Reject(("{} < its script's {}", utility, asked))


def _levels(offer: Outcome) -> dict[str, Level]:
    return dict(offer)
