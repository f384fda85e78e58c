"""Values drawn per run: a distribution may stand anywhere in a scenario where a number or a name does.

`{uniform: [low, high]}`, `{normal: {mean: m, sd: s, min: a, max: b}}` (truncated, `min` and `max` may be left
out), `{choice: [this, that]}` (each as likely). Every value draws from a stream of its own, named by its
path, so that another drawn value elsewhere changes nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Protocol

from tradetalks.configs.yaml.tree import KeyPath
from tradetalks.model.streams import uniform
from tradetalks.wording import as_written

DISTRIBUTIONS = ("uniform", "normal", "choice")
DECIMALS = 6


class Distribution(Protocol):
    """What a value is drawn from."""

    def draw(self, u: float) -> Any:
        """Return the value at a uniform random number u in [0, 1)."""
        ...

    def examples(self) -> Sequence[Any]:
        """Return values that stand for all: the middle first, then the ends or every choice."""
        ...


@dataclass(frozen=True, slots=True)
class Uniform:
    """Every number from `low` to `high` alike."""

    low: float
    high: float

    def draw(self, u: float) -> float:
        """Return the value at u."""
        return round(self.low + u * (self.high - self.low), DECIMALS)

    def examples(self) -> Sequence[float]:
        """Return the middle and both ends."""
        return (self.draw(0.5), self.low, self.high)


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal, cut off at `low` and `high` where these are given."""

    mean: float
    sd: float
    low: float | None
    high: float | None

    def draw(self, u: float) -> float:
        """Return the value at u, by the inverse of the truncated distribution function."""
        normal = NormalDist(self.mean, self.sd)
        below = normal.cdf(self.low) if self.low is not None else 0.0
        above = normal.cdf(self.high) if self.high is not None else 1.0
        place = min(max(below + u * (above - below), 1e-12), 1 - 1e-12)
        value = normal.inv_cdf(place)
        value = value if self.low is None else max(value, self.low)
        return round(value if self.high is None else min(value, self.high), DECIMALS)

    def examples(self) -> Sequence[float]:
        """Return the median and the ends: four standard deviations out where there is none."""
        low = self.mean - 4 * self.sd if self.low is None else self.low
        high = self.mean + 4 * self.sd if self.high is None else self.high
        return (self.draw(0.5), low, high)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some values, each as likely."""

    values: tuple[Any, ...]

    def draw(self, u: float) -> Any:
        """Return the value at u."""
        return self.values[int(u * len(self.values))]

    def examples(self) -> Sequence[Any]:
        """Return all of them."""
        return self.values


def find_draws(data: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Distribution | str]]:
    """Yield the distributions in plain data with their paths; in place of a malformed one what is wrong."""
    if isinstance(data, Mapping):
        if len(data) == 1 and (kind := next(iter(data))) in DISTRIBUTIONS:
            yield path, _read(kind, data[kind])
            return
        for key, value in data.items():
            yield from find_draws(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from find_draws(value, (*path, place))


def with_values(data: Any, values: Mapping[KeyPath, Any]) -> Any:
    """Return plain data with some values put in by path; what has none is shared, not copied."""
    if () in values:
        return values[()]
    if not values:
        return data
    below: dict[str | int, dict[KeyPath, Any]] = {}
    for path, value in values.items():
        below.setdefault(path[0], {})[path[1:]] = value
    if isinstance(data, Mapping):
        return {key: with_values(item, below.get(key, {})) for key, item in data.items()}
    return [with_values(item, below.get(place, {})) for place, item in enumerate(data)]


def draw_all(draws: Mapping[KeyPath, Distribution], root: int, replication: int = 0) -> dict[KeyPath, Any]:
    """Return a drawn value for each path."""
    return {
        path: distribution.draw(uniform(root, f"draw:{dotted(path)}", replication))
        for path, distribution in draws.items()
    }


def dotted(path: KeyPath) -> str:
    """Return a path as `--set` takes it."""
    return ".".join(map(str, path))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read(kind: str, given: Any) -> Distribution | str:
    if kind == "uniform":
        if not (isinstance(given, list) and len(given) == 2 and all(map(_is_number, given)) and given[0] <= given[1]):
            return f"`uniform` needs two numbers, [low, high], not {as_written(given)}"
        return Uniform(float(given[0]), float(given[1]))
    if kind == "normal":
        return _read_normal(given)
    if not isinstance(given, list) or not given or any(isinstance(value, list | dict) for value in given):
        return f"`choice` needs a list of numbers or names, not {as_written(given)}"
    return Choice(tuple(given))


def _read_normal(given: Any) -> Distribution | str:
    known = {"mean", "sd", "min", "max"}
    if not isinstance(given, Mapping) or not {"mean", "sd"} <= set(given) <= known:
        return f"`normal` needs mean and sd, and may have min and max, not {as_written(given)}"
    if not all(map(_is_number, given.values())) or given["sd"] <= 0:
        return "`normal` needs numbers, and an sd above 0"
    low, high = given.get("min"), given.get("max")
    if low is not None and high is not None and low >= high:
        return f"`normal` needs a min below its max, not {low:g} and {high:g}"
    normal = NormalDist(given["mean"], given["sd"])
    kept = (1.0 if high is None else normal.cdf(high)) - (0.0 if low is None else normal.cdf(low))
    if kept < 1e-6:
        return "`normal` leaves next to nothing between its min and max"
    return Normal(given["mean"], given["sd"], low, high)
