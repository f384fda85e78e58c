"""The columns that a run of a scenario has in the tables of an experiment, and what each holds."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tradetalks.configs.experiment.expressions import Kind
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

OF_RUN = (
    Column("deals", "int", "how many tables ended in a deal"),
    Column("last_day", "int", "the last day on which something could happen, days from the scenario's start"),
)
"""What is measured of a whole run."""

OF_TABLE = (
    Column("status", "text", "its final status"),
    Column("deal", "bool", "whether it ended in a deal"),
    Column("day", "int", "when it closed, days from the scenario's start"),
    Column("meetings", "int", "how many meetings were held"),
    Column("moves", "int", "how many moves were made"),
    Column("partial", "bool", "whether the deal leaves an issue at today's level; missing without a deal"),
    Column("extensions", "int", "how often its deadline was put off"),
    Column("belief", "float", "how far its parties believed in what threatened without a deal, in [0, 1]"),
    Column("zone", "int", "how many outcomes were at least as good as no deal for all"),
    Column(
        "on_frontier", "bool", "whether no other outcome is better for one and no worse for others; missing without"
    ),
    Column("surplus_left", "float", "what part of the largest joint gain was not realised; missing without a zone"),
)
"""What is measured of each table."""

OF_PARTY = (
    Column("value", "float", "what the end is worth to a party: USD bn a year relative to today, or a score"),
    Column("no_deal", "float", "what no deal would have been worth to it"),
    Column("utility", "float", "the value as strategies see it, in [0, 1] for outcomes"),
)
"""What is measured of each party at a table: `value.USA`."""

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
    for column in (*OF_RUN, *_of_tables(setup)):
        if column.name in found:
            raise TradetalksError(f"two columns would be called {column.name!r}: ids must differ in letters or digits")
        found[column.name] = column
    return found


def _of_tables(setup: Scenario) -> Iterator[Column]:
    for key, prefix in prefixes(setup).items():
        for column in _of_table(setup.tables[key]):
            yield Column(prefix + column.name, column.kind, column.meaning)


def _of_table(table: TableSection) -> Iterator[Column]:
    yield from OF_TABLE
    for column in OF_PARTY:
        for party in table.parties:
            yield Column(f"{column.name}.{name_of(party)}", column.kind, f"{column.meaning} ({party})")
    for issue, section in table.agenda.items():
        texts = any(isinstance(level, str) for level in section.levels)
        yield Column(f"{ISSUE}.{name_of(issue)}", "text" if texts else "float", section.label or issue)
