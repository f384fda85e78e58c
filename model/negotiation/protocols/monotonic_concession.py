"""Monotonic concession, for two or more parties.

In every round all parties propose at once, without seeing each other's proposals of that round; then all are shown. If
a proposal is at least as good to every other party as that party's own, it is the agreement. Where several are, as when
two sides have passed each other, one of them is drawn, each as likely, from the table's own random numbers.

From one round to the next a party concedes or stands still: its new proposal is worth less to itself than its last, or
as much. It may not go back. A strategy that would go back stands still instead, at its last proposal; a person is told.
A party whose last proposal has become worse to it than no deal is free of it. A proposal that is worth less to its
maker than no deal is a demand: it is shown, and is never the agreement. Nor is anything that is worth less to another
party than no deal to it. Who loses its turn by a fault stands still; before its first proposal there can be no deal.

If nobody has conceded in so many rounds in a row as the option `patience` says, the talks end in conflict. The
published rule is 1. Left out, they go on until the deadline: strategies that concede with time stand still for rounds
on end where levels are coarse, and would end in conflict before they have begun.

Also known as MCP. Source: Rosenschein, Zlotkin, "Rules of Encounter" (1994); more than two parties: Endriss, "Monotonic
concession protocols for multilateral negotiation", AAMAS 2006, 392-399, of whose measures of a concession this is the
egocentric one: a table with private information can check it, as it takes the party's own preferences alone.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.errors import IllegalMove
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reject, Vote, written
from tradetalks.model.negotiation.protocols.base import NO_VOTE, End, Protocol, Rules
from tradetalks.model.negotiation.referee import Referee
from tradetalks.quantities import Count


class MonotonicConcession(Protocol):
    """See `MonotonicConcessionRules`."""

    at_once: ClassVar[bool] = True

    def __init__(self, parties: int, rounds: int, referee: Referee, patience: int | None = None) -> None:
        super().__init__(parties, rounds * parties)
        self._referee = referee
        self._patience = patience
        # By party; None where it has proposed nothing, as it lost its turn by a fault.
        self._last: list[int | None] = [None] * parties
        self._now: list[int | None] = []
        self._still = 0

    @property
    def may_offer(self) -> bool:
        """Whether the talks go on."""
        return not self.finished

    @property
    def may_offer_again(self) -> bool:
        """Whether a round is left after this one."""
        return not self.finished and self.turn + self._parties < self._turns

    def limit(self) -> int | None:
        """Return the mover's last proposal, behind which it may not go back; None if it has none or is free of it."""
        last = self._last[self.mover]
        if last is None or not self._referee.stands_by(self.mover, last, self.offers_made):
            return None
        return last

    def _goes_back(self, outcome: int) -> bool:
        limit = self.limit()
        return limit is not None and not self._referee.no_worse(self.mover, limit, outcome)

    def check(self, move: Move) -> None:
        """Raise IllegalMove, which says what is allowed, unless a move is legal now."""
        self._check_over()
        match move:
            case Offer(outcome=outcome) if self._goes_back(outcome):
                raise IllegalMove(
                    "it is worth more to you than your last proposal: concede, repeat that one or walk away"
                )
            case Accept() | Reject():
                raise IllegalMove("proposals are compared by the rules: make one, or walk away")
            case Vote():
                raise IllegalMove(NO_VOTE)

    def ruled(self, offer: Offer) -> Offer:
        """Return the last proposal in place of one that would go back."""
        limit = self.limit()
        if limit is None or not self._goes_back(offer.outcome):
            return offer
        return Offer(limit, f"stands still, as nobody may go back ({written(offer.reason)})")

    def apply(self, move: Move) -> None:
        """Take a proposal; with the last of the round compare them all."""
        self.check(move)
        if isinstance(move, Offer):
            self._propose(move.outcome)
        else:
            self.turn += 1
            self.sealed = False
            self.finished = True

    def lose_turn(self) -> None:
        """Let the party whose turn it is stand still, as it has made a fault; it proposes nothing if it never has."""
        self._propose(self._last[self.mover])

    def _propose(self, outcome: int | None) -> None:
        self.turn += 1
        self.sealed = False
        self._now.append(outcome)
        if len(self._now) == self._parties:
            self._compare()
        else:
            self.sealed = True

    def _compare(self) -> None:
        self.offers_made += 1
        places = range(self._parties)
        made = [outcome for outcome in self._now if outcome is not None]
        suiting = [outcome for outcome in dict.fromkeys(made) if all(self._suits(place, outcome) for place in places)]
        if suiting:
            self.lots = len(suiting)
            drawn = 0
            if self.lots > 1:
                drawn = int(self._referee.random(0) * self.lots)
            self.agreement = suiting[drawn]
            self.finished = True
            return
        conceded = any(self._concedes(place) for place in places)
        self._still += 1
        if conceded:
            self._still = 0
        self._last, self._now = self._now, []
        if self._patience is not None and self._still >= self._patience:
            self.end = End.CONFLICT
            self.finished = True
        if self.turn >= self._turns:
            self.finished = True

    def _suits(self, party: int, outcome: int) -> bool:
        """Whether an outcome of this round is no worse to a party than its own proposal, and than no deal."""
        proposal, referee = self._now[party], self._referee
        if proposal is None or not referee.stands_by(party, outcome, self.offers_made - 1):
            return False
        return referee.no_worse(party, outcome, proposal)

    def _concedes(self, party: int) -> bool:
        """Whether a party's proposal of this round is worse for itself than its last, or its first."""
        now, last = self._now[party], self._last[party]
        return now is not None and (last is None or not self._referee.no_worse(party, now, last))

    def accepting(self) -> tuple[tuple[int, int], ...]:
        """Return whose own proposal was another than the agreement, and which."""
        if self.agreement is None:
            return ()
        proposals = enumerate(self._now)
        return tuple((place, made) for place, made in proposals if made is not None and made != self.agreement)


@dataclass(frozen=True, kw_only=True)
class MonotonicConcessionRules(Rules):
    """All propose at once, round by round, and nobody goes back."""

    name: ClassVar[str] = "monotonic_concession"
    draws: ClassVar[bool] = True
    patience: Annotated[
        Count | None,
        Field(description="after how many rounds in a row without a concession the talks end; never if left out"),
    ] = None

    def offers(self, parties: int, rounds: int) -> int:  # noqa: ARG002
        """Return that every round counts as one."""
        return rounds

    def start(self, parties: int, length: int, referee: Referee) -> MonotonicConcession:
        """Return the protocol before the first proposals."""
        return MonotonicConcession(parties, length, referee, self.patience)
