"""The Pareto frontier of a finite set of outcomes, for any number of parties.

Most outcomes of an agenda are far from the frontier. So a few good outcomes throw out what they dominate
first, each in one pass; what is left is swept exactly.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left

import numpy as np
from numpy.typing import ArrayLike, NDArray

TOLERANCE = 1e-9
"""Values closer than this are equal."""

_FEW = 2_000
"""Below this many outcomes a sweep costs less than throwing out."""

type Outcomes = NDArray[np.int64]
"""Numbers of outcomes, ascending."""

type _Columns = list[NDArray[np.float64]]
"""Values by party, each of shape (n,), on the grid of the tolerance."""


def pareto_frontier(values: ArrayLike) -> Outcomes:
    """Return the outcomes that no other weakly dominates with one strict gain; ties are kept.

    One outcome dominates another if it is at least as good for everyone and better for someone. Two and
    three parties take O(n log n) at worst, more O(n f), f the size of the frontier.

    Args:
        values: shape (n_outcomes, parties), USD bn a year or scores.
    """
    # On a grid of the tolerance equality is exact, so that domination is transitive.
    columns = [np.rint(column / TOLERANCE) for column in np.asarray(values, dtype=np.float64).T]
    numbers = _not_thrown_out(columns)
    columns = [column[numbers] for column in columns]
    # Best first, so that nothing is dominated by what comes later, and equals are neighbours.
    order = np.lexsort(tuple(-column for column in columns[::-1]))
    columns = [column[order] for column in columns]
    new = np.ones(len(order), dtype=np.bool_)
    if len(order) > 1:
        new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    distinct = [column[new] for column in columns]
    match len(columns):
        case 1:
            kept = np.arange(len(distinct[0])) == 0
        case 2:
            kept = _sweep_two(distinct[1])
        case 3:
            kept = _sweep_three(distinct[1], distinct[2])
        case _:
            kept = _sweep_many(distinct)
    # What equals an outcome of the frontier ties with it.
    return np.sort(numbers[order[kept[np.cumsum(new) - 1]]])


def _not_thrown_out(columns: _Columns) -> NDArray[np.int64]:
    """Return the outcomes that none of a few good ones dominates: a superset of the frontier."""
    numbers = np.arange(len(columns[0]))
    if len(numbers) <= _FEW:
        return numbers
    lows = [column.min() for column in columns]
    spans = [max(column.max() - low, 1.0) for column, low in zip(columns, lows, strict=True)]
    left = columns
    for weights in _directions(len(columns)):
        score = sum(
            (weight / span) * column for weight, span, column in zip(weights, spans, left, strict=True) if weight
        )
        best = int(np.argmax(score))
        good = [column[best] for column in left]
        better = np.logical_or.reduce([column > value for column, value in zip(left, good, strict=True)])
        # The good one and its equals stay, as they tie.
        equal = np.logical_and.reduce([column == value for column, value in zip(left, good, strict=True)])
        stays = np.flatnonzero(better | equal)
        numbers, left = numbers[stays], [column[stays] for column in left]
        if len(numbers) <= _FEW:
            break
    return numbers


def _directions(parties: int) -> list[tuple[float, ...]]:
    """Weights of sums whose greatest outcomes are good ones: all parties alike, then leaning to some."""
    even = (1.0,) * parties
    leaning = [weights for weights in itertools.product((1.0, 3.0), repeat=min(parties, 6)) if len(set(weights)) > 1]
    return [even, *(weights + (1.0,) * (parties - len(weights)) for weights in leaning)]


def _sweep_two(second: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of distinct outcomes, the first party's best first, are better than all before for the second."""
    best = np.maximum.accumulate(second)
    kept = np.ones(len(second), dtype=np.bool_)
    kept[1:] = second[1:] > best[:-1]
    return kept


def _sweep_three(second: NDArray[np.float64], third: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of distinct outcomes, the first party's best first, no earlier one equals or beats for both others.

    Kung, Luccio and Preparata (1975): what came before is known by its own frontier for the second and third
    party, a staircase in which one bisection finds the only outcome that can dominate.
    """
    kept = np.zeros(len(second), dtype=np.bool_)
    # Ascending for the second party, so descending for the third.
    seconds: list[float] = []
    thirds: list[float] = []
    for place, (mine, other) in enumerate(zip(second.tolist(), third.tolist(), strict=True)):
        at = bisect_left(seconds, mine)
        if at < len(thirds) and thirds[at] >= other:
            continue
        kept[place] = True
        end = at + 1 if at < len(seconds) and seconds[at] == mine else at
        start = at
        while start and thirds[start - 1] <= other:
            start -= 1
        seconds[start:end] = [mine]
        thirds[start:end] = [other]
    return kept


def _sweep_many(columns: _Columns) -> NDArray[np.bool_]:
    """Which of distinct outcomes, best first, none of the others dominates: one after the other throws out."""
    numbers = np.arange(len(columns[0]))
    kept = np.zeros(len(numbers), dtype=np.bool_)
    left = columns
    while len(numbers):
        kept[numbers[0]] = True
        better = np.logical_or.reduce([column > column[0] for column in left])
        numbers, left = numbers[better], [column[better] for column in left]
    return kept
