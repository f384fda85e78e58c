"""The columns that a run of a scenario has in the tables of an experiment, and what each holds."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tradetalks.configs.experiment.expressions import Kind
from tradetalks.configs.experiment.measures import OF_PARTY, OF_RUN, OF_TABLE
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.sections.table import TableSection
from tradetalks.errors import TradetalksError


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, and what that means."""

    name: str
    kind: Kind
    meaning: str = ""


IDENTITY = (
    Column("run", "int", "the number of the run, from 0"),
    Column("design", "int", "the number of the design point, from 0: the row of the design's table"),
    Column("replication", "int", "which repetition of the design point, from 0"),
    Column("seed", "int", "the root seed of the run: `tradetalks run --seed` repeats it"),
    Column("ok", "bool", "whether the run came to its end"),
    Column("error", "text", "what stopped it otherwise"),
)
"""What every row begins with."""

ISSUE = "issue"
"""The level of an issue in the deal: `issue.autos`; missing without a deal."""


def name_of(text: str) -> str:
    """Return an id as part of a column's name, so that expressions can have it.

    >>> name_of("USA-JPN"), name_of("2025"), name_of("in")
    ('USA_JPN', '_2025', 'in_')
    """
    name = re.sub(r"\W", "_", text)
    name = f"_{name}" if name[:1].isdigit() else name
    if keyword.iskeyword(name):
        return f"{name}_"
    return name


def prefixes(setup: Scenario) -> dict[str, str]:
    """Return what the names of a table's columns begin with, by table: nothing where the file has one table."""
    # Of all tables in the file: a column keeps its name whichever tables a layout holds.
    alone = len(setup.content.get("tables") or setup.tables) == 1
    return {key: "" if alone else f"{name_of(key)}." for key in setup.tables}


def columns_of(setup: Scenario) -> dict[str, Column]:
    """Return the columns that a run of a scenario has besides those of `IDENTITY`, by name.

    Raises:
        TradetalksError: two ids differ only in signs that names can't have.
    """
    found: dict[str, Column] = {}
    of_run = (Column(measure.name, measure.kind, measure.meaning) for measure in OF_RUN)
    for column in (*of_run, *_of_tables(setup)):
        if column.name in found:
            raise TradetalksError(f"two columns would be called {column.name!r}: ids must differ in letters or digits")
        found[column.name] = column
    return found


def _of_tables(setup: Scenario) -> Iterator[Column]:
    for key, prefix in prefixes(setup).items():
        for column in _of_table(setup.tables[key]):
            yield Column(prefix + column.name, column.kind, column.meaning)


def _of_table(table: TableSection) -> Iterator[Column]:
    for measure in OF_TABLE:
        yield Column(measure.name, measure.kind, measure.meaning)
    for measure in OF_PARTY:
        for party in table.parties:
            yield Column(f"{measure.name}.{name_of(party)}", measure.kind, f"{measure.meaning} ({party})")
    for issue, section in table.agenda.items():
        texts = any(isinstance(level, str) for level in section.levels)
        yield Column(f"{ISSUE}.{name_of(issue)}", "text" if texts else "float", section.label or issue)
