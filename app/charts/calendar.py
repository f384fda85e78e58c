"""The calendar: a row for each table with its meetings and its deadline, and the events around them."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.marks import HALO
from tradetalks.app.charts.svg import (
    BOLD,
    SMALL,
    WIDTH,
    Scale,
    cut,
    pickable,
    scale,
    svg,
    tag,
    text,
    ticks,
    tip,
    width_of,
)
from tradetalks.runs.sight.sight import CalendarEvent, CalendarRow, Sight
from tradetalks.runs.words.statuses import STATUS_WORDS, status_kind

MARGIN = 10.0
ROW = 34.0
BAR = 10.0
BROAD = 700.0
"""From this width on events are listed in two columns."""
COLOURS = {"closed": "var(--cloud)", "talk": "var(--talk)", "deal": "var(--good)", "none": "var(--bad)"}
ENDS = {"closed": "", "talk": "", "deal": "✓", "none": "✕"}


def calendar(sight: Sight, width: float = WIDTH) -> str:
    """Return all tables over time, with today, and a numbered list of the events."""
    events = _by_day(sight.events)
    ends = [_last(row, sight) for row in sight.calendar]
    # Events can be planned for days after the last table's.
    last = max(sight.last_day, sight.day, 1, *ends, *(day for day, _ in events))
    at = scale(0, last, MARGIN + 6, width - MARGIN - 16)
    numbers, top = _numbers(events, at)
    bottom = top + ROW * len(sight.calendar) + 6
    # Rules lie under the words of the rows.
    behind = [_ground(top + ROW * place, width) for place, row in enumerate(sight.calendar) if _chosen(row, sight)]
    parts = [*behind, *_axis(sight, last, at, bottom, width)]
    for place, (row, until) in enumerate(zip(sight.calendar, ends, strict=True)):
        parts.append(_row(row, until, sight, at, top + ROW * place, width))
    parts += numbers
    note = Column(MARGIN, width - 2 * MARGIN, bottom)
    note.write(_key(sight), size=SMALL, fill="var(--faint)")
    parts += note.parts
    listed, end = _listed(events, sight, note.bottom + 4, width)
    return svg(end + 8, "the calendar of all tables", *parts, *listed, width=width)


def _by_day(events: tuple[CalendarEvent, ...]) -> list[tuple[int, list[str]]]:
    days: dict[int, list[str]] = {}
    for event in events:
        days.setdefault(event.day, []).append(event.text)
    return sorted(days.items())


def _last(row: CalendarRow, sight: Sight) -> int:
    """Return where a table's bar ends: talks of uncertain length can outlast what is expected."""
    if not _uncertain(row):
        if row.closed is None:
            return row.deadline
        return max(row.deadline, row.closed)
    begun = row.opens is not None and sight.day > row.opens
    return max(row.deadline, sight.day if begun else 0, *(day for day, _ in row.meetings))


def _uncertain(row: CalendarRow) -> bool:
    return row.random and row.closed is None


def _chosen(row: CalendarRow, sight: Sight) -> bool:
    return row.key == sight.table.key


def _key(sight: Sight) -> str:
    notes = ["ticks: meetings, taller in public", "▸ opens", "flag: deadline"]
    notes += ["hatched: may end on any day, the flag is when it is expected"] * any(map(_uncertain, sight.calendar))
    return " · ".join(notes)


def _axis(sight: Sight, last: int, at: Scale, bottom: float, width: float) -> Iterator[str]:
    """Yield the rules of months and of today with their words, today's before all others."""
    taken: list[tuple[float, float]] = []

    def named(x: float, word: str, size: float, **attributes: Any) -> Iterator[str]:
        # A word at the right edge stands before its line.
        start = min(x + 4, width - size - 2)
        if all(start >= right or start + size <= left for left, right in taken):
            taken.append((start - 4, start + size + 4))
            yield text(start, 12, word, font_size=SMALL, **attributes)

    today = []
    if sight.day >= 0:
        x, word = at(sight.day), f"today, {sight.when(sight.day)}"
        today = [tag("path", d=f"M{x:.1f} 14V{bottom:.1f}", stroke="var(--bad)", stroke_width=1.5)]
        today.append(tag("path", d=f"M{x - 4:.1f} 14h8l-4 6z", fill="var(--bad)"))
        today += named(x, word, BOLD * width_of(word, SMALL), font_weight=700, fill="var(--bad)")
    for day, word in _marks(sight, last):
        x = at(day)
        yield tag("path", d=f"M{x:.1f} 16V{bottom:.1f}", stroke="var(--rule)")
        yield from named(x, word, width_of(word, SMALL), fill="var(--faint)")
    yield from today


def _marks(sight: Sight, last: int) -> Iterator[tuple[int, str]]:
    """Yield the first days of months, or round numbers of days."""
    if sight.start is None:
        for day in ticks(0, last, 6):
            yield int(day), f"day {day:g}"
        return
    yield 0, sight.when(0)
    for day in range(1, last + 1):
        date = sight.start + timedelta(days=day)
        if date.day == 1:
            yield day, months.month_abbr[date.month]


