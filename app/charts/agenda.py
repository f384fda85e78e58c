"""The chosen table: its agenda with today, the last offers, and the deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.grid import MARGIN, Cell, blocks_of, write_rows
from tradetalks.app.charts.marks import as_valued
from tradetalks.app.charts.svg import SMALL, WIDTH, svg
from tradetalks.app.style import colours
from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.runs.result.result import TableResult
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import IssueRow, TableSight
from tradetalks.runs.words.amounts import counted
from tradetalks.runs.words.deals import divided, remarks
from tradetalks.runs.words.statuses import STATUS_WORDS


def agenda(sight: Sight) -> str:
    """Return the table: what is negotiated, where each issue stands, and how it ended."""
    table = sight.table
    column = Column(MARGIN, WIDTH - 2 * MARGIN, 2.0)
    column.write(table.title, size=15, font_weight=600, gap=2)
    column.write(_stands(sight), fill="var(--faint)", gap=1)
    for parties in blocks_of(table.parties):
        _block(column, table, parties)
    for note in _notes(sight):
        column.write(note, size=SMALL, fill="var(--faint)")
    if table.ending:
        column.write(table.ending, font_weight=600, gap=6)
    if table.result is not None:
        for line in _facts(table.result):
            column.write(line, size=SMALL, gap=2)
    return svg(column.bottom + MARGIN, f"the table {table.title}: {STATUS_WORDS[table.status]}", *column.parts)


def _stands(sight: Sight) -> str:
    table = sight.table
    who = ", ".join(_with_members(sight, party) for party in table.parties)
    end = sight.when(table.deadline)
    put_off = f", put off {counted(table.extensions, 'time')}" if table.extensions else ""
    until = f"until {end}{put_off}" if table.closed is None else f"closed on {sight.when(table.closed)}"
    return f"{who} · {STATUS_WORDS[table.status]} · {until}"


def _with_members(sight: Sight, party: str) -> str:
    """Return what a party is called, with the members of a coalition."""
    members = ", ".join(sight.name(code) for code in sight.coalitions.get(party, ()))
    if members:
        return f"{sight.name(party)} ({members})"
    return sight.name(party)


def _facts(result: TableResult) -> Iterator[str]:
    yield from (f"{remark[0].upper()}{remark[1:]}." for remark in remarks(result))
    if result.on_frontier is not None:
        left = result.surplus_left
        least = "" if left is None else f"; {100 * left:.0f} % of the joint gain that was possible is left"
        if "utilitarian" in result.benchmarks:
            most = sum(result.benchmarks["utilitarian"].values.values())
            if most - sum(side.total.without_deal for side in result.sides.values()) <= 0:
                least = "; no deal would have brought more than none"
            elif left is not None and left > 1:
                least = "; together they have less than without a deal"
        yield f"{'On' if result.on_frontier else 'Inside'} the frontier{least}."
    for party, side in result.sides.items():
        if side.members:
            yield f"{divided(party, side)}."


def _notes(sight: Sight) -> Iterator[str]:
    table = sight.table
    if sight.eyes and not table.seat:
        yield f"{sight.name(sight.eyes)} doesn't sit here: what is offered it can't know."
    if any(cell.moved for _, cells in _lines(table) for cell in cells):
        yield "↑ ↓: moved since the same side's offer before."
    if (valued := as_valued(sight)) and _levered(table):
        yield f"today and no deal: {valued}."


def _heads(parties: Sequence[str], *, deal: bool) -> list[Cell]:
    colour = colours(parties)
    sides = [Cell(party, weight=700, band=colour[party]) for party in parties]
    # A deal in force has changed what it was before.
    first = Cell("before" if deal else "today", colour="var(--faint)")
    return [first, *sides, *[Cell("deal", weight=700)] * deal, Cell("no deal", colour="var(--faint)")]


def _height(issue: Issue, level: Level) -> float:
    """Numbers may be listed downwards; of words only their order is known."""
    if isinstance(level, str):
        return issue.position(level)
    return level


def _cells(row: IssueRow, parties: Sequence[str]) -> list[Cell]:
    """Return what stands beside an issue; that sectors differ where a level is looked for is told in a word."""
    show = row.issue.show
    cells = [Cell(show(row.today), colour="var(--faint)")]
    for party in parties:
        offered, before = row.offers.get(party), row.before.get(party)
        if offered is None:
            cells.append(Cell("–", colour="var(--faint)"))
            continue
        arrow = ""
        if before is not None and before != offered:
            arrow = "↑" if _height(row.issue, offered) > _height(row.issue, before) else "↓"
        cells.append(Cell(f"{show(offered)}{arrow}", moved=bool(arrow)))
    if row.deal is not None:
        cells.append(Cell(show(row.deal), weight=700))
    return [*cells, Cell(show(row.without), colour="var(--faint)")]


def _block(column: Column, table: TableSight, parties: Sequence[str]) -> None:
    heads = _heads(table.parties, deal=table.agreed is not None)
    keep = [0, *(1 + table.parties.index(party) for party in parties), *range(1 + len(table.parties), len(heads))]
    if not _levered(table):
        # Of a score-sheet's issues nothing holds today, or without a deal.
        keep = keep[1:-1]
    rows = [("", heads), *((_title(row.issue), cells) for row, cells in _lines(table))]
    column.bottom += 6
    write_rows(column, [(title, [cells[place] for place in keep]) for title, cells in rows])


def _lines(table: TableSight) -> Iterator[tuple[IssueRow, list[Cell]]]:
    for row in table.rows:
        yield row, _cells(row, table.parties)


def _levered(table: TableSight) -> bool:
    return any(row.today is not None or row.without is not None for row in table.rows)


def _title(issue: Issue) -> str:
    """Return what an issue is called, with its id where offers are told by another word, and its unit."""
    named = issue.title if issue.name.lower() in issue.title.lower() else f"{issue.name}: {issue.title}"
    if issue.unit:
        return f"{named}, {issue.unit}"
    return named
