from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tradetalks.model.negotiation.solutions import pareto_frontier, solve

# Few distinct numbers, so that ties are common.
payoffs = st.integers(2, 4).flatmap(
    lambda parties: arrays(
        np.float64, st.tuples(st.integers(1, 40), st.just(parties)), elements=st.integers(-3, 6).map(float)
    )
)


def dominated(values: np.ndarray, outcome: int) -> bool:
    mine = values[outcome]
    return bool(((values >= mine).all(axis=1) & (values > mine).any(axis=1)).any())


@given(payoffs)
def test_the_frontier_is_what_nothing_dominates(values: np.ndarray) -> None:
    expected = [outcome for outcome in range(len(values)) if not dominated(values, outcome)]
    assert pareto_frontier(values).tolist() == expected


@given(payoffs)
def test_each_solution_is_the_maximum_that_defines_it(values: np.ndarray) -> None:
    point = np.zeros(values.shape[1])
    found = solve(values, point)
    zone = [row for row in range(len(values)) if (values[row] >= 0).all()]
    assert found.zone.tolist() == zone
    if not zone:
        assert all(not len(getattr(found, name)) for name in ("nash", "egalitarian", "utilitarian", "frontier"))
        return
    inside = values[zone]
    assert np.prod(values[found.nash], axis=1).max() == np.prod(inside, axis=1).max()
    assert (values[found.utilitarian].sum(axis=1) == inside.sum(axis=1).max()).all()
    best = max(tuple(sorted(row)) for row in inside)
    assert all(tuple(sorted(values[outcome])) == best for outcome in found.egalitarian)
    ideal = inside.max(axis=0)
    frontier = [row for row in zone if not dominated(inside, zone.index(row))]

    def share(row: int) -> float:
        return min((values[row][i] / ideal[i] for i in range(len(ideal)) if ideal[i] > 0), default=1.0)

    assert all(np.isclose(share(outcome), max(map(share, frontier))) for outcome in found.kalai_smorodinsky)


def test_ties_are_all_reported() -> None:
    found = solve([[1, 3], [3, 1], [2, 2], [2, 2]], [0, 0])
    assert found.utilitarian.tolist() == [0, 1, 2, 3]
    assert found.nash.tolist() == [2, 3]


def test_differences_below_the_tolerance_are_none() -> None:
    assert pareto_frontier([[1.0, 1.0], [1.0 + 1e-12, 1.0]]).tolist() == [0, 1]
