"""What the solution concepts cost: CPU time of all of them together, and of the frontier alone.

Run: python benchmarks/solutions.py [OUTCOMES ...]    (10,000, 100,000 and 1,000,000 by default)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.solutions import (
    equal_utility_point,
    min_distance_opposition,
    opposition,
    pareto_frontier,
    solve,
)

REPEATS = 5


def random_values(outcomes: int, parties: int) -> NDArray[np.float64]:
    """Values without structure: few outcomes lie on the frontier."""
    return np.random.default_rng(1).random((outcomes, parties))


def zero_sum(outcomes: int, parties: int) -> NDArray[np.float64]:
    """What one gains the others lose: all outcomes lie on the frontier, the worst case."""
    values = np.random.default_rng(2).random((outcomes, parties))
    return values / values.sum(axis=1, keepdims=True)


def score_sheets(issues: int, levels: int, parties: int) -> NDArray[np.float64]:
    """Weights and points at random, as in the standard domains."""
    rng = np.random.default_rng(3)
    space = OutcomeSpace([Issue(f"i{place}", tuple(range(levels))) for place in range(issues)])
    columns = []
    for _ in range(parties):
        weights = rng.dirichlet(np.ones(issues))
        points = rng.integers(0, 11, (issues, levels)) / 10
        columns.append(sum(weights[axis] * space.spread(points[axis], [axis]) for axis in range(issues)))
    return np.column_stack(columns)


def all_concepts(values: NDArray[np.float64], disagreement: float = 0.2) -> int:
    """Solve for everything that `tradetalks domain` shows; return the size of the frontier."""
    found = solve(values, np.full(values.shape[1], disagreement))
    if values.shape[1] == 2:
        equal_utility_point(values, found.frontier)
        opposition(values, found.frontier)
        min_distance_opposition(values)
    return len(found.frontier)


def cpu(call: Callable[[], object]) -> float:
    """Return the least CPU time of some calls, in seconds."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print CPU times by kind and size."""
    sizes = [int(text.replace(",", "")) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    cases: dict[str, NDArray[np.float64]] = {}
    for size in sizes:
        for name, make in (("random", random_values), ("zero-sum", zero_sum)):
            for parties in (2, 3):
                cases[f"{name}, {parties} parties, {size:,}"] = make(size, parties)
    for parties in (2, 3, 4):
        cases[f"score-sheets 5^8, {parties} parties, 390,625"] = score_sheets(8, 5, parties)
    print(f"{'case':<45} {'frontier':>9} {'all, CPU s':>11} {'frontier alone':>15}")
    for name, values in cases.items():
        count = all_concepts(values)
        whole, alone = cpu(lambda v=values: all_concepts(v)), cpu(lambda v=values: pareto_frontier(v))  # type: ignore[misc]
        print(f"{name:<45} {count:>9,} {whole:>11.3f} {alone:>15.3f}")


if __name__ == "__main__":
    main()
