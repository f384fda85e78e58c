"""The chosen table: its agenda with today, the last offers, and the deal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tradetalks.app.charts.blocks import Column, wrapped
from tradetalks.app.charts.svg import BOLD, FONT, SMALL, WIDTH, svg, tag, text, width_of
from tradetalks.app.sight import IssueRow, Sight, TableSight
from tradetalks.app.style import STATUS_WORDS, colours
from tradetalks.model.negotiation.issues import Issue, Level

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
class _Cell:
    words: str
    moved: bool = False
    weight: int = 400
    colour: str = "var(--ink)"
    band: str = ""  # the colour of a band below it; coloured letters would be hard to read on dark paper


def agenda(sight: Sight) -> str:
    """Return the table: what is negotiated, where each issue stands, and how it ended."""
    table = sight.table
    column = Column(MARGIN, WIDTH - 2 * MARGIN, 2.0)
    column.write(table.title, size=15, font_weight=600, gap=2)
    column.write(_stands(sight), fill="var(--faint)", gap=1)
    for parties in _blocks(table.parties):
        _block(column, table, parties)
    for note in _notes(sight):
        column.write(note, size=SMALL, fill="var(--faint)")
    if table.ending:
        column.write(table.ending, font_weight=600, gap=6)
    if table.why:
        column.write(f"{table.why}.", size=SMALL, gap=2)
    return svg(column.bottom + MARGIN, f"the table {table.title}: {STATUS_WORDS[table.status]}", *column.parts)


def _stands(sight: Sight) -> str:
    table = sight.table
    who = ", ".join(sight.names.get(party, party) for party in table.parties)
    end = sight.when(table.deadline)
    put_off = f", put off {table.extensions} time{'s' * (table.extensions > 1)}" if table.extensions else ""
    until = f"until {end}{put_off}" if table.closed is None else f"closed on {sight.when(table.closed)}"
    return f"{who} · {STATUS_WORDS[table.status]} · {until}"


def _blocks(parties: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the parties of each block, about as many in one as in the other."""
    blocks = math.ceil(len(parties) / MOST_PARTIES)
    for block in range(blocks):
        yield parties[len(parties) * block // blocks : len(parties) * (block + 1) // blocks]


def _notes(sight: Sight) -> Iterator[str]:
    table = sight.table
    if sight.eyes and sight.eyes not in table.parties:
        yield f"{sight.names.get(sight.eyes, sight.eyes)} doesn't sit here: what is offered it can't know."
    if any(cell.moved for row in table.rows for cell in _cells(row, table.parties)):
        yield "↑ ↓: moved since the same side's offer before."


def _heads(parties: Sequence[str], *, deal: bool) -> list[_Cell]:
    colour = colours(parties)
    last = _Cell("deal", weight=700) if deal else _Cell("no deal", colour="var(--faint)")
    sides = [_Cell(party, weight=700, band=colour[party]) for party in parties]
    # A deal in force has changed what it was before.
    return [_Cell("before" if deal else "today", colour="var(--faint)"), *sides, last]


def _height(issue: Issue, level: Level) -> float:
    """Numbers may be listed downwards; of words only their order is known."""
    return issue.position(level) if isinstance(level, str) else level


def _cells(row: IssueRow, parties: Sequence[str]) -> list[_Cell]:
    show = row.issue.show
    cells = [_Cell("–" if row.today is None else show(row.today), colour="var(--faint)")]
    for party in parties:
        offered, before = row.offers.get(party), row.before.get(party)
        if offered is None:
            cells.append(_Cell("–", colour="var(--faint)"))
            continue
        arrow = ""
        if before is not None and before != offered:
            arrow = "↑" if _height(row.issue, offered) > _height(row.issue, before) else "↓"
        cells.append(_Cell(f"{show(offered)}{arrow}", moved=bool(arrow)))
    if row.deal is not None:
        return [*cells, _Cell(show(row.deal), weight=700)]
    return [*cells, _Cell("–" if row.without is None else show(row.without), colour="var(--faint)")]


def _block(column: Column, table: TableSight, parties: Sequence[str]) -> None:
    heads = _heads(table.parties, deal=table.agreed is not None)
    keep = [0, *(1 + table.parties.index(party) for party in parties), len(heads) - 1]
    rows = [("", heads)]
    for row in table.rows:
        unit = f", {row.issue.unit}" if row.issue.unit else ""
        rows.append((f"{row.issue.title}{unit}", _cells(row, table.parties)))
    room = _room([cells[place] for _, cells in rows for place in keep], len(keep))
    column.bottom += 6
    for title, cells in rows:
        _row(column, title, [cells[place] for place in keep], room)


def _room(cells: Sequence[_Cell], columns: int) -> float:
    """Return how wide a column is: so that no cell is wrapped, or at least no word is broken, if there is room."""
    whole = max(USUAL, *(_needs(cell, cell.words) for cell in cells))
    broken = max(_needs(cell, word) for cell in cells for word in cell.words.split() or [""])
    rest = WIDTH - 2 * MARGIN
    return min(max(min(whole, (rest - TITLES) / columns), broken), (rest - NARROW) / columns)


def _needs(cell: _Cell, words: str) -> float:
    return width_of(words, _broad(cell)) + AIR


def _broad(cell: _Cell) -> float:
    """Return the size by which a cell's words are measured."""
    return BOLD * FONT if cell.weight > 400 else FONT


def _row(column: Column, title: str, cells: Sequence[_Cell], room: float) -> None:
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
