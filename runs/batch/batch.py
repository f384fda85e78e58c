"""A batch: the runs of an experiment, finished or not, as they are read back from their store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tradetalks.configs.experiment.columns import Column
from tradetalks.configs.experiment.expressions import ExpressionError, condition
from tradetalks.errors import ConfigError, Problem
from tradetalks.runs.batch.parts import arrow
from tradetalks.runs.batch.store import Store


class Batch:
    """The runs of an experiment in a store, finished or not.

    Args:
        folder: of the store.

    Attributes:
        store: the store.

    Raises:
        StoreError: the folder holds no store that can be read.

    Example:
        batch = tt.run_batch("deadlines", workers=2)
        frame = batch.runs().merge(batch.design(), on="design")
    """

    def __init__(self, folder: str | Path) -> None:
        self.store = Store(Path(folder))

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return self.store.folder

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the store says of itself: experiment, versions, machine."""
        return self.store.manifest

    @property
    def total(self) -> int:
        """How many runs the experiment has."""
        return self.store.total

    @property
    def done(self) -> int:
        """How many of them are there."""
        return self.store.done

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table of runs."""
        return self.store.columns

    def runs(self, columns: list[str] | None = None, *, where: str = "") -> Any:
        """Return the runs as a pandas frame, a row each, in order.

        Args:
            columns: which; all by default.
            where: an expression; only runs for which it is true.
        """
        return _frame(list(self.tables(columns, where=where)))

    def events(self, *, where: str = "") -> Any:
        """Return the moves and events that were kept as a pandas frame, in the order of the runs.

        Args:
            where: an expression over the columns of the runs, such as `not ok`; only events of such runs.
        """
        tables = list(self.store.event_tables())
        if not tables:
            from tradetalks.runs.batch.events import EVENT_COLUMNS
            from tradetalks.runs.batch.parts import arrow_schema

            tables = [arrow_schema(EVENT_COLUMNS).empty_table()]
        frame = _frame(tables)
        if where:
            frame = frame[frame["run"].isin(self.runs(["run"], where=where)["run"])]
        return frame

    def design(self) -> Any:
        """Return the design as a pandas frame: a row for each point, its number in the column `design`."""
        return _frame([self.store.design()])

    def tables(self, columns: list[str] | None = None, *, where: str = "") -> Iterator[Any]:
        """Yield the runs as pyarrow tables, part by part: however many there are, memory holds one part.

        Args:
            columns: which; all by default.
            where: an expression; only runs for which it is true.

        Raises:
            ConfigError: a column isn't there, or the expression is none.
        """
        known = {column.name: column.kind for column in self.columns}
        unknown = [name for name in columns or [] if name not in known]
        if unknown:
            raise ConfigError([Problem(f"there is no column {unknown[0]!r}; there are {', '.join(known)}")])
        wanted = list(known) if columns is None else columns
        if not where:
            yield from self.store.tables(wanted)
            return
        try:
            found = condition(where, known)
        except ExpressionError as error:
            raise ConfigError([Problem(str(error), "where")]) from None
        for table in self.store.tables(list(dict.fromkeys([*wanted, *found.names]))):
            names = sorted(found.names)
            rows = zip(*(table.column(name).to_pylist() for name in names), strict=True)
            kept = [found.value(dict(zip(names, row, strict=True))) is True for row in rows]
            yield table.filter(arrow().array(kept or [False] * table.num_rows)).select(wanted)

    def digest(self) -> str:
        """Return a digest of all rows; see `Store.digest`."""
        return self.store.digest()

    def compact(self) -> int:
        """Put small parts together; return how many are left."""
        return self.store.compact()

    def summary(self) -> Summary:
        """Return how the runs ended, in short."""
        done = deals = failed = 0
        reasons: dict[str, int] = {}
        names = [name for name in ("ok", "error", "deals") if any(column.name == name for column in self.columns)]
        for table in self.store.tables(names):
            done += table.num_rows
            oks = table.column("ok").to_pylist()
            failed += oks.count(False)
            for error in table.column("error").to_pylist() if False in oks else ():
                if error is not None:
                    reasons[error] = reasons.get(error, 0) + 1
            deals += sum(bool(count) for count in table.column("deals").to_pylist()) if "deals" in names else 0
        return Summary(self.total, done, deals if "deals" in names else None, failed, reasons)


@dataclass(frozen=True)
class Summary:
    """How runs ended: of all there are, how many are done, had a deal (None: not kept), failed, and why."""

    total: int
    done: int
    deals: int | None
    failed: int
    reasons: dict[str, int]


def _frame(tables: list[Any]) -> Any:
    import pandas as pd

    # Missing truth values would make a column of objects, of which there is no mean.
    types = {arrow().bool_(): pd.BooleanDtype()}
    if tables:
        return arrow().concat_tables(tables).to_pandas(types_mapper=types.get)
    return pd.DataFrame()
