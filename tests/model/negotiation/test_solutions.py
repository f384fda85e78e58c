from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.solutions import (
    CONCEPTS,
    equal_utility_point,
    min_distance_opposition,
    opposition,
    pareto_frontier,
    solve,
)

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


@pytest.mark.parametrize("parties", [2, 3, 4])
@pytest.mark.parametrize("steps", [4, 25, 10_000])
def test_the_frontier_of_many_outcomes(parties: int, steps: int) -> None:
    # More than are swept at once, so that some are thrown out before; few steps make many ties.
    values = np.random.default_rng(steps + parties).integers(0, steps, (5000, parties)).astype(float)
    frontier = pareto_frontier(values)
    distinct = np.unique(values[frontier], axis=0)
    assert not any(dominated(values, int(outcome)) for outcome in frontier)
    beaten = np.zeros(len(values), dtype=bool)
    tied = np.zeros(len(values), dtype=bool)
    for good in distinct:
        beaten |= (good >= values).all(axis=1) & (good > values).any(axis=1)
        tied |= (good == values).all(axis=1)
    # Everything else is dominated by the frontier, and all that ties with it is on it.
    assert np.array_equal(np.flatnonzero(~beaten), frontier)
    assert np.array_equal(np.flatnonzero(tied), frontier)


@given(payoffs, st.integers(1, 5))
def test_solutions_do_not_depend_on_the_units(values: np.ndarray, scale: int) -> None:
    # Nash and Kalai-Smorodinsky: a party's own unit and zero don't matter.
    factors = np.arange(1, values.shape[1] + 1) * float(scale)
    found, other = solve(values, np.zeros(len(factors))), solve(values * factors + 7, np.full(len(factors), 7.0))
    for concept in ("zone", "frontier", "nash", "kalai_smorodinsky"):
        assert np.array_equal(getattr(found, concept), getattr(other, concept)), concept


@given(payoffs)
def test_every_concept_selects_from_the_frontier(values: np.ndarray) -> None:
    found = solve(values, np.zeros(values.shape[1]))
    for concept in CONCEPTS:
        assert set(getattr(found, concept)) <= set(found.frontier), concept


def test_powers_weigh_the_parties_of_the_nash_product() -> None:
    pie = [[place / 100, 1 - place / 100] for place in range(101)]
    assert solve(pie, [0, 0]).nash.tolist() == [50]
    assert solve(pie, [0, 0], powers=[3, 1]).nash.tolist() == [75]
    assert solve(pie, [0, 0], powers=[300, 100]).nash.tolist() == [75]
    for powers in ([1], [1, 0], [1, float("nan")]):
        with pytest.raises(NegotiationError, match="2 parties needs as many positive powers"):
            solve(pie, [0, 0], powers=powers)


def test_small_gains_do_not_all_tie() -> None:
    # The products are below the tolerance of single values.
    assert solve([[1e-6, 3e-6], [2e-6, 2e-6], [3e-6, 1e-6]], [0, 0]).nash.tolist() == [1]


def test_where_not_all_can_gain_the_nash_product_is_of_those_who_can() -> None:
    # The third gets nothing anywhere: no outcome beats no deal for all, and the others divide as two would.
    found = solve([[1, 3, 0], [2, 2, 0], [3, 1, 0], [1, 1, 0]], [0, 0, 0])
    assert (found.nash.tolist(), found.mutual_gain) == ([1], False)
    # Each can gain, but not both at once: all of the frontier ties at 0, what it dominates does not count.
    found = solve([[0, 2], [0, 1], [1, 0]], [0, 0])
    assert (found.nash.tolist(), found.mutual_gain) == ([0, 2], False)
    assert solve([[1, 1]], [0, 0]).mutual_gain


def test_outside_the_zone_nothing_is_selected() -> None:
    found = solve([[0, 5], [5, 0]], [1, 1])
    assert (len(found.zone), len(found.frontier), found.mutual_gain) == (0, 0, False)
    assert all(not len(getattr(found, concept)) for concept in CONCEPTS)


def test_the_equal_utility_point_and_the_oppositions() -> None:
    values = [[0.2, 0.9], [0.6, 0.7], [0.9, 0.6], [0.5, 0.5]]
    frontier = pareto_frontier(values)
    # (0.5, 0.5) is more equal, but dominated.
    assert equal_utility_point(values, frontier).tolist() == [1]
    assert opposition(values, frontier) == pytest.approx(0.5)
    assert min_distance_opposition(values) == pytest.approx((0.01 + 0.16) ** 0.5)
    assert equal_utility_point([[0.4, 0.5], [0.5, 0.4]], [0, 1]).tolist() == [0, 1]
    assert opposition(values, []) is None
    with pytest.raises(NegotiationError, match="two parties"):
        equal_utility_point([[1, 1, 1]], [0])


def test_the_same_figures_as_the_definitions_give() -> None:
    rng = np.random.default_rng(4)
    for _ in range(50):
        values, point = rng.random((300, 2)), rng.random(2) / 2
        found = solve(values, point)
        zone = [row for row in range(300) if (values[row] >= point).all()]
        gains = values[zone] - point
        assert found.nash[0] == zone[int(gains.prod(axis=1).argmax())]
        assert found.kalai_smorodinsky[0] == zone[int((gains / gains.max(axis=0)).min(axis=1).argmax())]
        assert found.egalitarian[0] == zone[int(gains.min(axis=1).argmax())]
        assert found.utilitarian[0] == zone[int(gains.sum(axis=1).argmax())]
