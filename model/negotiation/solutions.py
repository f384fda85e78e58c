"""Solution concepts of cooperative bargaining on a finite set of outcomes, for two or more parties.

All take values of shape (n_outcomes, parties), in USD bn a year or scores, and the disagreement values d
of shape (parties,); all look at the zone of agreement, the outcomes with u_i >= d_i for everyone, alone.
Values closer than 1e-9 are equal, and all outcomes that tie are reported. docs/explanation/solutions.md has
the definitions in full, with their sources.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.frontier import TOLERANCE, Outcomes, pareto_frontier

__all__ = [
    "CONCEPTS",
    "TOLERANCE",
    "Outcomes",
    "Solutions",
    "equal_utility_point",
    "min_distance_opposition",
    "opposition",
    "pareto_frontier",
    "solve",
]

CONCEPTS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
"""The solution concepts by the names of their fields."""


@dataclass(frozen=True)
class Solutions:
    """What each concept selects; empty everywhere where there is no zone of agreement.

    Attributes:
        zone: the outcomes with u_i >= d_i for all.
        frontier: the Pareto frontier of the zone.
        nash: argmax prod (u_i - d_i)^a_i (Nash 1950; powers a_i of 1 unless given).
        kalai_smorodinsky: on the frontier, argmax min (u_i - d_i) / (ideal_i - d_i), the ideal taken over
            the zone (Kalai, Smorodinsky 1975).
        egalitarian: argmax min (u_i - d_i), leximin on ties (Kalai 1977).
        utilitarian: argmax sum u_i.
        mutual_gain: whether some outcome is strictly better than no deal for every party. Where none is, the
            Nash product is 0 everywhere; `nash` then maximises the product over those who can gain at
            all, and of what ties at 0 it holds the frontier alone.
    """

    zone: Outcomes
    frontier: Outcomes
    nash: Outcomes
    kalai_smorodinsky: Outcomes
    egalitarian: Outcomes
    utilitarian: Outcomes
    mutual_gain: bool


def solve(values: ArrayLike, disagreement: ArrayLike, *, powers: Sequence[float] | None = None) -> Solutions:
    """Return all solution concepts.

    Args:
        values: shape (n_outcomes, parties).
        disagreement: shape (parties,).
        powers: a_i of the Nash product, one for each party, positive; 1 each if left out.

    Raises:
        NegotiationError: the shapes don't fit, or a power isn't a positive number.
    """
    values = np.asarray(values, dtype=np.float64)
    point = np.asarray(disagreement, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] < 2 or point.shape != values.shape[1:]:
        raise NegotiationError(f"values of shape {values.shape} don't fit disagreement values of shape {point.shape}")
    exponents = _exponents(powers, len(point))
    inside = np.logical_and.reduce([column >= d - TOLERANCE for column, d in zip(values.T, point, strict=True)])
    zone = np.flatnonzero(inside)
    if not len(zone):
        return Solutions(zone, zone, zone, zone, zone, zone, mutual_gain=False)
    within = values if len(zone) == len(values) else values[zone]
    frontier = zone[pareto_frontier(within)]
    # The maximum of each concept lies on the frontier: whatever dominates an outcome has at least its product,
    # its smallest share, its ranked gains and its sum. So the frontier alone is searched. Of the Nash product
    # and the sum all maxima lie there, as a strict gain raises them; the Nash product where all gain.
    gains = np.maximum(values[frontier] - point, 0.0)
    ideal = gains.max(axis=0)
    moving = ideal > TOLERANCE
    shares = np.ones(len(frontier))
    if moving.any():
        shares = (gains[:, moving] / ideal[moving]).min(axis=1)
    return Solutions(
        zone=zone,
        frontier=frontier,
        nash=frontier[_largest_product(gains[:, moving], exponents[moving])],
        kalai_smorodinsky=frontier[_greatest(shares)],
        egalitarian=frontier[_leximin(gains)],
        utilitarian=frontier[_greatest(gains.sum(axis=1))],
        mutual_gain=bool((gains > TOLERANCE).all(axis=1).any()),
    )


def equal_utility_point(values: ArrayLike, frontier: ArrayLike) -> Outcomes:
    """Return the outcomes of the frontier with the least |u_A - u_B|, all of them on ties.

    Defined for two parties whose utilities share a scale, such as score-sheets. The literature on automated
    negotiation calls it the Kalai-Smorodinsky point (Baarslag, Hindriks, Jonker 2013).

    Args:
        values: shape (n_outcomes, 2).
        frontier: numbers of outcomes; none give none.

    Raises:
        NegotiationError: there aren't two parties.
    """
    pairs = _pairs(values, "equal-utility point")
    numbers = np.asarray(frontier, dtype=np.int64)
    if not len(numbers):
        return numbers
    return numbers[_greatest(-np.abs(pairs[numbers, 0] - pairs[numbers, 1]))]


def opposition(values: ArrayLike, frontier: ArrayLike) -> float | None:
    """Return the distance from the equal-utility point to (1, 1); None if there is no such point.

    On ties it is that of the first outcome.
    """
    point = equal_utility_point(values, frontier)
    if not len(point):
        return None
    return math.dist(_pairs(values, "opposition")[point[0]], (1.0, 1.0))


def min_distance_opposition(values: ArrayLike) -> float:
    """Return the least distance from any outcome to (1, 1), whatever no deal is worth."""
    pairs = _pairs(values, "opposition")
    return math.sqrt(float(((1.0 - pairs[:, 0]) ** 2 + (1.0 - pairs[:, 1]) ** 2).min()))


def _pairs(values: ArrayLike, what: str) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] != 2:
        raise NegotiationError(f"the {what} is defined for two parties, not for values of shape {array.shape}")
    return array


def _exponents(powers: Sequence[float] | None, parties: int) -> NDArray[np.float64]:
    exponents = np.ones(parties)
    if powers is not None:
        exponents = np.asarray(powers, dtype=np.float64)
    if exponents.shape != (parties,) or not (np.isfinite(exponents) & (exponents > 0)).all():
        raise NegotiationError(f"a Nash product of {parties} parties needs as many positive powers, not {powers}")
    return exponents


def _greatest(scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(scores >= scores.max() - TOLERANCE)


def _largest_product(gains: NDArray[np.float64], exponents: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return where prod gains^exponents is largest; relative to its size, as a product has no scale of its own."""
    # Powers of shares, not of gains: those may overflow. A gain below the tolerance is none.
    shares = np.where(gains > TOLERANCE, gains, 0.0) / gains.max(axis=0, initial=TOLERANCE)
    product = (shares**exponents).prod(axis=1)
    return np.asarray(product >= product.max() * (1 - TOLERANCE))


def _leximin(gains: NDArray[np.float64]) -> NDArray[np.bool_]:
    ranked = np.sort(gains, axis=1)
    best = np.ones(len(ranked), dtype=np.bool_)
    for column in ranked.T:
        best &= column >= column[best].max() - TOLERANCE
    return best
