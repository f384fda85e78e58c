"""The trade model: what tariffs and trade costs do to incomes, prices, trade and revenue in the long run."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tradetalks.errors import ConvergenceError, EconomyError, did_you_mean
from tradetalks.model.economy.cache import Cache
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.checks import first_few, name_cells
from tradetalks.model.economy.equations import Floats, Schedules, System
from tradetalks.model.economy.schedules import Batch, Layout
from tradetalks.model.economy.solver import CHUNK, Solver
from tradetalks.model.economy.threads import one_thread

__all__ = ["CACHE", "FAR_FROM_BASE", "Equilibrium", "Rebate", "TradeModel"]

FAR_FROM_BASE = "tariffs so far from the base may have none, as when additional revenue exceeds what labour is paid"
"""Why there may be no equilibrium, for messages."""

Rebate = Literal["lump_sum", "income_tax"]

CACHE: Cache[Equilibrium] = Cache(256 * 2**20)
"""Results of this process by content; `CACHE.resize(bytes)`, `CACHE.clear()`, `CACHE.info()`."""


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """The world under some schedules, against the base year. Arrays are read-only.

    With a batch of schedules every array has B as its first axis; with a single one it has not.

    Attributes:
        welfare_pct: real income (leisure counted), percent change, (N,).
        income_gain: the same in USD bn a year of the base, (N,).
        employment_pct: percent change, (N,).
        price_pct: consumer prices, percent change, (N,); against the world's factor income.
        wage_pct: percent change, (N,); likewise.
        revenue: tariff revenue, a level, USD bn a year, (N,).
        labour_subsidy: tau, additional revenue over pay, as a fraction; 0 under lump_sum, (N,).
        flows: trade before tariff, USD bn a year, (N, N, S); comparable to the calibration's flows.
        converged: whether the equilibrium was found; always true, as the other case is an error.
        steps: how many steps the solver took.
    """

    welfare_pct: Floats
    income_gain: Floats
    employment_pct: Floats
    price_pct: Floats
    wage_pct: Floats
    revenue: Floats
    labour_subsidy: Floats
    flows: Floats
    converged: bool | NDArray[np.bool_]
    steps: int | NDArray[np.intp]

    @property
    def nbytes(self) -> int:
        """The memory that the arrays take."""
        return sum(np.asarray(getattr(self, item.name)).nbytes for item in fields(self))


@dataclass(frozen=True, eq=False)
class TradeModel:
    """A trade model of many regions and sectors, calibrated to a base year.

    Caliendo and Parro (2015, Review of Economic Studies 82, 1-44), with labour supply and a choice of what
    tariff revenue does as in Ignatenko, Lashkaripour, Macedoni and Simonovska (2025, Journal of
    International Economics 157, 104138). We depart from the first in welfare, which is exact instead of
    first-order, and solve for expenditures and prices together. docs/explanation/trade-model.md has the
    equations and what the model can't say.

    Args:
        calibration: the data.
        rebate: "lump_sum" pays additional tariff revenue out; "income_tax" lowers the tax on labour.
        labour_supply_elasticity: kappa, percent more work for one percent more real wage; 0 or more.
        scale: psi, percent lower costs for one percent more employment; 0 is constant returns.
        dropped_region: whose labour market is left out, as one always may be (Walras's law); the last by
            default. Results don't depend on it.

    Raises:
        EconomyError: an option out of range.

    Example:
        >>> world = Calibration.load("icio_2022")
        >>> model = TradeModel(world)
        >>> tariffs = world.base_tariffs.copy()
        >>> tariffs[world.region("USA"), world.region("JPN"), world.sector("AUT")] += 0.25
        >>> float(model.solve(tariffs).income_gain[world.region("JPN")].round(2))
        -4.13
    """

    calibration: Calibration
    rebate: Rebate = "lump_sum"
    labour_supply_elasticity: float = 0.5
    scale: float = 0.0
    dropped_region: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        rebates = get_args(Rebate)
        if self.rebate not in rebates:
            hint = did_you_mean(self.rebate, rebates)
            raise EconomyError(f"there is no rebate {self.rebate!r}{hint}; there are {', '.join(rebates)}")
        if not (math.isfinite(self.labour_supply_elasticity) and self.labour_supply_elasticity >= 0):
            raise EconomyError(f"the labour supply elasticity must be 0 or more, not {self.labour_supply_elasticity}")
        if not math.isfinite(self.scale):
            raise EconomyError(f"the scale elasticity must be a finite number, not {self.scale}")
        if self.dropped_region:
            self.calibration.region(self.dropped_region)

    @cached_property
    def digest(self) -> str:
        """A hash of the data and the options, the same in every process."""
        options = (self.rebate, float(self.labour_supply_elasticity), float(self.scale), self.dropped_region)
        content = repr((self.calibration.digest, options)).encode()
        return hashlib.blake2b(content, digest_size=16).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TradeModel) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __getstate__(self) -> dict[str, Any]:
        """Leave what can be computed again behind: it is large."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @cached_property
    def _solver(self) -> Solver:
        cal = self.calibration
        system = System(
            cal,
            income_tax=self.rebate == "income_tax",
            kappa=float(self.labour_supply_elasticity),
            psi=float(self.scale),
            dropped=cal.region(self.dropped_region) if self.dropped_region else -1,
        )
        base = Layout(cal, Batch.read(cal, cal.base_tariffs, None))
        try:
            with one_thread():
                return Solver(system, base.schedules(slice(0, 1)))
        except np.linalg.LinAlgError:
            raise EconomyError(
                "with this data and these options small changes have no definite effect: the model's equations "
                "are singular at the base"
            ) from None

    def solve(self, tariffs: ArrayLike, trade_costs: ArrayLike | None = None, tolerance: float = 1e-8) -> Equilibrium:
        """Return the equilibrium under tariffs and changes of trade costs; of a whole batch at once.

        The result is kept by the content of the call (`CACHE`): asked again, it costs next to nothing.
        The same call gives the same bits in every process on one platform; the same schedule among other
        companions may differ in the last bits.

        Args:
            tariffs: total rates as fractions, (N, N, S) or (B, N, N, S).
            trade_costs: changes of trade costs, likewise; above 0, 1 on the diagonal; a cut of x percent
                is 1 - x / 100 at (importer that opens, exporter, sectors). None means no change.
            tolerance: the largest residual allowed in any equation, relative to the base.

        Raises:
            EconomyError: wrong shape or figures; names regions, sector, value.
            ConvergenceError: no equilibrium was found; names the schedules.
        """
        if not 0 < tolerance < 1:
            raise EconomyError(f"the tolerance must be between 0 and 1, not {tolerance}")
        batch = Batch.read(self.calibration, tariffs, trade_costs)
        hasher = hashlib.blake2b(f"{self.digest} {tolerance!r} ".encode(), digest_size=32)
        for part in batch.content():
            hasher.update(part)
        key = hasher.digest()
        result = CACHE.get(key)
        if result is None:
            with one_thread(), np.errstate(all="ignore"):  # a wild step gives residuals that are no numbers
                result = self._solve(batch, tolerance)
            CACHE.put(key, result, result.nbytes)
        return result

    def _solve(self, batch: Batch, tolerance: float) -> Equilibrium:
        solver, B = self._solver, batch.count
        N, S = solver.system.N, solver.system.S
        layout = Layout(self.calibration, batch)
        out = np.empty((len(_BY_REGION), B, N))
        flows = np.empty((B, N, N, S))
        steps = np.empty(B, dtype=np.intp)
        for first in range(0, B, CHUNK):
            part = slice(first, min(first + CHUNK, B))
            schedules = layout.schedules(part)
            z, steps[part] = solver.solve(schedules, part.stop - part.start, tolerance)
            if (failed := np.flatnonzero(steps[part] < 0)).size:
                places = [first + int(column) for column in failed]
                which = first_few((f"schedule {place}" for place in places), 8)
                alone = "" if batch.single else f" for {which} (of {B}, counted from 0)"
                raise ConvergenceError(f"no equilibrium was found{alone}; {FAR_FROM_BASE}", places)
            self._refuse_negative(z, part.start, tolerance)
            self._outcome(z, schedules, part, out, flows)
        tau = out[-1, 0] if batch.single else out[-1]
        if (high := tau >= 1).any():
            where = name_cells(high, tau, (self.calibration.regions,))
            raise EconomyError(f"additional revenue exceeds what labour is paid (tau must be below 1): {where}")
        converged = np.ones(B, dtype=bool)
        for array in (out, flows, steps, converged):
            array.setflags(write=False)
        if batch.single:
            by_region = dict(zip(_BY_REGION, out[:, 0], strict=True))
            return Equilibrium(**by_region, flows=flows[0], converged=True, steps=int(steps[0]))
        by_region = dict(zip(_BY_REGION, out, strict=True))
        return Equilibrium(**by_region, flows=flows, converged=converged, steps=steps)

    def _refuse_negative(self, z: Floats, first: int, tolerance: float) -> None:
        """Refuse solutions in which somebody buys less than nothing, as negative input coefficients can have it."""
        cal = self.calibration
        bought = z[:, 2 + len(cal.sectors) :].transpose(2, 0, 1)
        if (low := bought < -tolerance).any():
            column, *_ = np.argwhere(low)[0]
            where = name_cells(low[column], bought[column], (cal.regions, cal.sectors))
            raise ConvergenceError(
                f"no equilibrium was found for schedule {first + column}: with the negative input coefficients of this "
                f"data expenditure would fall below 0 (region, sector: its ratio to the base): {where}"
            )

    def _outcome(self, z: Floats, schedules: Schedules, part: slice, out: Floats, flows: Floats) -> None:
        """Fill in one chunk's results, in the order of `_BY_REGION`, from its unknowns `z` (N, K, B)."""
        system = self._solver.system
        N, S, kappa = system.N, system.S, system.kappa
        state = system.state(z, schedules)
        tau = np.zeros_like(state.pay) if state.subsidy is None else state.subsidy
        a, work = z[:, 0], z[:, 1]
        price = (system.alpha[:, None] @ z[:, 2 : 2 + S])[:, 0]
        # "Welfare" of docs/explanation/trade-model.md: W - 1, with delta as `weight`
        I0 = self.calibration.income[:, None]
        change = state.income / I0 / np.exp(price)
        if kappa:
            weight = I0 / (I0 - kappa / (1 + kappa) * (1 - tau) * system.V)
            change = weight * change + (1 - weight) * np.exp(a + work - price)
        change -= 1
        hats = np.expm1([work, price, a])
        hats *= 100
        figures = np.array([100 * change, change * I0, *hats, state.revenue, tau])
        out[:, part] = figures.transpose(0, 2, 1)
        trade = schedules.fixed[:, N:].transpose(1, 2, 0)[..., None] * state.pull
        if schedules.cells is not None:
            pull = state.pull.reshape(N * S, -1)[schedules.cells.sources]
            trade[schedules.cells.index] = schedules.varied[1] * pull
        trade *= state.load.transpose(1, 0, 2)[:, None]
        flows[part].reshape(len(flows[part]), -1)[...] = trade.reshape(-1, trade.shape[3]).T


_BY_REGION = (
    "welfare_pct",
    "income_gain",
    "employment_pct",
    "price_pct",
    "wage_pct",
    "revenue",
    "labour_subsidy",
)
