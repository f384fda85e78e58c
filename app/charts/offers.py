"""What the offers are worth to one party over time: all that it can tell, where it doesn't know the others' values."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tradetalks.app.charts.labels import Labels
from tradetalks.app.charts.marks import DASHES, HALO, Entry, as_valued, called, head, key, last_offer, rule, shape, star
from tradetalks.app.charts.svg import BOLD, SMALL, WIDTH, number, scale, svg, tag, text, ticks, tip, width_of
from tradetalks.app.style import UNIT_WORDS, colours
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import Offered
from tradetalks.runs.words.amounts import worth

LEFT, TOP, RIGHT, BOTTOM = 46.0, 24.0, 392.0, 244.0


def offers_over_time(sight: Sight, party: str) -> str:
    """Return what all offers so far are worth to one party, by when they were made, as a picture.

    Args:
        sight: what is seen; the party's own values are among it, and its table has opened.
        party: whose values.
    """
    return _Offers(sight, party).drawn()


def runs(sight: Sight, party: str) -> list[tuple[Offered, Offered]]:
    """Return a party's offers, oldest first, as first and last of those in a row that are the same."""
    found: list[tuple[Offered, Offered]] = []
    for offer in sight.table.offers:
        if offer.party != party:
            continue
        if found and (found[-1][0].outcome, found[-1][0].demand) == (offer.outcome, offer.demand):
            found[-1] = (found[-1][0], offer)
        else:
            found.append((offer, offer))
    return found


def span(sight: Sight, first: Offered, last: Offered) -> str:
    """Write from when to when the same was offered: "16 Apr", "16 Apr to 3 May"."""
    start, end = sight.when(first.day), sight.when(last.day)
    if start == end:
        return start
    return f"{start} to {end}"


