"""Alternating offers, for two or more parties.

Parties move in turn, in the table's order. Who moves first makes an offer. Whoever follows accepts the
standing offer, or rejects it by a counter-offer that takes its place, or walks away. An offer that all
others accept one after the other is the agreement. An offer is legal only while enough turns are left for
all others to answer it: so the last offer may be accepted, never countered.

Source: two parties, Rubinstein, "Perfect equilibrium in a bargaining model", Econometrica 50 (1982),
97-109; more than two, the stacked alternating offers of Aydoğan, Festen, Hindriks, Jonker, "Alternating
offers protocols for multilateral negotiation" (2017). We depart from the latter in that last rule.
"""

from __future__ import annotations

from typing import ClassVar

from tradetalks.errors import IllegalMove, NegotiationError
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reject, WalkAway
from tradetalks.model.negotiation.protocols.base import Protocol


class AlternatingOffers(Protocol):
    """Parties move in turn: accept the standing offer, counter it, or walk away."""

    name: ClassVar[str] = "alternating_offers"

    def __init__(self, parties: int, turns: int) -> None:
        if parties < 2:
            raise NegotiationError(f"a table needs two or more parties, not {parties}")
        if turns < parties:
            raise NegotiationError(f"{parties} parties need at least {parties} turns, not {turns}")
        self._parties = parties
        self._turns = turns
        self._accepted: list[int] = []
        self.turn = 0
        self.offers_made = 0
        self.standing: int | None = None
        self.agreement: int | None = None
        self.finished = False

    @property
    def mover(self) -> int:
        """The party whose turn it is, by its place."""
        return self.turn % self._parties

    @property
    def may_offer(self) -> bool:
        """Whether an offer made now could still be answered by all others."""
        return not self.finished and self.turn + self._parties <= self._turns

    @property
    def may_offer_again(self) -> bool:
        """Whether the mover's next turn still leaves the others enough turns to answer."""
        return not self.finished and self.turn + 2 * self._parties <= self._turns

    def apply(self, move: Move) -> None:
        """Make a move of the party whose turn it is."""
        if self.finished:
            raise IllegalMove("the talks are over: no move is allowed")
        match move:
            case Offer(outcome=outcome):
                if not self.may_offer:
                    raise IllegalMove("too few turns are left to answer an offer: accept, reject or walk away")
                self.standing = outcome
                self._accepted = [self.mover]
                self.offers_made += 1
            case Accept():
                self._accept()
            case Reject():
                if self.standing is None or self.may_offer:
                    allowed = "offer" if self.standing is None else "accept, make a counter-offer"
                    raise IllegalMove(f"a rejection alone is not allowed now: {allowed} or walk away")
                self.standing = None
                self.finished = True
            case WalkAway():
                self.standing = None
                self.finished = True
        self._end_turn()

    def lose_turn(self) -> None:
        """Pass over the party whose turn it is: a rejection without a counter-offer, so the standing offer falls."""
        self.standing = None
        self._accepted = []
        self._end_turn()

    def _end_turn(self) -> None:
        self.turn += 1
        if self.turn >= self._turns or (self.standing is None and not self.may_offer):
            self.finished = True

    def _accept(self) -> None:
        if self.standing is None:
            raise IllegalMove("there is no offer to accept: offer or walk away")
        self._accepted.append(self.mover)
        if len(self._accepted) == self._parties:
            self.agreement = self.standing
            self.finished = True

    def bound(self) -> tuple[int, ...]:
        """Return the parties that stand by the standing offer: its maker and who accepted it."""
        return tuple(self._accepted) if self.standing is not None else ()

    def withdraw(self) -> None:
        """Take the standing offer from the table, outside any turn."""
        self.standing = None
        self._accepted = []
        if not self.may_offer:
            self.finished = True
