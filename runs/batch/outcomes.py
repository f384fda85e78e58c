"""What is measured of a run that has ended: the values of the columns of `tradetalks.configs.experiment.measures`.

The figures are those of `RunResult`, without what only people read of it, and each is computed only if it is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tradetalks.configs.experiment.columns import ISSUE, name_of, prefixes
from tradetalks.configs.experiment.measures import OF_PARTY, OF_RUN, OF_TABLE
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.batch.formats import DECIMALS
from tradetalks.runs.sight.table_record import is_partial
from tradetalks.runs.statics.appraisal import Appraisal, appraised


def measure(model: TradeTalks, asked: Collection[str]) -> dict[str, Any]:
    """Return the values of a run's columns by name.

    Args:
        model: it has run to its end.
        asked: the columns that are wanted; others that cost time are left out.
    """
    tables = {key: _Table(live) for key, live in model.open_tables.items()}
    run = _Run([*tables.values()], model.day)
    values: dict[str, Any] = {column.name: column.of(run) for column in OF_RUN}
    for key, prefix in prefixes(model.setup).items():
        table = tables[key]
        for column in OF_TABLE:
            if prefix + column.name in asked:
                values[prefix + column.name] = column.of(table)
        values |= {prefix + name: value for name, value in _of_parts(table)}
    return {name: tidy(values[name]) for name in asked if name in values}


def tidy(value: Any) -> Any:
    """Return a value without the dust of its last bits; None for a utility that no number holds."""
    # A side that is indifferent to everything has no finite utility of no deal.
    if isinstance(value, float):
        if abs(value) < float("inf"):
            return round(value, DECIMALS) + 0.0
        return None
    return value


def _of_parts(table: _Table) -> Iterator[tuple[str, Any]]:
    """Yield the figures of the parties and the issues."""
    live, agreed = table.live.table, table.agreed
    for party, own in zip(live.parties, live.preferences, strict=True):
        for column in OF_PARTY:
            yield f"{column.name}.{name_of(party)}", column.of(_Side(own, agreed))
    if agreed is not None:
        for issue, level in live.space.levels(agreed).items():
            yield f"{ISSUE}.{name_of(issue)}", level if isinstance(level, str) else float(level)


class _Table:
    """A table that has closed, as it is measured."""

    def __init__(self, live: OpenTable) -> None:
        self.live = live
        self.history = live.table.history
        self.agreed = live.table.agreement

    @cached_property
    def appraisal(self) -> Appraisal:
        return appraised(self.live.table.preferences)

    @property
    def leaves_today(self) -> bool:
        return is_partial(self.live, self.live.table)


@dataclass(frozen=True)
class _Run:
    tables: Sequence[_Table]
    last_day: int


@dataclass(frozen=True)
class _Side:
    own: Preferences
    agreed: int | None
