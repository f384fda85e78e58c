"""The tables of the exam: small, one issue, no zone, three parties, money, score-sheets, a mediator, ten thousand.

Each talk seats the strategy that is examined at one place and shipped ones at the others. All values are drawn once,
always the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.outside.guard import SLOW, Guarded
from tradetalks.agents.strategies.base import Seat, Strategy
from tradetalks.agents.strategies.hardliner import Hardliner
from tradetalks.agents.strategies.random_offers import Random
from tradetalks.agents.strategies.time_dependent import Boulware, Conceder, Linear
from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response, Vote, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import Player, TurnLost, View
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.protocols.base import protocols
from tradetalks.model.negotiation.reservation import DiscountReservation, ReservationRule
from tradetalks.model.negotiation.table import Table
from tradetalks.model.negotiation.transcript import OFFERS, Entry, MoveKind, PublicMove
from tradetalks.model.streams import uniforms

NAMES = ("ANN", "BOB", "CLO")
OTHERS: tuple[Strategy, ...] = (Linear(), Boulware(), Hardliner(), Random(), Conceder())
BELOW_ALL = -1e6
"""A value of no deal that makes every offer binding, whatever it is worth."""
LARGE = 5_000
"""With more outcomes a table is large: only what must be looked at there is."""
LATE = 2
"""After so many moves over their limit the talks are broken off."""


class BrokenOff(Exception):
    """The talks of a check are broken off: too many moves took more than their limit."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}, and again; it is not waited for a third time")


@dataclass(slots=True)
class Stopwatch:
    """What the moves of a strategy have taken.

    Attributes:
        seconds: on the clock, so far.
        late: how many moves were over their limit.
    """

    seconds: float = 0.0
    late: int = 0

    def timed[T](self, call: Callable[[], T]) -> T:
        """Return what a call for a move returns.

        Raises:
            BrokenOff: it is the last late one that is waited for.
        """
        began = time.monotonic()
        try:
            return call()
        except TurnLost as lost:
            reason = lost.reason.partition(": ")[2]
            self.late += reason.startswith(SLOW)
            if self.late >= LATE:
                raise BrokenOff(reason) from None
            raise
        finally:
            self.seconds += time.monotonic() - began


@dataclass(frozen=True, eq=False)
class ExamTable:
    """A table of the exam.

    Attributes:
        name: what messages call it.
        space: what is negotiated.
        sides: the preferences of each party.
        rounds: how many; None where `length` is given.
        length: how many offers.
        discount: of a score from one offer to the next.
        scored: whether utilities are scores.
        opponents: how many the strategy meets in each seat, one after the other.
        protocol: the rules of play.
    """

    name: str
    space: OutcomeSpace
    sides: tuple[Preferences, ...]
    rounds: int | None = 12
    length: int | None = None
    discount: float = 1.0
    scored: bool = True
    opponents: int = 2
    protocol: str = "alternating_offers"

    @property
    def large(self) -> bool:
        """Whether talks at it take their time."""
        return self.space.size > LARGE

    @cached_property
    def seat(self) -> Seat:
        """What a strategy is told of where it is to sit."""
        return Seat(self.space, len(self.sides), self.scored, complete=True, protocol=self.protocol)

    def talks(self) -> Iterator[Talk]:
        """Yield the talks at it: every seat, and some opponents in each."""
        for place in range(len(self.sides)):
            for number in range(self.opponents):
                yield Talk(self, place, place + number)


