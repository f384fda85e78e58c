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


def _left(bar: Bar) -> bool:
    return bar.told.startswith("-")


def bars(rows: Sequence[Sequence[Bar]], top: float, labels: float, width: float = WIDTH) -> tuple[list[str], float]:
    """Return rows of one bar or more each, on one scale around zero, and where they end.

    Args:
        rows: in each the label of the first bar is written.
        top: where they begin.
        labels: how wide the column of labels is.
        width: of the picture.
    """
    every = [bar for row in rows for bar in row]
    values = [bar.value for bar in every]
    low, high = min(0.0, *values), max(0.0, *values)
    # By what is written, so that a rounded zero always stands on the same side.
    left = MARGIN + labels + max((width_of(bar.told, SMALL) + 6 for bar in every if _left(bar)), default=0.0)
    right = width - MARGIN - max((width_of(bar.told, SMALL) + 6 for bar in every if not _left(bar)), default=0.0)
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
            where, anchor = (start - 3, "end") if _left(bar) else (end + 3, "start")
            parts.append(text(where, above + BAR - 2, bar.told, font_size=SMALL, text_anchor=anchor))
        y += height
    parts.append(tag("path", d=f"M{at(0.0):.1f} {top:.1f}V{y:.1f}", stroke="var(--ink)", stroke_width=1))
    return parts, y
