"""Ultimatum: take it or leave it.

The first party makes the one offer there is. The others accept or reject it, one after the other. If all accept it is
the agreement; the first rejection ends the talks, and the table closes at its deadline without a deal. The offer is
made at t = 0 and answered at t = 1.

Also known as take-it-or-leave-it. Source: Güth, Schmittberger, Schwarze, "An experimental analysis of ultimatum
bargaining", Journal of Economic Behavior and Organization 3 (1982), 367-388; there for two. As who answers never has
an offer of its own to come, an acceptance condition that compares with that takes whatever is no worse than no deal.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic.dataclasses import dataclass

from tradetalks.model.negotiation.moves import Move, Reject
from tradetalks.model.negotiation.protocols.alternating_offers import AlternatingOffers
from tradetalks.model.negotiation.protocols.base import End, Rules
from tradetalks.model.negotiation.referee import Referee


class Ultimatum(AlternatingOffers):
    """See `UltimatumRules`."""

    def __init__(self, parties: int) -> None:
        super().__init__(parties, parties)
        # The offer, then the answers: to who answers, all of the time is over.
        self.rounds = 2

    @property
    def round(self) -> int:
        """The round that is played: 0 for the offer, 1 for the answers."""
        if self.turn == 0:
            return 0
        return 1

    def proposes(self, party: int) -> bool:
        """Return whether a party is the first."""
        return party == 0

    def apply(self, move: Move) -> None:
        """Make a move of the party whose turn it is."""
        super().apply(move)
        if isinstance(move, Reject):
            self.end = End.OFFER_REJECTED

    def lose_turn(self) -> None:
        """Pass over the party whose turn it is: there is no offer, or it is rejected."""
        self.end = End.NO_OFFER if self.standing is None else End.OFFER_LOST
        super().lose_turn()

    def withdraw(self) -> None:
        """Take the offer from the table, as it is a demand: there won't be another."""
        super().withdraw()
        self.end = End.OFFER_A_DEMAND


@dataclass(frozen=True, kw_only=True)
class UltimatumRules(Rules):
    """The first party makes one offer, the others take it or leave it."""

    name: ClassVar[str] = "ultimatum"
    one_offer: ClassVar[bool] = True

    def offers(self, parties: int, rounds: int) -> int:  # noqa: ARG002
        """Return that there is one."""
        return 1

    def start(self, parties: int, length: int, referee: Referee) -> Ultimatum:  # noqa: ARG002
        """Return the protocol before the offer."""
        return Ultimatum(parties)
