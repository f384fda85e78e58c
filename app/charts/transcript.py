"""The transcript as a picture: the newest moves with their reasons, and what happened between."""

from __future__ import annotations

from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.svg import BOLD, SMALL, WIDTH, cut, svg, tag, text, width_of
from tradetalks.app.style import colours
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import Said
from tradetalks.runs.sight.transcript import line
from tradetalks.runs.words.amounts import counted

MARGIN = 8.0
DATES = 52.0
"""How wide the column of dates is."""


def transcript(sight: Sight, most: int = 30) -> str:
    """Return the newest lines, so many at most, the newest on top."""
    column = Column(MARGIN, WIDTH - 2 * MARGIN, 4.0)
    column.write(f"{sight.table.title}, {sight.when(max(sight.day, 0))}", font_weight=600)
    colour = colours(sight.table.parties)
    for said in reversed(sight.table.said[-most:]):
        _put(column, said, sight, colour)
    earlier = len(sight.table.said) - most
    if earlier > 0:
        column.write(f"{counted(earlier, 'earlier line')} not shown", size=SMALL, fill="var(--faint)")
    if not sight.table.said:
        column.write("Nothing has happened yet.", fill="var(--faint)")
    label = f"the transcript of {sight.table.title}, newest on top"
    return svg(column.bottom + MARGIN, label, *column.parts)


def _put(column: Column, said: Said, sight: Sight, colour: dict[str, str]) -> None:
    words = line(said, sight)
    top = column.bottom + 6
    inner = Column(MARGIN + DATES, column.room - DATES, column.bottom + 3)
    if said.is_move:
        inner.parts.append(tag("circle", cx=inner.left + 4, cy=top + 8.4, r=4, fill=colour[said.party]))
        who = cut(words.who, inner.room / 2 / BOLD)
        inner.parts.append(text(inner.left + 12, top + 12.4, who, font_weight=600))
        # The first words stand beside the name.
        beside = Column(inner.left, inner.room, inner.bottom)
        indent = 18 + BOLD * width_of(who)
        _flow(beside, words.what, indent)
        inner.parts += beside.parts
        inner.bottom = beside.bottom
        why = " · ".join(part for part in (words.worth, words.reason) if part)
        if why:
            inner.write(why, size=SMALL, gap=1, fill="var(--faint)")
    else:
        hidden = " (hidden from the parties)" if said.hidden else ""
        inner.write(words.what + hidden)
        box = tag("rect", x=MARGIN, y=top - 2, width=column.room, height=inner.bottom - top + 4, fill="var(--panel)")
        inner.parts.insert(0, box)
    column.parts += [*inner.parts, text(MARGIN + 4, top + 12.4, words.when, font_size=SMALL, fill="var(--faint)")]
    column.bottom = inner.bottom + 4
    column.parts.append(tag("path", d=f"M{MARGIN} {column.bottom:.1f}h{column.room}", stroke="var(--rule)"))


def _flow(column: Column, words: str, indent: float) -> None:
    """Write words of which the first line is indented and the others are not."""
    first: list[str] = []
    rest = words.split()
    while rest and width_of(" ".join([*first, rest[0]])) <= column.room - indent:
        first.append(rest.pop(0))
    column.write(" ".join(first) or "…", indent=indent)
    if rest:
        column.write(" ".join(rest), gap=0)
