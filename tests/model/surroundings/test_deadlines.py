"""Deadlines: hard, put off or random, and what follows from each."""

from __future__ import annotations

from typing import Any

import pytest
from networks import agreeing, alone, finished, go_to, model_on, network, opened, rate, told

from tradetalks.model.negotiation.status import Status
from tradetalks.runs.words.endings import ending
from tradetalks.runs.words.happenings import Names, happening_in_words

HORIZON = 365


def with_deadline(**options: Any) -> dict[str, Any]:
    data = alone()
    data["tables"]["USA-JPN"]["deadline"] |= options
    return data


def times(model: Any) -> dict[int, float]:
    """The time of each meeting of Japan's table, by day."""
    return {move.day: move.t for move in opened(model)[1].history}


# ---- hard


def test_a_hard_deadline_ends_the_talks_and_the_threat_is_carried_out_at_once() -> None:
    model = model_on(with_deadline(), 19)
    assert rate(model, "USA", "JPN") == 10
    go_to(model, 20)
    assert (rate(model, "USA", "JPN"), rate(model, "USA", "JPN", "AUT")) == (24, 25)
    assert not model.running
    assert (model.tables["USA-JPN"].status, model.tables["USA-JPN"].closed) == (Status.EXPIRED, 20)
    assert told(model, "expired", "snap_back") == [(20, "expired"), (20, "snap_back")]


# ---- put off

EXTENDABLE: dict[str, Any] = {"kind": "extendable", "days": 10, "credibility": 0.5}


def test_once_put_off_the_rounds_that_are_left_share_the_time_that_was_left() -> None:
    """Five meetings; before the last, at t = 0.75, two more are added: 0.75 + 0.25 x 1/3, 2/3, 1."""
    model = finished(with_deadline(**EXTENDABLE))
    assert times(model) == pytest.approx(
        {0: 0, 5: 0.25, 10: 0.5, 15: 0.75, 20: 0.75 + 0.25 / 3, 25: 0.75 + 0.5 / 3, 30: 1}
    )
    assert told(model, "extended", "expired", "snap_back") == [(20, "extended"), (30, "expired"), (30, "snap_back")]
    live = model.tables["USA-JPN"]
    assert (live.extensions, live.last_day, live.closed) == (1, 30, 30)


def test_a_deadline_put_off_is_believed_less_and_reckoned_with() -> None:
    """A threat of v(dis) counts half then, and r(s) runs to the new end."""
    model = model_on(with_deadline(**EXTENDABLE), 15)
    live, found = opened(model)
    plain = found.preferences[1].disagreement
    assert found.views[1].reservation_value(0) == pytest.approx((HORIZON - 20) * plain / (HORIZON - 15), abs=1e-5)
    go_to(model, 20)
    assert live.belief == 0.5
    assert found.preferences[1].disagreement == pytest.approx(plain / 2)
    assert found.views[1].reservation_value(0) == pytest.approx((HORIZON - 30) * plain / 2 / (HORIZON - 20), abs=1e-5)


def test_a_deadline_is_put_off_so_often_and_no_more() -> None:
    model = finished(with_deadline(**EXTENDABLE, times=3))
    assert told(model, "extended", "expired") == [(20, "extended"), (30, "extended"), (40, "extended"), (50, "expired")]
    assert model.tables["USA-JPN"].belief == 0.125
    at = list(times(model).values())
    assert at == sorted(set(at))
    assert at[-1] == 1


@pytest.mark.parametrize("options", [{"near": 0.2}, {"chance": 0.0}, {"days": 4}])
def test_it_is_not_put_off_if_far_apart_or_by_chance_or_for_no_meeting(options: dict[str, Any]) -> None:
    # Hardliners ask for all there is: the last offers are as far apart as can be.
    model = finished(with_deadline(**{**EXTENDABLE, **options}))
    assert told(model, "extended", "expired") == [(20, "expired")]
    assert opened(model)[1].transcript == opened(finished(with_deadline()))[1].transcript


def test_only_who_may_puts_it_off_and_the_text_names_it() -> None:
    model = finished(with_deadline(**EXTENDABLE, by=["JPN"]))
    extended = next(item for item in model.happenings if item.kind == "extended")
    assert "JPN puts the deadline off by 10 days" in happening_in_words(extended, Names.of(model))


