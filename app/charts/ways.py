"""Where the edges of a network run, and where their marks stand, so that each can be told from the others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RADIUS = 15.0
"""Half as high as a country's box with its edge, and as far as an edge keeps from it."""

type Floats = NDArray[np.float64]
type Point = tuple[float, float]
type Boxes = tuple[tuple[str, Point, float], ...]
"""Of each country its code, where its box stands, and how broad that is."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way of an edge from one country to another, or from a hub to a country."""

    start: Point
    bend: Point
    end: Point

    @property
    def path(self) -> str:
        """As an SVG path's data."""
        (a, b), (c, d), (e, f) = self.start, self.bend, self.end
        return f"M{a:.1f} {b:.1f}Q{c:.1f} {d:.1f} {e:.1f} {f:.1f}"

    def at(self, t: float) -> Point:
        """Return the point at a part of it, 0 its start and 1 its end."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        return (
            a * self.start[0] + b * self.bend[0] + c * self.end[0],
            a * self.start[1] + b * self.bend[1] + c * self.end[1],
        )


@dataclass(frozen=True, slots=True)
class Laid:
    """The ways of a network.

    Attributes:
        edges: of each pair its way, and where its mark stands.
        hubs: of each table of three or more countries where it stands, and the way to each country, by code.
    """

    edges: tuple[tuple[Way, Point], ...]
    hubs: tuple[tuple[Point, Mapping[str, Way]], ...]


@lru_cache(maxsize=32)
def laid(pairs: tuple[tuple[str, str], ...], hubs: tuple[tuple[str, ...], ...], boxes: Boxes, bottom: float) -> Laid:
    """Return the ways of edges and hubs: of a run the same every day, and dear to find.

    Args:
        pairs: the countries of each edge.
        hubs: the countries of each hub.
        boxes: where countries stand.
        bottom: below which no way may run.
    """
    places = {code: place for code, place, _ in boxes}
    # A box around letters is that much broader than a circle.
    taken = [(x, y, broad / 2 - RADIUS) for _, (x, y), broad in boxes]
    centres: list[tuple[Point, Mapping[str, Way]]] = []
    for codes in hubs:
        centre = _centre([places[code] for code in codes], taken)
        ways = {
            code: _way(centre, places[code], [place for other, place in places.items() if other != code], bottom)
            for code in codes
        }
        centres.append((centre, ways))
        taken.append((*centre, 0.0))
    amid = [centre for centre, _ in centres]
    edges = []
    for one, other in pairs:
        others = [place for code, place in places.items() if code not in {one, other}]
        edges.append(_way(places[one], places[other], [*others, *amid], bottom))
    return Laid(tuple(zip(edges, _spots(edges, taken), strict=True)), tuple(centres))


def _way(start: Point, end: Point, others: Sequence[Point], bottom: float) -> Way:
    """Return a way that is bent away from other countries."""
    (x1, y1), (x2, y2) = start, end
    long = math.hypot(x2 - x1, y2 - y1) or 1.0
    across = ((y1 - y2) / long, (x2 - x1) / long)

    def bent(much: float) -> Way:
        return Way(start, ((x1 + x2) / 2 + across[0] * much, (y1 + y2) / 2 + across[1] * much), end)

    def crowding(bend: float) -> float:
        way = bent(bend)
        worst = 0.0
        for x, y in others:
            for step in range(1, 10):
                at_x, at_y = way.at(step / 10)
                worst = max(worst, 2.2 * RADIUS - math.hypot(at_x - x, at_y - y))
        outside = max(0.0, 12 - way.bend[1], way.bend[1] - bottom + 4)
        return max(worst, 0.0) * 4 + outside * 4 + abs(bend) * 0.15

    return bent(min((sign * much for much in range(0, 130, 10) for sign in (1, -1)), key=crowding))


def _centre(members: Sequence[Point], taken: Sequence[tuple[float, float, float]]) -> Point:
    """Return where a hub stands: amid its countries, off all boxes, with straight ways that cross none of them."""
    middle = np.mean(members, axis=0)
    steps = np.arange(-100.0, 101.0, 10.0)
    spots = middle + np.array([(x, y) for y in steps for x in steps])
    boxes = np.array(taken)
    room = _distance(spots, boxes).min(axis=1)
    # Nine points of each way; the last before its country's own box.
    parts = np.linspace(0.1, 0.9, 9)[:, None]
    crowded = np.zeros(len(spots))
    for member in members:
        foreign = boxes[np.abs(boxes[:, :2] - member).max(axis=1) > 1e-6]
        if len(foreign):
            along = spots[:, None, :] * (1 - parts) + np.array(member) * parts
            near = _distance(along.reshape(-1, 2), foreign).min(axis=1).reshape(len(spots), -1).min(axis=1)
            crowded += np.maximum(1.5 * RADIUS - near, 0.0)
    low, high = np.min(members, axis=0), np.max(members, axis=0)
    outside = (spots < low).any(axis=1) | (spots > high).any(axis=1)
    far = np.hypot(*(spots - middle).T)
    best = int(np.argmin(np.maximum(2.2 * RADIUS - room, 0.0) * 8 + crowded * 4 + far * 0.3 + 1000.0 * outside))
    return float(spots[best, 0]), float(spots[best, 1])


def _distance(points: Floats, boxes: Floats) -> Floats:
    """Return how far points are from boxes, shape (points, boxes); a box is as broad as it says beyond a circle."""
    across = np.maximum(np.abs(points[:, None, 0] - boxes[:, 0]) - boxes[:, 2], 0.0)
    return np.asarray(np.hypot(across, points[:, None, 1] - boxes[:, 1]))


def _spots(ways: list[Way], taken: Sequence[tuple[float, float, float]]) -> list[Point]:
    """Return where the mark of each edge stands: near its middle, off the countries and the other marks."""
    spots: list[Point] = []
    for way in ways:

        def free(spot: Point) -> float:
            others = [*taken, *((x, y, 0.0) for x, y in spots)]
            return min(math.hypot(max(abs(spot[0] - x) - more, 0.0), spot[1] - y) for x, y, more in others)

        along = [way.at(0.5 + sign * step / 20) for step in range(7) for sign in (1, -1)]
        spots.append(next((spot for spot in along if free(spot) >= 22), max(along, key=free)))
    return spots
