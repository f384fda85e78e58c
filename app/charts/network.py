"""The network: countries as on a map of the Pacific, their tables as edges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.svg import BOLD, SMALL, WIDTH, cut, pickable, svg, tag, text, tip, width_of
from tradetalks.app.sight import Sight, Tie
from tradetalks.app.style import STATUS_WORDS, colours, possessive, status_kind

MAP = 262.0
RING = 150.0
"""How high the map is, and a ring of players without a place on it; a legend stands below."""
RADIUS = 15.0
LETTERS = 52.0
"""How much room a country's code has: a longer one is shortened, and told in whole below."""

PLACES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "EU27": (30, 46),
        "CHN": (142, 92),
        "JPN": (222, 80),
        "VNM": (152, 160),
        "THA": (104, 140),
        "KHM": (106, 190),
        "MYS": (134, 228),
        "IDN": (196, 238),
        "USA": (356, 96),
        "ROW": (30, 236),
    }
)
"""Where countries are: by their bearing across the Pacific, moved apart so that each edge can be told."""

LAND = (
    # Eurasia with its peninsulas and the islands east of it, the Americas: rough, to know where one is.
    (
        "M0 20L60 14 120 8 190 14 214 34 206 58 190 66 182 90 168 112 164 128 172 148 160 170 142 168 138 196 128 206"
        " 118 186 108 164 92 152 84 172 74 196 62 170 50 142 30 128 0 120z"
    ),
    "M206 60L222 52 232 66 224 92 206 104 212 84z",
    "M110 216L130 220 150 240 176 244 210 240 232 248 226 258 180 258 140 252 118 238z",
    "M196 150L208 158 212 186 202 196 194 172z",
    "M300 10L400 4 400 214 384 204 366 172 342 156 326 124 312 96 310 70 296 48 284 30z",
)