def test_chances_are_drawn_by_table_and_time() -> None:
    """With a chance of a half each time: a quarter is never put off, another quarter twice in a row at least."""
    counts = [0, 0, 0]
    for seed in range(200):
        extensions = finished(with_deadline(**EXTENDABLE, by=["USA"], chance=0.5, times=2), seed).tables["USA-JPN"]
        counts[extensions.extensions] += 1
    # Within four standard errors of 100, 50 and 50.
    assert abs(counts[0] - 100) < 29
    assert abs(counts[1] - 50) < 25
    assert abs(counts[2] - 50) < 25


def test_a_deal_after_an_extension_counts_days_to_the_new_deadline() -> None:
    model = finished(agreeing(with_deadline(**EXTENDABLE), "USA-JPN", turn=6, rate=10, goods=0))
    live = model.tables["USA-JPN"]
    assert (live.status, live.closed, live.last_day) == (Status.IN_FORCE, 25, 30)
    assert told(model, "snap_back") == []


# ---- random


def test_under_a_random_deadline_time_and_reservations_go_by_the_announced_end() -> None:
    """A hazard of 0.1 from day 0, 40 at the latest: 9 x (1 - 0.9^40) = 8.867 days are announced, two meetings."""
    data = with_deadline(on=40, kind="random", hazard=0.1)
    seed = next(seed for seed in range(200) if finished(data, seed).tables["USA-JPN"].closed == 40)
    model = model_on(data, 0, seed)
    live, found = opened(model)
    end = live.timetable.announced_end(0)
    assert end == pytest.approx(8.867, abs=1e-3)
    plain = found.preferences[1].disagreement
    for day in (0, 5, 10, 15):
        go_to(model, day)
        limit = max(end, day)
        assert found.views[1].reservation_value(0) == pytest.approx(
            (HORIZON - limit) * plain / (HORIZON - day), abs=1e-5
        )
    model.run_model()
    assert times(model) == {day: 0.0 if day == 0 else 1.0 for day in range(0, 41, 5)}


def test_a_random_deadline_before_the_first_meeting_leaves_no_time() -> None:
    data = with_deadline(on=40, kind="random", hazard=0.2)
    data["tables"]["USA-JPN"]["meetings"] = {"late": {"every_days": 5, "start": 10}}
    seed = next(seed for seed in range(200) if finished(data, seed).tables["USA-JPN"].closed >= 12)  # type: ignore[operator]
    assert set(times(finished(data, seed)).values()) == {1.0}


def test_a_random_deadline_of_an_invited_table_begins_with_the_invitation() -> None:
    data = network()
    data["tables"]["USA-VNM"] |= {"invited": True, "deadline": {"on": 60, "kind": "random", "hazard": 0.3}}
    data["events"] = {"visit": {"event": "tour", "on": 30, "country": "USA", "host": "VNM", "table": "USA-VNM"}}
    for seed in range(5):
        live = finished(data, seed).tables["USA-VNM"]
        assert live.opened == 30
        assert live.closed is not None
        assert 30 <= live.closed <= 60


# ---- letters

LETTERS = {"letters": {"rates": {"USA.JPN.other_goods": 30}, "after": 12}}


def test_letters_are_in_force_some_days_after_the_last_table_has_closed() -> None:
    model = model_on(with_deadline(**LETTERS), 20)
    assert model.running
    assert rate(model, "USA", "JPN") == 24
    go_to(model, 31)
    assert rate(model, "USA", "JPN") == 24
    go_to(model, 32)
    assert rate(model, "USA", "JPN") == 30
    assert not model.running
    assert told(model, "snap_back", "letters") == [(20, "snap_back"), (32, "letters")]
    at_once = finished(with_deadline(**LETTERS))
    assert (at_once.day, at_once.happenings) == (model.day, model.happenings)


def test_what_letters_announce_counts_as_a_threat_and_a_deal_keeps_them_away() -> None:
    model = model_on(with_deadline(**LETTERS), 0)
    stakes = model.tables["USA-JPN"].stakes
    assert stakes is not None
    setting = stakes.today.setting
    usa, jpn, other = setting.region("USA"), setting.region("JPN"), setting.economy.sector("OTH")
    assert stakes.disagreement.added_tariffs[usa, jpn, other] == pytest.approx(0.30)
    agreed = finished(agreeing(with_deadline(**LETTERS), "USA-JPN", rate=10, goods=0))
    assert (agreed.day, told(agreed, "letters")) == (0, [])


