"""Solution concepts of cooperative bargaining on a finite set of outcomes, for two or more parties.

All take values of shape (n_outcomes, parties), in USD bn a year or scores, and the disagreement values d
of shape (parties,); all look at the zone of agreement, the outcomes with u_i >= d_i for everyone, alone.
Values closer than 1e-9 are equal, and all outcomes that tie are reported.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

TOLERANCE = 1e-9

type Outcomes = NDArray[np.int64]
"""Numbers of outcomes, ascending."""


def pareto_frontier(values: ArrayLike) -> Outcomes:
    """Return the outcomes that no other weakly dominates with one strict gain; ties are kept.

    Two parties take one sort, O(n log n); more parties O(n f), f the size of the frontier.
    """
    # On a grid of the tolerance equality is exact, so that domination is transitive.
    grid = np.round(np.asarray(values, dtype=np.float64) / TOLERANCE)
    if grid.shape[1] == 2:
        return _frontier_of_two(grid)
    order = np.lexsort(tuple(-column for column in grid.T[::-1]))
    left = grid[order]
    numbers = order
    frontier: list[NDArray[np.int64]] = []
    while len(left):
        # The lexicographically first of what is left is dominated by none of it.
        first = left[0]
        equal = (left == first).all(axis=1)
        frontier.append(numbers[equal])
        beaten = (left <= first).all(axis=1)
        left, numbers = left[~beaten], numbers[~beaten]
    return np.sort(np.concatenate(frontier))


def _frontier_of_two(grid: NDArray[np.float64]) -> Outcomes:
    order = np.lexsort((-grid[:, 1], -grid[:, 0]))
    first, second = grid[order, 0], grid[order, 1]
    best_before = np.concatenate([[-np.inf], np.maximum.accumulate(second)[:-1]])
    opens = second > best_before
    # What follows equal to an outcome of the frontier ties with it.
    group = np.cumsum(opens) - 1
    leaders = np.flatnonzero(opens)[np.maximum(group, 0)]
    on = (first == first[leaders]) & (second == second[leaders])
    return np.sort(order[on])


@dataclass(frozen=True)
class Solutions:
    """What each concept selects; empty everywhere where there is no zone of agreement.

    Attributes:
        zone: the outcomes with u_i >= d_i for all.
        frontier: the Pareto frontier of the zone.
        nash: argmax prod (u_i - d_i) (Nash 1950).
        kalai_smorodinsky: on the frontier, argmax min (u_i - d_i) / (ideal_i - d_i), the ideal taken over
            the zone (Kalai, Smorodinsky 1975).
        egalitarian: argmax min (u_i - d_i), leximin on ties (Kalai 1977).
        utilitarian: argmax sum u_i.
    """

    zone: Outcomes
    frontier: Outcomes
    nash: Outcomes
    kalai_smorodinsky: Outcomes
    egalitarian: Outcomes
    utilitarian: Outcomes


def solve(values: ArrayLike, disagreement: ArrayLike) -> Solutions:
    """Return all solution concepts.

    Args:
        values: shape (n_outcomes, parties).
        disagreement: shape (parties,).
    """
    values = np.asarray(values, dtype=np.float64)
    point = np.asarray(disagreement, dtype=np.float64)
    zone = np.flatnonzero((values >= point - TOLERANCE).all(axis=1))
    if not len(zone):
        return Solutions(zone, zone, zone, zone, zone, zone)
    frontier = zone[pareto_frontier(values[zone])]
    gains = np.maximum(values[frontier] - point, 0.0)
    ideal = gains.max(axis=0)
    moving = ideal > TOLERANCE
    shares = (gains[:, moving] / ideal[moving]).min(axis=1) if moving.any() else np.ones(len(frontier))
    # Each concept's maximum lies on the frontier, so that only the frontier is searched.
    return Solutions(
        zone=zone,
        frontier=frontier,
        nash=frontier[_greatest(gains.prod(axis=1))],
        kalai_smorodinsky=frontier[_greatest(shares)],
        egalitarian=frontier[_leximin(gains)],
        utilitarian=frontier[_greatest(gains.sum(axis=1))],
    )


def _greatest(scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(scores >= scores.max() - TOLERANCE)


def _leximin(gains: NDArray[np.float64]) -> NDArray[np.bool_]:
    ranked = np.sort(gains, axis=1)
    best = np.ones(len(ranked), dtype=np.bool_)
    for column in ranked.T:
        best &= column >= column[best].max() - TOLERANCE
    return best
