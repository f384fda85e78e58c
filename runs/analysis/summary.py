"""Summaries of an experiment: means by design point with bootstrap intervals, and differences between points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import ConfigError, Problem, TradetalksError
from tradetalks.model.streams import uniform
from tradetalks.runs.batch.batch import Batch

RESAMPLES = 2_000
_LARGE = 10_000
"""Beyond so many values the mean is as good as normal, and resampling would show nothing else."""
_AT_ONCE = 2_000_000
_SEED = int(uniform(1, "bootstrap") * 2.0**53)

type Values = NDArray[np.float64]


@dataclass(frozen=True)
class Mean:
    """A mean with its 95 % interval.

    Attributes:
        mean: of the values that are there; nan without any.
        low, high: the interval; nan where there are fewer than two.
        count: how many values there are.
    """

    mean: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        if not self.count:
            return ""
        if math.isnan(self.low):
            return f"{self.mean:.2f}"
        return f"{self.mean:.2f} [{self.low:.2f}, {self.high:.2f}]"


@dataclass(frozen=True)
class Difference:
    """By how much a column is higher at one design point than at another, over the same replications."""

    point: int
    column: str
    mean: Mean


def mean_of(values: Values) -> Mean:
    """Return the mean of values with its 95 % interval, by percentiles of the bootstrap.

    Resampling has a fixed seed: the same values have the same interval.

    Args:
        values: shape (n,); nan stands for one that is missing, which doesn't count.
    """
    known = values[~np.isnan(values)]
    count = len(known)
    if not count:
        return Mean(math.nan, math.nan, math.nan, 0)
    mean = float(known.mean())
    if count == 1:
        return Mean(mean, math.nan, math.nan, 1)
    if count > _LARGE:
        half = 1.959964 * float(known.std(ddof=1)) / math.sqrt(count)
        return Mean(mean, mean - half, mean + half, count)
    rng = np.random.Generator(np.random.PCG64(_SEED))
    step = max(1, _AT_ONCE // count)
    means = [
        known[rng.integers(0, count, (min(step, RESAMPLES - begin), count))].mean(axis=1)
        for begin in range(0, RESAMPLES, step)
    ]
    low, high = np.quantile(np.concatenate(means), [0.025, 0.975])
    return Mean(mean, float(low), float(high), count)


class Measured:
    """Columns of runs as numbers, by design point and replication.

    Args:
        batch: the runs, finished or not.
        columns: which columns; numbers or truth values.
        where: an expression; only runs for which it is true.

    Raises:
        ConfigError: there is no such column, or it holds text.
    """

    def __init__(self, batch: Batch, columns: Sequence[str], *, where: str = "") -> None:
        kinds = {column.name: column.kind for column in batch.columns}
        texts = [name for name in columns if kinds.get(name) == "text"]
        if texts:
            raise ConfigError([Problem(f"{texts[0]} holds text, of which there is no mean")])
        self.common = bool(batch.manifest["experiment"]["common_random_numbers"])
        self.replications = int(batch.manifest["replications"])
        frames = [_numbers(table, columns) for table in batch.tables(["design", "replication", *columns], where=where)]
        self._keys = np.concatenate([keys for keys, _ in frames]) if frames else np.empty((0, 2), dtype=np.int64)
        self._values = {
            name: np.concatenate([values[name] for _, values in frames]) if frames else np.empty(0) for name in columns
        }
        # Rows are in order of the design points: each has its stretch.
        self.points = tuple(int(point) for point in np.unique(self._keys[:, 0]))

    def values(self, column: str, point: int | None = None) -> Values:
        """Return the values of a column at a design point, or at all, nan where one is missing; shape (runs,)."""
        values = self._values[column]
        if point is None:
            return values
        return values[slice(*np.searchsorted(self._keys[:, 0], [point, point + 1]))]

    def mean(self, column: str, point: int | None = None) -> Mean:
        """Return the mean of a column at a design point, or at all, with its interval."""
        return mean_of(self.values(column, point))

    def difference(self, column: str, point: int, base: int) -> Difference:
        """Return by how much a column is higher at one point than at another.

        Only replications count that have a value at both: with common random numbers they were equally lucky.

        Raises:
            TradetalksError: the points don't share their random numbers.
        """
        if not self.common:
            raise TradetalksError("pairs need `common_random_numbers: true`: here each point had luck of its own")
        return Difference(point, column, mean_of(self._laid_out(column, point) - self._laid_out(column, base)))

    def differences(self, columns: Sequence[str], base: int) -> Iterator[Difference]:
        """Yield the differences of all other points against one, column by column.

        Raises:
            TradetalksError: there is no such point, or points don't share their random numbers.
        """
        if base not in self.points:
            raise TradetalksError(f"there are no runs of a design point {base}")
        for point in self.points:
            for column in columns if point != base else ():
                yield self.difference(column, point, base)

    def _laid_out(self, column: str, point: int) -> Values:
        found = np.full(self.replications, np.nan)
        place = slice(*np.searchsorted(self._keys[:, 0], [point, point + 1]))
        found[self._keys[place, 1]] = self._values[column][place]
        return found


def _numbers(table: Any, columns: Sequence[str]) -> tuple[NDArray[np.int64], dict[str, Values]]:
    frame = table.to_pandas()
    keys = frame[["design", "replication"]].to_numpy(dtype=np.int64)
    # A missing truth value is None; there is no number for it but nan.
    return keys, {name: frame[name].astype(float).to_numpy() for name in columns}


def shown_columns(batch: Batch, most: int = 8) -> list[str]:
    """Return the columns whose means are worth showing: what was computed on purpose first."""
    numbers = [column.name for column in batch.columns if column.kind != "text"]
    own = [name for name in batch.manifest["experiment"]["outcomes"] if name in numbers]
    usual = [name for name in numbers if name.rpartition(".")[2] in {"deal", "day"} or name.startswith("value.")]
    return list(dict.fromkeys(["ok", *own, *usual]))[:most]


def path_labels(paths: Sequence[str]) -> list[str]:
    """Return the last steps of paths, as many as tell them apart."""
    for count in range(1, 20):
        labels = [".".join(path.split(".")[-count:]) for path in paths]
        if len(set(labels)) == len(labels):
            return labels
    return list(paths)


def short_value(value: Any) -> str:
    """Return the value of a factor in few letters."""
    if isinstance(value, float):
        return f"{value:g}"
    if len(str(value)) <= 14:
        return str(value)
    return f"{str(value)[:11]}..."


def point_labels(batch: Batch, most: int = 2) -> dict[int, str]:
    """Return a name for each design point: the values of as few paths as tell them apart, among those of plain ones."""
    design = batch.design().set_index("design")
    plain = [path for path in design.columns if not design[path].astype(str).str.match(r"[\[{]").any()]
    for count in range(1, min(most, len(plain)) + 1):
        labels = dict(zip(plain[:count], path_labels(plain[:count]), strict=True))
        names = {
            int(point): ", ".join(f"{label} {short_value(design.loc[point, path])}" for path, label in labels.items())
            for point in design.index
        }
        if len(set(names.values())) == len(names):
            return names
    return {int(point): f"no. {point}" for point in design.index}
