"""What is measured of a run that has ended: each column named, described and measured where it is defined.

A column is a function: its name is the column's, what it returns its kind, and its docstring what that means. To add
one is to add a function here. What it is asked of stands above this room: a run, a table and a side as
`tradetalks.runs.batch.outcomes` has them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tradetalks.configs.experiment.expressions import Kind
from tradetalks.model.negotiation.preferences import Preferences

_KINDS: dict[str, Kind] = {"int": "int", "bool": "bool", "float": "float", "str": "text"}


@dataclass(frozen=True)
class Measure:
    """A measured column.

    Attributes:
        name: of the column.
        kind: of its values, which may be missing.
        meaning: what it holds, in words.
        of: measures it.
    """

    name: str
    kind: Kind
    meaning: str
    of: Callable[[Any], Any]


def _in(measures: list[Measure]) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Return a decorator that makes a function a measure, one of some."""

    def measure(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        kind = _KINDS[str(function.__annotations__["return"]).removesuffix(" | None")]
        meaning = " ".join((function.__doc__ or "").split()).rstrip(".")
        measures.append(Measure(function.__name__, kind, meaning[:1].lower() + meaning[1:], function))
        return function

    return measure


class EndedTable(Protocol):
    """A table that has closed."""

    live: Any
    history: Sequence[Any]
    agreed: int | None
    appraisal: Any
    leaves_today: bool


class EndedRun(Protocol):
    """A run that has come to its end."""

    tables: Sequence[EndedTable]
    last_day: int


class EndedSide(Protocol):
    """A party at a table that has closed."""

    own: Preferences
    agreed: int | None


OF_RUN: list[Measure] = []
OF_TABLE: list[Measure] = []
OF_PARTY: list[Measure] = []


# ---- of a whole run


@_in(OF_RUN)
def deals(run: EndedRun) -> int:
    """How many tables ended in a deal."""
    return sum(table.agreed is not None for table in run.tables)


@_in(OF_RUN)
def last_day(run: EndedRun) -> int:
    """The last day on which something could happen, days from the scenario's start."""
    return run.last_day


# ---- of each table


@_in(OF_TABLE)
def status(table: EndedTable) -> str:
    """Its final status."""
    return str(table.live.status)


@_in(OF_TABLE)
def deal(table: EndedTable) -> bool:
    """Whether it ended in a deal."""
    return table.agreed is not None


@_in(OF_TABLE)
def day(table: EndedTable) -> int | None:
    """When it closed, days from the scenario's start."""
    closed: int | None = table.live.closed
    return closed


@_in(OF_TABLE)
def meetings(table: EndedTable) -> int:
    """How many meetings were held."""
    return len({move.day for move in table.history})


@_in(OF_TABLE)
def moves(table: EndedTable) -> int:
    """How many moves were made."""
    return len(table.history)


@_in(OF_TABLE)
def partial(table: EndedTable) -> bool | None:
    """Whether the deal leaves an issue at today's level; missing without a deal."""
    if table.agreed is None:
        return None
    return table.leaves_today


@_in(OF_TABLE)
def extensions(table: EndedTable) -> int:
    """How often its deadline was put off."""
    return int(table.live.extensions)


@_in(OF_TABLE)
def belief(table: EndedTable) -> float:
    """How far its parties believed in what threatened without a deal, in [0, 1]."""
    return float(table.live.belief)


@_in(OF_TABLE)
def zone(table: EndedTable) -> int:
    """How many outcomes were at least as good as no deal for all."""
    return len(table.appraisal.solved.zone)


@_in(OF_TABLE)
def on_frontier(table: EndedTable) -> bool | None:
    """Whether no other outcome is better for one and no worse for others; missing without."""
    efficient: bool | None = table.appraisal.is_on_frontier(table.agreed)
    return efficient


@_in(OF_TABLE)
def surplus_left(table: EndedTable) -> float | None:
    """What part of the largest joint gain was not realised; missing without a zone."""
    left: float | None = table.appraisal.surplus_left(table.agreed)
    return left


# ---- of each party at a table: `value.USA`


@_in(OF_PARTY)
def value(side: EndedSide) -> float:
    """What the end is worth to a party: USD bn a year relative to today, or a score."""
    if side.agreed is None:
        return side.own.disagreement
    return side.own.value(side.agreed)


@_in(OF_PARTY)
def no_deal(side: EndedSide) -> float:
    """What no deal would have been worth to it."""
    return side.own.disagreement


@_in(OF_PARTY)
def utility(side: EndedSide) -> float:
    """The value as strategies see it, in [0, 1] for outcomes."""
    if side.agreed is None:
        return float(side.own.utility_of(side.own.disagreement))
    return float(side.own.utility(side.agreed))
