"""Every error that Tradetalks raises on purpose.

TradetalksError
├── ConfigError            a scenario or data file, or a `--set`, is not as it must be (all problems at once)
├── EconomyError           the trade model was given what it can't work with
│   └── ConvergenceError   the trade model found no equilibrium
├── PartError          a strategy's file, or a strategy of another library, can't be used
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
from itertools import islice

from tradetalks.characters import escaped, one_line, shortened

__all__ = [
    "MOST_CHARACTERS",
    "MOST_PROBLEMS",
    "ConfigError",
    "ConvergenceError",
    "EconomyError",
    "IllegalMove",
    "NegotiationError",
    "PartError",
    "Problem",
    "SpaceTooLarge",
    "StoreError",
    "TradetalksError",
    "UnknownName",
    "did_you_mean",
]


MOST_PROBLEMS = 100
"""Problems that one error tells of: who has mended so many reads the file anew."""
MOST_CHARACTERS = 19_000
"""Of an error's whole message, which a terminal and a page have to show: with their own words less than 20,000."""

_LONGEST_MESSAGE = 1_000
_LONGEST_NAME = 200
_MORE = "and more"
_MOST_NAMES = 200
_LONGEST_WORD = 40


class TradetalksError(Exception):
    """The root of the family: catch it to catch everything that is not a bug.

    Its message may hold names from files: characters that would steer a terminal are shown as escapes, and what is
    longer than MOST_CHARACTERS is cut.
    """

    def __str__(self) -> str:
        return shortened(escaped(super().__str__()), MOST_CHARACTERS)


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

    All of them may hold what stands in a file: it is cut where it is long, and escaped where it would steer a terminal.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    source_line: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", shortened(escaped(self.message), _LONGEST_MESSAGE))
        for name in ("file", "path", "source_line"):
            object.__setattr__(self, name, shortened(one_line(getattr(self, name)), _LONGEST_NAME))

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
    """A file is not as it must be.

    Attributes:
        problems: what was found, in the file's order: all of it, or one more than MOST_PROBLEMS.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        # The one too many tells whoever puts several errors together that there are more.
        self.problems = tuple(problems[: MOST_PROBLEMS + 1])
        super().__init__("\n".join(self.texts))

    @property
    def texts(self) -> tuple[str, ...]:
        """The problems as texts, no more than MOST_PROBLEMS and MOST_CHARACTERS; "and more" last, if there are."""
        texts: list[str] = []
        room = MOST_CHARACTERS - len(_MORE)
        for problem in self.problems[:MOST_PROBLEMS]:
            text = str(problem)
            room -= len(text) + 1
            if room < 0:
                break
            texts.append(text)
        if len(texts) < len(self.problems):
            return (*texts, _MORE)
        return tuple(texts)

    def __reduce__(self) -> tuple[type[ConfigError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class EconomyError(TradetalksError):
    """The trade model was given what it can't work with; names region, sector and value."""


class NoElasticities(EconomyError):
    """A data file has no set of elasticities of this name; says which it has."""


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


class PartError(TradetalksError):
    """A part that others have written can't be used, or has failed: its file, or NegMAS; says where and why."""


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

    Long names are not compared, nor is anything among very many: each takes a while, and a file may have thousands.

    >>> did_you_mean("bulware", ["boulware", "linear"])
    " (did you mean 'boulware'?)"
    """
    names = tuple(str(name) for name in islice(known, _MOST_NAMES + 1))
    if len(names) > _MOST_NAMES or len(str(word)) > _LONGEST_WORD:
        return ""
    near = _nearest(str(word), tuple(name for name in names if len(name) <= _LONGEST_WORD))
    if near:
        return f" (did you mean {near!r}?)"
    return ""


@lru_cache(maxsize=8192)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the nearest name, "" if none is near: a file is validated many times, and each time asks the same."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return near[0]
    return ""