type _Point = tuple[float, float]
type _Places = tuple[tuple[str, _Point], ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """The way of an edge from one country to another."""

    start: _Point
    bend: _Point
    end: _Point

    @property
    def path(self) -> str:
        (a, b), (c, d), (e, f) = self.start, self.bend, self.end
        return f"M{a:.1f} {b:.1f}Q{c:.1f} {d:.1f} {e:.1f} {f:.1f}"

    def at(self, t: float) -> _Point:
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        return (
            a * self.start[0] + b * self.bend[0] + c * self.end[0],
            a * self.start[1] + b * self.bend[1] + c * self.end[1],
        )


def network(sight: Sight) -> str:
    """Return the network of the day: an edge's line tells how its table stands, its thickness the trade."""
    codes = list(dict.fromkeys(code for tie in sight.ties for code in (tie.one, tie.other)))
    codes += [code for code in sight.names if code not in codes and code in PLACES]
    places = _places(codes)
    on_map = any(code in PLACES for code in codes)
    land = [tag("path", d=shape, fill="var(--land)") for shape in LAND] if on_map else []
    most = max((tie.trade for tie in sight.ties), default=0.0) or 1.0
    ways = _laid(tuple((tie.one, tie.other) for tie in sight.ties), tuple(places.items()))
    # Always in the same order, which is that of the Tab key.
    drawn = [_drawn(tie, way, spot, sight, most) for tie, (way, spot) in zip(sight.ties, ways, strict=True)]
    colour = colours(codes)
    nodes = [_node(code, places[code], colour[code], sight) for code in codes]
    legend, bottom = _legend(sight, codes, (MAP if on_map else RING) + 14)
    return svg(bottom, "the network of countries and their tables", *land, *drawn, *nodes, *legend)


def _places(codes: list[str]) -> dict[str, tuple[float, float]]:
    """Return where each country is: on the map, or, who is on none, on a ring."""
    strangers = [code for code in codes if code not in PLACES]
    places = {code: PLACES[code] for code in codes if code in PLACES}
    # Two of them stand side by side; beside a map they keep to the sea, and many on their own need the whole width.
    broad, high = (75.0, 60.0) if len(strangers) <= 3 else (150.0, 60.0)
    centre, (broad, high) = ((250.0, 190.0), (44.0, 35.2)) if places else ((WIDTH / 2, RING / 2), (broad, high))
    for number, code in enumerate(strangers):
        angle = math.pi + 2 * math.pi * number / len(strangers)
        places[code] = (centre[0] + broad * math.cos(angle), centre[1] + high * math.sin(angle))
    return places


@lru_cache(maxsize=32)
def _laid(pairs: tuple[tuple[str, str], ...], places: _Places) -> tuple[tuple[_Way, _Point], ...]:
    """Return the way of each edge and where its mark stands: of a run the same every day, and dear to find."""
    ways = [_way(one, other, places) for one, other in pairs]
    return tuple(zip(ways, _spots(ways, places), strict=True))


def _way(one: str, other: str, places: _Places) -> _Way:
    """Return the way of an edge, bent away from other countries."""
    start, end = dict(places)[one], dict(places)[other]
    (x1, y1), (x2, y2) = start, end
    long = math.hypot(x2 - x1, y2 - y1) or 1.0
    across = ((y1 - y2) / long, (x2 - x1) / long)

    def bent(much: float) -> _Way:
        return _Way(start, ((x1 + x2) / 2 + across[0] * much, (y1 + y2) / 2 + across[1] * much), end)

    def crowding(bend: float) -> float:
        way = bent(bend)
        worst = 0.0
        for code, (x, y) in places:
            if code in {one, other}:
                continue
            for step in range(1, 10):
                at_x, at_y = way.at(step / 10)
                worst = max(worst, 2.2 * RADIUS - math.hypot(at_x - x, at_y - y))
        outside = max(0.0, 12 - way.bend[1], way.bend[1] - MAP + 4)
        return max(worst, 0.0) * 4 + outside * 4 + abs(bend) * 0.15

    return bent(min((sign * much for much in range(0, 130, 10) for sign in (1, -1)), key=crowding))


def _spots(ways: list[_Way], places: _Places) -> list[_Point]:
    """Return where the mark of each edge stands: near its middle, off the countries and the other marks."""
    # A box around letters is that much broader than a circle.
    taken = [(x, y, _room(code) / 2 - RADIUS) for code, (x, y) in places]
    spots: list[_Point] = []
    for way in ways:

        def free(spot: _Point) -> float:
            others = [*taken, *((x, y, 0.0) for x, y in spots)]
            return min(math.hypot(max(abs(spot[0] - x) - more, 0.0), spot[1] - y) for x, y, more in others)

        along = [way.at(0.5 + sign * step / 20) for step in range(7) for sign in (1, -1)]
        spots.append(next((spot for spot in along if free(spot) >= 22), max(along, key=free)))
    return spots


def _short(code: str) -> str:
    """Return a code that fits into its box, with its end: players are often told apart by a number there."""
    end = code[-2:]
    return code if width_of(code) <= LETTERS else cut(code[:-2], LETTERS - width_of(f"…{end}")).rstrip("…") + f"…{end}"


def _room(code: str) -> float:
    """Return how broad the box of a country is."""
    return max(BOLD * width_of(_short(code)) + 10, 2 * RADIUS)


def _chosen(tie: Tie, sight: Sight) -> bool:
    return sight.table.key in tie.tables


LIVELY = ("talk", "deal", "none", "closed")
"""Of several tables between two countries the first of these kinds is shown."""

STROKES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "closed": {"stroke": "var(--faint)", "stroke_dasharray": "1.5 4"},
        "talk": {"stroke": "var(--talk)"},
        "deal": {"stroke": "var(--good)"},
        "none": {"stroke": "var(--bad)", "stroke_dasharray": "7 4"},
    }
)
MARKS: Mapping[str, str] = MappingProxyType({"closed": "", "talk": "…", "deal": "✓", "none": "✕"})


