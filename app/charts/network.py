"""The network: countries as on a map of the Pacific, their tables as edges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.svg import BOLD, SMALL, WIDTH, cut, pickable, svg, tag, text, tip, width_of
from tradetalks.app.charts.ways import RADIUS, Point, Way, laid
from tradetalks.app.style import colours
from tradetalks.runs.sight.sight import Sight, Tie
from tradetalks.runs.words.names import possessive
from tradetalks.runs.words.statuses import STATUS_WORDS, status_kind

MAP = 262.0
RING = 150.0
"""How high the map is, and a ring of players without a place on it; a legend stands below."""
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


@dataclass(frozen=True, slots=True)
class _Hub:
    """A table of three or more countries.

    Attributes:
        table, status: of it.
        trade: of each country with the others at it, USD bn a year, by code.
        ties: what each two of them share.
    """

    table: str
    status: str
    trade: Mapping[str, float]
    ties: tuple[Tie, ...]


def network(sight: Sight) -> str:
    """Return the network of the day: an edge's line tells how its table stands, its thickness the trade."""
    codes = list(dict.fromkeys(code for tie in sight.ties for code in (tie.one, tie.other)))
    codes += [code for code in sight.names if code not in codes and code in PLACES]
    places = _places(codes)
    on_map = any(code in PLACES for code in codes)
    land = [tag("path", d=shape, fill="var(--land)") for shape in LAND] if on_map else []
    hubs = _hubs(sight)
    # Whoever meets at a common table alone has no edge of his own to each of the others.
    pairs = [(tie, own) for tie in sight.ties if (own := _own(tie, hubs)) or not tie.tables]
    most = max((*(tie.trade for tie, _ in pairs), *(max(hub.trade.values()) for hub in hubs)), default=0.0) or 1.0
    found = laid(
        tuple((tie.one, tie.other) for tie, _ in pairs),
        tuple(tuple(hub.trade) for hub in hubs),
        tuple((code, place, _room(code)) for code, place in places.items()),
        MAP,
    )
    # Always in the same order, which is that of the Tab key.
    drawn = [_edge(tie, own, *at, sight, most) for (tie, own), at in zip(pairs, found.edges, strict=True)]
    drawn += [_star(hub, *at, sight, most) for hub, at in zip(hubs, found.hubs, strict=True)]
    colour = colours(codes)
    nodes = [_node(code, places[code], colour[code], sight) for code in codes]
    several = any(len(own) > 1 for _, own in pairs)
    legend, bottom = _legend(sight, codes, (MAP if on_map else RING) + 14, meet=bool(hubs), several=several)
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


def _short(code: str) -> str:
    """Return a code that fits into its box, with its end: players are often told apart by a number there."""
    end = code[-2:]
    if width_of(code) <= LETTERS:
        return code
    return cut(code[:-2], LETTERS - width_of(f"…{end}")).rstrip("…") + f"…{end}"


def _room(code: str) -> float:
    """Return how broad the box of a country is."""
    return max(BOLD * width_of(_short(code)) + 10, 2 * RADIUS)


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


def _own(tie: Tie, hubs: Sequence[_Hub]) -> dict[str, str]:
    """Return the tables that two countries have for themselves, with their statuses."""
    common = {hub.table for hub in hubs}
    return {key: status for key, status in zip(tie.tables, tie.statuses, strict=True) if key not in common}


def _hubs(sight: Sight) -> list[_Hub]:
    """Return the tables at which more than two countries sit."""
    ties: dict[str, list[Tie]] = {}
    for tie in sight.ties:
        for key in tie.tables:
            ties.setdefault(key, []).append(tie)
    found = []
    for key, own in ties.items():
        codes = list(dict.fromkeys(code for tie in own for code in (tie.one, tie.other)))
        if len(codes) > 2:
            trade = {code: sum(tie.trade for tie in own if code in {tie.one, tie.other}) for code in codes}
            found.append(_Hub(key, own[0].statuses[own[0].tables.index(key)], trade, tuple(own)))
    return found


def _edge(tie: Tie, tables: Mapping[str, str], way: Way, spot: Point, sight: Sight, most: float) -> str:
    """Return what two countries share: their tables, or else their trade alone."""
    between = f"{sight.names[tie.one]} and {sight.names[tie.other]}"
    facts = ", ".join(_facts(tie))
    thick = _thick(tie.trade, most)
    if not tables:
        about = tip(f"{between}: no table{', ' + facts if facts else ''}")
        return tag("path", about, d=way.path, fill="none", stroke="var(--rule)", stroke_width=thick)
    told = f"{between}: {_told(tables, sight)}{' (' + facts + ')' if facts else ''}"
    return _drawn(tables, {way.path: (thick, "")}, spot, told, sight)


