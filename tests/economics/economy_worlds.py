"""Worlds for the tests of the trade model: April 2025, and random ones whose accounts balance."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.trade import Equilibrium

Floats = NDArray[np.float64]

# The rates announced on 2 April 2025, as the 2025 paper lists them; ROW is a trade-weighted mean.
ANNOUNCED = {
    "JPN": 0.24,
    "CHN": 0.54,
    "VNM": 0.46,
    "MYS": 0.24,
    "KHM": 0.49,
    "THA": 0.37,
    "IDN": 0.32,
    "EU27": 0.20,
    "ROW": 0.1595,
}


def announced(world: Calibration, *, reciprocal: bool = False, rates: Mapping[str, float] = ANNOUNCED) -> Floats:
    """The US adds each partner's rate on all its goods; reciprocal: the partner does the same."""
    tariffs = world.base_tariffs.copy()
    goods, usa = world.group("goods"), world.region("USA")
    for code, rate in rates.items():
        partner = world.region(code)
        tariffs[usa, partner, goods] += rate
        if reciprocal:
            tariffs[partner, usa, goods] += rate
    return tariffs


def april_16(world: Calibration) -> Floats:
    """10 % on all goods, 25 on metals and cars, 145 on China's and 125 in China."""
    added = np.zeros_like(world.base_tariffs)
    goods, usa, china = world.group("goods"), world.region("USA"), world.region("CHN")
    partners = [n for n in range(len(world.regions)) if n != usa]
    for partner in partners:
        added[usa, partner, goods] = 0.10
        added[usa, partner, world.group("metals")] = 0.25
        added[usa, partner, world.group("cars_and_parts")] = 0.25
    added[usa, china, goods] = 1.45
    added[china, usa, goods] = 1.25
    return world.base_tariffs + added


def random_world(
    seed: int, N: int, S: int, *, inputs: bool = True, tariffs: bool = True, openness: float = 0.3
) -> Calibration:
    """A random world. Domestic use is made large enough that final demand is positive everywhere."""
    random = np.random.default_rng(seed)
    g = random.uniform(0, 1, (N, S, S)) ** 2
    g *= random.uniform(0.1, 0.7, (N, 1, S)) / g.sum(axis=1, keepdims=True) * inputs
    own = np.arange(N)
    size = random.lognormal(0, 1, N)
    flows = openness * np.outer(size, size)[..., None] / size.sum() * random.lognormal(0, 0.7, (N, N, S))
    flows[own, own] = 0
    t0 = random.uniform(0, 0.3, (N, N, S)) * tariffs
    t0[own, own] = 0
    exports, imports = flows.sum(axis=0), (flows * (1 + t0)).sum(axis=1)
    wanted = np.maximum(np.einsum("nks,ns->nk", g, exports) - imports, 0)
    wanted += size[:, None] * random.uniform(0.2, 1, (N, S))
    flows[own, own] = np.linalg.solve(np.eye(S) - g, wanted[..., None])[..., 0]
    regions, sectors = [f"R{n}" for n in range(N)], [f"S{s}" for s in range(S)]
    return Calibration(regions, sectors, flows, t0, g, random.uniform(2, 8, S))


def random_tariffs(seed: int, world: Calibration, count: int, largest: float = 0.6) -> Floats:
    """Schedules that move every rate at random, up and down."""
    random = np.random.default_rng(seed)
    change = random.uniform(-0.5, 1, (count, *world.flows.shape)) * largest
    tariffs = np.maximum(world.base_tariffs + change, -0.3)
    own = np.arange(len(world.regions))
    tariffs[:, own, own] = 0
    return tariffs


def accounts(world: Calibration, t: Floats, result: Equilibrium) -> dict[str, float]:
    """The largest imbalance of each account, relative to the world's factor income."""
    V, W = world.factor_income, world.factor_income.sum()
    pay = V * (1 + result.wage_pct / 100) * (1 + result.employment_pct / 100)
    revenue = (t * result.flows).sum(axis=(1, 2))
    income = pay + revenue + world.deficit * pay.sum() / W
    output = result.flows.sum(axis=0)
    spending = (result.flows * (1 + t)).sum(axis=1)
    inputs = np.einsum("nks,ns->nk", world.input_coefficients, output)
    imbalance = {
        "revenue": revenue - result.revenue,
        "labour": pay - (world.value_added_shares * output).sum(axis=1),
        "goods": spending - inputs - world.final_shares * income[:, None],
        "budget": (spending - inputs).sum(axis=1) - income,
        "numeraire": pay.sum() - W,
    }
    return {name: float(np.abs(figures).max() / W) for name, figures in imbalance.items()}
