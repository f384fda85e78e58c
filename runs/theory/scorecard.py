"""The scorecard: predictions of bargaining theory, each written down before it is run, and what comes out.

To add a prediction is to add a function with `@prediction` to a module of `runs/theory/`, or a module: it is found by
discovery, is a line of `tradetalks theory`, and is run by the tests. What was first said after it had been seen, or
restated then, is no prediction: `@exploration` shows it beside them, and it neither passes nor fails.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import UnknownName, did_you_mean
from tradetalks.runs.versions import versions_with

FORMAT = 2
"""Version of the JSON form; raised when a reader of the old one would misread the new one."""
PACKAGE = "tradetalks.runs.theory"
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out.

    Attributes:
        got: the figures, in words; with intervals where they were sampled.
        passed: whether they are as expected; None of an exploration, of which nothing was.
        notes: what else is worth knowing, a line each, such as exceptions.
    """

    got: str
    passed: bool | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the scorecard: see Prediction and Measured; `expected` tells why nothing is of an exploration."""

    name: str
    topic: str
    claim: str
    setting: str
    expected: str
    got: str
    source: str
    passed: bool | None
    notes: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether it was predicted and didn't come out so."""
        return self.passed is False

    @property
    def is_exploration(self) -> bool:
        """Whether nothing was predicted."""
        return self.passed is None


@dataclass(frozen=True)
class Prediction:
    """What theory says will come out, written down before it is run.

    Attributes:
        name: what `tradetalks theory NAME` calls it.
        topic: the first line of its module.
        claim: what theory says.
        setting: agenda, payoffs, strategies, seeds.
        expected: figures, or the sign with its interval.
        source: who says so.
        measure: runs it.
    """

    name: str
    topic: str
    claim: str
    setting: str
    expected: str
    source: str
    measure: Callable[[], Measured]

    def run(self) -> Finding:
        """Run it."""
        measured = self.measure()
        return Finding(
            self.name,
            self.topic,
            self.claim,
            self.setting,
            self.expected,
            measured.got,
            self.source,
            measured.passed,
            measured.notes,
        )


def prediction(
    *, claim: str, setting: str, expected: str, source: str
) -> Callable[[Callable[[], Measured]], Prediction]:
    """Make a prediction of the function that measures it; see Prediction."""

    def made(measure: Callable[[], Measured]) -> Prediction:
        topic = (getattr(inspect.getmodule(measure), "__doc__", "") or "").partition("\n")[0].rstrip(".")
        return Prediction(measure.__name__, topic, claim, setting, expected, source, measure)

    return made


def exploration(*, claim: str, setting: str, why: str, source: str) -> Callable[[Callable[[], Measured]], Prediction]:
    """Make a line of the scorecard of a function that measures what was not predicted; `why` tells why not."""
    return prediction(claim=claim, setting=setting, expected=f"nothing: {why}", source=source)


@cache
def predictions() -> dict[str, Prediction]:
    """Return all predictions by name: by module, and within one in their order."""
    found: dict[str, Prediction] = {}
    for info in pkgutil.iter_modules(importlib.import_module(PACKAGE).__path__):
        for value in vars(importlib.import_module(f"{PACKAGE}.{info.name}")).values():
            if isinstance(value, Prediction):
                found[value.name] = value
    return found


def chosen(names: Sequence[str]) -> list[Prediction]:
    """Return the predictions that are meant; all, if none is named.

    Raises:
        UnknownName: there is none of that name.
    """
    known = predictions()
    for name in names:
        if name not in known:
            raise UnknownName(
                f"there is no prediction {name!r}{did_you_mean(name, known)}; there are {', '.join(known)}"
            )
    if names:
        return [known[name] for name in dict.fromkeys(names)]
    return list(known.values())


def scorecard_json(findings: Sequence[Finding]) -> str:
    """Return findings as JSON text, ending in a newline."""
    data = {
        "format": FORMAT,
        "passed": not any(finding.failed for finding in findings),
        "predictions": [asdict(finding) for finding in findings],
        "versions": versions_with(),
    }
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


# ---- what predictions have in common


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure that was sampled, with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


def estimates(samples: NDArray[np.float64], statistic: Callable[[NDArray[np.float64]], object]) -> list[Estimate]:
    """Estimate figures with their intervals.

    Args:
        samples: shape (n, ...); drawn again by their first axis, so it should hold what is independent, such as
            all talks of one seed.
        statistic: returns the figures of some samples.
    """
    values = np.atleast_1d(np.asarray(statistic(samples), dtype=np.float64))
    rng = np.random.default_rng(1)
    again = np.array(
        [np.atleast_1d(statistic(samples[rng.integers(0, len(samples), len(samples))])) for _ in range(RESAMPLES)]
    )
    low, high = np.quantile(again, [0.025, 0.975], axis=0)
    return [Estimate(*map(float, triple)) for triple in zip(values, low, high, strict=True)]


def listed(values: Sequence[float], decimals: int = 4) -> str:
    """Write some figures."""
    return ", ".join(f"{round(value, decimals) + 0.0:.{decimals}f}" for value in values)
