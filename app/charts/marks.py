"""Marks that charts share: a shape for each party, the deal's star, the cross of no deal, and the key below a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tradetalks.app.charts.svg import FONT, WIDTH, cut, number, tag, text, width_of
from tradetalks.app.sight import Sight

LINE = 17
"""How far the lines of a key are apart."""

COLUMN = 86
"""How wide its columns of figures are."""

HALO = {"stroke": "var(--paper)", "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
"""Of labels, so that they can be read over lines."""

DASHES = (None, "7 3", "2 3", "8 3 2 3")
"""Of the parties' paths, in the order of their turns."""


def shape(place: int, x: float, y: float, size: float, colour: str, *content: str, hollow: bool = False) -> str:
    """Return the mark of a table's party, by its place in the order of turns; shapes repeat after four.

    Args:
        place: of the party.
        x, y: the middle.
        size: about half its width.
        colour: the party's.
        content: what goes into the element, such as a tip.
        hollow: whether only its outline is drawn.
    """
    look = {
        "fill": "var(--paper)" if hollow else colour,
        "stroke": colour if hollow else "var(--paper)",
        "stroke_width": 1.8 if hollow else 0.8,
    }
    if place % 4 == 0:
        return tag("circle", *content, cx=x, cy=y, r=size, **look)
    if place % 4 == 1:
        side = 1.8 * size
        return tag("rect", *content, x=x - side / 2, y=y - side / 2, width=side, height=side, **look)
    corners = [-90, 30, 150] if place % 4 == 2 else [-90, 0, 90, 180]
    return tag("polygon", *content, points=_around(x, y, [(angle, 1.3 * size) for angle in corners]), **look)


def star(x: float, y: float, size: float, *content: str) -> str:
    """Return the mark of a deal."""
    corners = [(-90 + 36 * turn, size if turn % 2 == 0 else 0.45 * size) for turn in range(10)]
    return tag(
        "polygon",
        *content,
        points=_around(x, y, corners),
        fill="var(--good)",
        stroke="var(--paper)",
        stroke_width=1,
        stroke_linejoin="round",
    )


def cross(x: float, y: float, size: float, *content: str) -> str:
    """Return the mark of no deal."""
    strokes = f"M{number(x - size)} {number(y - size)}L{number(x + size)} {number(y + size)}"
    strokes += f"M{number(x - size)} {number(y + size)}L{number(x + size)} {number(y - size)}"
    return tag("path", *content, d=strokes, stroke="var(--bad)", stroke_width=2.4, fill="none")


def rule(x1: float, y1: float, x2: float, y2: float, colour: str = "var(--ink)", dash: str | None = "5 3") -> str:
    """Return a straight line: a reservation, no deal's worth, a deadline."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=1.4, stroke_dasharray=dash)


def disc(x: float, y: float, words: str) -> str:
    """Return a number in a circle, for what the key names."""
    return tag("circle", cx=x, cy=y, r=7.5, fill="var(--paper)", stroke="var(--ink)") + text(
        x, y + 4, words, font_size=11, text_anchor="middle", font_weight=600
    )


def head(sight: Sight, party: str) -> str:
    """Return what a column of figures is called: the party's name, or its id where that is too long."""
    name = sight.names.get(party, party)
    return name if width_of(name) <= COLUMN - 8 else cut(party, COLUMN - 8)


class Entry(NamedTuple):
    """A line of a key: a mark drawn around (0, 0), what it is, and what it is worth to whom the heads name."""

    mark: str
    words: str
    worths: Sequence[str] = ()


def key(entries: Sequence[Entry], heads: Sequence[tuple[str, str]], top: float) -> tuple[str, float]:
    """Return a key with its columns of figures, and where it ends.

    Args:
        entries: its lines.
        heads: names of the columns, each with its colour.
        top: where it begins.
    """
    columns = [WIDTH - 8 - COLUMN * (len(heads) - 1 - place) for place in range(len(heads))]
    parts = [
        text(right, top + 12, name, text_anchor="end", font_weight=600, fill=colour)
        for right, (name, colour) in zip(columns, heads, strict=True)
    ]
    bottom = top + (LINE if heads else 0)
    for mark, words, worths in entries:
        middle = bottom + LINE / 2
        parts.append(tag("g", mark, transform=f"translate(14 {number(middle)})"))
        room = (columns[0] - COLUMN + 2 if worths else WIDTH - 4) - 28
        # A line that is a little too long is set smaller before it is cut.
        size = FONT if width_of(words) <= room else 11
        parts.append(text(28, middle + 4, cut(words, room, size), font_size=size))
        parts += [
            text(right, middle + 4, worth, text_anchor="end", font_variant_numeric="tabular-nums")
            for right, worth in zip(columns, worths, strict=False)
        ]
        bottom += LINE
    return "".join(parts), bottom


def _around(x: float, y: float, corners: Sequence[tuple[float, float]]) -> str:
    points = [
        (x + size * math.cos(math.radians(angle)), y + size * math.sin(math.radians(angle))) for angle, size in corners
    ]
    return " ".join(f"{number(one)},{number(other)}" for one, other in points)
