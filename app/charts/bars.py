"""Bars to the left and right of zero, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tradetalks.app.charts.svg import SMALL, WIDTH, cut, scale, tag, text, tip, width_of

MARGIN = 8.0
BAR = 11.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar.

    Attributes:
        label: what it is called.
        value: how long it is, to the left where it is negative.
        told: what is written at its end.
        colour: of it.
        faint: whether it is pale with an edge, to be told from the one above it.
        more: what a mouse shows besides.
    """

    label: str
    value: float
    told: str
    colour: str
    faint: bool = False
    more: str = ""


def bars(rows: Sequence[Sequence[Bar]], top: float, labels: float, width: float = WIDTH) -> tuple[list[str], float]:
    """Return rows of one bar or more each, on one scale around zero, and where they end.

    Args:
        rows: in each the label of the first bar is written.
        top: where they begin.
        labels: how wide the column of labels is.
        width: of the picture.
    """
    values = [bar.value for row in rows for bar in row]
    low, high = min(0.0, *values), max(0.0, *values)
    told = max((width_of(bar.told, SMALL) for row in rows for bar in row), default=0.0) + 6
    left, right = MARGIN + labels + told * (low < 0), width - MARGIN - told * (high > 0 or low == high)
    at = scale(low, high, left, right) if high > low else lambda _: left
    parts, y = [], top
    for row in rows:
        height = (BAR + 2) * len(row) + 5
        parts.append(text(MARGIN, y + height / 2 + 3, cut(row[0].label, labels - 6, SMALL), font_size=SMALL))
        for place, bar in enumerate(row):
            above = y + 2 + place * (BAR + 2)
            start, end = sorted((at(0.0), at(bar.value)))
            fill = (
                {"fill": bar.colour, "fill_opacity": 0.35, "stroke": bar.colour} if bar.faint else {"fill": bar.colour}
            )
            box = {"x": start, "y": above, "width": max(end - start, 0.8), "height": BAR}
            parts.append(tag("rect", tip(f"{bar.label}: {bar.told}{bar.more}"), **box, **fill))
            where, anchor = (end + 3, "start") if bar.value >= 0 else (start - 3, "end")
            parts.append(text(where, above + BAR - 2, bar.told, font_size=SMALL, text_anchor=anchor))
        y += height
    parts.append(tag("path", d=f"M{at(0.0):.1f} {top:.1f}V{y:.1f}", stroke="var(--ink)", stroke_width=1))
    return parts, y
