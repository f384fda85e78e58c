"""The exam of strategies: what every strategy must pass, ours and those of others.

It plays talks on small and large tables, in every seat, against several others, and looks at what the strategy does.
Each check has a name, passes or fails, and says in words what fails.

Also known as a conformance test; of this kind are Axelrod's test of players and PettingZoo's tests of environments.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import dataclasses
import inspect
import itertools
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence

from tradetalks.agents.outside.guard import SLOW, Guarded, Limits
from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.errors import PartError
from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.table import Table
from tradetalks.outside.origin import Origin
from tradetalks.runs.exam.checks import Check, checked, option_problems, untried
from tradetalks.runs.exam.tables import BrokenOff, ExamTable, Stopwatch, Talk, exam_tables

type Played = list[list[str]]
"""By talk, every line of the transcript that is the strategy's."""

SLOWLY = "as its moves take too long"
LONG = 5.0
"""When its moves have taken so many seconds no further talk begins: a slow strategy sits in fewer."""
AGAIN = 1.0
"""The checks that repeat talks take those of the first so many seconds."""
_NO_FAULTS = 1_000_000
"""So many faults nobody makes: the exam goes on after each."""


def examine(strategy: Strategy, elsewhere: Played | None = None) -> Iterator[Check]:
    """Put a strategy to the exam.

    Args:
        strategy: with its options, behind a guard or not.
        elsewhere: what `played_elsewhere` gave for it; asked for here if left out, which starts a process.

    Yields:
        All checks, in a fixed order, each when it is done.

    Raises:
        PartError: it can sit at none of the exam's tables, as a person for one.
    """
    guarded = _guarded(strategy)
    tables = _tables(guarded)
    if not tables or guarded.name == "human":
        raise PartError(f"{guarded.name!r} can sit at none of the exam's tables")
    yield checked(
        "options",
        list(option_problems(strategies, guarded.inner)),
        "frozen, each with what it is, its range and its unit",
    )
    talks = _talks(tables)
    first = _First()
    broken = ""
    try:
        first.play(guarded, talks)
    except BrokenOff as error:
        broken = str(error)
    wrong = [reason for reason in first.faults if not reason.startswith(SLOW)]
    slow = [broken] if broken else [reason for reason in first.faults if reason.startswith(SLOW)]
    whole = len(first.lines) == len(talks)
    seats = ", ".join(table.name for table in tables)
    sat = f"in {len(talks)} talks ({seats})" if whole else f"in {len(first.lines)} of {len(talks)} talks, as it is slow"
    yield untried("legal moves", SLOWLY) if broken and not wrong else checked("legal moves", wrong, sat)
    yield checked("time", slow, f"no move took more than {guarded.limits.seconds:g} s")
    rest = _repeated(guarded, talks, first, elsewhere)
    for name in ("looks on", "reset", "clone", "pickle", "reproducible", "fair play"):
        yield untried(name, SLOWLY) if broken else next(rest)


class _First:
    """What a strategy did in its first talks.

    Attributes:
        lines: its lines of the transcript, by talk.
        faults: in words.
        changed: what it has changed that isn't its own, in words.
        few: how many of the talks are repeated.
    """

    def __init__(self) -> None:
        self.lines: Played = []
        self.faults: list[str] = []
        self.changed: list[str] = []
        self.few = 0

    def play(self, guarded: Guarded, talks: Sequence[Talk]) -> None:
        watch = Stopwatch()
        for talk in talks:
            if watch.seconds > LONG:
                return
            self.few += watch.seconds <= AGAIN
            done = talk.play(guarded, self.changed, watch)
            self.lines.append(_own_lines(talk, done))
            where = f" (at the table {talk.table.name})"
            self.faults += [f"{reason.partition(': ')[2]}{where}" for reason in talk.faults(done)]


def _repeated(guarded: Guarded, talks: Sequence[Talk], first: _First, elsewhere: Played | None) -> Iterator[Check]:
    """Yield the checks that follow the first talks; most play some of them again."""
    yield checked("looks on", first.changed, "changes nothing of what it is handed")
    few = [place for place, talk in enumerate(talks[: first.few]) if not talk.table.large]

    def again(other: Guarded) -> str:
        watch = Stopwatch()
        try:
            second = [_own_lines(talks[place], talks[place].play(other, [], watch)) for place in few]
        except BrokenOff as error:
            return str(error)
        return _first_difference([talks[place] for place in few], [first.lines[place] for place in few], second)

    kept = again(guarded)
    same = (lambda _: "") if kept else again  # what it keeps between talks spoils these too
    yield checked("reset", _told(kept), "the same talks after others: the same moves")
    yield checked("clone", _same(guarded, copy.deepcopy, same), "a copy is equal, and makes the same moves")
    yield checked("pickle", _same(guarded, _pickled, same), "pickled and back it is equal, and makes the same moves")
    sat = talks[: len(first.lines)]
    there = elsewhere if elsewhere is not None else _elsewhere(guarded, len(sat))
    repeated = [there] if isinstance(there, str) else _told(_first_difference(sat, first.lines, there))
    yield checked("reproducible", repeated, "another process, another hash seed: the same moves")
    yield checked("fair play", _peeks(guarded, [talks[place] for place in few]), _fair(guarded))


