"""What the standing offer, or the deal, is made of for each party whose values are known: a bar for each interest."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from tradetalks.app.charts.marks import HALO, as_valued, rule, shape
from tradetalks.app.charts.svg import BOLD, SMALL, WIDTH, Scale, cut, scale, svg, tag, text, tip, width_of
from tradetalks.app.style import UNIT_WORDS, colours
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import Stake, TableSight
from tradetalks.runs.words.amounts import worth
from tradetalks.runs.words.names import readable

LEFT, RIGHT = 124.0, 266.0
"""Where the bars are; names stand left of them, figures right."""

FIGURES = (WIDTH - 72.0, WIDTH - 6.0)
LINE = 19


class _Row(NamedTuple):
    """A line: what it is called, what it adds to the offer's worth and to no deal's."""

    words: str
    offer: float
    without: float


def interests(sight: Sight) -> str:
    """Return what the standing offer (or the deal) is worth to each party that the eyes know, by interest.

    Solid bars are the offer's, outlined ones below them no deal's; a score-sheet has its total alone.
    """
    table = sight.table
    if table.standing is None or not table.stakes:
        return _nothing(sight)
    standing = table.standing
    rows = {party: [*_rows(sight, stake, standing)] for party, stake in table.stakes.items()}
    told = [value for lines in rows.values() for row in lines for value in (row.offer, row.without)]
    rules = [stake.reservation for stake in table.stakes.values()]
    # A reservation far off would leave nothing of the bars.
    far = 3 * max(map(abs, told)) or math.inf
    told += [value for value in rules if math.isfinite(value) and abs(value) <= far]
    low, high = min([0.0, *told]), max([0.0, *told])
    x = scale(low, high if high > low else low + 1.0, LEFT + 2, RIGHT - 2)
    what = "deal" if table.agreed is not None else "offer"
    parts = [_head(f"What the {what} is worth, {UNIT_WORDS[table.unit]}")]
    top = 26.0
    for party, lines in rows.items():
        drawn, top = _party(sight, party, lines, what, x, top)
        parts.append(drawn)
    discounted = "scores as agreed at once: they shrink with every offer" * table.discounted
    for note in filter(None, (discounted, as_valued(sight))):
        parts.append(text(6, top + 4, note, font_size=SMALL, fill="var(--faint)"))
        top += 16
    return svg(top, f"What the {what} is worth to each party, by interest", *parts)


def _nothing(sight: Sight) -> str:
    if sight.table.stakes:
        words = "No offer has been made yet."
    elif sight.table.opened is None:
        words = "The talks have not opened yet."
    else:
        words = "What offers are worth to the parties is not known here."
    return svg(34, words, text(6, 21, words, fill="var(--faint)"))


def _head(words: str) -> str:
    return text(6, 15, words, font_weight=600)


def _rows(sight: Sight, stake: Stake, standing: int) -> Iterator[_Row]:
    """Return the lines of a party: its interests, those too small to tell apart together, and the total."""
    value = float(stake.values[standing])
    names = dict.fromkeys([*stake.interests, *stake.without])
    # What is written as 0 is told together.
    least = 0.5 * 10.0**-sight.table.decimals
    small: list[_Row] = []
    for name in names:
        row = _Row(readable(name, sight.names), stake.interests.get(name, 0.0), stake.without.get(name, 0.0))
        if max(abs(row.offer), abs(row.without)) < least:
            small.append(row)
        else:
            yield row
    if len(small) == 1:
        yield small[0]
    elif small:
        yield _Row(f"{len(small)} others", sum(row.offer for row in small), sum(row.without for row in small))
    if names:
        offer, without = value - sum(stake.interests.values()), stake.no_deal - sum(stake.without.values())
        # Without a deal a party may have other offers; what a form of utility does to the sum comes with a deal, too.
        if max(abs(offer), abs(without)) >= least:
            yield _Row("not from these" if abs(offer) >= least else "other options", offer, without)
    yield _Row("total" if names else "score" if sight.table.unit == "points" else "worth", value, stake.no_deal)


def _party(sight: Sight, party: str, lines: list[_Row], what: str, x: Scale, top: float) -> tuple[str, float]:
    """Return a party's part of the picture, and where it ends."""
    parties = sight.table.parties
    stake = sight.table.stakes[party]
    colour, place = colours(parties)[party], parties.index(party)
    heads = [
        text(right, top + 12, words, text_anchor="end", font_size=SMALL, fill="var(--faint)")
        for right, words in zip(FIGURES, (what, "no deal"), strict=True)
    ]
    swatches = [right - width_of(words, SMALL) - 14 for right, words in zip(FIGURES, (what, "no deal"), strict=True)]
    heads.append(tag("rect", x=swatches[0], y=top + 4, width=10, height=8, fill=colour))
    heads.append(tag("rect", x=swatches[1], y=top + 6, width=10, height=4, fill="none", stroke="var(--faint)"))
    name = cut(sight.name(party), (RIGHT - 22) / BOLD)
    parts = [shape(place, 12, top + 8, 5, colour), text(22, top + 12, name, font_weight=600), *heads]
    top += 20
    start = top
    for row in lines:
        last = row is lines[-1]
        if last:
            top += 4
            parts.append(tag("line", x1=6, y1=top - 2, x2=WIDTH - 6, y2=top - 2, stroke="var(--rule)"))
        weight = 600 if last else None
        middle = top + LINE / 2
        parts.append(
            text(
                6,
                middle + 4,
                cut(row.words, LEFT - 12),
                font_weight=weight,
                font_size=SMALL if len(row.words) > 16 else 12,
            )
        )
        told = f"{row.words}: {what} {_figure(row.offer, sight.table)}, no deal {_figure(row.without, sight.table)}"
        parts.append(_bars(row, colour, x, middle, told))
        parts += [
            text(right, middle + 4, _figure(value, sight.table), text_anchor="end", font_weight=weight)
            for right, value in zip(FIGURES, (row.offer, row.without), strict=True)
        ]
        top += LINE
    zero = x(0)
    parts.append(tag("line", x1=zero, y1=start, x2=zero, y2=top, stroke="var(--ink)", stroke_width=0.8))
    at = x(stake.reservation) if math.isfinite(stake.reservation) else math.inf
    if LEFT <= at <= RIGHT:
        # A tick through the total: what it takes to sign.
        parts.append(rule(at, top - LINE, at, top + 3, "var(--ink)", "3 2"))
        words = f"reservation {_figure(stake.reservation, sight.table)}"
        half = width_of(words, SMALL) / 2
        spot = min(max(at, half + 4), WIDTH - half - 4)
        parts.append(text(spot, top + 13, words, text_anchor="middle", font_size=SMALL, fill="var(--faint)", **HALO))
    return "".join(parts), top + 26


def _bars(row: _Row, colour: str, x: Scale, middle: float, told: str) -> str:
    (left, right), (start, end) = sorted((x(0), x(row.offer))), sorted((x(0), x(row.without)))
    solid = tag("rect", x=left, y=middle - 7, width=right - left, height=8, fill=colour, class_="offer")
    outlined = tag(
        "rect",
        x=start,
        y=middle + 2.5,
        width=end - start,
        height=4,
        fill="none",
        stroke="var(--faint)",
        class_="without",
    )
    return tag("g", tip(told), solid, outlined * (abs(row.without) > 0))


def _figure(value: float, table: TableSight) -> str:
    """Write a figure without its unit, which the head has."""
    return worth(value, table.unit, table.decimals).rsplit(" ", 1)[0]
