"""Grids: rows of words in columns, one under the other, as tables of issues have them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tradetalks.app.charts.blocks import Column, wrapped
from tradetalks.app.charts.svg import BOLD, FONT, SMALL, WIDTH, tag, text, width_of

MARGIN = 8.0
TITLES = 150.0
"""How wide the column of issues should be; it gets what the others leave."""
NARROW = 110.0
"""How wide it is at least, where the words of others need the room."""
USUAL = 51.0
"""How wide the other columns should be."""
MOST_PARTIES = 4
"""A table of more stands in several blocks."""
ROW = 17.0
LINE = 13.5
AIR = 4.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column."""

    words: str
    moved: bool = False
    weight: int = 400
    colour: str = "var(--ink)"
    band: str = ""  # the colour of a band below it; coloured letters would be hard to read on dark paper


def blocks_of(parties: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the parties of each block of a table, about as many in one as in the other."""
    blocks = math.ceil(len(parties) / MOST_PARTIES)
    for block in range(blocks):
        yield parties[len(parties) * block // blocks : len(parties) * (block + 1) // blocks]


def write_rows(column: Column, rows: Sequence[tuple[str, Sequence[Cell]]]) -> None:
    """Write rows under what is in a column: each with its title, and its cells from the left."""
    room = _room([cell for _, cells in rows for cell in cells], len(rows[0][1]))
    for title, cells in rows:
        _row(column, title, cells, room)


def _room(cells: Sequence[Cell], columns: int) -> float:
    """Return how wide a column is: so that no cell is wrapped, or at least no word is broken, if there is room."""
    whole = max(USUAL, *(_needs(cell, cell.words) for cell in cells))
    broken = max(_needs(cell, word) for cell in cells for word in cell.words.split() or [""])
    rest = WIDTH - 2 * MARGIN
    return min(max(min(whole, (rest - TITLES) / columns), broken), (rest - NARROW) / columns)


def _needs(cell: Cell, words: str) -> float:
    return width_of(words, _broad(cell)) + AIR


def _broad(cell: Cell) -> float:
    """Return the size by which a cell's words are measured."""
    if cell.weight > 400:
        return BOLD * FONT
    return FONT


def _row(column: Column, title: str, cells: Sequence[Cell], room: float) -> None:
    titles = WIDTH - 2 * MARGIN - room * len(cells)
    lines = wrapped(title, titles - 6, SMALL)
    said = [wrapped(cell.words, room - AIR, _broad(cell)) for cell in cells]
    top = column.bottom
    height = max(ROW, LINE * max(len(lines), *map(len, said)) + 4) + 3 * any(cell.band for cell in cells)
    column.parts.append(tag("path", d=f"M{MARGIN} {top:.1f}h{WIDTH - 2 * MARGIN}", stroke="var(--rule)"))
    for place, words in enumerate(lines):
        column.parts.append(text(MARGIN, top + 13 + LINE * place, words, font_size=SMALL))
    for place, (cell, words_of_cell) in enumerate(zip(cells, said, strict=True)):
        right = MARGIN + titles + room * (place + 1)
        if cell.moved:
            box = {"x": right - room + 1, "y": top + 1.5, "width": room - 1, "height": height - 3}
            column.parts.append(tag("rect", **box, fill="var(--glow)"))
        attributes = {"text_anchor": "end", "font_weight": cell.weight, "fill": cell.colour, "font_size": FONT}
        for at, words in enumerate(words_of_cell):
            column.parts.append(text(right - 2, top + 13 + LINE * at, words, **attributes))
        if cell.band:
            band = {"x": right - room + AIR, "y": top + height - 3, "width": room - AIR, "height": 3, "fill": cell.band}
            column.parts.append(tag("rect", **band))
    column.bottom = top + height
