"""The calendar: what happens when is drawn where that day is, and what is uncertain is drawn so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sights import a_sight, check_texts, parsed, words_of

from tradetalks.app.charts.calendar import calendar
from tradetalks.runs.sight.sight import CalendarEvent, CalendarRow, Sight

MEETINGS = ((2, False), (9, True), (16, False))


def a_row(key: str = "T", **more: Any) -> CalendarRow:
    """Return a table that talks from day 2 to day 16."""
    row = CalendarRow(
        key=key,
        title=f"Table {key}",
        status="open",
        opens=2,
        closed=None,
        deadline=16,
        random=False,
        meetings=MEETINGS,
    )
    return replace(row, **more)


def a_calendar(*rows: CalendarRow, events: Sequence[tuple[int, str]] = (), **more: Any) -> Sight:
    """Return what is seen of some tables and events, on day 5 of 20."""
    sight = replace(
        a_sight({"A": [1.0, 0.0], "B": [0.0, 1.0]}),
        calendar=rows or (a_row(),),
        events=tuple(CalendarEvent(*event) for event in events),
    )
    return replace(sight, **more)


def verticals(picture: str, colour: str = "var(--ink)") -> list[tuple[float, float]]:
    """Return where upright lines of a colour stand, and how high they are."""
    found = []
    for path in parsed(picture).iter("path"):
        line = re.fullmatch(r"M([\d.]+) ([\d.]+)V([\d.]+)", path.get("d", ""))
        if line and path.get("stroke") == colour:
            found.append((float(line[1]), float(line[3]) - float(line[2])))
    return found


def hatched(picture: str) -> bool:
    """Return whether a part of a bar is hatched."""
    return any(path.get("class") == "uncertain" for path in parsed(picture).iter("path"))


@given(
    st.lists(st.integers(0, 400), max_size=20, unique=True),
    st.integers(1, 400),
    st.integers(-1, 400),
    st.sampled_from([400, 1000]),
    st.sampled_from([None, date(2025, 4, 2)]),
)
def test_an_event_has_its_number_over_its_day(
    days: list[int], last: int, today: int, width: int, start: date | None
) -> None:
    """However many there are, however near each other, and also after the last day of any table."""
    events = [(day, f"something happens, number {place}") for place, day in enumerate(days)]
    picture = calendar(a_calendar(events=events, day=today, last_day=last, start=start), width)
    check_texts(picture, width)
    numbers = [element for element in parsed(picture).iter("text") if (element.text or "").isdigit()]
    assert [int(element.text or "") for element in numbers] == [*range(1, len(days) + 1)]
    places = [float(element.get("x", 0)) for element in numbers]
    unit = (width - 42) / max(last, today, 16, *days)
    for day, x in zip(sorted(days), places, strict=True):
        assert x == pytest.approx(16 + day * unit, abs=0.1)


def test_today_is_named_once_the_first_day_has_been_lived_through() -> None:
    assert "today, day 5" in words_of(calendar(a_calendar()))
    dated = a_calendar(start=date(2025, 4, 26))
    assert "today, 1 May" in words_of(calendar(dated))
    assert not any("today" in words for words in words_of(calendar(replace(dated, day=-1))))


@given(st.integers(0, 400), st.integers(1, 400), st.sampled_from([400, 1000]))
def test_todays_line_stands_at_its_day(today: int, last: int, width: int) -> None:
    (line,) = verticals(calendar(a_calendar(day=today, last_day=last), width), "var(--bad)")
    unit = (width - 42) / max(last, today, 16)
    assert line[0] == pytest.approx(16 + today * unit, abs=0.1)


def test_meetings_are_ticks_on_their_days_and_taller_in_public() -> None:
    (one, low), (two, high), (three, also_low) = verticals(calendar(a_calendar()))
    assert two - one == pytest.approx(three - two, abs=0.2)
    assert high > low == also_low


def test_meetings_that_were_no_longer_held_are_not_shown() -> None:
    assert len(verticals(calendar(a_calendar(a_row(status="agreed", closed=9), day=12)))) == 2


def test_talks_that_outlast_their_expected_end_go_on_on_the_calendar() -> None:
    """Their later meetings are there, and the bar is as long as they have lasted."""
    row = a_row(deadline=9, random=True)
    sight = a_calendar(row, day=12)
    picture = calendar(sight)
    assert len(verticals(picture)) == len(MEETINGS)
    (today, _) = verticals(picture, "var(--bad)")[0]
    done = next(box for box in parsed(picture).iter("rect") if box.get("fill-opacity"))
    assert float(done.get("x", 0)) + float(done.get("width", 0)) == pytest.approx(today, abs=0.2)


@pytest.mark.parametrize(("random", "closed"), [(True, None), (True, 9), (False, None)])
def test_an_end_that_may_come_on_any_day_is_hatched_until_it_has_come(random: bool, closed: int | None) -> None:
    picture = calendar(a_calendar(a_row(random=random, closed=closed, status="expired" if closed else "open"), day=12))
    assert hatched(picture) == (random and closed is None)
    assert any("hatched" in words for words in words_of(picture)) == hatched(picture)


@pytest.mark.parametrize(
    ("status", "mark"), [("in_force", "✓"), ("expired", "✕"), ("no_zone", "✕"), ("walked_away", "✕")]
)
def test_how_a_table_has_ended_is_marked_by_a_sign(status: str, mark: str) -> None:
    words = words_of(calendar(a_calendar(a_row(status=status, closed=9), day=12)))
    assert words.count(mark) == 1
    assert not {"✓", "✕"} & {*words_of(calendar(a_calendar()))}


@pytest.mark.parametrize(("width", "columns"), [(400, 1), (1000, 2)])
def test_events_are_listed_with_their_days_in_as_many_columns_as_there_is_room_for(width: int, columns: int) -> None:
    events = [(3, "markets fall"), (3, "a tariff"), (7, "a tour"), (8, "a ruling"), (9, "letters")]
    picture = calendar(a_calendar(events=events), width)
    listed = [text for text in parsed(picture).iter("text") if re.match(r"\d\) ", text.text or "")]
    assert len({text.get("x") for text in listed}) == columns
    assert [text.text for text in listed][:2] == ["1) day 3: markets fall; a tariff", "2) day 7: a tour"]


def test_a_table_that_has_no_day_of_opening_has_a_row_but_no_bar() -> None:
    picture = calendar(a_calendar(a_row("T", status="scheduled", opens=None), a_row("U")))
    rows = [group for group in parsed(picture).iter("g") if group.get("data-pick")]
    bars = {group.get("data-pick"): len([*group.iter("rect")]) for group in rows}
    assert bars == {"T": 1, "U": 3}