def test_letters_of_the_same_day_and_of_a_country_without_the_power() -> None:
    now = with_deadline(letters={"rates": {"USA.JPN": 30}, "after": 0})
    assert told(finished(now), "snap_back", "letters") == [(20, "snap_back"), (20, "letters")]
    lost = with_deadline(**LETTERS)
    lost["events"] = {"ruling": {"event": "court_ruling", "on": 25, "country": "USA", "leaves": {"USA.JPN": 0}}}
    model = finished(lost)
    assert told(model, "snap_back", "letters", "event") == [(20, "snap_back"), (25, "event")]
    assert rate(model, "USA", "JPN") == 0


def test_letters_reach_other_tables_with_spill_over_alone() -> None:
    for switch, expected in (("on", 0.30), ("off", 0.10)):
        data = network(spillover=switch)
        data["tables"]["USA-JPN"]["deadline"] |= LETTERS | {"on": 10}
        data["tables"]["USA-VNM"]["deadline"]["on"] = 40
        model = model_on(data, 25)
        stakes = model.tables["USA-VNM"].stakes
        assert stakes is not None
        setting = stakes.today.setting
        place = setting.region("USA"), setting.region("JPN"), setting.economy.sector("OTH")
        assert stakes.today.added_tariffs[place] == pytest.approx(expected)
        assert rate(model, "USA", "JPN") == 30


# ---- what a broken deadline provokes


@pytest.mark.parametrize("snap_back", [True, False])
def test_a_broken_deadline_switches_retaliation_on(snap_back: bool) -> None:
    data = alone(
        conflicts={"jpn": {"country": "JPN", "against": "USA", "rates": [15, 24], "provoked_by_deadline": True}}
    )
    if not snap_back:
        # Nothing is threatened, so there is nothing to answer.
        data["tables"]["USA-JPN"]["deadline"].pop("snap_back")
    model = finished(data)
    assert ("JPN" in model.world.climate.retaliating) == snap_back
    assert rate(model, "JPN", "USA") == (15 if snap_back else 0)
    assert told(model, "retaliate") == ([(20, "retaliate")] if snap_back else [])


def test_who_can_t_carry_the_threat_out_provokes_nobody() -> None:
    data = alone(
        conflicts={"jpn": {"country": "JPN", "against": "USA", "rates": [15], "provoked_by_deadline": True}},
        events={"ruling": {"event": "court_ruling", "on": 1, "country": "USA", "leaves": {"USA.JPN": 0}}},
    )
    model = finished(data)
    assert told(model, "expired", "no_zone", "snap_back", "retaliate")[-1][0] == 20
    assert (rate(model, "JPN", "USA"), told(model, "snap_back", "retaliate")) == (0, [])
    assert "JPN" not in model.world.climate.retaliating


def test_without_the_power_a_provoked_country_doesn_t_retaliate() -> None:
    data = alone(
        conflicts={"jpn": {"country": "JPN", "against": "USA", "rates": [15], "provoked_by_deadline": True}},
        events={"ruling": {"event": "court_ruling", "on": 1, "country": "JPN", "leaves": {"JPN.USA": 0}}},
    )
    model = finished(data)
    assert (rate(model, "JPN", "USA"), told(model, "retaliate")) == (0, [])


# ---- one deal is enough


def test_a_table_closes_when_one_that_it_stands_beside_agrees() -> None:
    data = network()
    data["tables"]["USA-VNM"]["instead_of"] = ["USA-JPN"]
    model = finished(agreeing(data, "USA-JPN", turn=2, rate=10, goods=0))
    other = model.tables["USA-VNM"]
    assert (other.status, other.closed) == (Status.WALKED_AWAY, 5)
    assert ending(model.open_tables["USA-VNM"]) == "No deal: a deal at USA-JPN was enough"
    assert told(model, "broken_off", "snap_back", key="USA-VNM") == [(5, "broken_off"), (5, "snap_back")]
    assert rate(model, "USA", "VNM") == 46
    # It was to meet on that day, after the other: it doesn't any more.
    assert {move.day for move in opened(model, "USA-VNM")[1].history} == {0}


def test_two_deals_of_a_day_are_both_in_force() -> None:
    data = agreeing(network(), "USA-JPN", turn=2, rate=20, goods=5)
    model = finished(agreeing(data, "USA-VNM", turn=2, rate=20, goods=0))
    assert {key: live.closed for key, live in model.tables.items()} == {"USA-JPN": 5, "USA-VNM": 5}
    assert (rate(model, "USA", "JPN"), rate(model, "USA", "VNM")) == (20, 20)
    assert set(model.world.deals) == {"USA-JPN", "USA-VNM"}
