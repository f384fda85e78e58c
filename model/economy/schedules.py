"""Tariff schedules: checked, told apart by their content, and laid out as the equations use them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tradetalks.errors import EconomyError
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.checks import name_cells, raise_all
from tradetalks.model.economy.equations import Cells, Floats, Schedules

__all__ = ["Batch", "Layout"]


@dataclass(frozen=True, slots=True)
class Batch:
    """The schedules of one call.

    Companions differ in few cells, those that are negotiated: only these are kept for each schedule, and
    everything after one look at the whole arrays works with them alone.

    Attributes:
        count: number of schedules B.
        single: whether one schedule was given without a batch axis.
        tariffs: rates of the first schedule, flat, (N N S,).
        costs: changes of trade costs of the first schedule, likewise, or None if all are 1.
        cells: the cells that differ between schedules, as flat indices, (C,).
        varied_tariffs: the rates there, (B, C).
        varied_costs: the changes of trade costs there, (B, C), or None.
    """

    count: int
    single: bool
    tariffs: Floats
    costs: Floats | None
    cells: NDArray[np.intp]
    varied_tariffs: Floats
    varied_costs: Floats | None

    @classmethod
    def read(cls, calibration: Calibration, tariffs: ArrayLike, trade_costs: ArrayLike | None) -> Batch:
        """Check schedules and take them in.

        Args:
            calibration: the data they are for.
            tariffs: total rates as fractions, (N, N, S) or (B, N, N, S).
            trade_costs: changes of trade costs, likewise, or None; one stands for all schedules.

        Raises:
            EconomyError: wrong shape or figures; names regions, sector, value, and the schedule.
        """
        t = _array(calibration, tariffs, "tariffs")
        rates, differs = _rows(t)
        single, count = t.ndim == 3, len(rates)
        costs = None
        if trade_costs is not None:
            d = _array(calibration, trade_costs, "trade costs")
            costs, differs_too = _rows(d)
            if d.ndim == t.ndim == 4 and len(costs) != count:
                raise EconomyError(f"schedules: {count} of tariffs but {len(costs)} of trade costs")
            single, count = single and d.ndim == 3, max(count, len(costs))
            if not differs_too.any() and (costs[0] == 1).all():
                costs = None
            differs |= differs_too
        cells = np.flatnonzero(differs)

        def varied(rows: Floats) -> Floats:
            figures = rows[:, cells]
            if len(rows) == count:
                return figures
            return np.repeat(figures, count, axis=0)

        first_costs, varied_costs = None, None
        if costs is not None:
            first_costs, varied_costs = costs[0], varied(costs)
        batch = cls(count, single, rates[0], first_costs, cells, varied(rates), varied_costs)
        if not batch._sound(calibration):
            raise_all(_problems(calibration, rates, costs), "schedules")
        return batch

    def _sound(self, calibration: Calibration) -> bool:
        """Tell quickly whether all figures can be used; NaN fails every comparison."""
        N, S = len(calibration.regions), len(calibration.sectors)
        importer, exporter = self.cells // (N * S), self.cells // S % N
        if (importer == exporter).any():
            return False
        diagonal = np.arange(N)
        sound = _between(self.tariffs, -1) and _between(self.varied_tariffs, -1)
        sound = sound and not self.tariffs.reshape(N, N, S)[diagonal, diagonal].any()
        if self.costs is not None and self.varied_costs is not None:
            sound = sound and _between(self.costs, 0) and _between(self.varied_costs, 0)
            sound = sound and bool((self.costs.reshape(N, N, S)[diagonal, diagonal] == 1).all())
        return sound

    def content(self) -> list[bytes]:
        """Return everything that tells this batch from others, as bytes."""
        parts = [f"{self.count} {self.single} {len(self.cells)} {self.costs is None};".encode()]
        arrays = (self.tariffs, self.costs, self.cells, self.varied_tariffs, self.varied_costs)
        return parts + [array.tobytes() for array in arrays if array is not None]


class Layout:
    """How the equations see a batch; what its schedules share is computed once.

    Args:
        calibration: the data.
        batch: the schedules.
    """

    def __init__(self, calibration: Calibration, batch: Batch) -> None:
        cal, shape = calibration, calibration.flows.shape
        N, _, S = shape
        self._batch = batch
        # "Trade shares" of docs/explanation/trade-model.md: kappa, and the weights pi0 kappa^-theta
        rate = 1 + batch.tariffs.reshape(shape)
        kappa = rate / cal.base_rates
        if batch.costs is not None:
            kappa *= batch.costs.reshape(shape)
        fixed = np.empty((2, *shape))
        np.multiply(cal.shares, kappa**-cal.trade_elasticity, out=fixed[0])
        np.divide(fixed[0], rate, out=fixed[1])
        self._cells = None
        if batch.cells.size:
            fixed.reshape(2, -1)[:, batch.cells] = 0
            importer, exporter, sector = np.unravel_index(batch.cells, shape)
            self._cells = Cells(importer, exporter, sector, (N, S))
            self._weights = cal.shares.ravel()[batch.cells, None]
            self._base = cal.base_rates.ravel()[batch.cells, None]
            self._exponent = -cal.trade_elasticity[sector, None]
        self._fixed = np.ascontiguousarray(fixed.reshape(2 * N, N, S).transpose(2, 0, 1))

    def schedules(self, part: slice) -> Schedules:
        """Return some of the schedules as the equations use them."""
        batch = self._batch
        if self._cells is None:
            return Schedules(self._fixed, None, self._fixed[:0])
        # likewise, in the cells that vary
        rate = 1 + batch.varied_tariffs[part].T
        kappa = rate / self._base
        if batch.varied_costs is not None:
            kappa *= batch.varied_costs[part].T
        varied = np.empty((2, *rate.shape))
        np.multiply(self._weights, kappa**self._exponent, out=varied[0])
        np.divide(varied[0], rate, out=varied[1])
        return Schedules(self._fixed, self._cells, varied)


def _array(calibration: Calibration, values: ArrayLike, what: str) -> Floats:
    N, S = len(calibration.regions), len(calibration.sectors)
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise EconomyError(f"{what} must be an array of numbers, all rows of the same length") from None
    if array.shape[-3:] != (N, N, S) or array.ndim not in {3, 4} or not array.size:
        wanted = f"({N}, {N}, {S}) or (B, {N}, {N}, {S}), B > 0"
        raise EconomyError(f"{what} (importer, exporter, sector) must have the shape {wanted}, not {array.shape}")
    return array


def _rows(array: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return schedules as rows, (B, N N S), and which columns differ between them."""
    rows = array.reshape(-1, array.shape[-3] * array.shape[-2] * array.shape[-1])
    if len(rows) == 1:
        return rows, np.zeros(rows.shape[1], dtype=bool)
    return rows, np.logical_or.reduce(rows != rows[0], axis=0)


def _between(array: Floats, low: float) -> bool:
    """Tell whether all figures are above `low` and finite."""
    return not array.size or bool(array.min() > low and array.max() < np.inf)


def _problems(calibration: Calibration, rates: Floats, costs: Floats | None) -> list[str]:
    """Return all that is wrong with schedules, in words."""
    pairs = (calibration.regions, calibration.regions, calibration.sectors)
    N, S = len(calibration.regions), len(calibration.sectors)
    domestic = np.eye(N, dtype=bool)[:, :, None]
    t = rates.reshape(-1, N, N, S)
    checks = [
        (~np.isfinite(t), t, "a tariff is not a finite number"),
        (t <= -1, t, "a tariff must be above -1 (-100 %)"),
        (domestic & (t != 0), t, "a region has a tariff on itself"),
    ]
    if costs is not None:
        d = costs.reshape(-1, N, N, S)
        checks += [
            (~(np.isfinite(d) & (d > 0)), d, "a change of trade cost must be above 0 (1 is none)"),
            (domestic & (d != 1), d, "a region's trade cost with itself must be 1"),
        ]
    return [f"{text}: {name_cells(wrong, values, pairs)}" for wrong, values, text in checks if wrong.any()]