def _ground(top: float, width: float, fill: str = "var(--panel)") -> str:
    return tag("rect", x=2, y=top, width=width - 4, height=ROW - 2, rx=3, fill=fill)


def _row(row: CalendarRow, ends: int, sight: Sight, at: Scale, top: float, width: float) -> str:
    kind = status_kind(row.status)
    colour = COLOURS[kind]
    halo = {**HALO, "stroke": "var(--panel)"} if _chosen(row, sight) else HALO
    state = f"{ENDS[kind]} {STATUS_WORDS[row.status]}".strip()
    about = "expected to end" if _uncertain(row) else "ends" if row.closed is None else "ended"
    end = row.deadline if row.closed is None else row.closed
    label = f"{row.title}: {STATUS_WORDS[row.status]}, {about} {sight.when(end)}"
    title = cut(row.title, (width - 2 * MARGIN - width_of(f" {state}", SMALL)) / BOLD)
    parts = [
        tip(label),
        _ground(top, width, "transparent"),
        text(MARGIN, top + 11, title, font_weight=600, **halo),
        text(width - MARGIN, top + 11, state, text_anchor="end", font_size=SMALL, fill="var(--faint)", **halo),
    ]
    y = top + 19
    if row.opens is not None:
        start, last = at(row.opens), at(ends)
        box = {"x": start, "y": y, "height": BAR, "rx": 2}
        parts.append(tag("rect", **box, width=max(last - start, 2.0), fill="none", stroke=colour))
        done = at(min(max(sight.day, row.opens), ends) if row.closed is None else row.closed)
        parts.append(tag("rect", **box, width=max(done - start, 1.5), fill=colour, fill_opacity=0.45))
        parts.append(text(start - 9, y + BAR, "▸", font_size=SMALL, fill=colour))
        if _uncertain(row):
            parts.append(_hatching(max(start, min(at(row.deadline), last - 20)), last, y))
        parts += [
            tag("path", d=f"M{at(day):.1f} {y + (-2 if public else 2):.1f}V{y + BAR:.1f}", stroke="var(--ink)")
            for day, public in row.meetings
            if day <= (ends if row.closed is None else row.closed)
        ]
    parts.append(_flag(row, at(row.deadline), y))
    if row.closed is not None:
        # Beside the flag, where they would fall together.
        flag, mark = at(row.deadline), at(row.closed)
        beside = flag + 9 if abs(flag - mark) < 9 else mark + 2
        parts.append(text(beside, y + BAR, ENDS[kind], font_size=12, font_weight=700, fill=colour))
    return pickable(row.key, label, *parts)


def _hatching(start: float, end: float, y: float) -> str:
    """Return slanting lines over a part of a bar: on each of these days it may end."""
    count = int((end - start) / 5)
    lines = "".join(f"M{start + 5 * place:.1f} {y + BAR:.1f}l5 {-BAR:.1f}" for place in range(count))
    return tag("path", d=lines, stroke="var(--faint)", fill="none", class_="uncertain")


def _flag(row: CalendarRow, x: float, y: float) -> str:
    about = tip("expected end" if row.random else "deadline")
    shape = f"M{x:.1f} {y + BAR:.1f}V{y - 4:.1f}h7l-2 3 2 3h-7"
    return tag("path", about, d=shape, fill="var(--paper)", stroke="var(--ink)", stroke_width=1.2)


def _numbers(events: list[tuple[int, list[str]]], at: Scale) -> tuple[list[str], float]:
    """Return the numbers of the days with events, in as many rows as keep them over their days, and where these end."""
    ends: list[float] = []
    parts = []
    for number, (day, _) in enumerate(events, 1):
        x, half = at(day), BOLD * width_of(str(number), SMALL) / 2 + 2.5
        row = next((place for place, end in enumerate(ends) if x - half >= end), len(ends))
        ends[row : row + 1] = [x + half]
        middle = {"text_anchor": "middle", "font_size": SMALL, "font_weight": 700, "fill": "var(--faint)"}
        parts.append(text(x, 27 + 11 * row, number, **middle, **HALO))
    return parts, 20.0 + 11 * len(ends) if ends else 22.0


def _listed(events: list[tuple[int, list[str]]], sight: Sight, top: float, width: float) -> tuple[list[str], float]:
    """Return the list of events, the past in ink and what is to come faint, and where it ends."""
    count = 2 if width >= BROAD else 1
    room = (width - 2 * MARGIN - 16 * (count - 1)) / count
    half = -(-len(events) // count)
    parts: list[str] = []
    bottom = top
    for place in range(count):
        column = Column(MARGIN + place * (room + 16), room, top)
        for number, (day, texts) in enumerate(events[place * half : (place + 1) * half], place * half + 1):
            ink = "var(--ink)" if day <= sight.day else "var(--faint)"
            column.write(f"{number}) {sight.when(day)}: {'; '.join(texts)}", size=SMALL, gap=2, fill=ink)
        parts += column.parts
        bottom = max(bottom, column.bottom)
    return parts, bottom
