"""Places for labels: near what they name, over no mark and no other label."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DIRECTIONS = 16
DISTANCES = (0, 7, 14, 22, 32, 44, 58, 74)
AIR = 2
"""What is kept between labels."""


class Labels:
    """Hands out places in a rectangle; whatever has a place is kept free of what comes after it."""

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        """Start with the rectangle empty."""
        self._inside = (left, top, right, bottom)
        self._taken: list[tuple[float, float, float, float]] = []

    def take(self, x: float, y: float, width: float, height: float) -> None:
        """Keep a place free of labels, given by its middle and its size."""
        self._taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))

    def along(self, spots: Sequence[tuple[float, float]], width: float, height: float) -> tuple[float, float]:
        """Return the first free one of some places, by their middle, and take it; the least covered if none is free."""
        return self._choose(np.array(spots), width, height)

    def place(self, x: float, y: float, width: float, height: float, gap: float) -> tuple[float, float]:
        """Return the middle of the free place nearest to a point, and take it; the least covered if none is free.

        Args:
            x: of what is labelled.
            y: likewise.
            width: of the label.
            height: likewise.
            gap: how far the label's edge stays away from the point at least.
        """
        return self._choose(self._spots(x, y, width, height, gap), width, height)

    def _choose(self, spots: NDArray[np.float64], width: float, height: float) -> tuple[float, float]:
        best = spots[int(np.argmin(self._covered(spots, width, height)))]
        found = float(best[0]), float(best[1])
        self.take(*found, width, height)
        return found

    def _spots(self, x: float, y: float, width: float, height: float, gap: float) -> NDArray[np.float64]:
        left, top, right, bottom = self._inside
        # On ellipses around the label's size, so that its edge, not its middle, keeps the distance.
        spots = [
            (
                x + (width / 2 + gap + distance) * math.cos(math.tau * turn / DIRECTIONS),
                y - (height / 2 + gap + distance) * math.sin(math.tau * turn / DIRECTIONS),
            )
            for distance in DISTANCES
            for turn in range(DIRECTIONS)
        ]
        found = np.array(spots)
        found[:, 0] = found[:, 0].clip(left + width / 2, max(right - width / 2, left + width / 2))
        found[:, 1] = found[:, 1].clip(top + height / 2, max(bottom - height / 2, top + height / 2))
        return found

    def _covered(self, spots: NDArray[np.float64], width: float, height: float) -> NDArray[np.float64]:
        if not self._taken:
            return np.zeros(len(spots))
        taken = np.array(self._taken)
        half = np.array([width / 2 + AIR, height / 2 + AIR / 2])
        low = np.maximum((spots - half)[:, None, :], taken[None, :, :2])
        high = np.minimum((spots + half)[:, None, :], taken[None, :, 2:])
        covered: NDArray[np.float64] = (high - low).clip(0).prod(axis=2).sum(axis=1)
        return covered
