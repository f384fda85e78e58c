"""Sensitivity: which of the factors of a design an outcome hangs on, by Sobol indices or elementary effects.

Sobol indices say what part of the variance of an outcome comes from a factor: S1 by itself, ST together with all its
interactions (Saltelli et al., Computer Physics Communications 181, 2010). Elementary effects say by how much the
outcome changes as a factor goes over its whole range: mu* on average, sigma how differently at different places
(Morris, Technometrics 33, 1991; mu* after Campolongo, Environmental Modelling & Software 22, 2007). SALib computes
both; as it turns a single missing value into indices of 0 without a word, completeness is checked here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import ValidationError

from tradetalks.configs.experiment.schema import SweepSection
from tradetalks.configs.yaml.draws import Distribution, find_draws
from tradetalks.errors import StoreError, TradetalksError
from tradetalks.model.streams import uniform
from tradetalks.runs.analysis.summary import shown_columns
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.design import Design, sampled
from tradetalks.runs.extras import needed

METHODS = ("saltelli", "morris")
"""The designs that indices can be computed of."""


@dataclass(frozen=True)
class Pair:
    """What part of the variance comes from two factors acting together, with half the width of its 95 % interval."""

    first: str
    second: str
    index: float
    half_width: float


@dataclass(frozen=True)
class Indices:
    """The sensitivity of one outcome.

    Attributes:
        method: of the design, `saltelli` or `morris`.
        names: of the figures, `S1`, `ST` or `mu_star`, `mu`, `sigma`.
        figures: by factor, those named, in that order.
        half_widths: by factor, half the width of the 95 % interval (bootstrap) of each; nan where there is none.
        pairs: the interactions of two factors, where the design has points for them.
    """

    method: str
    names: tuple[str, ...]
    figures: Mapping[str, tuple[float, ...]]
    half_widths: Mapping[str, tuple[float, ...]]
    pairs: tuple[Pair, ...] = ()

    def of(self, name: str) -> dict[str, float]:
        """Return one figure by factor, such as `of("S1")`."""
        place = self.names.index(name)
        return {path: row[place] for path, row in self.figures.items()}


def indices(design: Design, values: ArrayLike) -> Indices:
    """Return the sensitivity of an outcome to the factors of a design.

    Args:
        design: of the method `saltelli` or `morris`.
        values: the outcome at each of its points, in their order, shape (points,).

    Raises:
        TradetalksError: the design is of another method; a point has no value, or an infinite one; the outcome is the
            same at all points, so that there is nothing to explain; SALib is missing.
    """
    sweep, unit = design.sweep, design.unit
    if sweep is None or unit is None or sweep.method not in METHODS:
        method = "another method" if sweep is None else sweep.method
        raise TradetalksError(f"a sensitivity needs a design of saltelli or morris, not of {method}")
    outcome = _checked(values, len(design))
    problem = {"num_vars": len(design.paths), "names": list(design.paths), "bounds": [[0.0, 1.0]] * len(design.paths)}
    if sweep.method == "morris":
        return _effects(problem, unit, outcome, sweep)
    return _shares(problem, outcome, sweep, design.paths)


def _checked(values: ArrayLike, points: int) -> NDArray[np.float64]:
    outcome = np.asarray(values, dtype=np.float64)
    if outcome.shape != (points,):
        raise TradetalksError(f"a sensitivity needs one value for each of {points:,} points, not {outcome.shape}")
    bad = np.flatnonzero(~np.isfinite(outcome))
    if len(bad):
        raise TradetalksError(
            f"{len(bad):,} of {points:,} design points have no finite value, the first is {bad[0]}: a sensitivity "
            "needs all of them"
        )
    if outcome.max() == outcome.min():
        raise TradetalksError(f"the outcome is {outcome[0]:g} at every point: there is nothing to explain")
    return outcome


def _shares(
    problem: dict[str, Any], outcome: NDArray[np.float64], sweep: SweepSection, paths: Sequence[str]
) -> Indices:
    analyzer = needed("SALib.analyze.sobol", "batch", "a sensitivity")
    # The resampling has a seed of its own, so that the same runs have the same intervals.
    found = analyzer.analyze(problem, outcome, calc_second_order=sweep.second_order, seed=_SEED)
    count = len(paths)
    places = [(one, two) for one in range(count) for two in range(one + 1, count)] if sweep.second_order else []
    pairs = [
        Pair(paths[one], paths[two], float(found["S2"][one, two]), float(found["S2_conf"][one, two]))
        for one, two in places
    ]
    return Indices(
        "saltelli",
        ("S1", "ST"),
        _rows(paths, found["S1"], found["ST"]),
        _rows(paths, found["S1_conf"], found["ST_conf"]),
        tuple(pairs),
    )


def _effects(problem: dict[str, Any], unit: Any, outcome: NDArray[np.float64], sweep: SweepSection) -> Indices:
    analyzer = needed("SALib.analyze.morris", "batch", "a sensitivity")
    found = analyzer.analyze(problem, unit, outcome, num_levels=sweep.levels, seed=_SEED)
    paths = problem["names"]
    none = np.full(len(paths), np.nan)
    return Indices(
        "morris",
        ("mu_star", "mu", "sigma"),
        _rows(paths, found["mu_star"], found["mu"], found["sigma"]),
        _rows(paths, found["mu_star_conf"], none, none),
    )


def _rows(paths: Sequence[str], *columns: Any) -> dict[str, tuple[float, ...]]:
    return {path: tuple(float(column[place]) for column in columns) for place, path in enumerate(paths)}


_SEED = int(uniform(1, "sensitivity") * 2.0**31)


# ---- of a store


def can_explain(batch: Batch) -> bool:
    """Return whether the runs are of a design that indices can be computed of."""
    sweep = batch.manifest["experiment"]["sweep"]
    return sweep is not None and sweep["method"] in METHODS


def sensitivity(batch: Batch, outcome: str, design: Design | None = None) -> Indices:
    """Return the sensitivity of a column of runs: of its means over the replications of each design point.

    Args:
        batch: all runs of an experiment.
        outcome: a column that holds numbers or truth values.
        design: `design_of(batch)`, where several outcomes are asked for; a large one takes time to make.

    Raises:
        ConfigError: there is no such column.
        TradetalksError: as of `indices`; or runs are not done yet; or some have no value, as one that failed, or a
            column of deals where there was none: means over those that happen to have one can't be compared.
    """
    design = design_of(batch) if design is None else design
    if batch.done < batch.total:
        raise TradetalksError(
            f"{batch.total - batch.done:,} of {batch.total:,} runs of {batch.folder} are not done: go on with --resume"
        )
    kinds = {column.name: column.kind for column in batch.columns}
    if kinds.get(outcome) == "text":
        raise TradetalksError(f"{outcome} holds text; a sensitivity needs numbers")
    sums, counts = np.zeros(len(design)), np.zeros(len(design), dtype=np.int64)
    for table in batch.tables(["design", outcome]):
        frame = table.to_pandas()
        known = frame[frame[outcome].notna()]
        points = known["design"].to_numpy()
        sums += np.bincount(points, known[outcome].to_numpy(dtype=np.float64), minlength=len(design))
        counts += np.bincount(points, minlength=len(design))
    short = np.flatnonzero(counts < batch.manifest["replications"])
    if len(short):
        raise TradetalksError(
            f"{batch.total - int(counts.sum()):,} of {batch.total:,} runs have no value of {outcome}, at "
            f"{len(short):,} design points, the first is {short[0]}: a sensitivity needs all of them. Where it is a "
            f"deal that is missing, an outcome such as `first({outcome}, 0)` has a value for each; where runs failed, "
            '`tradetalks results DIR --where "not ok" --csv -` lists them'
        )
    return indices(design, sums / counts)


def design_of(batch: Batch) -> Design:
    """Return the design of a store as its method makes it, checked against the one that is stored.

    Raises:
        TradetalksError: it is of no such method, or this version of SALib makes another.
    """
    experiment = batch.manifest["experiment"]
    if not can_explain(batch):
        method = "no sweep" if experiment["sweep"] is None else f"the method {experiment['sweep']['method']}"
        raise TradetalksError(
            f"{batch.folder} has {method}: a sensitivity needs the method saltelli, for Sobol indices, or morris, for "
            "elementary effects"
        )
    try:
        sweep = SweepSection.model_validate(_own(experiment["sweep"]))
    except ValidationError:
        raise StoreError(f"{batch.folder} is damaged: its manifest holds a sweep that is none") from None
    factors: dict[str, Distribution] = {}
    for path, given in sweep.over.items():
        found = next((found for at, found in find_draws(given) if at == ()), None)
        if found is None or isinstance(found, str):
            raise StoreError(f"{batch.folder} is damaged: its manifest gives no distribution of {path}")
        factors[path] = found
    made = sampled(sweep, factors, experiment["seed"])
    stored = batch.store.design().to_pydict()
    if any(stored.get(path) != column for path, column in made.as_columns().items()):
        there = batch.manifest["versions"].get("SALib")
        raise TradetalksError(f"the design of {batch.folder} was made with SALib {there}, and this one makes another")
    return made


def _own(sweep: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sweep as a file has it: without the defaults of keys that its method doesn't take."""
    keys = {"method", "over", "size", "second_order" if sweep["method"] == "saltelli" else "levels"}
    return {key: value for key, value in sweep.items() if key in keys}


def explained(
    batch: Batch, design: Design, outcomes: Sequence[str] | None = None
) -> dict[str, Indices | TradetalksError]:
    """Return the sensitivity of several outcomes, by name.

    Args:
        batch: all runs of an experiment.
        design: `design_of(batch)`.
        outcomes: which columns. By default those whose means are shown, and where one can't be explained the reason
            stands in its place; what is asked for by name must be possible.

    Raises:
        ConfigError, TradetalksError: as of `sensitivity`, of outcomes that are asked for.
    """
    if outcomes:
        return {name: sensitivity(batch, name, design) for name in outcomes}
    found: dict[str, Indices | TradetalksError] = {}
    for name in shown_columns(batch):
        try:
            found[name] = sensitivity(batch, name, design)
        except TradetalksError as error:
            if name != "ok":
                found[name] = error
    return found
