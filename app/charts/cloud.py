"""All outcomes of a table in the utility plane of two of its parties, as faint dots, and the part of the plane seen.

Thousands of circles would be hundreds of kB an update. So outcomes are put on a fine grid, and neighbours on a line of
it drawn as one stroke. Each day of a run asks for the same cloud again: it is kept as long as its content is the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tradetalks.app.charts.svg import Scale, scale, tag
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import Floats, Stake

LEFT, TOP, RIGHT, BOTTOM = 46.0, 24.0, 392.0, 324.0
"""The plane's place in its chart."""

GRIDS = (1.5, 2.0, 3.0)
"""Widths of the grid, of which the first is taken whose path isn't too long."""

LONGEST = 50_000
FEW = 700
"""Below this many dots they are drawn larger."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the plane that is seen: ranges of what outcomes are worth to the one, and to the other."""

    across: tuple[float, float]
    up: tuple[float, float]

    @property
    def x(self) -> Scale:
        """Where something lies by what it is worth to the one."""
        return scale(*self.across, LEFT, RIGHT)

    @property
    def y(self) -> Scale:
        """Where something lies by what it is worth to the other."""
        return scale(*self.up, BOTTOM, TOP)


def frame_of(sight: Sight, pair: tuple[str, str]) -> Frame:
    """Return the part of the plane that holds all that has a name.

    These are no deal, reservations, frontier, solutions, offers and the deal; and what is best for each of the two,
    where offers are likely to start, so that the picture keeps still once they do.
    """
    table = sight.table
    one, other = (table.stakes[party] for party in pair)
    named = {*table.frontier.tolist(), *table.solutions.values(), *(offer.outcome for offer in table.offers)}
    if table.agreed is not None:
        named.add(table.agreed)
    outcomes = np.array(sorted(named), dtype=np.int64)
    return Frame(_range(one, other, outcomes, table.unit), _range(other, one, outcomes, table.unit))


def _range(own: Stake, rival: Stake, outcomes: NDArray[np.int64], unit: str) -> tuple[float, float]:
    at_rivals_best = own.values[rival.values >= rival.values.max() - 1e-9].max()
    seen = [own.no_deal, float(own.values.max()), float(at_rivals_best), *own.values[outcomes].tolist()]
    low, high = min(seen), max(seen)
    # Late in a long horizon a reservation can lie far off; then it is told in the key alone.
    if math.isfinite(own.reservation) and low - (high - low) <= own.reservation <= high + (high - low):
        low, high = min(low, own.reservation), max(high, own.reservation)
    pad = 0.07 * (high - low)
    if pad < 1e-9:
        pad = 0.1 if unit == "points" else 1.0
    return low - pad, high + pad


def seen_in(sight: Sight, pair: tuple[str, str], frame: Frame) -> int:
    """Return how many outcomes lie in the part of the plane that is seen."""
    across, up = (sight.table.stakes[party].values for party in pair)
    return int(_inside(across, up, frame).sum())


def cloud(sight: Sight, pair: tuple[str, str]) -> str:
    """Return all outcomes that lie in the part of the plane that is seen, as an element to be put into it."""
    across, up = (np.ascontiguousarray(sight.table.stakes[party].values) for party in pair)
    content = blake2b(across.tobytes(), digest_size=16)
    content.update(up.tobytes())
    return _drawn(_Asked(content.digest(), frame_of(sight, pair), across, up))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a cloud is drawn from.

    A digest stands for the values when two are compared: the arrays' identity won't do, as another array may come to
    live where one has died.
    """

    digest: bytes
    frame: Frame
    across: Floats = field(compare=False)
    up: Floats = field(compare=False)


@lru_cache(maxsize=32)
def _drawn(asked: _Asked) -> str:
    for grid in GRIDS:
        path, dots = _path(asked, grid)
        if len(path) <= LONGEST:
            break
    strokes = tag(
        "path",
        d=path,
        fill="none",
        stroke="var(--cloud)",
        stroke_linecap="round",
        stroke_width=(3.2 if dots < FEW else 1.1 * grid) / grid,
    )
    return tag("g", strokes, transform=f"translate({LEFT} {TOP}) scale({grid})", class_="cloud")


def _path(asked: _Asked, grid: float) -> tuple[str, int]:
    """Return strokes over the grid's cells that hold an outcome, in units of the grid, and how many cells do."""
    inside = _inside(asked.across, asked.up, asked.frame)
    wide, high = (RIGHT - LEFT) / grid, (BOTTOM - TOP) / grid
    (west, east), (south, north) = asked.frame.across, asked.frame.up
    columns = ((asked.across[inside] - west) * (wide / (east - west))).round().astype(np.int64)
    rows = ((north - asked.up[inside]) * (high / (north - south))).round().astype(np.int64)
    # One column more than is needed, so that no stroke runs on from the end of a row into the next.
    stride = math.ceil(wide) + 2
    held = np.zeros((math.ceil(high) + 1) * stride, dtype=np.bool_)
    held[rows * stride + columns] = True
    cells = np.flatnonzero(held)
    if not len(cells):
        return "", 0
    breaks = np.flatnonzero(np.diff(cells) != 1)
    starts, ends = cells[np.r_[0, breaks + 1]], cells[np.r_[breaks, len(cells) - 1]]
    # Moves count from the end of the stroke before, which makes their numbers short.
    down = np.diff(starts // stride, prepend=0)
    along = starts % stride - np.r_[0, ends[:-1] % stride]
    lengths = ends - starts
    told = zip(along.tolist(), down.tolist(), lengths.tolist(), strict=True)
    return "".join([f"m{dx} {dy}h{length}" for dx, dy, length in told]), len(cells)


def _inside(across: Floats, up: Floats, frame: Frame) -> NDArray[np.bool_]:
    (west, east), (south, north) = frame.across, frame.up
    return (across >= west) & (across <= east) & (up >= south) & (up <= north)
