"""The calendar: a row for each table with its meetings and its deadline, and the events around them."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from datetime import timedelta

from tradetalks.app.charts.blocks import Column
from tradetalks.app.charts.svg import SMALL, WIDTH, Scale, cut, pickable, scale, svg, tag, text, ticks, tip, width_of
from tradetalks.app.sight import CalendarEvent, CalendarRow, Sight
from tradetalks.app.style import STATUS_WORDS, status_kind

MARGIN = 10.0
ROW = 34.0
BAR = 10.0
BROAD = 700.0
"""From this width on events are listed in two columns."""
COLOURS = {"closed": "var(--cloud)", "talk": "var(--talk)", "deal": "var(--good)", "none": "var(--bad)"}
ENDS = {"closed": "", "talk": "", "deal": "✓", "none": "✕"}


def calendar(sight: Sight, width: float = WIDTH) -> str:
    """Return all tables over time, with today, and a numbered list of the events."""
    at = scale(0, max(sight.last_day, 1), MARGIN + 6, width - MARGIN - 16)
    events = _by_day(sight.events)
    top = 40.0 if events else 22.0
    bottom = top + ROW * len(sight.calendar) + 6
    parts = [*_axis(sight, at, bottom, width)]
    for place, row in enumerate(sight.calendar):
        parts.append(_row(row, sight, at, top + ROW * place, width))
    parts += _today(sight, at, bottom)
    parts += _numbers(events, at)
    note = Column(MARGIN, width - 2 * MARGIN, bottom)
    note.write("ticks: meetings, taller in public · ▸ opens · flag: deadline", size=SMALL, fill="var(--faint)")
    parts += note.parts
    listed, end = _listed(events, sight, note.bottom + 4, width)
    return svg(end + 8, "the calendar of all tables", *parts, *listed, width=width)


def _by_day(events: tuple[CalendarEvent, ...]) -> list[tuple[int, list[str]]]:
    days: dict[int, list[str]] = {}
    for event in events:
        days.setdefault(event.day, []).append(event.text)
    return sorted(days.items())


def _axis(sight: Sight, at: Scale, bottom: float, width: float) -> Iterator[str]:
    free = 0.0
    for day, word in _marks(sight):
        x = at(day)
        yield tag("path", d=f"M{x:.1f} 16V{bottom:.1f}", stroke="var(--rule)")
        # A word at the right edge stands before its line.
        start = min(x + 3, width - width_of(word, SMALL) - 2)
        if start >= free:
            yield text(start, 12, word, font_size=SMALL, fill="var(--faint)")
            free = start + width_of(word, SMALL) + 4


def _marks(sight: Sight) -> Iterator[tuple[int, str]]:
    """Yield the first days of months, or round numbers of days."""
    if sight.start is None:
        for day in ticks(0, sight.last_day, 6):
            yield int(day), f"day {day:g}"
        return
    yield 0, sight.when(0)
    for day in range(1, sight.last_day + 1):
        date = sight.start + timedelta(days=day)
        if date.day == 1:
            yield day, months.month_abbr[date.month]


def _row(row: CalendarRow, sight: Sight, at: Scale, top: float, width: float) -> str:
    kind = status_kind(row.status)
    colour = COLOURS[kind]
    chosen = row.key == sight.table.key
    told = f"{row.title}: {STATUS_WORDS[row.status]}"
    end = row.deadline if row.closed is None else row.closed
    until = f"{'ended' if row.closed is not None else 'ends'} {sight.when(end)}"
    label = f"{told}, {until}"
    parts = [tip(label), tag("rect", x=2, y=top, width=width - 4, height=ROW - 2, rx=3, fill=_behind(chosen=chosen))]
    room = width - 2 * MARGIN
    state = f" {ENDS[kind]} {STATUS_WORDS[row.status]}".replace("  ", " ")
    parts.append(text(MARGIN, top + 12, cut(row.title, room - width_of(state, SMALL)), font_size=12, font_weight=600))
    right = {"text_anchor": "end", "font_size": SMALL, "fill": "var(--faint)"}
    parts.append(text(width - MARGIN, top + 12, state.strip(), **right))
    y = top + 18
    if row.opens is not None:
        start, last = at(row.opens), at(row.deadline)
        box = {"x": start, "y": y, "height": BAR, "rx": 2}
        parts.append(tag("rect", **box, width=max(last - start, 2.0), fill="none", stroke=colour))
        done = at(min(max(sight.day, row.opens), row.deadline) if row.closed is None else row.closed)
        filled = {"width": max(done - start, 1.5), "fill": colour, "fill_opacity": 0.45}
        parts.append(tag("rect", **box, **filled))
        parts.append(text(start - 9, y + BAR, "▸", font_size=SMALL, fill=colour))
        ended = row.deadline if row.closed is None else row.closed
        parts += [
            tag("path", d=f"M{at(day):.1f} {y + (-2 if public else 2):.1f}V{y + BAR:.1f}", stroke="var(--ink)")
            for day, public in row.meetings
            if day <= ended
        ]
    parts.append(_flag(row, at(row.deadline), y))
    if row.closed is not None:
        parts.append(text(at(row.closed) + 2, y + BAR, ENDS[kind], font_size=12, font_weight=700, fill=colour))
    return pickable(row.key, label, *parts)


def _behind(*, chosen: bool) -> str:
    return "var(--panel)" if chosen else "transparent"


def _flag(row: CalendarRow, x: float, y: float) -> str:
    """Return the deadline: a flag, dashed where the end is random."""
    dash = {"stroke_dasharray": "2 2"} if row.random else {}
    about = tip("expected end; it may come on any day" if row.random else "deadline")
    shape = f"M{x:.1f} {y + BAR:.1f}V{y - 4:.1f}h7l-2 3 2 3h-7"
    return tag("path", about, d=shape, fill="none", stroke="var(--ink)", stroke_width=1.2, **dash)


def _today(sight: Sight, at: Scale, bottom: float) -> Iterator[str]:
    if sight.day < 0:
        return
    x = at(min(sight.day, sight.last_day))
    yield tag("path", d=f"M{x:.1f} 14V{bottom:.1f}", stroke="var(--bad)", stroke_width=1.5)
    yield tag("path", d=f"M{x - 4:.1f} 14h8l-4 6z", fill="var(--bad)")


def _numbers(events: list[tuple[int, list[str]]], at: Scale) -> Iterator[str]:
    """Yield the numbers of the days with events, in two rows where they would touch."""
    last = [-100.0, -100.0]
    for number, (day, _) in enumerate(events, 1):
        x = at(day)
        row = 0 if x - last[0] >= 15 else 1
        if x - last[row] < 15:
            x = last[row] + 15
        last[row] = x
        middle = {"text_anchor": "middle", "font_size": SMALL, "font_weight": 700}
        yield text(x, 25 + 11 * row, number, **middle, fill="var(--faint)")


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
