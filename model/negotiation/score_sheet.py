"""Score-sheets: a side's utility as weights on issues and points per level, as in bargaining exercises."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import NegotiationError, did_you_mean
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.preferences import Preferences

WEIGHT_TOLERANCE = 1e-6
CACHED_SHEETS = 32
"""How many sheets' preferences a process keeps; one of 100,000 outcomes is some four megabytes."""


@dataclass(frozen=True)
class ScoreSheet:
    """Utility of an outcome: the sum over issues of weight times the points of its level.

    Attributes:
        weights: by issue, from 0, summing to 1; an issue left out weighs nothing.
        points: by issue, one for each level, in [0, 1]; an issue left out brings none.
        reservation: the score of no deal.
    """

    weights: Mapping[str, float]
    points: Mapping[str, Sequence[float]]
    reservation: float = 0.0

    def problems(self, issues: Mapping[str, int | None]) -> list[tuple[tuple[str, ...], str]]:
        """Return all that doesn't fit an agenda: where (a path into the sheet), and what is allowed.

        Args:
            issues: how many levels each issue has; None where that isn't known.
        """
        problems = self._strangers(issues) + self._wrong_weights(issues) + self._wrong_points(issues)
        if not math.isfinite(self.reservation):
            problems.append((("reservation",), "must be a finite number"))
        return problems

    def _strangers(self, issues: Mapping[str, int | None]) -> list[tuple[tuple[str, ...], str]]:
        return [
            ((part, name), f"the agenda has no issue {name!r}{did_you_mean(name, issues)}; it has {', '.join(issues)}")
            for part, values in (("weights", self.weights), ("points", self.points))
            for name in values
            if name not in issues
        ]

    def _wrong_weights(self, issues: Mapping[str, int | None]) -> list[tuple[tuple[str, ...], str]]:
        problems: list[tuple[tuple[str, ...], str]] = []
        for name, weight in self.weights.items():
            if not (math.isfinite(weight) and weight >= 0):
                problems.append((("weights", name), f"a weight must be 0 or more, not {weight:g}"))
            elif weight and name not in self.points and name in issues:
                problems.append((("weights", name), f"has a weight and no points: add points.{name}"))
        total = sum(self.weights.values())
        below = any(weight < 0 for weight in self.weights.values())
        if not below and not math.isclose(total, 1.0, abs_tol=WEIGHT_TOLERANCE):
            problems.append((("weights",), f"the weights must sum to 1; these sum to {total:.6g}"))
        return problems

    def _wrong_points(self, issues: Mapping[str, int | None]) -> list[tuple[tuple[str, ...], str]]:
        problems: list[tuple[tuple[str, ...], str]] = []
        for name, points in self.points.items():
            levels = issues.get(name)
            if levels is not None and len(points) != levels:
                problems.append((("points", name), f"needs {levels} values, one for each level, not {len(points)}"))
            worst = max(points, key=lambda value: abs(value - 0.5), default=0.0)
            if not 0 <= worst <= 1:
                problems.append((("points", name), f"points must lie in [0, 1]; {worst:g} does not"))
        return problems

    def scores(self, space: OutcomeSpace) -> NDArray[np.float64]:
        """Return the score of every outcome, shape (n_outcomes,), not rounded.

        Raises:
            NegotiationError: the sheet doesn't fit the space; names every problem.
        """
        problems = self.problems({issue.name: len(issue) for issue in space.issues})
        if problems:
            raise NegotiationError("; ".join(f"{'.'.join(path)}: {message}" for path, message in problems))
        scores = np.zeros(space.size)
        for axis, issue in enumerate(space.issues):
            weight = self.weights.get(issue.name, 0.0)
            if weight:
                scores += weight * space.spread(np.asarray(self.points[issue.name], dtype=np.float64), [axis])
        return scores

    def preferences(self, space: OutcomeSpace) -> Preferences:
        """Return the preferences over a space; they round scores, as they do money.

        Raises:
            NegotiationError: the sheet doesn't fit the space; names every problem.
        """
        return Preferences(self.scores(space), disagreement=self.reservation, mapped=False)

    def shared_preferences(self, space: OutcomeSpace) -> Preferences:
        """Return the preferences over a space: the same object for the same content, as runs share what is sorted once.

        Raises:
            NegotiationError: the sheet doesn't fit the space; names every problem.
        """
        points = tuple((issue, tuple(values)) for issue, values in self.points.items())
        # 0.0 and -0.0 are the same content, and must be written the same, whichever comes first.
        return _preferences(space, tuple(self.weights.items()), points, self.reservation + 0.0)


@lru_cache(maxsize=CACHED_SHEETS)
def _preferences(
    space: OutcomeSpace,
    weights: tuple[tuple[str, float], ...],
    points: tuple[tuple[str, tuple[float, ...]], ...],
    reservation: float,
) -> Preferences:
    return ScoreSheet(dict(weights), dict(points), reservation).preferences(space)