@dataclass(frozen=True)
class Talk:
    """One talk of the exam.

    Attributes:
        table: where.
        place: where the strategy sits.
        first: the first of its opponents, by its place in `OTHERS`.
    """

    table: ExamTable
    place: int
    first: int

    def play(self, strategy: Guarded, changed: list[str], watch: Stopwatch) -> Table:
        """Play it, note what the strategy has changed that isn't its own, and return the table.

        Raises:
            BrokenOff: too many moves were late.
        """
        players: list[Player] = [OTHERS[(self.first + at) % len(OTHERS)] for at in range(len(self.table.sides))]
        players[self.place] = Watched(strategy, self.table.name, changed, watch)
        table = self._table(players, self.table.sides, 1, complete=strategy.needs_complete_information)
        table.play()
        return table

    def own(self, table: Table) -> list[Entry]:
        """Return the strategy's lines of the transcript."""
        return [entry for entry in table.transcript if entry.move.party == self.place]

    def faults(self, table: Table) -> list[str]:
        """Return the strategy's faults in words."""
        return [entry.reason for entry in self.own(table) if entry.move.kind is MoveKind.FORFEIT]

    def with_other_secrets(self, strategy: Guarded, watch: Stopwatch) -> tuple[list[str], list[str]]:
        """Return the strategy's moves, and those where the others make the same moves but want something else.

        Whatever the strategy may know is the same in both; the second stops where the first does.
        """
        sides = self.table.sides
        open_sides = [self._secret(own, own.values, place) for place, own in enumerate(sides)]
        players: list[Player] = [OTHERS[(self.first + at) % len(OTHERS)] for at in range(len(sides))]
        players[self.place] = Watched(strategy, self.table.name, [], watch)
        one = self._table(players, open_sides, 1)
        one.play()
        players = [
            players[place] if place == self.place else Echo([move for move in one.history if move.party == place])
            for place in range(len(sides))
        ]
        turned = [self._secret(own, np.roll(own.values[::-1], 1), place) for place, own in enumerate(sides)]
        other = self._table(players, turned, 2)
        other.play()
        return [_shown(entry) for entry in self.own(one)], [_shown(entry) for entry in self.own(other)]

    def _secret(self, own: Preferences, values: NDArray[np.float64], place: int) -> Preferences:
        if place == self.place:
            return own
        return Preferences(values, disagreement=BELOW_ALL, today=own.today, mapped=own.mapped)

    def _table(
        self, players: Sequence[Player], sides: Sequence[Preferences], seed: int, *, complete: bool = False
    ) -> Table:
        at = self.table
        length = at.length or protocols[at.protocol]().offers(len(sides), at.rounds or 1)
        rules: list[ReservationRule] = [DiscountReservation(at.discount, length)] * len(sides)
        return Table(
            NAMES[: len(sides)],
            at.space,
            sides,
            players,
            rounds=at.rounds,
            length=at.length,
            rules=rules,
            protocol=at.protocol,
            complete=complete,
            stream=partial(stream, NAMES[self.place], seed),
        )


class Watched:
    """A player behind which it is noted what it changes of what it is handed."""

    def __init__(self, strategy: Guarded, table: str, changed: list[str], watch: Stopwatch) -> None:
        self._watch = watch
        self._strategy = strategy
        self._table = table
        self._changed = changed
        self.needs_complete_information = strategy.needs_complete_information
        self.fault = strategy.fault

    def propose(self, view: View) -> Offer | WalkAway:
        """Ask it for its offer."""
        before = _seen(view)
        try:
            return self._watch.timed(lambda: self._strategy.propose(view))
        finally:
            self._compare(before, view)

    def respond(self, view: View, offer: int) -> Response:
        """Ask it for its answer."""
        before = _seen(view)
        try:
            return self._watch.timed(lambda: self._strategy.respond(view, offer))
        finally:
            self._compare(before, view)

    def vote(self, view: View, candidate: int, text: int | None) -> Vote | WalkAway:
        """Ask it for its vote."""
        before = _seen(view)
        try:
            return self._watch.timed(lambda: self._strategy.vote(view, candidate, text))
        finally:
            self._compare(before, view)

    def _compare(self, before: dict[str, Any], view: View) -> None:
        after = _seen(view)
        text = [name for name in before if before[name] != after[name]]
        if text:
            self._changed.append(f"changes view.{text[0]} (at the table {self._table})")
            # So that the talks can go on, and others are not blamed.
            for name in text:
                if name == "history" and isinstance(view.history, list):
                    view.history[:] = [PublicMove(*move) for move in before[name]]
                elif name not in {"preferences", "values"}:
                    setattr(view, name, before[name])


_PUBLIC = tuple(name for name in View.__slots__ if not name.startswith("_") and name not in {"history", "memory"})


