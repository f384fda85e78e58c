"""The appraisal of a table: what its outcomes are worth to all sides, and which of them theory points at; solved once.

Result, row of a batch, page and debrief read the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.solutions import Solutions, solve


@dataclass(frozen=True, eq=False)
class Appraisal:
    """What the outcomes of a table are worth, N outcomes and M sides.

    Attributes:
        values: of every outcome to every side, shape (N, M).
        point: what no deal is worth to each, shape (M,).
        solved: the zone, the frontier and the solution concepts.
    """

    values: NDArray[np.float64]
    point: NDArray[np.float64]
    solved: Solutions

    def is_on_frontier(self, agreed: int | None) -> bool | None:
        """Return whether no outcome is better for one side and no worse for others; None without a deal."""
        if agreed is None:
            return None
        return bool(agreed in self.solved.frontier)

    def surplus_left(self, agreed: int | None) -> float | None:
        """Return which part of the largest joint gain over no deal was not realised: 0 for all of it, 1 for none.

        It is above 1 where the sides have less in sum than without a deal, as one of them paid more for waiting; None
        without a zone.
        """
        if not len(self.solved.zone):
            return None
        largest = float((self.values[self.solved.utilitarian[0]] - self.point).sum())
        realised = 0.0
        if agreed is not None:
            realised = float((self.values[agreed] - self.point).sum())
        if largest > 0:
            return 1 - realised / largest
        return 0.0


@lru_cache(maxsize=16)
def appraised(preferences: tuple[Preferences, ...]) -> Appraisal:
    """Return the appraisal of a table by the preferences of its sides: the same as long as these are."""
    values = np.column_stack([own.values for own in preferences])
    point = np.array([own.disagreement for own in preferences])
    return Appraisal(values, point, solve(values, point))
