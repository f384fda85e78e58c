"""The chosen table: its agenda with today, the last offers, and the deal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tradetalks.app.charts.blocks import Column, wrapped
from tradetalks.app.charts.marks import as_valued
from tradetalks.app.charts.svg import BOLD, FONT, SMALL, WIDTH, svg, tag, text, width_of
from tradetalks.app.sight import IssueRow, Sight, TableSight
from tradetalks.app.style import STATUS_WORDS, UNIT_WORDS, colours
from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.runs.explain import divided, money
from tradetalks.runs.result import TableResult

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
    if table.result is not None:
        _result(column, table.result)
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


def _result(column: Column, result: TableResult) -> None:
    """Write what is to be said of a table that is over, and what each move of the deal was worth."""
    for line in _facts(result):
        column.write(line, size=SMALL, gap=2)
    moved = {name: part for name, part in result.issues.items() if part.moved}
    if not moved:
        return
    unit = UNIT_WORDS["points" if next(iter(result.sides.values())).unit == "score" else "bn"]
    column.write(f"What paid for what, {unit}", font_weight=600, gap=8)
    column.write(
        "the deal against the same with one issue as it is without a deal", size=SMALL, fill="var(--faint)", gap=0
    )
    total = {party: (side.total.deal or 0.0) - side.total.without_deal for party, side in result.sides.items()}
    worths = [(part.label, part.moved) for part in moved.values()] + [("the whole deal, against no deal", total)]
    for parties in _blocks(result.parties):
        heads = [_Cell(party, weight=700, band=colours(result.parties)[party]) for party in parties]
        weight = [400] * len(moved) + [700]
        rows = [("", heads)] + [
            (title, [_Cell(_worth(worth[party], unit), weight=bold) for party in parties])
            for (title, worth), bold in zip(worths, weight, strict=True)
        ]
        _rows(column, rows)


def _worth(value: float, unit: str) -> str:
    return money(value) if unit == UNIT_WORDS["bn"] else f"{value + 0.0:+.3f}"


def _facts(result: TableResult) -> Iterator[str]:
    if result.changes_nothing:
        yield "It changes nothing: every issue stays as it was."
    elif result.partial:
        yield "A partial deal: some issues stay as they were."
    if result.on_frontier is not None:
        left = result.surplus_left
        least = "" if left is None else f"; {100 * left:.0f} % of the joint gain that was possible is left"
        yield f"{'On' if result.on_frontier else 'Inside'} the frontier{least}."
    if result.belief < 1:
        yield f"That what threatens would come was believed to {100 * result.belief:.0f} %."
    for party, side in result.sides.items():
        if side.members:
            yield f"{divided(party, side)}."


def _notes(sight: Sight) -> Iterator[str]:
    table = sight.table
    if sight.eyes and not table.seat:
        yield f"{sight.names.get(sight.eyes, sight.eyes)} doesn't sit here: what is offered it can't know."
    if any(cell.moved for _, cells in _lines(table) for cell in cells):
        yield "↑ ↓: moved since the same side's offer before."
    if table.valued is not None and any(row.without is not None for row in table.rows):
        yield f"today and no deal: {as_valued(sight)}."


def _heads(parties: Sequence[str], *, deal: bool) -> list[_Cell]:
    colour = colours(parties)
    sides = [_Cell(party, weight=700, band=colour[party]) for party in parties]
    # A deal in force has changed what it was before.
    first = _Cell("before" if deal else "today", colour="var(--faint)")
    return [first, *sides, *[_Cell("deal", weight=700)] * deal, _Cell("no deal", colour="var(--faint)")]


def _height(issue: Issue, level: Level) -> float:
    """Numbers may be listed downwards; of words only their order is known."""
    return issue.position(level) if isinstance(level, str) else level


def _cells(row: IssueRow, parties: Sequence[str], *, levered: bool) -> list[_Cell]:
    """Return what stands beside an issue; that sectors differ where a level is looked for is told in a word."""
    show = row.issue.show
    cells = [_Cell(show(row.today) if levered else "–", colour="var(--faint)")]
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
        cells.append(_Cell(show(row.deal), weight=700))
    return [*cells, _Cell(show(row.without) if levered else "–", colour="var(--faint)")]


def _block(column: Column, table: TableSight, parties: Sequence[str]) -> None:
    heads = _heads(table.parties, deal=table.agreed is not None)
    keep = [0, *(1 + table.parties.index(party) for party in parties), *range(1 + len(table.parties), len(heads))]
    rows = [("", heads), *((_title(row.issue), cells) for row, cells in _lines(table))]
    column.bottom += 6
    _rows(column, [(title, [cells[place] for place in keep]) for title, cells in rows])


def _lines(table: TableSight) -> Iterator[tuple[IssueRow, list[_Cell]]]:
    levered = any(row.today is not None or row.without is not None for row in table.rows)
    for row in table.rows:
        yield row, _cells(row, table.parties, levered=levered)


def _title(issue: Issue) -> str:
    """Return what an issue is called, with its id where offers are told by another word, and its unit."""
    named = issue.title if issue.name.lower() in issue.title.lower() else f"{issue.name}: {issue.title}"
    return f"{named}, {issue.unit}" if issue.unit else named


def _rows(column: Column, rows: Sequence[tuple[str, Sequence[_Cell]]]) -> None:
    room = _room([cell for _, cells in rows for cell in cells], len(rows[0][1]))
    for title, cells in rows:
        _row(column, title, cells, room)


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
