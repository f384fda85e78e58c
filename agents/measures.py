"""Measures: what an interest measures of the worlds that it is shown, and over a table's outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.interests.base import Assessment, Interest
from tradetalks.errors import TradetalksError
from tradetalks.model.aspects import ASPECTS, UndeclaredRead
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.outside.files import place_of


@dataclass(frozen=True, eq=False)
class Measure:
    """What an interest measures over a space, before its weight, relative to today; equal by content.

    Attributes:
        grid: its values over the issues that it depends on, shape (product of their lengths,).
        axes: those issues' places on the agenda.
        disagreement: its value in the world that follows without a deal.
    """

    grid: NDArray[np.float64]
    axes: tuple[int, ...]
    disagreement: float

    @cached_property
    def _content(self) -> tuple[bytes, tuple[int, ...], float]:
        return self.grid.tobytes(), self.axes, self.disagreement

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Measure) and self._content == other._content)

    @cached_property
    def _hash(self) -> int:
        return hash(self._content)

    def __hash__(self) -> int:
        return self._hash

    def at(self, space: OutcomeSpace, outcome: int) -> float:
        """Return its value for one outcome."""
        positions = space.positions(outcome)
        place = 0
        for axis in self.axes:
            place = place * space.shape[axis] + positions[axis]
        return float(self.grid[place])


def measured(interest: Interest, country: str, assessment: Assessment) -> NDArray[np.float64]:
    """Return what an interest measures of the worlds that it is shown, shape (W,).

    Raises:
        TradetalksError: it reads more of them than it says, or doesn't give a number for each.
    """
    kind = type(interest)
    try:
        values = np.asarray(interest.measure(country, assessment), dtype=np.float64)
    except UndeclaredRead as error:
        raise TradetalksError(_undeclared(kind, error)) from error
    if values.shape != (len(assessment.worlds),) or not np.isfinite(values).all():
        raise TradetalksError(
            f"the interest {kind.name!r} of {country} must give a finite number for each of {len(assessment.worlds)} "
            f"worlds, not {values!r}"
        )
    return values


def _undeclared(kind: type[Interest], error: UndeclaredRead) -> str:
    """Say what an interest has read that it doesn't name, and what to write."""
    message = f"the interest {kind.name!r} reads {error.what}"
    if not error.missing:
        return f"{message}, for which no aspect stands: an interest may read {', '.join(ASPECTS)}"
    aspects = " and ".join(repr(aspect) for aspect in error.missing)
    names = ", ".join(f'"{aspect}"' for aspect in sorted({*kind.reads, *error.missing}))
    return (
        f"{message}, but its `reads` doesn't name {aspects}: write reads = frozenset({{{names}}}) in {place_of(kind)}"
    )
