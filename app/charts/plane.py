"""The utility plane: what every outcome of a table is worth to two of its parties, and where their talks have led.

At a table of more than two the plane shows two of them; what outcomes are worth to the others isn't seen in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tradetalks.app.charts.cloud import BOTTOM, LEFT, RIGHT, TOP, cloud, frame_of, seen_in
from tradetalks.app.charts.labels import Labels
from tradetalks.app.charts.marks import (
    DASHES,
    HALO,
    Entry,
    as_valued,
    called,
    cross,
    disc,
    head,
    key,
    last_offer,
    rule,
    shape,
    star,
)
from tradetalks.app.charts.offers import runs, span
from tradetalks.app.charts.svg import BOLD, SMALL, WIDTH, cut, number, svg, tag, text, ticks, tip, width_of
from tradetalks.app.style import CONCEPT_WORDS, UNIT_WORDS, colours
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.words.amounts import worth
from tradetalks.runs.words.names import possessive


def plane(sight: Sight, pair: tuple[str, str] | None = None) -> str:
    """Return the utility plane as a picture; only where what outcomes are worth to every party is known.

    Args:
        sight: what is seen.
        pair: the parties across and up; the table's first two if left out.
    """
    return _Plane(sight, pair if pair is not None else (sight.table.parties[0], sight.table.parties[1])).drawn()


class _Plane:
    """A plane being drawn: its scales, and the places that labels have taken."""

    def __init__(self, sight: Sight, pair: tuple[str, str]) -> None:
        self.sight, self.table, self.pair = sight, sight.table, pair
        self.across, self.up = (sight.table.stakes[party] for party in pair)
        self.frame = frame_of(sight, pair)
        self.x, self.y = self.frame.x, self.frame.y
        self.colours = colours(sight.table.parties)
        self.labels = Labels(LEFT + 2, TOP + 2, RIGHT - 2, BOTTOM - 2)
        self.runs = {party: runs(sight, party) for party in sight.table.parties}
        # Concepts that select the same outcome share its number.
        chosen = dict.fromkeys(sight.table.solutions.values())
        self.numbers = {outcome: str(place) for place, outcome in enumerate(chosen, start=1)}

    def drawn(self) -> str:
        # Labels are placed when all that they may not cover has its place.
        parts = [self._zone(), cloud(self.sight, self.pair), self._axes(), self._rules(), self._frontier()]
        parts += [self._path(place, party) for place, party in enumerate(self.table.parties)]
        parts += [self._named(), self._rule_labels()]
        names = [self.sight.named(party) for party in self.pair]
        heads = [head(self.sight, party) for party in self.pair]
        below, bottom = key([*self._entries()], heads, BOTTOM + 38)
        return svg(bottom + 6, f"What offers are worth to {names[0]} and {names[1]}", *parts, below)

    def _at(self, outcome: int) -> tuple[float, float]:
        return self.x(float(self.across.values[outcome])), self.y(float(self.up.values[outcome]))

    def _worths(self, outcome: int) -> list[str]:
        return [self._written(float(stake.values[outcome])) for stake in (self.across, self.up)]

    # ---- the ground

    def _zone(self) -> str:
        """What both would rather sign than have no deal, lit."""
        left = self.x(_within(self.across.reservation, self.frame.across))
        bottom = self.y(_within(self.up.reservation, self.frame.up))
        place = {"x": LEFT, "y": TOP, "width": RIGHT - LEFT, "height": BOTTOM - TOP}
        lit = {"x": left, "y": TOP, "width": RIGHT - left, "height": bottom - TOP}
        return tag("rect", **lit, fill="var(--glow)", class_="zone") + tag(
            "rect", **place, fill="none", stroke="var(--rule)"
        )

    def _axes(self) -> str:
        look = {"font_size": SMALL, "fill": "var(--faint)"}
        parts = []
        for value in ticks(*self.frame.across, 6):
            x = self.x(value)
            parts.append(tag("line", x1=x, y1=BOTTOM, x2=x, y2=BOTTOM + 4, stroke="var(--faint)"))
            parts.append(text(x, BOTTOM + 16, f"{value:g}", text_anchor="middle", **look))
        for value in ticks(*self.frame.up, 6):
            y = self.y(value)
            parts.append(tag("line", x1=LEFT - 4, y1=y, x2=LEFT, y2=y, stroke="var(--faint)"))
            parts.append(text(LEFT - 7, y + 4, f"{value:g}", text_anchor="end", **look))
        across, up = (self._axis(party) for party in self.pair)
        return "".join([*parts, text(4, 14, up), text(RIGHT, BOTTOM + 32, across, text_anchor="end")])

    def _written(self, value: float) -> str:
        if math.isfinite(value):
            return worth(value, self.table.unit, self.table.decimals)
        return ""

    def _axis(self, party: str) -> str:
        head, unit = "What it is worth to ", f", {UNIT_WORDS[self.table.unit]}"
        return head + called(self.sight, party, WIDTH - 12 - width_of(head + unit), in_sentence=True) + unit

    def _rules(self) -> str:
        parts = []
        if _holds(self.frame.across, self.across.reservation):
            x = self.x(self.across.reservation)
            parts.append(rule(x, TOP, x, BOTTOM, self.colours[self.pair[0]]))
        if _holds(self.frame.up, self.up.reservation):
            y = self.y(self.up.reservation)
            parts.append(rule(LEFT, y, RIGHT, y, self.colours[self.pair[1]]))
        return "".join(parts)

    def _rule_labels(self) -> str:
        parts = []
        if _holds(self.frame.across, self.across.reservation):
            x = self.x(self.across.reservation)
            words, width = self._rule_label(self.pair[0])
            sides = [side for side in (x + 5 + width / 2, x - 5 - width / 2) if LEFT < side - width / 2 < RIGHT - width]
            spots = [(side, BOTTOM - 9 - 20 * step) for step in range(14) for side in sides]
            parts.append(self._small(words, width, spots))
        if _holds(self.frame.up, self.up.reservation):
            y = self.y(self.up.reservation)
            words, width = self._rule_label(self.pair[1])
            sides = [side for side in (y - 9, y + 9) if TOP < side - 7 < BOTTOM - 14]
            spots = [(RIGHT - 4 - width / 2 - 20 * step, side) for step in range(14) for side in sides]
            parts.append(self._small(words, width, spots))
        return "".join(parts)

    def _rule_label(self, party: str) -> tuple[str, float]:
        """Return whose least is told, and how wide that is."""
        words = f"{possessive(cut(party, 60, SMALL))} reservation"
        return words, width_of(words, SMALL)

    def _small(self, words: str, width: float, spots: list[tuple[float, float]]) -> str:
        x, y = self.labels.along(spots, width, 13)
        return text(x, y + 4, words, font_size=SMALL, fill="var(--faint)", text_anchor="middle", **HALO)

    def _frontier(self) -> str:
        points = sorted(self._at(outcome) for outcome in self.table.frontier.tolist())
        if len(self.table.parties) > 2:
            # Seen from the side a surface is no line.
            return "".join(
                tag("circle", cx=x, cy=y, r=2, fill="none", stroke="var(--ink)", stroke_width=0.8) for x, y in points
            )
        line = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        look = {"fill": "none", "stroke": "var(--ink)", "stroke_width": 1.4, "class_": "frontier"}
        if len(points) > 1:
            return tag("polyline", points=line, **look)
        return ""

    # ---- what has been offered

    def _path(self, place: int, party: str) -> str:
        """Return a party's offers in the order of time; the last is larger."""
        offers, colour = self.runs[party], self.colours[party]
        points = [self._at(first.outcome) for first, _ in offers]
        line = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        parts = []
        if len(points) > 1:
            dashes = DASHES[place % len(DASHES)]
            way = tag("polyline", points=line, fill="none", stroke=colour, stroke_width=1.6, stroke_dasharray=dashes)
            parts.append(way)
        for turn, ((first, last), (x, y)) in enumerate(zip(offers, points, strict=True), start=1):
            size = 6 if turn == len(offers) else 3.2
            self.labels.take(x, y, 2 * size, 2 * size)
            words = f"{self.sight.name(party)}, {span(self.sight, first, last)}: " + " and ".join(
                f"{told} for {self.sight.named(who)}"
                for told, who in zip(self._worths(first.outcome), self.pair, strict=True)
            )
            parts.append(shape(place, x, y, size, colour, tip(words), hollow=first.demand))
        if parts:
            return tag("g", *parts, class_="offers", data_party=party)
        return ""

    def _named(self) -> str:
        """Return no deal, the solutions and the deal, each labelled where there is room."""
        table = self.table
        x, y = self.x(self.across.no_deal), self.y(self.up.no_deal)
        self.labels.take(x, y, 10, 10)
        parts = [cross(x, y, 4.5)]
        marks = {outcome: self._at(outcome) for outcome in self.numbers}
        for outcome, at in marks.items():
            if outcome != table.agreed:
                self.labels.take(*at, 7, 7)
                parts.append(shape(3, *at, 3.5, "var(--ink)"))
        if table.agreed is not None:
            deal = self._at(table.agreed)
            self.labels.take(*deal, 18, 18)
            parts.append(star(*deal, 10))
            parts.append(self._label(*deal, "deal", away=12))
        parts.append(self._label(x, y, "no deal", away=7))
        for outcome, at in marks.items():
            spot = self.labels.place(*at, 16, 16, gap=6)
            parts += [_leader(*at, *spot), disc(*spot, self.numbers[outcome])]
        return "".join(parts)

    def _label(self, x: float, y: float, words: str, away: float) -> str:
        spot = self.labels.place(x, y, BOLD * width_of(words), 14, gap=away)
        return text(spot[0], spot[1] + 4, words, text_anchor="middle", font_weight=600, **HALO)

    # ---- the key

    def _entries(self) -> Iterator[Entry]:
        table = self.table
        for party in table.parties:
            if self.runs[party]:
                last = self.runs[party][-1][1]
                yield last_offer(self.sight, last, self._worths(last.outcome))
        if table.agreed is not None:
            yield Entry(star(0, 0, 8), "deal", self._worths(table.agreed))
        stakes = (self.across, self.up)
        yield Entry(cross(0, 0, 4.5), "no deal", [self._written(stake.no_deal) for stake in stakes])
        yield Entry(
            rule(-9, 0, 9, 0, "var(--faint)"),
            "reservation: the least to sign for",
            [self._written(stake.reservation) for stake in stakes],
        )
        for concept, outcome in table.solutions.items():
            tied = table.tied[concept]
            words = CONCEPT_WORDS.get(concept, concept) + (f", one of {tied:,}" if tied > 1 else "")
            yield Entry(disc(0, 0, self.numbers[outcome]), words, self._worths(outcome))
        if len(table.frontier):
            words = "frontier: nobody can have more unless another has less"
            mark = rule(-9, 0, 9, 0, dash=None)
            if len(table.parties) > 2:
                mark = tag("circle", cx=0, cy=0, r=2, fill="none", stroke="var(--ink)", stroke_width=0.8)
            yield Entry(mark, words)
        if any(offer.demand for offer in table.offers):
            mark = shape(0, 0, 0, 4, "var(--ink)", hollow=True)
            yield Entry(mark, "hollow: a demand, of what can't be accepted as it is")
        lit = {"fill": "var(--glow)", "stroke": "var(--rule)"}
        yield Entry(
            tag("rect", x=-8, y=-5, width=16, height=10, **lit),
            "lit: what both could sign now, above their reservations",
        )
        total, good = len(self.across.values), table.zone
        words = f"{total:,} possible deals, {f'{good:,}' if good else 'none'} no worse than no deal for all"
        yield Entry(tag("circle", cx=0, cy=0, r=2.5, fill="var(--cloud)"), words)
        outside = total - seen_in(self.sight, self.pair, self.frame)
        if outside:
            yield Entry("", f"{outside:,} of them {'lies' if outside == 1 else 'lie'} outside the picture")
        if valued := as_valued(self.sight):
            yield Entry("", valued)
        if table.discounted:
            yield Entry("", "scores as agreed at once: they shrink with every offer")


def _holds(seen: tuple[float, float], value: float) -> bool:
    return seen[0] <= value <= seen[1]


def _within(value: float, seen: tuple[float, float]) -> float:
    return min(max(value, seen[0]), seen[1])


def _leader(x: float, y: float, to_x: float, to_y: float) -> str:
    return tag("line", x1=x, y1=y, x2=to_x, y2=to_y, stroke="var(--ink)", stroke_width=0.8)
