"""Outcome spaces: every combination of levels, numbered, and evaluated as arrays.

An outcome is an integer from 0 to `size - 1`: the mixed-radix number whose digits are the positions of
the levels, the last issue counting fastest (numpy's C order). So an array of values over a space of
shape (5, 3) reshapes to `values.reshape(5, 3)`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import NegotiationError, SpaceTooLarge, did_you_mean
from tradetalks.model.negotiation.issues import Issue, Level

MAX_OUTCOMES = 1_000_000
"""Above this a space is refused: one array of values is 8 MB, and a table needs some thirty of them."""


class OutcomeSpace:
    """All outcomes of an agenda.

    Args:
        issues: the issues of the agenda, in its order.

    Raises:
        NegotiationError: no issue, or two of the same name.
        SpaceTooLarge: more than `MAX_OUTCOMES`; says which issue to coarsen, and to how many levels.
    """

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        names = [issue.name for issue in self.issues]
        if not names:
            raise NegotiationError("an agenda needs at least one issue")
        if len(set(names)) < len(names):
            raise NegotiationError(f"an agenda names an issue twice: {', '.join(names)}")
        self.shape = tuple(len(issue) for issue in self.issues)
        self.size = math.prod(self.shape)
        if self.size > MAX_OUTCOMES:
            raise SpaceTooLarge(self._how_to_coarsen())
        self._strides = tuple(math.prod(self.shape[axis + 1 :]) for axis in range(len(self.shape)))

    def _how_to_coarsen(self) -> str:
        largest = max(self.issues, key=len)
        others = self.size // len(largest)
        fitting = MAX_OUTCOMES // others
        advice = (
            f"with {fitting} levels there it would fit"
            if fitting >= 2
            else "that alone is not enough: coarsen other issues too, or take one off the agenda"
        )
        sizes = ", ".join(f"{issue.name} {len(issue)}" for issue in self.issues)
        return (
            f"the agenda has {self.size:,} possible deals, more than the {MAX_OUTCOMES:,} that are "
            f"evaluated (levels: {sizes}); coarsen {largest.name!r}: {advice}"
        )

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.size))

    def write(self, outcome: int) -> str:
        """Write an outcome for people: "autos 15, access 4"."""
        return ", ".join(
            f"{issue.name} {issue.show(issue.levels[position])}"
            for issue, position in zip(self.issues, self.positions(outcome), strict=True)
        )

    def axis(self, issue: str) -> int:
        """Return the place of an issue on the agenda, from 0.

        Raises:
            NegotiationError: there is no such issue.
        """
        for axis, part in enumerate(self.issues):
            if part.name == issue:
                return axis
        names = [part.name for part in self.issues]
        raise NegotiationError(
            f"the agenda has no issue {issue!r}{did_you_mean(issue, names)}; it has {', '.join(names)}"
        )

    def positions(self, outcome: int) -> tuple[int, ...]:
        """Return the position of each issue's level in an outcome, in the agenda's order."""
        return tuple(outcome // stride % length for stride, length in zip(self._strides, self.shape, strict=True))

    def levels(self, outcome: int) -> dict[str, Level]:
        """Return an outcome as a mapping from issue to level."""
        return {
            issue.name: issue.levels[position]
            for issue, position in zip(self.issues, self.positions(outcome), strict=True)
        }

    def outcome(self, levels: Mapping[str, Level]) -> int:
        """Return the number of the outcome with these levels.

        Raises:
            NegotiationError: an issue is missing or unknown, or has no such level.
        """
        for name in levels:
            self.axis(name)
        missing = [issue.name for issue in self.issues if issue.name not in levels]
        if missing:
            raise NegotiationError(f"an offer needs one level for every issue; missing: {', '.join(missing)}")
        return self.at(tuple(issue.position(levels[issue.name]) for issue in self.issues))

    def at(self, positions: Sequence[int]) -> int:
        """Return the number of the outcome with these positions, one for each issue."""
        return sum(position * stride for position, stride in zip(positions, self._strides, strict=True))

    def replace(self, outcome: int, axis: int, position: int) -> int:
        """Return the outcome that differs from `outcome` in one issue alone."""
        stride = self._strides[axis]
        return outcome + (position - outcome // stride % self.shape[axis]) * stride

    def spread[Scalar: np.generic](self, values: NDArray[Scalar], axes: Sequence[int]) -> NDArray[Scalar]:
        """Spread values over some issues alone to the whole space.

        Args:
            values: shape (product of the lengths of `axes`,), in the order of `axes`.
            axes: the issues' places on the agenda, ascending.

        Returns:
            Shape (size,).
        """
        shape = [length if axis in axes else 1 for axis, length in enumerate(self.shape)]
        return np.broadcast_to(values.reshape(shape), self.shape).reshape(-1)

    @cached_property
    def steps(self) -> NDArray[np.signedinteger]:
        """Where each outcome lies on each issue, in whole steps that compare across issues.

        Shape (issues, size). From an issue's first level to its last is the same way for all issues: the
        least common multiple of their numbers of steps. So the sum of absolute differences is
        proportional to the sum of |level difference| / (levels - 1), and integers tie exactly. They are of
        the smallest kind that holds that sum.
        """
        whole = math.lcm(*(length - 1 for length in self.shape if length > 1))
        steps = np.empty((len(self.shape), self.size), dtype=np.min_scalar_type(-whole * len(self.shape) - 1))
        for axis, length in enumerate(self.shape):
            scale = whole // (length - 1) if length > 1 else 0
            steps[axis] = self.spread(np.arange(length) * scale, [axis])
        steps.setflags(write=False)
        return steps


@lru_cache(maxsize=64)
def outcome_space(issues: tuple[Issue, ...]) -> OutcomeSpace:
    """Return the space of these issues; the same object for the same issues, as its arrays are shared."""
    return OutcomeSpace(issues)
