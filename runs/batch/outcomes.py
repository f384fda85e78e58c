"""What is measured of a run that has ended: the values of the columns in `tradetalks.configs.experiment.columns`.

The figures are those of `RunResult`, without what only people read of it, and each is computed only if it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

import numpy as np

from tradetalks.configs.experiment.columns import ISSUE, name_of, prefixes
from tradetalks.model.negotiation.solutions import Solutions, solve
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.batch.formats import DECIMALS
from tradetalks.runs.sight.table_record import is_partial, surplus_left


def measure(model: TradeTalks, asked: Collection[str]) -> dict[str, Any]:
    """Return the values of a run's columns by name.

    Args:
        model: it has run to its end.
        asked: the columns that are wanted; others that cost time are left out.
    """
    tables = model.open_tables
    found: dict[str, Any] = {
        "deals": sum(live.table.agreement is not None for live in tables.values()),
        "last_day": model.day,
    }
    for key, prefix in prefixes(model.setup).items():
        measures = _Measures(tables[key])
        for name, value in measures.of_table.items():
            if prefix + name in asked:
                found[prefix + name] = value()
        for name, value in measures.of_parts():
            found[prefix + name] = value
    return {name: tidy(found[name]) for name in asked if name in found}


def tidy(value: Any) -> Any:
    """Return a value without the dust of its last bits; None for a utility that no number holds."""
    # A side that is indifferent to everything has no finite utility of no deal.
    if isinstance(value, float):
        if abs(value) < float("inf"):
            return round(value, DECIMALS) + 0.0
        return None
    return value


class _Measures:
    """The figures of one table."""

    def __init__(self, live: OpenTable) -> None:
        self.live = live
        self.table = live.table
        self.agreed = live.table.agreement
        self.of_table: dict[str, Callable[[], Any]] = {
            "status": lambda: str(live.status),
            "deal": lambda: self.agreed is not None,
            "day": lambda: live.closed,
            "meetings": lambda: len({move.day for move in self.table.history}),
            "moves": lambda: len(self.table.history),
            "partial": self._partial,
            "extensions": lambda: live.extensions,
            "belief": lambda: float(live.belief),
            "zone": lambda: len(self.solved.zone),
            "on_frontier": self._on_frontier,
            "surplus_left": self._surplus_left,
        }

    def of_parts(self) -> list[tuple[str, Any]]:
        """Return the figures of the parties and the issues."""
        table, agreed = self.table, self.agreed
        found: list[tuple[str, Any]] = []
        for party, own in zip(table.parties, table.preferences, strict=True):
            name = name_of(party)
            found.append((f"value.{name}", own.disagreement if agreed is None else own.value(agreed)))
            found.append((f"no_deal.{name}", own.disagreement))
            utility = own.utility_of(own.disagreement) if agreed is None else own.utility(agreed)
            found.append((f"utility.{name}", float(utility)))
        levels = {} if agreed is None else table.space.levels(agreed)
        for issue, level in levels.items():
            found.append((f"{ISSUE}.{name_of(issue)}", level if isinstance(level, str) else float(level)))
        return found

    @cached_property
    def solved(self) -> Solutions:
        """The solution concepts at the end of the table."""
        return solve(self._values, self._point)

    @cached_property
    def _values(self) -> Any:
        return np.column_stack([own.values for own in self.table.preferences])

    @cached_property
    def _point(self) -> Any:
        return np.array([own.disagreement for own in self.table.preferences])

    def _partial(self) -> bool | None:
        if self.agreed is None:
            return None
        return is_partial(self.live, self.table)

    def _on_frontier(self) -> bool | None:
        if self.agreed is None:
            return None
        return bool(self.agreed in self.solved.frontier)

    def _surplus_left(self) -> float | None:
        return None if self.solved is None else surplus_left(self._values, self._point, self.solved, self.agreed)
