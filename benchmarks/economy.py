"""CPU time of the trade model: a schedule alone, in batches, and a large world once.

    python benchmarks/economy.py

The schedules are outcomes of a negotiation between the United States and Japan, around 16 April 2025: every
combination of levels for cars, metals and other goods, and of market access in Japan, drawn at random.
"""

from __future__ import annotations

import itertools
import time

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.economy import Calibration, Equilibrium, TradeModel
from tradetalks.model.economy.trade import CACHE

Floats = NDArray[np.float64]

RATES = (0.0, 0.05, 0.10, 0.15, 0.20, 0.24, 0.25)
ACCESS = (0.0, 1.0, 2.0, 3.0, 5.0)
BATCHES = (1, 16, 256, 1024)
SECONDS = 2.0


def outcomes(world: Calibration, count: int) -> tuple[Floats, Floats]:
    """Return tariffs and trade costs of some outcomes, (count, N, N, S) each."""
    usa, japan, china = (world.region(code) for code in ("USA", "JPN", "CHN"))
    goods = world.group("goods")
    today = world.base_tariffs.copy()
    others = [n for n in range(len(world.regions)) if n != usa]
    today[np.ix_([usa], others, goods)] += 0.10
    today[np.ix_([usa], others, [world.sector("MET"), world.sector("AUT")])] += 0.15
    today[usa, china, goods] = world.base_tariffs[usa, china, goods] + 1.45
    today[china, usa, goods] = world.base_tariffs[china, usa, goods] + 1.25
    combinations = list(itertools.product(RATES, RATES, RATES, ACCESS))
    chosen = np.random.default_rng(0).permutation(len(combinations))[:count]
    tariffs, costs = np.repeat(today[None], count, axis=0), np.ones((count, *today.shape))
    for b, index in enumerate(chosen):
        *rates, access = combinations[index]
        for group, rate in zip(("cars_and_parts", "metals", "other_goods"), rates, strict=True):
            sectors = world.group(group)
            tariffs[b, usa, japan, sectors] = world.base_tariffs[usa, japan, sectors] + rate
        costs[b, japan, usa, goods] = 1 - access / 100
    return tariffs, costs


def measure(model: TradeModel, tariffs: Floats, costs: Floats) -> tuple[float, float, Equilibrium]:
    """Return the least and the median CPU time of a solution, in seconds, and the solution."""
    times = []
    end = time.perf_counter() + SECONDS
    while not times or time.perf_counter() < end:
        CACHE.clear()
        start = time.process_time()
        result = model.solve(tariffs, costs)
        times.append(time.process_time() - start)
    return min(times), float(np.median(times)), result


def large_world(N: int, S: int) -> Calibration:
    """Return a random world in which every sector sells mostly at home."""
    random = np.random.default_rng(0)
    flows = random.lognormal(-4, 1, (N, N, S))
    own = np.arange(N)
    flows[own, own] = 5
    inputs = random.uniform(0, 1, (N, S, S))
    inputs *= 0.4 / inputs.sum(axis=1, keepdims=True)
    names = [f"R{n}" for n in range(N)], [f"S{s}" for s in range(S)]
    return Calibration(*names, flows, np.zeros((N, N, S)), inputs, random.uniform(2, 8, S))


def main() -> None:
    """Print the table."""
    world = Calibration.load("icio_2022")
    for rebate in ("lump_sum", "income_tax"):
        model = TradeModel(world, rebate)
        model.solve(world.base_tariffs)  # builds what all calls share
        print(f"{world!r}, {rebate}: CPU milliseconds a schedule")
        print(f"{'batch':>8} {'least':>9} {'median':>9} {'steps':>6} {'again':>9}")
        for count in BATCHES:
            tariffs, costs = outcomes(world, count)
            least, median, result = measure(model, tariffs, costs)
            start = time.process_time()
            model.solve(tariffs, costs)
            again = time.process_time() - start
            figures = " ".join(f"{1000 * seconds / count:>9.4f}" for seconds in (least, median))
            print(f"{count:>8} {figures} {np.mean(result.steps):>6.1f} {1000 * again / count:>9.4f}")
    world = large_world(31, 40)
    tariffs = np.full(world.flows.shape, 0.1)
    tariffs[np.arange(31), np.arange(31)] = 0
    start = time.process_time()
    result = TradeModel(world).solve(tariffs)
    print(f"{world!r}: {time.process_time() - start:.2f} s CPU for one schedule, {result.steps} steps")


if __name__ == "__main__":
    main()