class _Offers:
    """Offers over time being drawn: scales, moments, and the places that labels have taken."""

    def __init__(self, sight: Sight, party: str) -> None:
        self.sight, self.table, self.party = sight, sight.table, party
        self.stake = sight.table.stakes[party]
        self.colours = colours(sight.table.parties)
        self.labels = Labels(LEFT + 2, TOP + 2, RIGHT - 2, BOTTOM - 2)
        self.moments = [*_moments(self.table.offers)]
        ends = [self.table.deadline + 1.0, *(moment for moment in self.moments)]
        if self.table.closed is not None:
            ends.append(self.table.closed + 1.0)
        opened = min([self.table.deadline, *(offer.day for offer in self.table.offers)])
        self.days = (float(opened if self.table.opened is None else self.table.opened), max(ends))
        self.worths = self._range()
        self.x, self.y = scale(*self.days, LEFT + 8, RIGHT), scale(*self.worths, BOTTOM, TOP)

    def _range(self) -> tuple[float, float]:
        seen = [self.stake.no_deal, float(self.stake.values.max())]
        seen += [self._worth(offer.outcome) for offer in self.table.offers]
        low, high = min(seen), max(seen)
        # Late in a long horizon a reservation can lie far off; then it is told in the key alone.
        if math.isfinite(self.stake.reservation) and abs(self.stake.reservation - low) <= 2 * (high - low):
            low, high = min(low, self.stake.reservation), max(high, self.stake.reservation)
        pad = 0.1 * (high - low)
        if pad < 1e-9:
            pad = 0.1 if self.table.unit == "points" else 1.0
        return low - pad, high + pad

    def _worth(self, outcome: int) -> float:
        return float(self.stake.values[outcome])

    def _written(self, value: float) -> str:
        if math.isfinite(value):
            return worth(value, self.table.unit, self.table.decimals)
        return ""

    def drawn(self) -> str:
        parts = [self._axes(), self._rules()]
        parts += [self._path(place, party) for place, party in enumerate(self.table.parties)]
        parts += [self._deal(), self._deadline(), self._rule_labels()]
        if not self.table.offers:
            x, y = (LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2
            parts.append(text(x, y, "no offer yet", text_anchor="middle", fill="var(--faint)", **HALO))
        heads = [head(self.sight, self.party)]
        below, bottom = key([*self._entries()], heads, BOTTOM + 24)
        return svg(bottom + 6, f"What the offers are worth to {self.sight.named(self.party)} over time", *parts, below)

    # ---- the ground

    def _axes(self) -> str:
        look: dict[str, Any] = {"font_size": SMALL, "fill": "var(--faint)"}
        parts = [tag("rect", x=LEFT, y=TOP, width=RIGHT - LEFT, height=BOTTOM - TOP, fill="none", stroke="var(--rule)")]
        for value in ticks(*self.worths, 5):
            y = self.y(value)
            parts.append(tag("line", x1=LEFT - 4, y1=y, x2=LEFT, y2=y, stroke="var(--faint)"))
            parts.append(text(LEFT - 7, y + 4, f"{value:g}", text_anchor="end", **look))
        free = 0.0
        for day in ticks(*self.days, 4):
            if day != round(day):
                continue
            x, words = self.x(day), self.sight.when(round(day))
            half = width_of(words, SMALL) / 2
            x_words = min(max(x, half + 2), WIDTH - half - 2)
            parts.append(tag("line", x1=x, y1=BOTTOM, x2=x, y2=BOTTOM + 4, stroke="var(--faint)"))
            if x_words - half > free:
                parts.append(text(x_words, BOTTOM + 16, words, text_anchor="middle", **look))
                free = x_words + half + 6
        unit = f", {UNIT_WORDS[self.table.unit]}"
        start = "What offers are worth to "
        name = called(self.sight, self.party, WIDTH - 12 - width_of(start + unit), in_sentence=True)
        return "".join([*parts, text(4, 14, start + name + unit)])

    def _deadline(self) -> str:
        # The deadline is the last day on which the table can agree, so that it ends with that day.
        x = self.x(self.table.deadline + 1)
        words = f"deadline {self.sight.when(self.table.deadline)}"
        width = width_of(words, SMALL)
        left = max(x - 5 - width / 2, LEFT + 4 + width / 2)
        spot, height = self.labels.along([(left, BOTTOM - 9 - 14 * step) for step in range(15)], width, 13)
        look = {"text_anchor": "middle", "font_size": SMALL, "fill": "var(--faint)"}
        return rule(x, TOP, x, BOTTOM, "var(--bad)", "1 3") + text(spot, height + 4, words, **look, **HALO)

    def _rules(self) -> str:
        told = [(self.stake.no_deal, "var(--bad)", "2 3")]
        told += [(self.stake.reservation, self.colours[self.party], "5 3")] * self._reserved()
        parts = []
        for value, colour, dash in told:
            y = self.y(value)
            self.labels.take((LEFT + RIGHT) / 2, y, RIGHT - LEFT, 1)
            parts.append(rule(LEFT, y, RIGHT, y, colour, dash))
        return "".join(parts)

    def _reserved(self) -> bool:
        return self.worths[0] <= self.stake.reservation <= self.worths[1]

    def _rule_labels(self) -> str:
        told = [("no deal", self.stake.no_deal), *[("reservation", self.stake.reservation)] * self._reserved()]
        # The higher rule has its label above, the lower one below: they may lie side by side.
        told.sort(key=lambda each: -each[1])
        parts = []
        for place, (words, value) in enumerate(told):
            width, y = width_of(words, SMALL), self.y(value)
            away = 9 if place else -9
            sides = [side for side in (y + away, y - away) if TOP < side - 7 < BOTTOM - 14]
            spots = [(LEFT + 6 + width / 2 + 16 * step, side) for side in sides for step in range(16)]
            x, y = self.labels.along(spots, width, 13)
            parts.append(text(x, y + 4, words, font_size=SMALL, fill="var(--faint)", text_anchor="middle", **HALO))
        return "".join(parts)

    # ---- what has been offered

    def _path(self, place: int, party: str) -> str:
        """Return a party's offers in the order of time; the last is larger."""
        own = [
            (moment, offer)
            for moment, offer in zip(self.moments, self.table.offers, strict=True)
            if offer.party == party
        ]
        colour = self.colours[party]
        points = [(self.x(moment), self.y(self._worth(offer.outcome))) for moment, offer in own]
        parts = []
        if len(points) > 1:
            line = " ".join(f"{number(x)},{number(y)}" for x, y in points)
            dash = DASHES[place % len(DASHES)]
            look = {"fill": "none", "stroke": colour, "stroke_width": 1.6, "stroke_dasharray": dash}
            parts.append(tag("polyline", points=line, **look))
        for turn, ((_, offer), (x, y)) in enumerate(zip(own, points, strict=True), start=1):
            size = 6 if turn == len(own) else 3.2
            self.labels.take(x, y, 2 * size, 2 * size)
            words = (
                f"{self.sight.name(party)}, {self.sight.when(offer.day)}: {self._written(self._worth(offer.outcome))}"
            )
            parts.append(shape(place, x, y, size, colour, tip(words), hollow=offer.demand))
        if parts:
            return tag("g", *parts, class_="offers", data_party=party)
        return ""

    def _deal(self) -> str:
        if self.table.agreed is None:
            return ""
        # It was agreed after the last offer, on the day on which the talks closed.
        closed = self.days[1] if self.table.closed is None else self.table.closed + 0.5
        moment = max([closed, *self.moments[-1:]])
        x, y = self.x(moment), self.y(self._worth(self.table.agreed))
        self.labels.take(x, y, 18, 18)
        width = BOLD * width_of("deal")
        spot = self.labels.place(x, y, width, 14, gap=12)
        return star(x, y, 10) + text(spot[0], spot[1] + 4, "deal", text_anchor="middle", font_weight=600, **HALO)

    # ---- the key

    def _entries(self) -> Iterator[Entry]:
        table = self.table
        latest = {offer.party: offer for offer in table.offers}
        for party in table.parties:
            if party in latest:
                yield last_offer(self.sight, latest[party], [self._written(self._worth(latest[party].outcome))])
        if table.agreed is not None:
            yield Entry(star(0, 0, 8), "deal", [self._written(self._worth(table.agreed))])
        mark = rule(-9, 0, 9, 0, "var(--bad)", "2 3")
        yield Entry(mark, "no deal", [self._written(self.stake.no_deal)])
        mark = rule(-9, 0, 9, 0, self.colours[self.party])
        yield Entry(mark, "reservation: the least to sign for", [self._written(self.stake.reservation)])
        if any(offer.demand for offer in table.offers):
            mark = shape(0, 0, 0, 4, "var(--ink)", hollow=True)
            yield Entry(mark, "hollow: a demand, of what can't be accepted as it is")
        if table.discounted:
            yield Entry("", "scores as agreed at once: they shrink with every offer")
        if valued := as_valued(self.sight):
            yield Entry("", valued)


def _moments(offers: tuple[Offered, ...]) -> Iterator[float]:
    """Return when each offer was made; those of a day are spread over it in their order."""
    of_day, before = Counter(offer.day for offer in offers), Counter[int]()
    for offer in offers:
        yield offer.day + (before[offer.day] + 0.5) / of_day[offer.day]
        before[offer.day] += 1