def _drawn(tie: Tie, way: _Way, spot: _Point, sight: Sight, most: float) -> str:
    trade = f"trade in goods {tie.trade:,.0f} USD bn a year" if tie.trade else ""
    bonds = [
        f"alliance {tie.alliance:.2f}" if tie.alliance else "",
        f"hostility {tie.hostility:.2f}" * (tie.hostility > 0),
    ]
    between = f"{sight.names[tie.one]} and {sight.names[tie.other]}"
    facts = ", ".join(part for part in (trade, *bonds) if part)
    thick = 1.5 + 6.5 * math.sqrt(tie.trade / most)
    if not tie.tables:
        about = tip(f"{between}: no table{', ' + facts if facts else ''}")
        return tag("path", about, d=way.path, fill="none", stroke="var(--rule)", stroke_width=thick)
    kinds = [status_kind(status) for status in tie.statuses]
    shown = min(range(len(kinds)), key=lambda place: LIVELY.index(kinds[place]))
    chosen = _chosen(tie, sight)
    # Who clicks again sees the next table of the same two.
    pick = tie.tables[(tie.tables.index(sight.table.key) + 1) % len(tie.tables)] if chosen else tie.tables[shown]
    titles = {row.key: row.title for row in sight.calendar}
    told = [f"{titles[key]}: {STATUS_WORDS[status]}" for key, status in zip(tie.tables, tie.statuses, strict=True)]
    label = f"{between}: {'; '.join(told)}{' (' + facts + ')' if facts else ''}"
    line = {"d": way.path, "fill": "none", "stroke_width": thick, **STROKES[kinds[shown]]}
    if kinds[shown] == "closed":
        # Broad dots would look like a comb.
        line["stroke_width"] = min(thick, 2.5)
    glow = tag("path", d=way.path, fill="none", stroke="var(--ink)", stroke_width=thick + 4, stroke_opacity=0.28)
    wide = tag("path", d=way.path, fill="none", stroke="transparent", stroke_width=max(thick, 16))
    # Of several tables, how many are as is shown.
    mark = MARKS[kinds[shown]] + (f"{kinds.count(kinds[shown])}/{len(kinds)}" if len(kinds) > 1 else "")
    x, y = spot
    marks = []
    if mark:
        paper = {"fill": "var(--paper)", "stroke": STROKES[kinds[shown]]["stroke"]}
        marks = [
            tag("circle", cx=x, cy=y, r=8.0 if len(mark) < 2 else 15.0, **paper),
            text(x, y + 4, mark, text_anchor="middle", font_size=SMALL, font_weight=700),
        ]
    return pickable(pick, label, tip(label), *([glow] if chosen else []), tag("path", **line), wide, *marks)


def _node(code: str, place: tuple[float, float], colour: str, sight: Sight) -> str:
    x, y = place
    looking = code in sight.behind
    # Letters on a pale colour would be hard to read: they stand on paper.
    room = _room(code)
    box = {"x": x - room / 2, "y": y - 11, "width": room, "height": 22.0, "rx": 11, "fill": "var(--paper)"}
    parts = [
        tip(sight.name(code)),
        tag("rect", **box, stroke=colour, stroke_width=5.0 if looking else 3.0),
        text(x, y + 4, _short(code), text_anchor="middle", font_weight=700),
    ]
    return tag("g", *parts)


def _legend(sight: Sight, codes: list[str], y: float) -> tuple[list[str], float]:
    words = {"closed": "not open yet", "talk": "talking", "deal": "deal", "none": "no deal"}
    parts, x = [], 8.0
    for kind, word in words.items():
        stroke = STROKES[kind]
        parts.append(tag("path", d=f"M{x:.1f} {y:.1f}h24", stroke_width=2.5, fill="none", **stroke))
        told = f"{MARKS[kind]} {word}".strip()
        parts.append(text(x + 29, y + 4, told, font_size=SMALL))
        x += 38 + width_of(told, SMALL)
    notes = ["thickness: trade in goods"] if any(tie.trade for tie in sight.ties) else []
    notes += ["pale: no table"] if any(not tie.tables for tie in sight.ties) else []
    notes += ["shaded: the table beside"] if len(sight.calendar) > 1 else []
    notes += ["click an edge to see its table"] if len(sight.calendar) > 1 else []
    notes += (
        ["1/2: so many of the tables between the same two"] if any(len(tie.tables) > 1 for tie in sight.ties) else []
    )
    notes += [f"broad ring: {possessive(sight.eyes)} eyes"] if sight.behind else []
    # A name that is its code tells nothing new, unless the code is cut.
    names = [f"{code} {sight.names[code]}" for code in codes if sight.name(code) != code]
    names += [code for code in codes if _short(code) != code == sight.name(code)]
    column = Column(8.0, WIDTH - 16, y + 6)
    for line in (*_packed(notes, column.room), *_packed(names, column.room)):
        column.write(line, size=SMALL, fill="var(--faint)", gap=1)
    return [*parts, *column.parts], max(column.bottom + 8, y + 12)


def _packed(items: list[str], room: float) -> list[str]:
    """Return items in lines, none of them torn apart unless it is longer than a line."""
    lines: list[str] = []
    for item in items:
        if lines and width_of(longer := f"{lines[-1]} · {item}", SMALL) <= room:
            lines[-1] = longer
        else:
            lines.append(item)
    return lines