def _star(hub: _Hub, spot: Point, ways: Mapping[str, Way], sight: Sight, most: float) -> str:
    """Return a table of three or more countries: a mark amid them, and a way to each."""
    names = ", ".join(sight.names[code] for code in hub.trade)
    tables = {hub.table: hub.status}
    spokes = {}
    for code, way in ways.items():
        facts = [
            f"with {sight.named(tie.other if tie.one == code else tie.one)} {', '.join(_facts(tie))}"
            for tie in hub.ties
            if code in {tie.one, tie.other} and _facts(tie)
        ]
        spokes[way.path] = (_thick(hub.trade[code], most), f"{sight.names[code]}: {'; '.join(facts)}" if facts else "")
    return _drawn(tables, spokes, spot, f"{names}: {_told(tables, sight)}", sight)


def _facts(tie: Tie) -> list[str]:
    """Return what two countries are to each other, besides their tables."""
    trade = f"trade in goods {tie.trade:,.0f} USD bn a year" if tie.trade else ""
    alliance = f"alliance {tie.alliance:.2f}" if tie.alliance else ""
    hostility = f"hostility {tie.hostility:.2f}" if tie.hostility > 0 else ""
    return [part for part in (trade, alliance, hostility) if part]


def _told(tables: Mapping[str, str], sight: Sight) -> str:
    titles = {row.key: row.title for row in sight.calendar}
    return "; ".join(f"{titles[key]}: {STATUS_WORDS[status]}" for key, status in tables.items())


def _thick(trade: float, most: float) -> float:
    return 1.5 + 6.5 * math.sqrt(trade / most)


def _drawn(
    tables: Mapping[str, str], lines: Mapping[str, tuple[float, str]], spot: Point, label: str, sight: Sight
) -> str:
    """Return tables of the same countries as one picture that can be picked.

    Args:
        tables: their statuses, by key.
        lines: how thick each is, and its own tip, by path.
        spot: where the mark stands.
        label: what it is, in words.
        sight: what is seen.
    """
    keys, kinds = [*tables], [status_kind(status) for status in tables.values()]
    shown = min(range(len(kinds)), key=lambda place: LIVELY.index(kinds[place]))
    stroke, chosen = STROKES[kinds[shown]], sight.table.key in tables
    # Who clicks again sees the next table of the same countries.
    pick = keys[(keys.index(sight.table.key) + 1) % len(keys)] if chosen else keys[shown]
    glow, seen, wide = [], [], []
    for path, (thick, about) in lines.items():
        line = {"d": path, "fill": "none"}
        glow += [tag("path", **line, stroke="var(--ink)", stroke_width=thick + 4, stroke_opacity=0.28)] * chosen
        # Broad dots would look like a comb.
        drawn = min(thick, 2.5) if kinds[shown] == "closed" else thick
        seen.append(tag("path", **line, stroke_width=drawn, **stroke))
        told = [tip(about)] if about else []
        wide.append(tag("path", *told, **line, stroke="transparent", stroke_width=max(thick, 16)))
    # Of several tables, how many are as is shown.
    mark = MARKS[kinds[shown]] + (f"{kinds.count(kinds[shown])}/{len(kinds)}" if len(kinds) > 1 else "")
    x, y = spot
    # A common table can be seen where its ways meet before it opens, too.
    radius = 4.0 if not mark else 8.0 if len(mark) < 2 else 15.0
    marks = []
    if mark or len(lines) > 1:
        marks.append(tag("circle", cx=x, cy=y, r=radius, fill="var(--paper)", stroke=stroke["stroke"]))
    if mark:
        marks.append(text(x, y + 4, mark, text_anchor="middle", font_size=SMALL, font_weight=700))
    return pickable(pick, label, tip(label), *glow, *seen, *wide, *marks)


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


def _legend(sight: Sight, codes: list[str], y: float, *, meet: bool, several: bool) -> tuple[list[str], float]:
    """Return what lines and signs mean, and where that ends.

    Args:
        sight: what is seen.
        codes: of the countries.
        y: where it begins.
        meet: whether lines meet at a common table.
        several: whether two countries have several tables for themselves.
    """
    words = {"closed": "not open yet", "talk": "talking", "deal": "deal", "none": "no deal"}
    parts, x = [], 8.0
    for kind, word in words.items():
        stroke = STROKES[kind]
        parts.append(tag("path", d=f"M{x:.1f} {y:.1f}h24", stroke_width=2.5, fill="none", **stroke))
        told = f"{MARKS[kind]} {word}".strip()
        parts.append(text(x + 29, y + 4, told, font_size=SMALL))
        x += 38 + width_of(told, SMALL)
    notes = ["thickness: trade in goods"] if any(tie.trade for tie in sight.ties) else []
    notes += ["lines that meet: one table"] if meet else []
    notes += ["pale: no table"] if any(not tie.tables for tie in sight.ties) else []
    notes += ["shaded: the table beside"] if len(sight.calendar) > 1 else []
    notes += ["click an edge to see its table"] if len(sight.calendar) > 1 else []
    notes += ["1/2: so many of the tables between the same two"] if several else []
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