def _tables(guarded: Guarded) -> list[ExamTable]:
    return [table for table in exam_tables() if not list(guarded.problems(table.seat))]


def _talks(tables: Sequence[ExamTable]) -> list[Talk]:
    """Return all talks, the first of each table first: a slow strategy, which sits in fewer, meets every table."""
    by_table = [list(table.talks()) for table in tables]
    rounds = itertools.zip_longest(*by_table)
    return [talk for talks in rounds for talk in talks if talk is not None]


def _told(problem: str) -> list[str]:
    if problem:
        return [problem]
    return []


def _guarded(strategy: Strategy) -> Guarded:
    given = strategy if isinstance(strategy, Guarded) else Guarded(strategy, Origin(strategy.name, "", ""))
    return dataclasses.replace(given, limits=Limits(seconds=given.limits.seconds, faults=_NO_FAULTS))


# ---- the same moves again


def _own_lines(talk: Talk, done: Table) -> list[str]:
    return [f"{entry.move.kind} {entry.move.outcome}: {entry.reason}" for entry in talk.own(done)]


def _same(guarded: Guarded, change: Callable[[Guarded], Guarded], again: Callable[[Guarded], str]) -> list[str]:
    try:
        other = change(guarded)
    except Exception as error:  # noqa: BLE001 - the strategy's own code
        return [f"raises {type(error).__name__}: {error}"]
    if other.inner != guarded.inner:
        return ["what comes back is not equal to it"]
    return _told(again(other))


def _pickled(guarded: Guarded) -> Guarded:
    back: Guarded = pickle.loads(pickle.dumps(guarded))  # noqa: S301 - our own bytes
    return back


def _first_difference(talks: Sequence[Talk], first: Played, second: Played) -> str:
    """Return in words where two plays of the same talks differ first, "" if nowhere."""
    if len(first) != len(second):
        return f"sat in {len(first)} talks, then in {len(second)}"
    for talk, before, after in zip(talks, first, second, strict=True):
        if before == after:
            continue
        number = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), -1)
        where = f"at the table {talk.table.name}"
        if number < 0:
            return f"made {len(before)} moves {where}, then {len(after)}"
        return f"move {number + 1} {where} was {before[number]!r}, then {after[number]!r}"
    return ""


def played_elsewhere(examined: Sequence[Strategy], most: int | None = None) -> list[Played]:
    """Return what some strategies play in the exam's talks in a fresh process with another hash seed.

    Args:
        examined: strategies with their options.
        most: how many of the talks each plays; all if left out.

    Raises:
        PartError: the process fails; says its last words.
    """
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    done = subprocess.run(
        [sys.executable, "-c", "from tradetalks.runs.exam.strategies import _answer; _answer()"],
        input=pickle.dumps(([_guarded(strategy) for strategy in examined], most)),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise PartError(f"fails in another process: {words[-1] if words else 'it ends without a word'}")
    played: list[Played] = pickle.loads(done.stdout)  # noqa: S301 - of our own process
    return played


def _elsewhere(guarded: Guarded, most: int) -> Played | str:
    try:
        return played_elsewhere([guarded], most)[0]
    except PartError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - what can't be pickled raises anything
        return f"can't be sent to another process: {type(error).__name__}: {error}"


def _answer() -> None:
    """Play the strategies that come in, in the process that `played_elsewhere` starts."""
    out = sys.stdout.buffer
    with contextlib.redirect_stdout(sys.stderr):
        examined: list[Guarded]
        examined, most = pickle.load(sys.stdin.buffer)  # noqa: S301 - of our own process
        played = []
        for guarded in examined:
            watch = Stopwatch()
            talks = _talks(_tables(guarded))[:most]
            played.append([_own_lines(talk, talk.play(guarded, [], watch)) for talk in talks])
    out.write(pickle.dumps(played))


# ---- only what it may know


def _fair(guarded: Guarded) -> str:
    if guarded.needs_complete_information:
        return "it may see the others' preferences, as it needs complete information"
    return "the others' preferences and strategies changed: the same moves"


def _peeks(guarded: Guarded, talks: Sequence[Talk]) -> list[str]:
    """Return how the strategy's moves or its code depend on what it may not know."""
    found = [f"its line {line} reads {what!r}, which is private" for line, what in _private_reads(type(guarded.inner))]
    if guarded.needs_complete_information:
        return found
    watch = Stopwatch()
    for talk in talks:
        try:
            before, after = talk.with_other_secrets(guarded, watch)
        except BrokenOff as error:
            return [*found, str(error)]
        if before != after:
            where = f"at the table {talk.table.name}"
            found.append(f"{where} its moves depend on what the others want, which it can't know")
    return found


def _private_reads(cls: type) -> Iterator[tuple[int, str]]:
    """Yield where the code of a class's module reads what is private to another object."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[cls.__module__]))
    except (OSError, TypeError, KeyError):
        return
    private = {name for kind in (View, Preferences) for name in dir(kind) if _is_private(name)}
    private |= {name for name in View.__slots__ if _is_private(name)} | {"_getframe", "_players", "_current_frames"}
    for node in ast.walk(tree):
        own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
        if isinstance(node, ast.Attribute) and node.attr in private and not own:
            yield node.lineno, ast.unparse(node)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
