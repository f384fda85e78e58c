"""Paired runs: the same seeds with and without a part of a scenario, and what that changes.

Draws are streams by path and events have streams of their own, so that taking one part away shifts nothing else
(common random numbers): the difference of two runs of a seed is the part's doing.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.talks.talks import TradeTalks


@dataclass(frozen=True)
class Result:
    """A named result of a run.

    Attributes:
        name: what it is, for people.
        unit: of it.
        of: what tells it, of a run on the day.
        day: days from the scenario's start; None for the end of the run.
    """

    name: str
    unit: str
    of: Callable[[TradeTalks], float]
    day: int | None = None


@dataclass(frozen=True)
class Row:
    """A row of the facts: how it is switched off, and what that must do.

    Attributes:
        tag: as the scenario's comments have it.
        fact: the row.
        without: how it is switched off, in words.
        off: the same as values by the paths of `--set`; None takes a part away.
        result: what must move.
        moves: which way, once the row is switched off.
        why: the reasoning, written down before the run.
        idle: why it has no effect, where it was found to have none; "" where it must have one.
    """

    tag: str
    fact: str
    without: str
    off: Mapping[str, Any] = field(hash=False)
    result: Result
    moves: Literal["higher", "lower"]
    why: str
    idle: str = ""


@dataclass(frozen=True)
class Difference:
    """What a row does over some seeds: means with and without it, and the paired difference.

    Attributes:
        on, off: means.
        mean: of off less on.
        low, high: its 95 % interval, by Student's t over the pairs.
    """

    on: float
    off: float
    mean: float
    low: float
    high: float

    @property
    def none(self) -> bool:
        """Whether the interval holds nothing: no effect is told apart from it."""
        return self.low <= 0 <= self.high

    def went(self, way: str) -> bool:
        """Whether the whole interval lies on one side of nothing."""
        return self.low > 0 if way == "higher" else self.high < 0


def difference(on: Sequence[float], off: Sequence[float]) -> Difference:
    """Return the paired difference of as many runs without as with.

    >>> difference([1.0, 2.0, 3.0], [2.0, 3.0, 4.0])
    Difference(on=2.0, off=3.0, mean=1.0, low=1.0, high=1.0)
    """
    pairs = [without - with_ for with_, without in zip(on, off, strict=True)]
    mean = statistics.fmean(pairs)
    half = t_quantile(len(pairs) - 1) * statistics.stdev(pairs) / math.sqrt(len(pairs))
    return Difference(statistics.fmean(on), statistics.fmean(off), mean, mean - half, mean + half)


def t_quantile(freedom: int) -> float:
    """Return the 97.5 % quantile of Student's t, by its expansion in the normal one (Abramowitz, Stegun 26.7.5).

    >>> round(t_quantile(39), 3), round(t_quantile(199), 3)
    (2.023, 1.972)
    """
    z = statistics.NormalDist().inv_cdf(0.975)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return sum(term / freedom**power for power, term in enumerate(terms))


def play(setup: Scenario, seed: int, results: Iterable[Result]) -> dict[str, float]:
    """Run a scenario as far as the results need it, and return them by name."""
    model = TradeTalks(setup, rng=seed)
    told = {}
    for result in sorted(results, key=lambda result: math.inf if result.day is None else result.day):
        if result.day is None:
            model.run_model()
        while result.day is not None and model.running and model.day < result.day:
            model.step()
        told[result.name] = result.of(model)
    return told


class Experiment:
    """Rows of one scenario over the same seeds; the runs with everything on are shared.

    Args:
        scenario: a shipped name.
        rows: what is switched off, one at a time.
        seeds: of the pairs.
    """

    def __init__(self, scenario: str, rows: Sequence[Row], seeds: Sequence[int]) -> None:
        self.scenario = scenario
        self.results = tuple({row.result.name: row.result for row in rows}.values())
        self.seeds = tuple(seeds)

    def compare(self, row: Row) -> Difference:
        """Return what a row does."""
        name = row.result.name
        setup = load_scenario(self.scenario, overrides=row.off)
        on = [told[name] for told in _with_everything(self.scenario, self.results, self.seeds)]
        return difference(on, [play(setup, seed, [row.result])[name] for seed in self.seeds])


@lru_cache(maxsize=1)
def _with_everything(scenario: str, results: tuple[Result, ...], seeds: tuple[int, ...]) -> list[dict[str, float]]:
    setup = load_scenario(scenario)
    return [play(setup, seed, results) for seed in seeds]
