"""What paid for what: what each issue of a deal was worth to each party."""

from __future__ import annotations

from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.grid import MARGIN, Cell, blocks_of, write_rows
from tradetalks.app.charts.svg import SMALL, WIDTH, svg
from tradetalks.app.style import UNIT_WORDS, colours
from tradetalks.runs.result.result import TableResult
from tradetalks.runs.words.amounts import decimals_for, money
from tradetalks.runs.words.deals import joint


def paid(result: TableResult) -> str:
    """Return what each issue that a deal moves was worth, party by party; "" where it moves none."""
    scored = next(iter(result.sides.values())).unit == "score"
    lines = [(part.label, part.moved) for part in result.issues.values() if part.moved]
    if not lines:
        return ""
    whole = {party: side.total.gain for party, side in result.sides.items()}
    decimals = (
        3 if scored else decimals_for([*whole.values(), *(value for _, moved in lines for value in moved.values())])
    )
    rest = joint(result)
    # What is written as 0 takes nothing from the sum.
    lines += [rest] if max(map(abs, rest[1].values())) >= 0.5 * 10.0**-decimals else []
    lines.append(("the whole deal, against no deal", whole))
    column = Column(MARGIN, WIDTH - 2 * MARGIN)
    column.write(f"What paid for what, {UNIT_WORDS['points' if scored else 'bn']}", font_weight=600)
    how = "the deal against the same with one issue as it is without a deal"
    column.write(how, size=SMALL, fill="var(--faint)", gap=0)
    colour = colours(result.parties)
    for parties in blocks_of(result.parties):
        rows = [("", [Cell(party, weight=700, band=colour[party]) for party in parties])]
        for place, (title, worths) in enumerate(lines, start=1):
            weight = 700 if place == len(lines) else 400
            told = {party: money(worths[party], decimals) for party in parties}
            rows.append((title, [Cell(told[party], weight=weight) for party in parties]))
        write_rows(column, rows)
    return svg(column.bottom + MARGIN, "what paid for what", *column.parts)
