"""Marks that charts share: a shape for each party, the deal's star, the cross of no deal, and the key below a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tradetalks.app.charts.svg import BOLD, FONT, SMALL, WIDTH, cut, number, tag, text, width_of
from tradetalks.app.style import colours
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import Offered

LINE = 17
"""How far the lines of a key are apart."""

COLUMN = 86
"""How wide its columns of figures are."""

HALO = {"stroke": "var(--paper)", "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
"""Of labels, so that they can be read over lines."""

DASHES = (None, "7 3", "2 3", "8 3 2 3", "12 3", "4 2 1 2")
"""Of the parties' paths, in the order of their turns."""


def shape(place: int, x: float, y: float, size: float, colour: str, *content: str, hollow: bool = False) -> str:
    """Return the mark of a table's party, by its place in the order of turns; shapes repeat after six.

    Args:
        place: of the party.
        x: of the middle.
        y: likewise.
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
    if place % 6 == 0:
        return tag("circle", *content, cx=x, cy=y, r=size, **look)
    corners = [(angle, 1.3 * size) for angle in CORNERS[place % 6 - 1]]
    if place % 6 == 5:
        # Between its arms a plus is cut in.
        corners = [(angle, 0.6 * size if angle % 90 == 45 else 1.3 * size) for angle, _ in corners]
    return tag("polygon", *content, points=_around(x, y, corners), **look)


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


CORNERS = (
    (-135, -45, 45, 135),
    (-90, 30, 150),
    (-90, 0, 90, 180),
    (90, 210, 330),
    (-110, -70, -45, -20, 20, 45, 70, 110, 135, 160, 200, 225),
)
"""Where the corners of the parties' shapes are, after the first's circle: degrees, clockwise from the right."""


class Head(NamedTuple):
    """What stands over a column of figures: a mark drawn around (0, 0), and words."""

    mark: str
    words: str


def head(sight: Sight, party: str) -> Head:
    """Return the head of a party's column: its mark, and what it is called."""
    parties = sight.table.parties
    mark = shape(parties.index(party), 0, 0, 4, colours(parties)[party])
    return Head(mark, called(sight, party, (COLUMN - 22) / BOLD))


def as_valued(sight: Sight) -> str:
    """Say of which day a table's figures are; "" where they are of today."""
    valued = sight.table.valued
    if valued is None:
        return ""
    return f"as valued on {sight.when(valued)}, and anew at the next meeting"


def called(sight: Sight, party: str, room: float, size: float = FONT, *, in_sentence: bool = False) -> str:
    """Return what a party is called, or its id where there is no room for that; of a list all are called alike."""
    names = [sight.named(party)] if in_sentence else [sight.name(other) for other in {party, *sight.table.parties}]
    name = sight.named(party) if in_sentence else sight.name(party)
    if max(width_of(other, size) for other in names) <= room:
        return name
    return cut(party, room, size)


class Entry(NamedTuple):
    """A line of a key: a mark drawn around (0, 0), what it is, and what it is worth to whom the heads name."""

    mark: str
    words: str
    worths: Sequence[str] = ()


def last_offer(sight: Sight, last: Offered, worths: Sequence[str]) -> Entry:
    """Return the line of a key for a party's last offer."""
    parties = sight.table.parties
    place = parties.index(last.party)
    mark = shape(place, 0, 0, 6, colours(parties)[last.party], hollow=last.demand)
    what = f": last {'demand' if last.demand else 'offer'}, {sight.when(last.day)}"
    return Entry(mark, called(sight, last.party, room_for(len(worths)) - width_of(what, SMALL), SMALL) + what, worths)


def room_for(columns: int) -> float:
    """Return how wide the words of a key's line may be beside so many figures."""
    return WIDTH - 32 - COLUMN * columns - 4 * bool(columns)


def key(entries: Sequence[Entry], heads: Sequence[Head], top: float) -> tuple[str, float]:
    """Return a key with its columns of figures, and where it ends.

    Args:
        entries: its lines.
        heads: names of the columns.
        top: where it begins.
    """
    columns = [WIDTH - 8 - COLUMN * (len(heads) - 1 - place) for place in range(len(heads))]
    parts = []
    for right, (mark, words) in zip(columns, heads, strict=True):
        parts.append(text(right, top + 12, words, text_anchor="end", font_weight=600))
        parts.append(
            tag("g", mark, transform=f"translate({number(right - BOLD * width_of(words) - 9)} {number(top + 8)})")
        )
    bottom = top + (LINE if heads else 0)
    for mark, words, worths in entries:
        middle = bottom + LINE / 2
        parts.append(tag("g", mark, transform=f"translate(14 {number(middle)})"))
        room = room_for(len(worths))
        # A line that is a little too long is set smaller before it is cut.
        size = FONT if width_of(words) <= room else SMALL
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
