"""Preferences: what every outcome is worth to one side, sorted once.

Immutable, without time: how the wish to agree changes with the clock is one number, the reservation
(`reservation.py`), and never the order of outcomes. So one `Preferences` serves every run whose content
is the same.
"""

from __future__ import annotations

import copy
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.outcomes import OutcomeSpace

DECIMALS = 6
"""Money is rounded to 1e-6 USD bn before it is sorted, so that ties are ties on every machine."""

REMEMBERED = 4096
"""How many answers of searches one side's preferences keep, about 1 MB; when it is full all are forgotten."""


class Preferences:
    """One side's values over an outcome space.

    Args:
        values: shape (n_outcomes,), USD bn a year relative to today, or scores.
        disagreement: the value of the world that follows without a deal, in the same unit.
        today: the value of the world as it is, in the same unit.
        mapped: map values to utilities in [0, 1] by their minimum and maximum (the default); False for a
            score-sheet, whose utility is the score itself.

    Attributes:
        remembered: outcomes found, by what was searched for: the runs of a batch share preferences, and ask the same
            again and again. It is for whoever searches, and changes no answer.

    Raises:
        NegotiationError: no value, or one that is not a finite number.
    """

    def __init__(
        self, values: ArrayLike, *, disagreement: float = 0.0, today: float = 0.0, mapped: bool = True
    ) -> None:
        array = np.round(np.asarray(values, dtype=np.float64), DECIMALS)
        if array.ndim != 1 or not array.size:
            raise NegotiationError(f"values must be of shape (n_outcomes,), not {array.shape}")
        if not (np.isfinite(array).all() and math.isfinite(disagreement) and math.isfinite(today)):
            raise NegotiationError("every outcome, today and the disagreement need a finite value")
        array.setflags(write=False)
        self.values = array
        self.disagreement = round(float(disagreement), DECIMALS)
        self.today = round(float(today), DECIMALS)
        self.mapped = mapped
        self._low, self._span = 0.0, 1.0
        if mapped:
            self._low = float(array.min())
            self._span = float(array.max()) - self._low
        self._sorted_steps: NDArray[np.signedinteger] | None = None
        self.remembered: dict[tuple[float, float, int], int] = {}

    def against(self, *, disagreement: float, today: float) -> Preferences:
        """Return the same preferences with other values of no deal and of today; what is sorted stays sorted."""
        other = copy.copy(self)
        other.disagreement = round(float(disagreement), DECIMALS)
        other.today = round(float(today), DECIMALS)
        return other

    def utility_of(self, value: float) -> float:
        """Map a value in this side's unit to its utility.

        Outcomes map to [0, 1]; a reservation may lie outside. Where all outcomes are worth the same v,
        a value of v maps to 0, a lower one to -inf, a higher one to +inf: it is then always or never
        reached.
        """
        if self._span:
            return (value - self._low) / self._span
        if value == self._low:
            return 0.0
        if value < self._low:
            return -math.inf
        return math.inf

    @cached_property
    def utilities(self) -> NDArray[np.float64]:
        """Utility of every outcome, shape (n_outcomes,)."""
        utilities = (self.values - self._low) / (self._span or 1.0)
        utilities.setflags(write=False)
        return utilities

    @cached_property
    def _value_of(self) -> memoryview:
        return memoryview(self.values)

    @cached_property
    def _utility_of(self) -> memoryview:
        # A memoryview hands out Python numbers without a copy, at half of what numpy takes for one.
        return memoryview(self.utilities)

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """The outcomes from the best to the worst; of equals the lower number first."""
        order = self._fast_order()
        if order is None:
            order = np.argsort(-self.values, kind="stable")
        order.setflags(write=False)
        return order

    def _fast_order(self) -> NDArray[np.int64] | None:
        """Sort values and numbers packed into one integer: five times faster than a stable argsort.

        None where the values are too large to be packed.
        """
        whole = np.rint(self.values * 10**DECIMALS)
        bits = len(self.values).bit_length()
        if np.abs(whole).max() >= 2.0 ** (62 - bits):
            return None
        packed = (-whole).astype(np.int64) << bits
        packed += np.arange(len(whole))
        packed.sort()
        packed &= (1 << bits) - 1
        order: NDArray[np.int64] = packed
        return order

    @cached_property
    def _descending(self) -> memoryview:
        # Minus the utilities, from the best outcome on: ascending, as bisect wants it.
        return memoryview(-self.utilities[self.order])

    @cached_property
    def _ranked(self) -> memoryview:
        return memoryview(self.order)

    def steps_away(self, space: OutcomeSpace, first: int, end: int, target: int) -> NDArray[np.signedinteger]:
        """Return how far each outcome in a slice of `order` is from another, issue by issue.

        Returns:
            Shape (issues, end - first), in the steps of `OutcomeSpace.steps`.
        """
        if self._sorted_steps is None:
            # Side by side in memory, as what a side looks at together has neighbouring utilities.
            self._sorted_steps = np.take(space.steps, self.order, axis=1)
        near = self._sorted_steps[:, first:end] - space.steps[:, target, None]
        return np.abs(near, out=near)

    @property
    def best(self) -> int:
        """The outcome of highest utility, the lowest-numbered of equals."""
        return self.ranked(0)

    def ranked(self, rank: int) -> int:
        """Return the outcome at a place of `order`."""
        outcome: int = self._ranked[rank]
        return outcome

    def utility(self, outcome: int) -> float:
        """Return the utility of one outcome."""
        utility: float = self._utility_of[outcome]
        return utility

    def utilities_of(self, outcomes: Iterable[int]) -> list[float]:
        """Return the utilities of some outcomes, in their order."""
        return [*map(self._utility_of.__getitem__, outcomes)]

    def value(self, outcome: int) -> float:
        """Return the value of one outcome, USD bn a year or a score."""
        value: float = self._value_of[outcome]
        return value

    def rank_between(self, low: float, high: float) -> tuple[int, int]:
        """Return the slice of `order` that holds the outcomes with utility in [low, high]."""
        keys = self._descending
        # Most talks spend most of their time near the top, where one comparison finds the beginning.
        first = 0 if keys[0] >= -high else bisect_left(keys, -high)
        return first, bisect_right(keys, -low, first)

    def first_of_equals(self, rank: int) -> int:
        """Return where the outcomes begin, in `order`, that have the same utility as the one at a place."""
        keys = self._descending
        return bisect_left(keys, keys[rank], 0, rank)

    def remember(self, key: tuple[float, float, int], outcome: int) -> int:
        """Remember an outcome, by what was searched for, in `remembered`; and return it."""
        if len(self.remembered) >= REMEMBERED:
            self.remembered.clear()
        self.remembered[key] = outcome
        return outcome

    def __len__(self) -> int:
        return len(self.values)
