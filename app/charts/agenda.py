"""The chosen table: its agenda with today, the last offers, and the deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tradetalks.app.charts.blocks import Column, wrapped
from tradetalks.app.charts.svg import FONT, SMALL, WIDTH, cut, svg, tag, text, width_of
from tradetalks.app.sight import IssueRow, Sight, TableSight
from tradetalks.app.style import STATUS_WORDS, colours

MARGIN = 8.0
TITLES = 150.0
"""How wide the column of issues is."""
MOST_PARTIES = 4
"""More columns than these stand in a block of their own."""
ROW = 17.0


@dataclass(frozen=True, slots=True)
class _Cell:
    words: str
    moved: bool = False
    weight: int = 400
    colour: str = "var(--ink)"
    dot: str = ""  # the colour of a dot before it; coloured letters would be hard to read on dark paper


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
    return svg(column.bottom + MARGIN, f"the table {table.title}: {STATUS_WORDS[table.status]}", *column.parts)


def _stands(sight: Sight) -> str:
    table = sight.table
    who = ", ".join(sight.names.get(party, party) for party in table.parties)
    end = sight.when(table.deadline)
    put_off = f", put off {table.extensions} time{'s' * (table.extensions > 1)}" if table.extensions else ""
    until = f"until {end}{put_off}" if table.closed is None else f"closed on {sight.when(table.closed)}"
    return f"{who} · {STATUS_WORDS[table.status]} · {until}"


def _blocks(parties: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(parties), MOST_PARTIES):
        yield parties[start : start + MOST_PARTIES]


def _notes(sight: Sight) -> Iterator[str]:
    table = sight.table
    if sight.eyes and sight.eyes not in table.parties:
        yield f"{sight.names.get(sight.eyes, sight.eyes)} doesn't sit here: what is offered it can't know."
    if any(cell.moved for row in table.rows for cell in _cells(row, table.parties)):
        yield "↑ ↓: moved since the same side's offer before."


def _heads(parties: Sequence[str], *, deal: bool) -> list[_Cell]:
    colour = colours(parties)
    last = _Cell("deal", weight=700) if deal else _Cell("no deal", colour="var(--faint)")
    sides = [_Cell(party, weight=700, dot=colour[party]) for party in parties]
    return [_Cell("today", colour="var(--faint)"), *sides, last]


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
            arrow = "↑" if row.issue.position(offered) > row.issue.position(before) else "↓"
        cells.append(_Cell(f"{show(offered)}{arrow}", moved=bool(arrow)))
    if row.deal is not None:
        return [*cells, _Cell(show(row.deal), weight=700)]
    return [*cells, _Cell("–" if row.without is None else show(row.without), colour="var(--faint)")]


def _block(column: Column, table: TableSight, parties: Sequence[str]) -> None:
    deal = table.agreed is not None
    heads = _heads(table.parties, deal=deal)
    keep = [0, *(1 + table.parties.index(party) for party in parties), len(heads) - 1]
    room = (WIDTH - 2 * MARGIN - TITLES) / len(keep)
    right = [MARGIN + TITLES + room * (place + 1) for place in range(len(keep))]
    column.bottom += 6
    _row(column, "", [heads[place] for place in keep], right, room)
    for row in table.rows:
        cells = _cells(row, table.parties)
        unit = f", {row.issue.unit}" if row.issue.unit else ""
        _row(column, f"{row.issue.title}{unit}", [cells[place] for place in keep], right, room)


def _row(column: Column, title: str, cells: Sequence[_Cell], right: Sequence[float], room: float) -> None:
    lines = wrapped(title, TITLES - 4, SMALL)
    top, height = column.bottom, max(ROW, 13.5 * len(lines) + 4)
    column.parts.append(tag("path", d=f"M{MARGIN} {top:.1f}h{WIDTH - 2 * MARGIN}", stroke="var(--rule)"))
    for place, words in enumerate(lines):
        column.parts.append(text(MARGIN, top + 13 + 13.5 * place, words, font_size=SMALL))
    for cell, at in zip(cells, right, strict=True):
        if cell.moved:
            box = {"x": at - room + 2, "y": top + 1.5, "width": room - 1, "height": height - 3, "fill": "var(--glow)"}
            column.parts.append(tag("rect", **box))
        words = cut(cell.words, room - 2)
        attributes = {"text_anchor": "end", "font_weight": cell.weight, "fill": cell.colour, "font_size": FONT}
        column.parts.append(text(at - 2, top + 13, words, **attributes))
        if cell.dot:
            left = max(at - 8 - width_of(words), at - room + 4)
            column.parts.append(tag("circle", cx=left, cy=top + 9, r=4, fill=cell.dot))
    column.bottom = top + height
