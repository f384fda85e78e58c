"""The economy of the day: tariffs as a heat map, incomes, prices and balances as bars."""

from __future__ import annotations

import math

from tradetalks.app.charts.bars import MARGIN, Bar, bars
from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.svg import SMALL, WIDTH, svg, tag, text, tip
from tradetalks.app.style import colours, percent
from tradetalks.runs.sight.sight import EconomySight, Sight
from tradetalks.runs.words.amounts import worth

LABELS = 118.0
"""How wide the column of regions' names is."""
MOST = 150.0
"""Percentage points from which on a cell is as dark as it gets."""
HEAT = ((255, 247, 222), (253, 208, 142), (245, 140, 80), (200, 60, 40), (110, 20, 45))
"""From pale to dark: told apart without colour as well. The number stands in each cell in any case."""
EVEN = 0.179
"""The relative luminance, as WCAG defines it, on which black and white letters are read equally well."""
MOVED = 0.05
"""Percentage points below which a tariff has not moved."""


def _economy(sight: Sight) -> EconomySight:
    if sight.economy is None:
        raise ValueError("this scenario has no economy")
    return sight.economy


def _heat(points: float) -> tuple[str, str]:
    """Return the colours of a cell and of its number."""
    if points < MOVED:
        return "var(--panel)", "var(--faint)"
    # By the root, as most tariffs are small and few are huge.
    place = math.sqrt(min(max(points, 0.0), MOST) / MOST) * (len(HEAT) - 1)
    low = min(int(place), len(HEAT) - 2)
    mixed = [round(a + (b - a) * (place - low)) for a, b in zip(HEAT[low], HEAT[low + 1], strict=True)]
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in mixed]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # Black and white are equally far from this light, at a contrast of 4.58; any other ink would be less on some cell.
    return "#{:02x}{:02x}{:02x}".format(*mixed), "#000000" if light > EVEN else "#ffffff"


def tariffs(sight: Sight) -> str:
    """Return the additional tariffs as a matrix: a row for each importer, a column for each exporter."""
    economy = _economy(sight)
    codes = [*economy.regions]
    column = Column(MARGIN, WIDTH - 2 * MARGIN)
    column.write("Additional tariffs, percentage points, averaged over goods by base imports", font_weight=600)
    column.write("rows: who levies them · columns: on whose goods", size=SMALL, fill="var(--faint)", gap=1)
    left, top = MARGIN + 44, column.bottom + 20
    wide, high = (WIDTH - MARGIN - left) / len(codes), 22.0
    parts = column.parts
    for place, code in enumerate(codes):
        middle = {"text_anchor": "middle", "font_size": SMALL, "fill": "var(--faint)"}
        above = text(left + wide * (place + 0.5), top - 5, code, **middle)
        beside = text(left - 5, top + high * (place + 0.66), code, font_size=SMALL, text_anchor="end")
        parts += [tag("g", tip(economy.regions[code]), head) for head in (above, beside)]
    moved = False
    for row, importer in enumerate(codes):
        for at, exporter in enumerate(codes):
            points, before = float(economy.tariffs[row, at]), float(economy.at_start[row, at])
            if row == at:
                continue
            fill, ink = _heat(points)
            changed = abs(points - before) >= MOVED
            moved |= changed
            x, y = left + wide * at, top + high * row
            told = (
                f"{economy.regions[importer]} on {economy.regions[exporter]}: {points:.1f}, at the start {before:.1f}"
            )
            edge = {"stroke": "var(--ink)" if changed else "var(--rule)", "stroke_width": 1.5 if changed else 0.5}
            box = {"x": x + 1, "y": y + 1, "width": wide - 2, "height": high - 2, "rx": 2, "fill": fill}
            parts.append(tag("rect", tip(told), **box, **edge))
            words = "0" if abs(points) < MOVED else f"{points:.{int(abs(points) < 9.95)}f}"
            cell = {"text_anchor": "middle", "font_size": SMALL, "fill": ink}
            parts.append(text(x + wide / 2, y + high * 0.68, words, **cell))
    bottom = top + high * len(codes) + 4
    if moved:
        after = Column(MARGIN, WIDTH - 2 * MARGIN, bottom)
        after.write("framed: moved since day 0", size=SMALL, fill="var(--faint)", gap=2)
        parts += after.parts
        bottom = after.bottom
    return svg(bottom + MARGIN, "additional tariffs by importer and exporter", *parts)


def incomes(sight: Sight) -> str:
    """Return real incomes: what has changed since day 0, and what the standing offer would change."""
    economy = _economy(sight)
    colour = colours(economy.regions)
    offered = economy.offer_income
    column = Column(MARGIN, WIDTH - 2 * MARGIN)
    column.write("Real income, USD bn a year", font_weight=600)
    agreed = sight.table.agreed is not None
    what = "the deal" if agreed else "the last offer"
    second = f" · pale: what {what} at {sight.table.title} changes by itself" if offered else ""
    column.write(f"full: since day 0{second}", size=SMALL, fill="var(--faint)", gap=1)
    rows = []
    for code, name in economy.regions.items():
        gain, pct = economy.real_income[code], economy.real_income_pct[code]
        row = [Bar(name, gain, worth(gain, "bn"), colour[code], more=f", {percent(pct)}")]
        if code in offered:
            row.append(Bar(name, offered[code], worth(offered[code], "bn"), colour[code], faint=True))
        rows.append(row)
    parts, bottom = bars(rows, column.bottom + 6, LABELS)
    note = Column(MARGIN, WIDTH - 2 * MARGIN, bottom)
    if economy.stress is not None:
        note.write(f"Market stress: {economy.stress:.2f} (0 is calm, 1 the announcement)", size=SMALL, gap=8)
    return svg(note.bottom + MARGIN, "real income by region", *column.parts, *parts, *note.parts)


def prices(sight: Sight) -> str:
    """Return consumer prices and goods balances: what has changed since day 0."""
    economy = _economy(sight)
    colour = colours(economy.regions)
    column = Column(MARGIN, WIDTH - 2 * MARGIN)
    column.write("Consumer prices since day 0, %, in units of world pay", font_weight=600)
    told = "all the world's pay is held at 1: compare the countries, don't read it as inflation"
    column.write(told, size=SMALL, fill="var(--faint)", gap=1)
    rows = [
        [Bar(name, economy.prices_pct[code], percent(economy.prices_pct[code]), colour[code])]
        for code, name in economy.regions.items()
    ]
    parts, bottom = bars(rows, column.bottom + 6, LABELS)
    second = Column(MARGIN, WIDTH - 2 * MARGIN, bottom + 8)
    second.write("Goods balance since day 0, USD bn a year", font_weight=600)
    balances = [
        [Bar(name, economy.goods_balance[code], worth(economy.goods_balance[code], "bn"), colour[code])]
        for code, name in economy.regions.items()
    ]
    more, bottom = bars(balances, second.bottom + 6, LABELS)
    label = "consumer prices and goods balances by region"
    return svg(bottom + MARGIN, label, *column.parts, *parts, *second.parts, *more)
