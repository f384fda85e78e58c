"""The exam of a part of any kind: what ours pass, and those of others are put to.

What a part says of itself, whether it reads and changes no more than that, whether many worlds at once are worth what
each is alone, and whether it does the same again: as a copy, out of a pickle, in another process.

Of this kind are Axelrod's test of players, PettingZoo's tests of environments and scikit-learn's of estimators.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any

from tradetalks.agents.acceptance_conditions.base import acceptances
from tradetalks.agents.forms.base import forms
from tradetalks.agents.interests.base import interests
from tradetalks.agents.opponent_models.base import opponent_models
from tradetalks.agents.strategies.base import strategies
from tradetalks.errors import PartError
from tradetalks.model.deadlines.base import Deadline, deadlines
from tradetalks.model.events.base import events
from tradetalks.model.levers.base import levers
from tradetalks.model.negotiation.protocols.base import protocols
from tradetalks.registry import Registry
from tradetalks.runs.exam import at_the_table, of_the_world
from tradetalks.runs.exam.checks import Again, Check, checked, option_problems, telling, untried
from tradetalks.runs.exam.strategies import examine as examine_strategy

type Problems = Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Exam:
    """The exam of one kind of part.

    Attributes:
        trial: what a part does in all that the exam has for it, line by line.
        checks: what is looked at, by name: what is wrong, and what to say where nothing is.
        common: options that all of the kind have, which it needn't describe.
    """

    trial: Callable[[Any], list[str]]
    checks: Mapping[str, tuple[Problems, str]]
    common: tuple[str, ...] = field(default=())


EXAMS: dict[Registry[Any], Exam] = {
    interests: Exam(
        of_the_world.measured,
        {
            "reads": (of_the_world.wrong_reads, "reads of the world what it says, and all of it"),
            "numbers": (of_the_world.wrong_measures, "a finite number for each world, and a unit"),
            "batches": (of_the_world.wrong_at_once, "many worlds at once are worth what each is alone"),
        },
    ),
    forms: Exam(
        of_the_world.combinations,
        {
            "numbers": (of_the_world.wrong_values, "a finite number for each world, never less for more"),
            "batches": (of_the_world.wrong_combined_at_once, "many worlds at once have the values that each has alone"),
        },
    ),
    levers: Exam(
        of_the_world.moved,
        {
            "changes": (of_the_world.wrong_changes, "changes the aspect that it says, and no other"),
            "levels": (of_the_world.wrong_levels, "finds again the levels that it sets"),
            "way back": (of_the_world.wrong_way_back, "put back, all is as it was"),
        },
    ),
    events: Exam(
        of_the_world.happened,
        {
            "worlds": (of_the_world.wrong_worlds, "leaves a world behind, whichever it meets"),
            "figures": (of_the_world.wrong_figures, "shows everyone what it lists as public"),
        },
    ),
    deadlines: Exam(
        of_the_world.passed,
        {"times": (of_the_world.wrong_times, "passes in its time, and is never expected earlier than before")},
        tuple(option.name for option in fields(Deadline)),
    ),
    protocols: Exam(
        at_the_table.talked,
        {
            "talks": (at_the_table.wrong_talks, "talks of two and three end in time, on what was on the table"),
            "moves": (at_the_table.wrong_moves, "refuses whole what it doesn't allow, whatever is tried"),
        },
    ),
    acceptances: Exam(
        at_the_table.answered,
        {"answers": (at_the_table.wrong_answers, "a strategy that accepts by it plays by the rules")},
    ),
    opponent_models: Exam(
        at_the_table.guessed,
        {"guesses": (at_the_table.wrong_guesses, "finite numbers for every level, whatever was offered")},
    ),
}


def examine(registry: Registry[Any], part: Any, elsewhere: list[str] | str | None = None) -> Iterator[Check]:
    """Put a part to the exam of its kind.

    Args:
        registry: of its kind.
        part: with its options.
        elsewhere: what it did in another process, of `tried_elsewhere`; asked for here if left out, which takes a
            second or two. Not of a strategy, whose exam is `tradetalks.runs.exam.strategies`.

    Yields:
        All checks, in a fixed order, each when it is done.
    """
    if registry is strategies:
        yield from examine_strategy(part)
        return
    exam = EXAMS[registry]
    yield checked(
        "options",
        telling(lambda: option_problems(registry, part, exam.common)),
        "frozen, each with what it is, its range and its unit",
    )
    for name, (problems, fine) in exam.checks.items():
        yield checked(name, telling(partial(problems, part)), fine)
    try:
        lines = exam.trial(part)
    except Exception as error:  # noqa: BLE001 - the part's own code
        for name in ("pure", "clone", "pickle", "reproducible"):
            yield untried(name, f"as it raises {type(error).__name__}")
        return
    there = _elsewhere(registry, part) if elsewhere is None else elsewhere
    yield from Again(part, exam.trial, lines).checks(there)


def tried_elsewhere(parts: Sequence[tuple[Registry[Any], Any]]) -> list[list[str]]:
    """Return what some parts, of any kind but strategies, do in a fresh process with another hash seed.

    Raises:
        PartError: the process fails; says its last words.
    """
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    done = subprocess.run(
        [sys.executable, "-c", "from tradetalks.runs.exam.exam import _answer; _answer()"],
        input=pickle.dumps([(registry.kind, part) for registry, part in parts]),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines() or ["it ends without a word"]
        raise PartError(f"fails in another process: {words[-1]}")
    lines: list[list[str]] = pickle.loads(done.stdout)  # noqa: S301 - of our own process
    return lines


def _elsewhere(registry: Registry[Any], part: Any) -> list[str] | str:
    try:
        return tried_elsewhere([(registry, part)])[0]
    except PartError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - what can't be pickled raises anything
        return f"can't be sent to another process: {type(error).__name__}: {error}"


def _answer() -> None:
    """Try the parts that come in, in the process that `tried_elsewhere` starts."""
    out = sys.stdout.buffer
    exams = {registry.kind: exam for registry, exam in EXAMS.items()}
    with contextlib.redirect_stdout(sys.stderr):
        parts = pickle.load(sys.stdin.buffer)  # noqa: S301 - of our own process
        lines = [exams[kind].trial(part) for kind, part in parts]
    out.write(pickle.dumps(lines))
