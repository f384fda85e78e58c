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

from pydantic.dataclasses import dataclass

from tradetalks.errors import IllegalMove
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reject, Vote
from tradetalks.model.negotiation.protocols.base import NO_VOTE, Protocol, Rules
from tradetalks.model.negotiation.referee import Referee


class AlternatingOffers(Protocol):
    """See `AlternatingOffersRules`."""

    def __init__(self, parties: int, turns: int) -> None:
        super().__init__(parties, turns)
        self._accepted: list[int] = []

    @property
    def may_offer(self) -> bool:
        """Whether an offer made now could still be answered by all others."""
        return not self.finished and self.turn + self._parties <= self._turns

    @property
    def may_offer_again(self) -> bool:
        """Whether the mover's next turn still leaves the others enough turns to answer."""
        return not self.finished and self.turn + 2 * self._parties <= self._turns

    def check(self, move: Move) -> None:
        """Raise IllegalMove, which says what is allowed, unless a move is legal now."""
        self._check_over()
        match move:
            case Offer() if not self.may_offer:
                raise IllegalMove("the last offer can't be countered: accept it, reject it or walk away")
            case Accept() if self.standing is None:
                raise IllegalMove("there is no offer to accept: make one, or walk away")
            case Reject() if self.standing is None or self.may_offer:
                raise IllegalMove("a rejection alone is for the last offer: make an offer, or walk away")
            case Vote():
                raise IllegalMove(NO_VOTE)

    def apply(self, move: Move) -> None:
        """Make a move of the party whose turn it is."""
        # Most moves are legal offers: the others are looked at more closely.
        if isinstance(move, Offer) and self.may_offer:
            self.standing = move.outcome
            self._accepted = [self.mover]
            self.offers_made += 1
        else:
            self.check(move)
            if isinstance(move, Accept):
                self._accept()
            else:
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
        self._accepted.append(self.mover)
        if len(self._accepted) == self._parties:
            self.agreement = self.standing
            self.finished = True

    def bound(self) -> tuple[int, ...]:
        """Return the parties that stand by the standing offer: its maker and who accepted it."""
        if self.standing is None:
            return ()
        return tuple(self._accepted)

    def withdraw(self) -> None:
        """Take the standing offer from the table, outside any turn."""
        self.standing = None
        self._accepted = []
        if not self.may_offer:
            self.finished = True


@dataclass(frozen=True, kw_only=True)
class AlternatingOffersRules(Rules):
    """Parties move in turn: accept the standing offer, counter it, or walk away."""

    name: ClassVar[str] = "alternating_offers"

    def offers(self, parties: int, rounds: int) -> int:
        """Return how many turns leave all others one to answer."""
        return rounds * parties - parties + 1

    def start(self, parties: int, length: int, referee: Referee) -> AlternatingOffers:  # noqa: ARG002
        """Return the protocol at its first turn."""
        return AlternatingOffers(parties, length + parties - 1)