def _seen(view: View) -> dict[str, Any]:
    """Return what a view shows, to be compared; of preferences a sum, and whether they can be written."""
    seen: dict[str, Any] = {name: getattr(view, name) for name in _PUBLIC}
    own = view.preferences
    seen["history"] = [(move.day, move.round, move.t, move.party, move.kind, move.outcome) for move in view.history]
    seen["values"] = (float(own.values.sum()), own.values.flags.writeable, own.utilities.flags.writeable)
    return seen


class Echo:
    """A player that makes again the moves of another talk, whatever it wants."""

    def __init__(self, moves: Sequence[PublicMove]) -> None:
        self._moves = moves

    def propose(self, view: View) -> Offer | WalkAway:
        """Make the recorded offer of this turn; leave where there is none."""
        move = self._now(view)
        if move is None or move.kind not in OFFERS or move.outcome is None:
            return WalkAway("the record ends")
        return Offer(move.outcome)

    def respond(self, view: View, offer: int) -> Response:  # noqa: ARG002
        """Give the recorded answer of this turn; leave where there is none."""
        move = self._now(view)
        if move is None or move.kind is MoveKind.WALK_AWAY:
            return WalkAway("the record ends")
        if move.kind is MoveKind.ACCEPT:
            return Accept()
        return Reject()

    def vote(self, view: View, candidate: int, text: int | None) -> Vote | WalkAway:  # noqa: ARG002
        """Vote as recorded; leave where no vote is."""
        move = self._now(view)
        if move is None or move.kind not in {MoveKind.VOTE_YES, MoveKind.VOTE_NO}:
            return WalkAway("the record ends")
        return Vote(move.kind is MoveKind.VOTE_YES)

    def _now(self, view: View) -> PublicMove | None:
        made = sum(move.party == view.party for move in view.history)
        if made < len(self._moves):
            return self._moves[made]
        return None


def _shown(entry: Entry) -> str:
    return f"{entry.move.kind} {entry.move.outcome}"


def stream(own: str, seed: int, party: str, count: int) -> NDArray[np.float64]:
    """Return random numbers of a party; those of the strategy that is examined and of the rules have one seed."""
    return uniforms(0 if party in {own, ""} else seed, f"exam:{party}", count)


@lru_cache(maxsize=1)
def exam_tables() -> tuple[ExamTable, ...]:
    """Return the tables of the exam."""
    pie, narrow = [x / 20 for x in range(21)], [x / 10 for x in range(11)]
    return (
        ExamTable("small", _space(3, 3), _drawn(1, 9)),
        ExamTable("one issue", _space(21), (_scores(pie), _scores(pie[::-1]))),
        ExamTable("no zone", _space(11), (_scores(narrow, 0.7), _scores(narrow[::-1], 0.7))),
        ExamTable("three parties", _space(4, 3, 2), _drawn(2, 24, parties=3)),
        ExamTable("money", _space(4, 3), _money(3, 12), scored=False),
        ExamTable("score-sheets", _space(5, 4), _drawn(4, 20, 0.2), rounds=None, length=15, discount=0.95),
        ExamTable("mediator", _space(4, 4, 3), _drawn(6, 48, 0.3), protocol="mediated_text"),
        ExamTable("ten thousand", _space(10, 10, 10, 10), _drawn(5, 10_000), rounds=8, opponents=1),
    )


def _space(*lengths: int) -> OutcomeSpace:
    return OutcomeSpace(
        [Issue(f"issue {at + 1}", tuple(map(float, range(length)))) for at, length in enumerate(lengths)]
    )


def _scores(values: Sequence[float] | NDArray[np.float64], reservation: float = 0.0) -> Preferences:
    return Preferences(values, disagreement=reservation, mapped=False)


def _drawn(seed: int, size: int, reservation: float = 0.1, parties: int = 2) -> tuple[Preferences, ...]:
    return tuple(_scores(values, reservation) for values in np.random.default_rng(seed).random((parties, size)))


def _money(seed: int, size: int) -> tuple[Preferences, ...]:
    drawn = np.random.default_rng(seed).normal(0, 5, (2, size))
    return tuple(Preferences(values, disagreement=-2.0) for values in drawn)
