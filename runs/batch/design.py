"""The design of an experiment: the points at which its scenario is run, and the values of each."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.experiment.expressions import Kind
from tradetalks.configs.experiment.load import grid_values
from tradetalks.configs.experiment.schema import MOST_RUNS, Experiment, SweepSection
from tradetalks.configs.yaml.draws import Distribution
from tradetalks.errors import TradetalksError
from tradetalks.model.streams import uniform, uniforms
from tradetalks.runs.extras import needed

MOST_POINTS = 20_000_000
_BELOW_ONE = 1 - 2.0**-53

type Unit = NDArray[np.float64]
"""Points of the unit cube, shape (points, factors)."""


class Design:
    """The points of a design: a value for each path, by the point's number.

    Attributes:
        paths: what is varied, by its path in the scenario; none for an experiment without a sweep.
        values: the values of each path, each of the length of the design.
        sweep: how they were chosen, where a method sampled them.
        unit: where a method sampled them, the points of the unit cube, shape (points, paths).
    """

    def __init__(
        self,
        values: Mapping[str, Sequence[Any]],
        size: int,
        *,
        sweep: SweepSection | None = None,
        unit: Unit | None = None,
    ) -> None:
        self.paths = tuple(values)
        self.values = {path: list(column) for path, column in values.items()}
        self.sweep = sweep
        self.unit = unit
        self._size = size

    def __len__(self) -> int:
        return self._size

    def point(self, number: int) -> dict[str, Any]:
        """Return the values of one point by path."""
        return {path: column[number] for path, column in self.values.items()}

    def kinds(self) -> dict[str, Kind]:
        """Return what the column of each path holds in a table: mappings and lists stand there as JSON text."""
        return {path: _kind(column) for path, column in self.values.items()}

    def as_columns(self) -> dict[str, list[Any]]:
        """Return the values of each path as a table has them."""
        kinds = self.kinds()
        return {path: [_in_table(value, kinds[path]) for value in column] for path, column in self.values.items()}


def design(experiment: Experiment) -> Design:
    """Return the design of an experiment; the same for the same experiment, and versions of numpy, scipy and SALib.

    Raises:
        TradetalksError: it has too many points, or a library is missing that it needs; says which.
    """
    sweep = experiment.sweep
    if sweep is None:
        return Design({}, 1)
    if sweep.method == "list":
        return Design({path: [point[path] for point in sweep.points] for path in sweep.points[0]}, len(sweep.points))
    if sweep.method == "grid":
        axes = {path: grid_values(given) for path, given in sweep.over.items()}
        _check_size(math.prod(len(values) for values in axes.values()), experiment)
        columns = zip(*itertools.product(*axes.values()), strict=True)
        return Design(dict(zip(axes, columns, strict=True)), math.prod(len(values) for values in axes.values()))
    _check_size(_points(sweep, len(experiment.factors)), experiment)
    return sampled(sweep, experiment.factors, experiment.seed)


def sampled(sweep: SweepSection, factors: Mapping[str, Distribution], root: int) -> Design:
    """Return the design of a method that samples.

    Args:
        sweep: the method, and its size.
        factors: what is sampled, by path.
        root: the seed of the experiment.

    Raises:
        TradetalksError: a library is missing that it needs; says which.
    """
    unit = _unit(sweep, tuple(factors), root)
    drawn = {path: _drawn(found, unit[:, place]) for place, (path, found) in enumerate(factors.items())}
    return Design(drawn, len(unit), sweep=sweep, unit=unit)


def seed_of(experiment: Experiment, point: int, replication: int, below: float) -> int:
    """Return the root seed of a run: a number below another that hangs on nothing but what is given.

    With common random numbers the design point doesn't count: then the same replication is as lucky at each.
    """
    name = "run" if experiment.common_random_numbers else f"run:{point}"
    return int(uniform(experiment.seed, name, replication) * below)


def _points(sweep: SweepSection, factors: int) -> int:
    size = sweep.size or 0
    match sweep.method:
        case "saltelli":
            return size * (2 * factors + 2 if sweep.second_order else factors + 2)
        case "morris":
            return size * (factors + 1)
    return size


def _check_size(points: int, experiment: Experiment) -> None:
    runs = points * experiment.replications
    if points > MOST_POINTS or runs > MOST_RUNS:
        raise TradetalksError(
            f"the experiment has {points:,} design points and {runs:,} runs; at most {MOST_POINTS:,} and "
            f"{MOST_RUNS:,} are allowed"
        )


def _unit(sweep: SweepSection, names: tuple[str, ...], root: int) -> Unit:
    """Return the points of the unit cube that a method samples."""
    size, count = sweep.size or 0, len(names)
    seed = int(uniform(root, "design") * 2.0**31)
    match sweep.method:
        case "random":
            # A stream for each factor: another one elsewhere changes nothing here.
            return np.column_stack([uniforms(root, f"design:{name}", size) for name in names])
        case "lhs":
            qmc = needed("scipy.stats.qmc", "batch", "a Latin hypercube")
            return np.asarray(qmc.LatinHypercube(count, rng=seed).random(size))
        case "sobol":
            qmc = needed("scipy.stats.qmc", "batch", "a Sobol sequence")
            return np.asarray(qmc.Sobol(count, rng=seed).random_base2(size.bit_length() - 1))
    problem = {"num_vars": count, "names": list(names), "bounds": [[0.0, 1.0]] * count}
    if sweep.method == "saltelli":
        sampler = needed("SALib.sample.sobol", "batch", "a design for Sobol indices")
        sample = sampler.sample(problem, size, calc_second_order=sweep.second_order, seed=seed)
    else:
        sampler = needed("SALib.sample.morris", "batch", "a design for elementary effects")
        sample = sampler.sample(problem, size, num_levels=sweep.levels, seed=seed)
    return np.asarray(sample, dtype=np.float64)


def _drawn(found: Distribution, column: NDArray[np.float64]) -> list[Any]:
    return [found.draw(u) for u in np.clip(column, 0.0, _BELOW_ONE).tolist()]


def _kind(values: Sequence[Any]) -> Kind:
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return "bool"
    if kinds == {int} and max(map(abs, values)) < 2**63:
        return "int"
    if kinds <= {int, float}:
        return "float"
    return "text"


def _in_table(value: Any, kind: Kind) -> Any:
    if kind != "text":
        if kind == "float":
            return float(value)
        return value
    if isinstance(value, str | date):
        return str(value)
    return json.dumps(value, default=str, ensure_ascii=False)
