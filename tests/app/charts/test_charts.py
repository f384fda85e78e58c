"""Network, calendar, agenda, transcript and economy: legible for every scenario, and true to what is seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from sights import check_texts, parsed, words_of

from tradetalks.app.charts.agenda import agenda
from tradetalks.app.charts.calendar import calendar
from tradetalks.app.charts.economy import incomes, prices, tariffs
from tradetalks.app.charts.network import network
from tradetalks.app.charts.paid import paid
from tradetalks.app.charts.transcript import transcript
from tradetalks.app.style import percent
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.eyes import EVERYBODY, seats
from tradetalks.runs.sight.look import look
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.single import run
from tradetalks.runs.words.amounts import money

CASES = (
    ("us_japan_2025", {}),
    ("spring_2025", {}),
    ("spring_2025", {"layout": "pooled"}),
    ("spring_2025", {"layout": "multilateral"}),
    ("split_the_pie", {}),
    ("prisoners", {}),
    ("linkage", {}),
    ("linkage_separate", {}),
)
CHARTS: dict[str, Callable[[Sight], str]] = {
    "network": network,
    "calendar": calendar,
    "agenda": agenda,
    "transcript": transcript,
}

ECONOMY: dict[str, Callable[[Sight], str]] = {"tariffs": tariffs, "incomes": incomes, "prices": prices}


@cache
def sights(case: int) -> tuple[Sight, ...]:
    """Return what is seen of a run before its first day, on some days of it, and at its end, by some eyes."""
    name, changes = CASES[case]
    model = TradeTalks(name, rng=7, **changes)
    found = [look(model)]
    for day in (15, 50, 90, 200):
        while model.running and model.day < day:
            model.step()
        for eyes in (EVERYBODY, seats(model)[-1]):
            tables = [*model.tables]
            found += [look(model, table, eyes) for table in dict.fromkeys([tables[0], tables[-1]])]
    return tuple(found)


def everything() -> Iterator[Sight]:
    """Yield all of these."""
    for case in range(len(CASES)):
        yield from sights(case)


@pytest.mark.parametrize("case", range(len(CASES)))
@pytest.mark.parametrize("chart", [*CHARTS])
def test_no_text_is_cut_too_small_or_lies_over_another(chart: str, case: int) -> None:
    for sight in sights(case):
        check_texts(CHARTS[chart](sight))


@pytest.mark.parametrize("case", range(len(CASES)))
def test_what_paid_for_what_is_legible(case: int) -> None:
    results = [sight.table.result for sight in sights(case) if sight.table.result is not None]
    assert results
    for picture in filter(None, map(paid, results)):
        check_texts(picture)


@pytest.mark.parametrize("case", range(len(CASES)))
def test_wide_calendars_and_economies_are_legible(case: int) -> None:
    for sight in sights(case):
        check_texts(calendar(sight, 1380), 1380)
        if sight.economy is not None:
            for chart in ECONOMY.values():
                check_texts(chart(sight))


def picks(picture: str) -> set[str]:
    """Return what can be picked in a picture."""
    return {found for element in parsed(picture).iter() if (found := element.get("data-pick")) is not None}


@pytest.mark.parametrize("case", range(len(CASES)))
def test_every_table_can_be_picked_on_the_calendar(case: int) -> None:
    for sight in sights(case):
        assert picks(calendar(sight)) == {row.key for row in sight.calendar}


@pytest.mark.parametrize("case", range(len(CASES)))
def test_every_table_can_be_reached_on_the_network(case: int) -> None:
    """By an edge, or by clicking on through the tables of an edge."""
    name, changes = CASES[case]
    model = TradeTalks(name, rng=7, **changes)
    reached = {look(model).table.key}
    while more := {pick for key in reached for pick in picks(network(look(model, key)))} - reached:
        reached |= more
    assert reached == set(model.tables)


def test_lines_tell_how_a_table_stands() -> None:
    told = {}
    for sight in everything():
        for element in parsed(network(sight)).iter("g"):
            if element.get("data-pick"):
                dashes = [path.get("stroke-dasharray") for path in element.iter("path") if path.get("stroke-dasharray")]
                mark = "".join(text.text or "" for text in element.iter("text"))
                told[element.get("aria-label", "").split(": ", 2)[2].split(";")[0].split(" (")[0]] = (dashes, mark)
    assert told["not open yet"][0]
    assert told["talking"][1].startswith("…")
    assert told["deal in force"][1].startswith("✓")


def test_the_agenda_shows_offers_and_the_deal() -> None:
    end = sights(0)[-2]
    words = words_of(agenda(end))
    assert end.table.agreed is not None
    for row in end.table.rows:
        assert row.issue.show(row.deal) in words
    assert "Deal on day 84, 13 days before the deadline" in words
    assert "deal" in words
    assert "no deal" in words_of(agenda(sights(0)[0]))


def test_what_paid_for_what_is_as_in_the_result() -> None:
    model = TradeTalks("us_japan_2025", rng=7)
    model.run_model()
    result = result_of(model).tables["USA-JPN"]
    words = words_of(paid(result))
    moved = [part.moved for part in result.issues.values() if part.moved]
    told = [word for word in words[: words.index("the whole deal, against no deal")] if word[0] in "+-" and "." in word]
    assert told[: -len(result.parties)] == [money(worth[party]) for worth in moved for party in result.parties]
    assert "what issues do together" in words
    gains = [money(side.total.gain) for side in result.sides.values()]
    at = words.index("the whole deal, against no deal")
    assert words[at + 1 : at + 3] == gains


def test_what_paid_for_what_adds_up_at_every_table() -> None:
    """Threats are believed in part there, and some tables are about tenths of a billion."""
    pictures = [paid(table) for table in run("spring_2025", seed=7).tables.values()]
    assert sum(bool(picture) for picture in pictures) > 5
    for picture in filter(None, pictures):
        words = words_of(picture)
        figures = [word for word in words if re.fullmatch(r"[+-]\d+\.\d+", word)]
        step = 10.0 ** -len(figures[0].partition(".")[2])
        for place in range(2):
            *parts, whole = map(float, figures[place::2])
            # Each is off by half a step at most.
            assert sum(parts) == pytest.approx(whole, abs=step * (len(parts) + 1) / 2 + 1e-9)


def test_the_agenda_of_a_deal_keeps_what_no_deal_would_have_been() -> None:
    model = TradeTalks("us_japan_2025", rng=7)
    model.run_model()
    words = words_of(agenda(look(model)))
    assert "of the joint gain that was possible is left" in " ".join(words)
    heads = words[words.index("before") :]
    assert heads[1:6] == ["USA", "JPN", "deal", "no", "deal"]


def test_an_outsider_is_told_that_it_does_not_know() -> None:
    outsider = next(sight for sight in everything() if sight.eyes and sight.eyes not in sight.table.parties)
    assert "sit here" in " ".join(words_of(agenda(outsider)))


def test_the_heat_map_has_the_rates() -> None:
    sight = sights(1)[5]
    assert sight.economy is not None
    codes = [*sight.economy.regions]
    tips = [tip.text or "" for cell in parsed(tariffs(sight)).iter("rect") for tip in cell.iter("title")]
    assert len(tips) == len(codes) * (len(codes) - 1)
    names = [*sight.economy.regions.values()]
    numbers = [text for text in words_of(tariffs(sight)) if text.replace(".", "").isdigit()]
    shown = sight.economy.tariffs[~np.eye(len(codes), dtype=bool)]
    assert [float(text) for text in numbers] == pytest.approx(shown, abs=0.5)
    assert [float(text) for text in numbers if float(text) < 9.95] == pytest.approx(shown[shown < 9.95], abs=0.05001)
    for row, importer in enumerate(names):
        for column, exporter in enumerate(names):
            if row != column:
                rate = sight.economy.tariffs[row, column]
                assert any(tip.startswith(f"{importer} on {exporter}: {rate:.1f},") for tip in tips)
    assert np.nanmax(sight.economy.tariffs) > 100


def test_bars_tell_prices_and_incomes() -> None:
    sight = sights(1)[5]
    assert sight.economy is not None
    assert percent(sight.economy.prices_pct["USA"]) in words_of(prices(sight))
    assert f"{sight.economy.real_income['USA']:+.1f} bn" in words_of(incomes(sight))


def test_the_transcript_is_newest_first_and_says_what_is_hidden() -> None:
    sight = sights(0)[-2]
    words = words_of(transcript(sight, most=500))
    days = [sight.when(said.day) for said in reversed(sight.table.said)]
    assert len({*days}) > 10
    assert [word for word in words if word in {*days}] == days
    assert "Nothing has happened yet." in words_of(transcript(sights(4)[0]))
    said = replace(sight.table.said[0], hidden=True)
    table = replace(sight.table, said=(said,))
    assert "(hidden from the parties)" in " ".join(words_of(transcript(replace(sight, table=table))))


HOSTILE = (
    "<script>alert('x')</script> & \"quotes\" and a-very-long-word-that-no-line-could-ever-hold-in-its-whole-length"
)


@pytest.mark.parametrize("chart", [*CHARTS, *ECONOMY])
def test_what_people_write_is_only_text_and_stays_inside(chart: str) -> None:
    draw = (CHARTS | ECONOMY)[chart]
    for sight in sights(1)[:4]:
        table = replace(
            sight.table,
            title=HOSTILE,
            ending=HOSTILE,
            said=tuple(replace(said, text=HOSTILE, reason=HOSTILE) for said in sight.table.said),
            rows=tuple(replace(row, issue=replace(row.issue, label=HOSTILE)) for row in sight.table.rows),
        )
        hostile = replace(
            sight,
            title=HOSTILE,
            names=dict.fromkeys(sight.names, HOSTILE),
            table=table,
            calendar=tuple(replace(row, title=HOSTILE) for row in sight.calendar),
            events=tuple(replace(event, text=HOSTILE) for event in sight.events),
        )
        if sight.economy is not None:
            regions = dict.fromkeys(sight.economy.regions, HOSTILE)
            hostile = replace(hostile, economy=replace(sight.economy, regions=regions))
        picture = draw(hostile)
        assert not list(parsed(picture).iter("script"))
        check_texts(picture)


@pytest.mark.parametrize("chart", [*CHARTS])
@pytest.mark.parametrize(
    ("code", "unit", "levels"),
    [
        (HOSTILE, "%", ["now", "later"]),
        ("A", HOSTILE, ["now", "later"]),
        ("A", "%", [HOSTILE, f"not {HOSTILE}"]),
        (HOSTILE, HOSTILE, [HOSTILE, f"not {HOSTILE}"]),
    ],
)
def test_what_people_call_things_by_is_only_text_and_stays_inside(
    chart: str, code: str, unit: str, levels: list[str]
) -> None:
    """In a scenario of one's own, the ids of players, tables, issues and meetings are one's own, too."""
    key = code if code == HOSTILE else "share"
    sheet = {"weights": {key: 1}, "points": {key: [0, 1]}}
    table = {
        "parties": [code, "B"],
        "agenda": {key: {"unit": unit, "levels": levels}},
        "meetings": {key: {"every_days": 7, "rounds": 2}},
        "deadline": {"on": 30},
        "score_sheets": {code: sheet, "B": sheet},
    }
    players = {player: {"strategy": {"name": "linear"}} for player in (code, "B")}
    model = TradeTalks({"countries": players, "tables": {key: table}}, rng=1)
    for _ in range(3):
        for eyes in (EVERYBODY, code):
            picture = CHARTS[chart](look(model, None, eyes))
            assert not list(parsed(picture).iter("script"))
            check_texts(picture)
        model.run_for(8)
