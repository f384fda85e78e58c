"""Every error that Tradetalks raises on purpose.

TradetalksError
├── ConfigError            a scenario or data file, or a `--set`, is not as it must be (all problems at once)
├── EconomyError           the trade model was given what it can't work with
│   └── ConvergenceError   the trade model found no equilibrium
├── StrategyError          a strategy's file, or a strategy of another library, can't be used
├── NegotiationError       the bargaining engine was given what it can't work with
│   ├── SpaceTooLarge      an agenda has more outcomes than are evaluated as arrays
│   └── IllegalMove        a move that the protocol doesn't allow now
├── StoreError             a store of runs can't be read or written, or holds another experiment
└── UnknownName            a name that no registry, folder or list holds
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "ConfigError",
    "ConvergenceError",
    "EconomyError",
    "IllegalMove",
    "NegotiationError",
    "Problem",
    "SpaceTooLarge",
    "StoreError",
    "StrategyError",
    "TradetalksError",
    "UnknownName",
    "did_you_mean",
]


class TradetalksError(Exception):
    """The root of the family: catch it to catch everything that is not a bug."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file.

    Attributes:
        message: what is wrong, and what is allowed.
        file: the file's name as the user gave it, or "--set ..." for a value from the command line.
        line: the line, from 1; 0 if there is none.
        column: the column, from 1; 0 if there is none.
        path: the key's path, dotted, as `--set` takes it.
        source_line: the text of that line, for the caret.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    source_line: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.line:
            where += f":{self.line}:{self.column}"
        key = f"{self.path}: " if self.path else ""
        text = f"{where}: {key}{self.message}" if where else f"{key}{self.message}"
        if self.source_line and self.line:
            shown = self.source_line.rstrip()
            text += f"\n    {shown}\n    {' ' * (self.column - 1)}^"
        return text


class ConfigError(TradetalksError):
    """A file is not as it must be; `problems` holds everything that was found, in the file's order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class EconomyError(TradetalksError):
    """The trade model was given what it can't work with; names region, sector and value."""


class ConvergenceError(EconomyError):
    """The trade model found no equilibrium: never a number instead.

    Attributes:
        schedules: the places of those without one, in what was to be solved at once.
    """

    def __init__(self, message: str, schedules: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.schedules = tuple(schedules)

    def __reduce__(self) -> tuple[type[ConvergenceError], tuple[str, tuple[int, ...]]]:
        return type(self), (str(self), self.schedules)


class StrategyError(TradetalksError):
    """A strategy's file, or a strategy of another library, can't be used; says where and why."""


class NegotiationError(TradetalksError):
    """The bargaining engine was given what it can't work with."""


class SpaceTooLarge(NegotiationError):
    """An agenda has more outcomes than are evaluated as arrays; says which issue to coarsen."""


class IllegalMove(NegotiationError):
    """A move that the protocol doesn't allow now; says which are."""


class StoreError(TradetalksError):
    """A store of runs can't be read or written, is damaged, or holds another experiment; says what to do."""


class UnknownName(TradetalksError):
    """A name that no registry, folder or list holds; says which there are."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint such as " (did you mean 'boulware'?)", or "" if nothing is near.

    >>> did_you_mean("bulware", ["boulware", "linear"])
    " (did you mean 'boulware'?)"
    """
    near = _nearest(str(word), tuple(str(name) for name in known))
    return f" (did you mean {near!r}?)" if near else ""


@lru_cache(maxsize=8192)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the nearest name, "" if none is near: a file is validated many times, and each time asks the same."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else ""
