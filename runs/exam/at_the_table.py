"""The exams of what decides at a table, and by which rules: acceptance conditions, opponent models, protocols."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import partial
from random import Random as Dice
from typing import Any

import numpy as np

from tradetalks.agents.acceptance_conditions.base import Acceptance
from tradetalks.agents.opponent_models.base import Estimate, OpponentModel
from tradetalks.agents.outside.guard import Guarded
from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.strategies.time_dependent import Linear
from tradetalks.errors import IllegalMove
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reject, Vote, WalkAway
from tradetalks.model.negotiation.protocols.base import Protocol, Rules
from tradetalks.model.negotiation.table import Table
from tradetalks.outside.origin import Origin
from tradetalks.runs.exam.tables import NAMES, OTHERS, ExamTable, Stopwatch, exam_tables, stream

ROUNDS = (1, 2, 5, 12)
FUZZED = 40
"""How many talks of moves at random a protocol is put through."""


# ---- acceptance conditions and opponent models, in a strategy of ours


def _seats() -> list[ExamTable]:
    return [table for table in exam_tables() if not table.large and table.protocol == "alternating_offers"]


def _played(strategy: Strategy) -> list[str]:
    lines: list[str] = []
    guarded = Guarded(strategy, Origin(strategy.name, "", ""))
    for table in _seats():
        for talk in table.talks():
            done = talk.play(guarded, [], Stopwatch())
            lines += [f"{entry.move.kind} {entry.move.outcome}: {entry.reason}" for entry in talk.own(done)]
    return lines


def _faults(strategy: Strategy) -> Iterator[str]:
    guarded = Guarded(strategy, Origin(strategy.name, "", ""))
    for table in _seats():
        for talk in table.talks():
            for reason in talk.faults(talk.play(guarded, [], Stopwatch())):
                yield f"{reason} (at the table {table.name})"


def answered(acceptance: Acceptance) -> list[str]:
    """Return what a strategy does that accepts by a condition."""
    return _played(Linear(acceptance=acceptance))


def wrong_answers(acceptance: Acceptance) -> Iterator[str]:
    """Yield the faults of a strategy that accepts by a condition."""
    yield from _faults(Linear(acceptance=acceptance))


def guessed(model: OpponentModel) -> list[str]:
    """Return what a strategy does that guesses by a model."""
    return _played(Linear(opponent_model=model))


def wrong_guesses(model: OpponentModel) -> Iterator[str]:
    """Yield how what a model guesses is no utility of every level."""
    yield from _faults(Linear(opponent_model=model))
    dice = Dice(1)  # noqa: S311 - seeded trials
    for table in _seats():
        offers = tuple(dice.randrange(table.space.size) for _ in range(6))
        for count in range(1, 7):
            estimate: object = model.learn(table.space, offers[:count], 0.1)
            if not isinstance(estimate, Estimate):
                yield f"`learn` returns a {type(estimate).__name__}, not an Estimate"
                return
            shapes = tuple(len(part) for part in estimate.parts)
            if shapes != tuple(table.space.shape):
                yield f"guesses at {shapes} levels of the issues, which have {tuple(table.space.shape)}"
                return
            if not all(np.isfinite(part).all() for part in estimate.parts):
                yield f"guesses no finite numbers after {count} offers"
                return


# ---- protocols


def _tables(rules: Rules) -> Iterator[tuple[str, Table]]:
    """Yield talks under some rules: two and three parties, few rounds and many, with different strategies."""
    sides = {len(table.sides): table for table in exam_tables() if not table.large and table.scored}
    for count, table in sorted(sides.items()):
        for rounds in ROUNDS:
            for first in range(len(OTHERS)):
                players = [OTHERS[(first + place) % len(OTHERS)] for place in range(count)]
                name = f"{count} parties, {rounds} rounds"
                yield (
                    name,
                    Table(
                        NAMES[:count],
                        table.space,
                        table.sides,
                        players,
                        rounds=rounds,
                        protocol=rules,
                        complete=True,
                        stream=partial(stream, NAMES[0], first),
                    ),
                )


def talked(rules: Rules) -> list[str]:
    """Return every move of talks under some rules."""
    lines = []
    for name, table in _tables(rules):
        table.play()
        lines += [f"{name}: {entry.move.party} {entry.move.kind} {entry.move.outcome}" for entry in table.transcript]
        lines.append(f"{name}: {table.status} {table.agreement}")
    return lines


def wrong_talks(rules: Rules) -> Iterator[str]:
    """Yield how talks between shipped strategies go on beyond their time, or agree on what nobody has on the table."""
    for name, table in _tables(rules):
        table.play()
        if not table.protocol.finished:
            yield f"the talks have not ended ({name})"
        late = [move.round for move in table.history if move.round >= table.clock.rounds]
        if late:
            yield f"a move was made in round {late[0] + 1} of {table.clock.rounds} ({name})"
        offered = {move.outcome for move in table.history if move.outcome is not None}
        if table.agreement is not None and table.agreement not in offered:
            yield f"agrees on the outcome {table.agreement}, which nobody has put on the table ({name})"


def wrong_moves(rules: Rules) -> Iterator[str]:
    """Yield where `check` and `apply` disagree, an illegal move changes something, or no move is legal."""
    dice = Dice(7)  # noqa: S311 - seeded trials
    for number in range(FUZZED):
        name, table = dice.choice(list(_tables(rules)))
        protocol, size = table.protocol, table.space.size
        for _ in range(20 * (table.clock.rounds + 2) * len(table.parties)):
            if protocol.finished:
                break
            moves: list[Move] = [Offer(dice.randrange(size)), Accept(), Reject(), Vote(dice.random() < 0.5), WalkAway()]
            legal = [move for move in moves if _is_legal(protocol, move)]
            yield from _refused_whole(protocol, [move for move in moves if move not in legal], name)
            wanted = [move for move in legal if not isinstance(move, WalkAway)]
            try:
                if wanted:
                    move = dice.choice(wanted)
                    protocol.apply(protocol.ruled(move) if isinstance(move, Offer) else move)
                else:
                    protocol.lose_turn()
            except IllegalMove as error:
                yield f"`check` allows a move that `apply` refuses: {error} ({name})"
                return
        else:
            yield f"goes on for ever with legal moves (talk {number}, {name})"
            return
        if any(_is_legal(protocol, move) for move in (Offer(0), Accept(), Reject())):
            yield f"allows a move once it has finished ({name})"
            return


def _is_legal(protocol: Protocol, move: Move) -> bool:
    try:
        protocol.check(protocol.ruled(move) if isinstance(move, Offer) else move)
    except IllegalMove:
        return False
    return True


_SHOWN = ("turn", "offers_made", "standing", "agreement", "finished", "text", "voting", "mover")


def _refused_whole(protocol: Protocol, moves: list[Move], name: str) -> Iterator[str]:
    for move in moves:
        before = {attribute: copy.copy(getattr(protocol, attribute)) for attribute in _SHOWN}
        try:
            protocol.apply(move)
        except IllegalMove:
            after: dict[str, Any] = {attribute: getattr(protocol, attribute) for attribute in _SHOWN}
            if after != before:
                yield f"an illegal {type(move).__name__} changes the talks ({name})"
        else:
            yield f"`check` refuses a {type(move).__name__} that `apply` makes ({name})"
