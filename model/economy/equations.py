"""The equations of the trade model, for one calibration and one set of options.

Caliendo and Parro (2015), in changes against the base ("exact hat algebra"), with labour supply and
the use of tariff revenue as in Ignatenko, Lashkaripour, Macedoni and Simonovska (2025). What they say in
words is in docs/explanation/trade-model.md, whose letters are used here; a comment in quotes names its equation.

The last axis of every array in this file is the schedule, so that each operation runs along contiguous
memory. The unknowns z have the shape (N, K, B), K = 2 + 2 S; for each region

    a   ln of the change of wages                   z[:, 0]
    l   ln of the change of employment              z[:, 1]
    p   ln of the change of prices, by sector       z[:, 2 : 2 + S]
    x   expenditure over its base, by sector        z[:, 2 + S :]

and the residuals have the same shape: the labour market, the labour rule, prices, goods markets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.economy.calibration import Calibration

__all__ = ["Floats", "Schedules", "State", "System"]

Floats = NDArray[np.float64]


class Sums:
    """Adds figures up by place.

    Args:
        places: where each of C figures goes, (C,); several may go to the same place.
    """

    def __init__(self, places: NDArray[np.intp]) -> None:
        order = np.argsort(places, kind="stable")
        self._places, starts = np.unique(places[order], return_index=True)
        self._order = None if (np.diff(order) > 0).all() else order
        self._starts = None if len(starts) == len(places) else starts

    def add(self, figures: Floats, totals: Floats) -> None:
        """Add `figures` (C, B) to their places in `totals` (places, B)."""
        if self._order is not None:
            figures = figures[self._order]
        if self._starts is not None:
            figures = np.add.reduceat(figures, self._starts, axis=0)
        totals[self._places] += figures


class Cells:
    """The cells of (importer, exporter, sector) in which schedules differ.

    Args:
        importer: the importer of each cell, (C,).
        exporter: the exporter.
        sector: the sector.
        shape: (N, S).
    """

    def __init__(
        self,
        importer: NDArray[np.intp],
        exporter: NDArray[np.intp],
        sector: NDArray[np.intp],
        shape: tuple[int, int],
    ) -> None:
        N, S = shape
        self.index = importer, exporter, sector
        self.sources = exporter * S + sector
        self.markets = sector * N + importer
        gross = sector * 2 * N + importer
        self.attraction = Sums(np.concatenate([gross, gross + N]))
        self.sales = Sums(sector * N + exporter)


@dataclass(frozen=True, slots=True)
class Schedules:
    """Tariffs and trade costs of B schedules as the equations use them.

    Those who negotiate vary few rates. All others are the same in all schedules and kept once, as
    matrices; only the cells that vary carry the schedule axis.

    Attributes:
        fixed: weights pi kappa^-theta by importer and exporter, and below them the same over 1 + t, which
            is what exporters receive; 0 in cells that vary, (S, 2 N, N).
        cells: the cells that vary; None if there are none.
        varied: their weights, and the same over 1 + t, (2, C, B).
    """

    fixed: Floats
    cells: Cells | None
    varied: Floats

    def take(self, columns: NDArray[np.intp] | slice) -> Schedules:
        """Return some of the schedules."""
        if self.cells is None:
            return self
        return Schedules(self.fixed, self.cells, self.varied[..., columns])

    def matrices(self, column: int) -> tuple[Floats, Floats]:
        """Return the whole weights of one schedule, gross of tariffs and net, (S, N, N) each."""
        size = self.fixed.shape[2]
        gross, net = self.fixed[:, :size].copy(), self.fixed[:, size:].copy()
        if self.cells is not None:
            importer, exporter, sector = self.cells.index
            gross[sector, importer, exporter], net[sector, importer, exporter] = self.varied[..., column]
        return gross, net


class State(NamedTuple):
    """What follows from the unknowns of B schedules.

    Attributes:
        linear: -theta c by sector, then the labour rule without its tax, (N, S + 1, B).
        pull: exp(-theta c), an exporter's attraction, (N, S, B).
        phi: Phi, the attraction of all exporters to a market, (S, N, B).
        net: the same of what exporters receive: each over 1 + t, (S, N, B).
        load: X / Phi, (S, N, B).
        output: Y, (N, S, B).
        revenue: R, (N, B).
        pay: w l V, (N, B).
        world_pay: the sum of pay over W, (B,); the numeraire makes it 1.
        income: I, (N, B).
        subsidy: tau, (N, B); None under lump_sum, where it is 0.
    """

    linear: Floats
    pull: Floats
    phi: Floats
    net: Floats
    load: Floats
    output: Floats
    revenue: Floats
    pay: Floats
    world_pay: Floats
    income: Floats
    subsidy: Floats | None


class System:
    """The equilibrium conditions: residuals that are zero where all markets clear.

    Args:
        calibration: the data.
        income_tax: whether additional revenue lowers the tax on labour (else it is paid out).
        kappa: elasticity of labour supply.
        psi: elasticity of costs to employment.
        dropped: the region whose labour market is left out (Walras's law), in favour of the numeraire.
    """

    def __init__(
        self, calibration: Calibration, *, income_tax: bool, kappa: float, psi: float, dropped: int = -1
    ) -> None:
        cal = calibration
        N, S = len(cal.regions), len(cal.sectors)
        self.N, self.S, self.K = N, S, 2 + 2 * S
        self.income_tax, self.kappa, self.dropped = income_tax, kappa, dropped % N

        self.theta = cal.trade_elasticity
        self.inverse_theta = 1 / self.theta[:, None, None]
        self.V = cal.factor_income[:, None]
        self.W = float(cal.factor_income.sum())
        self.D = cal.deficit[:, None]
        self.R0 = cal.base_revenue[:, None]
        self.X0 = cal.expenditure[..., None]
        self.alpha = cal.final_shares
        # A market in which nobody buys anything stays one: its demand is 0 in every equilibrium.
        self.dead = cal.expenditure == 0
        self.any_dead = bool(self.dead.any())
        divisor = np.where(self.dead, 1.0, cal.expenditure)[..., None]

        gamma, g = cal.value_added_shares, cal.input_coefficients
        # "Unit costs": c from a, l, p; all of the same region, (N, S, 2 + S)
        self.cost = np.concatenate([gamma[..., None], np.full((N, S, 1), -psi), g.transpose(0, 2, 1)], axis=2)
        # "Labour supply", without its tax
        rule = np.concatenate([np.full((N, 1), -kappa), np.ones((N, 1)), kappa * self.alpha], axis=1)
        self.linear = np.concatenate([-self.theta[:, None] * self.cost, rule[:, None]], axis=1)
        # from output: demand for inputs over base expenditure by sector, then payments to labour
        self.uses = np.concatenate([g / divisor, gamma[:, None]], axis=1)
        self.final = self.alpha[..., None] / divisor

        start = np.zeros((N, self.K))
        start[:, 2 + S :] = 1
        self.start = start

    def state(self, z: Floats, schedules: Schedules) -> State:
        """Return what follows from the unknowns, (N, K, B)."""
        N, S = self.N, self.S
        B = z.shape[2]
        cells, varied = schedules.cells, schedules.varied
        linear = self.linear @ z[:, : S + 2]  # "Unit costs" and "Labour supply", as `cost` and `rule` were laid out
        # "Trade shares": Phi, and the same of what exporters receive
        pull = np.exp(linear[:, :S])
        both = schedules.fixed @ pull.transpose(1, 0, 2)
        if cells is not None:
            pulls = varied * pull.reshape(-1, B).take(cells.sources, axis=0)
            cells.attraction.add(pulls.reshape(-1, B), both.reshape(-1, B))
        phi, net = both[:, :N], both[:, N:]
        # "Output and revenue"
        spending = self.X0 * z[:, S + 2 :]
        load = spending.transpose(1, 0, 2) / phi
        sales = schedules.fixed[:, N:].transpose(0, 2, 1) @ load
        if cells is not None:
            sold = varied[1] * load.reshape(-1, B).take(cells.markets, axis=0)
            cells.sales.add(sold, sales.reshape(-1, B))
        output = pull * sales.transpose(1, 0, 2)
        revenue = np.add.reduce(spending, axis=1)
        revenue -= np.add.reduce(load * net, axis=0)
        # "Income"
        pay = np.exp(z[:, 0] + z[:, 1])
        pay *= self.V
        world_pay = np.add.reduce(pay, axis=0)
        world_pay /= self.W
        income = self.D * world_pay
        income += pay
        income += revenue
        subsidy = (revenue - self.R0) / pay if self.income_tax else None  # tau of "Labour supply"
        return State(linear, pull, phi, net, load, output, revenue, pay, world_pay, income, subsidy)

    def residuals(self, z: Floats, schedules: Schedules) -> Floats:
        """Return how far from equilibrium the unknowns are, both (N, K, B)."""
        S = self.S
        state = self.state(z, schedules)
        used = self.uses @ state.output
        F = np.empty_like(z)
        # "Labour markets"
        np.divide(used[:, S], state.pay, out=F[:, 0])
        F[:, 0] -= 1
        F[self.dropped, 0] = state.world_pay - 1
        # "Labour supply"
        F[:, 1] = state.linear[:, S]
        if state.subsidy is not None and self.kappa:
            F[:, 1] += self.kappa * np.log1p(-state.subsidy)
        # "Trade shares": P = Phi^(-1 / theta)
        attraction = np.log(state.phi)
        attraction *= self.inverse_theta
        np.add(z[:, 2 : 2 + S], attraction.transpose(1, 0, 2), out=F[:, 2 : 2 + S])
        # "Goods markets"
        markets = F[:, 2 + S :]
        np.multiply(self.final, state.income[:, None], out=markets)
        markets += used[:, :S]
        markets -= z[:, 2 + S :]
        if self.any_dead:
            markets[self.dead] = 0
        return F

    def jacobian(self, z: Floats, schedules: Schedules, column: int) -> Floats:
        """Return the derivatives of the residuals for one of the schedules, (N K, N K).

        Args:
            z: the unknowns of that schedule, (N, K).
            schedules: the schedules.
            column: which of them.
        """
        N, S, K = self.N, self.S, self.K
        diagonal = np.arange(N)
        state = self.state(z[..., None], schedules.take(slice(column, column + 1)))
        gross, net = schedules.matrices(column)
        by_phi = state.pull[..., 0].T[:, None] / state.phi  # (S, importer, exporter)
        share, kept = gross * by_phi, net * by_phi  # pi', and pi' / (1 + t)
        spending = state.load * state.phi  # (S, N, 1)
        theta = self.theta[:, None, None]
        pay, cost = state.pay[:, 0], self.cost

        # output: through an exporter's costs, through rivals' costs, through expenditure
        through = theta * ((kept * spending).transpose(0, 2, 1) @ share)
        through[:, diagonal, diagonal] -= self.theta[:, None] * state.output[..., 0].T
        dY = np.zeros((N, S, N, K))
        dY[..., : S + 2] = through.transpose(1, 0, 2)[..., None] * cost.transpose(1, 0, 2)
        for s in range(S):
            dY[:, s, :, 2 + S + s] = (kept[s] * self.X0[:, s]).T

        duty = spending - state.load * state.net
        through = theta * (duty * share - spending * (share - kept))
        dR = np.zeros((N, N, K))
        dR[..., : S + 2] = np.einsum("snj,jsq->njq", through, cost, optimize=True)
        dR[diagonal, diagonal, 2 + S :] = (1 - state.net / state.phi)[..., 0].T * self.X0[..., 0]

        dpay = np.zeros((N, N, K))
        dpay[diagonal, diagonal, :2] = pay[:, None]
        dI = dpay + dR + self.D[..., None] * dpay.sum(axis=0) / self.W

        J = np.zeros((N, K, N, K))
        used = (self.uses @ dY.reshape(N, S, -1)).reshape(N, S + 1, N, K)
        bill = (self.uses[:, S:] @ state.output)[:, 0, 0]
        J[:, 0] = used[:, S] / pay[:, None, None] - (bill / pay**2)[:, None, None] * dpay
        J[self.dropped, 0] = dpay.sum(axis=0) / self.W
        J[diagonal, 1, diagonal, : S + 2] = self.linear[:, S]
        if state.subsidy is not None and self.kappa:
            tau = state.subsidy[..., None]
            J[:, 1] -= self.kappa * (dR - tau * dpay) / (pay[:, None, None] * (1 - tau))
        J[:, 2 : 2 + S, :, : S + 2] = -share.transpose(1, 0, 2)[..., None] * cost.transpose(1, 0, 2)
        J[:, 2 + S :] = used[:, :S] + self.final[..., None] * dI[:, None]
        J[:, 2 + S :][self.dead] = 0
        flat = J.reshape(N * K, N * K)
        index = np.arange(N * K).reshape(N, K)
        prices, markets = index[:, 2 : 2 + S].ravel(), index[:, 2 + S :].ravel()
        flat[prices, prices] += 1
        flat[markets, markets] -= 1
        return flat
