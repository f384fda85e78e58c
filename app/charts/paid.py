"""What paid for what: what each issue of a deal was worth to each party."""

from __future__ import annotations

from collections.abc import Iterator

from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.grid import MARGIN, Cell, blocks_of, write_rows
from tradetalks.app.charts.svg import SMALL, WIDTH, svg
from tradetalks.app.style import UNIT_WORDS, colours
from tradetalks.runs.explain import joint, money
from tradetalks.runs.result import TableResult


def paid(result: TableResult) -> str:
    """Return what each issue that a deal moves was worth, party by party; "" where it moves none."""
    lines = [*_lines(result)]
    if len(lines) < 2:
        return ""
    scored = next(iter(result.sides.values())).unit == "score"
    column = Column(MARGIN, WIDTH - 2 * MARGIN)
    column.write(f"What paid for what, {UNIT_WORDS['points' if scored else 'bn']}", font_weight=600)
    how = "the deal against the same with one issue as it is without a deal"
    column.write(how, size=SMALL, fill="var(--faint)", gap=0)
    colour = colours(result.parties)
    for parties in blocks_of(result.parties):
        rows = [("", [Cell(party, weight=700, band=colour[party]) for party in parties])]
        for place, (title, worths) in enumerate(lines, start=1):
            weight = 700 if place == len(lines) else 400
            told = {party: f"{worths[party] + 0.0:+.3f}" if scored else money(worths[party]) for party in parties}
            rows.append((title, [Cell(told[party], weight=weight) for party in parties]))
        write_rows(column, rows)
    return svg(column.bottom + MARGIN, "what paid for what", *column.parts)


def _lines(result: TableResult) -> Iterator[tuple[str, dict[str, float]]]:
    for part in result.issues.values():
        if part.moved:
            yield part.label, part.moved
    rest = joint(result)
    if rest is not None:
        yield rest
    yield "the whole deal, against no deal", {party: side.total.gain for party, side in result.sides.items()}
