"""What each kind of event does, on small scenarios and with numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from networks import agreeing, alone, finished, go_to, model_on, network, opened, rate, table, told

from tradetalks.model.events.base import events
from tradetalks.runs.words.endings import ending
from tradetalks.runs.words.happenings import Names, happening_in_words

HORIZON = 365


def with_events(**parts: dict[str, Any]) -> dict[str, Any]:
    return alone(events=parts)


def test_every_kind_is_tried_here() -> None:
    tried = {"tariff_change", "court_ruling", "central_bank_warning", "market_shock", "leader_intervention"}
    assert set(events) == tried | {"public_claim", "tour", "emergency_financing", "retaliation"}


def waiting_cost(model: Any, country: str) -> float:
    """Return the cost of waiting by which a country reckons at Japan's table."""
    live, found = opened(model)
    return found.rules[live.parties.index(country)].waiting_cost  # type: ignore[attr-defined,no-any-return]


def test_a_tariff_change_is_in_force_from_its_day() -> None:
    model = model_on(with_events(decree={"event": "tariff_change", "on": 7, "rates": {"USA.VNM": 30}}), 6)
    assert rate(model, "USA", "VNM") == 10
    go_to(model, 7)
    assert (rate(model, "USA", "VNM"), rate(model, "USA", "VNM", "AUT"), rate(model, "USA", "JPN")) == (30, 30, 10)
    assert told(model, "event") == [(7, "event")]
    assert "USA: 30 % on all goods from VNM" in happening_in_words(model.happenings[-1], Names.of(model))


def test_events_come_before_the_meetings_of_their_day_and_in_the_order_of_the_file() -> None:
    decree: dict[str, Any] = {"event": "tariff_change", "on": 5}
    data = with_events(first={**decree, "rates": {"USA.JPN": 30}}, second={**decree, "rates": {"USA.JPN.OTH": 12}})
    model = model_on(data, 5)
    assert rate(model, "USA", "JPN", "ELM") == 30
    assert rate(model, "USA", "JPN") == 12
    stakes = model.tables["USA-JPN"].stakes
    assert stakes is not None
    assert np.array_equal(stakes.today.added_tariffs, model.world.added_tariffs)


def test_a_ruling_lowers_the_rates_and_takes_the_force_out_of_threats() -> None:
    ruling = {"event": "court_ruling", "on": 7, "country": "USA", "leaves": {"USA.JPN": 0, "USA.JPN.MET": 25}}
    model = model_on(with_events(ruling=ruling), 5)
    live, found = opened(model)
    assert live.belief == 1
    assert found.preferences[1].disagreement < -1
    go_to(model, 10)
    assert (rate(model, "USA", "JPN"), rate(model, "USA", "JPN", "MET"), rate(model, "USA", "VNM")) == (0, 25, 10)
    assert live.belief == 0
    assert found.preferences[1].disagreement == 0
    model.run_model()
    # The deadline passes, and nothing can follow.
    assert told(model, "no_zone", "expired", "snap_back")[-1][0] == 20
    assert told(model, "snap_back") == []
    assert rate(model, "USA", "JPN") == 0


def test_while_a_case_hangs_threats_weigh_by_the_chance_that_the_power_survives() -> None:
    """A threat of -5 with a hazard of 2 % a day and 15 days to go is worth -5 x 0.98^15."""
    data = with_events(
        case={"event": "court_ruling", "hazard": 0.02, "from": 5, "country": "USA", "leaves": {"USA.JPN": 0}}
    )
    seed = next(seed for seed in range(50) if not told(finished(data, seed), "event"))
    model = model_on(data, 4, seed)
    live, found = opened(model)
    plain = found.preferences[1].disagreement
    assert live.belief == 1
    for day in (5, 10, 15, 20):
        go_to(model, day)
        assert live.belief == pytest.approx(0.98 ** (20 - day))
        assert found.preferences[1].disagreement == pytest.approx(plain * 0.98 ** (20 - day))
    # It came to nothing: the threat is carried out.
    assert rate(model, "USA", "JPN") == 24


def test_a_case_that_ends_before_the_deadline_counts_until_then() -> None:
    data = with_events(
        case={"event": "court_ruling", "hazard": 0.02, "until": 8, "country": "USA", "leaves": {"USA.JPN": 0}}
    )
    seed = next(seed for seed in range(50) if not told(finished(data, seed), "event"))
    model = model_on(data, 5, seed)
    assert model.tables["USA-JPN"].belief == pytest.approx(0.98**3)
    go_to(model, 10)
    assert model.tables["USA-JPN"].belief == 1


def test_a_warning_makes_waiting_dearer_by_the_surprise_in_tariffs() -> None:
    warning = {"event": "central_bank_warning", "on": 5, "country": "USA", "expected": 10, "per_point": 0.5}
    decree = {"event": "tariff_change", "on": 10, "rates": {"USA.CHN": 0}}
    model = model_on(with_events(warning=warning, decree=decree), 4)
    assert waiting_cost(model, "USA") == 0
    economy = model.world.setting.economy
    usa = economy.region("USA")
    goods = economy.group("goods")
    imports = economy.flows[usa][:, goods] * (np.arange(len(economy.regions)) != usa)[:, None]
    costs = []
    for day in (5, 10):
        go_to(model, day)
        average = 100 * (model.world.added_tariffs[usa][:, goods] * imports).sum() / imports.sum()
        costs.append(waiting_cost(model, "USA"))
        assert costs[-1] == pytest.approx(0.5 * max(average - 10, 0))
    # Without China's rate the average is no surprise any more, and less of one costs nothing.
    assert costs[0] > costs[1]
    assert waiting_cost(model, "JPN") == 0


def test_a_shock_halves_and_stress_never_falls_below_calm() -> None:
    data = with_events(
        fall={"event": "market_shock", "on": 5, "size": 2.0}, recovery={"event": "market_shock", "on": 15, "size": -9}
    )
    data["markets"] = {"half_life": 10, "waiting": {"JPN": 3}}
    model = model_on(data, 0)
    expected = {0: 0.0, 5: 6.0, 10: 6 * 0.5**0.5, 15: 0.0, 20: 0.0}
    for day, cost in expected.items():
        go_to(model, day)
        assert waiting_cost(model, "JPN") == pytest.approx(cost)
        assert waiting_cost(model, "USA") == 0
    lines = [happening_in_words(item, Names.of(model)) for item in model.happenings if item.kind == "event"]
    assert lines == ["markets fall", "markets recover"]


def test_financing_makes_waiting_cheaper_down_to_nothing() -> None:
    data = with_events(
        loans={"event": "emergency_financing", "on": 5, "country": "JPN", "relief": 2},
        more={"event": "emergency_financing", "on": 10, "country": "JPN", "relief": 2},
    )
    data["countries"]["JPN"]["waiting_cost"] = 3
    model = model_on(data, 0)
    costs = []
    for day in (0, 5, 10):
        go_to(model, day)
        costs.append(waiting_cost(model, "JPN"))
    assert costs == [3, 1, 0]
    # What waiting costs is what a side insists on less: 3 bn a year over the 20 days that are left of 365.
    floors = [
        opened(model_on(alone(), 0, countries__JPN__waiting_cost=cost))[1].views[1].reservation_value(0)
        for cost in (0, 3)
    ]
    assert floors[0] - floors[1] == pytest.approx(3 * 20 / HORIZON, abs=1e-5)


@pytest.mark.parametrize("near", [1.0, 0.0])
def test_a_leader_speeds_up_its_country_near_a_deal(near: float) -> None:
    """In the meeting of day 10, t = 0.5, half of the time left is as if over: t = 0.75 for the country alone."""
    leader = {"event": "leader_intervention", "on": 10, "country": "USA", "table": "USA-JPN"}
    model = finished(with_events(leader={**leader, "near": near, "speed": 0.5}))
    times = {(move.day, move.party): move.t for move in opened(model)[1].history}
    assert times[10, 0] == (0.75 if near else 0.5)
    assert times[10, 1] == 0.5
    assert [times[day, 0] for day in (0, 5, 15, 20)] == [0, 0.25, 0.75, 1]


def test_a_leader_who_comes_between_meetings_stays_for_the_next_one() -> None:
    leader = {"event": "leader_intervention", "hazard": 1, "from": 7, "country": "USA", "table": "USA-JPN"}
    model = finished(with_events(leader={**leader, "near": 1, "speed": 0.5}))
    times = {move.day: move.t for move in opened(model)[1].history if move.party == 0}
    assert times == {0: 0, 5: 0.25, 10: 0.75, 15: 0.75, 20: 1}


@pytest.mark.parametrize("deal", [False, True])
def test_a_claim_calms_markets_and_disappoints_if_nothing_comes_of_it(deal: bool) -> None:
    claim = {"event": "public_claim", "on": 5, "country": "USA", "table": "USA-JPN"}
    data = with_events(claim={**claim, "relief": 0.3, "disappointment": 0.8})
    data["markets"] = {"start": 1, "half_life": 10_000}
    if deal:
        agreeing(data, "USA-JPN", turn=4, rate=10, goods=0)
    model = model_on(data, 5)
    half_lives = 1e-3  # twenty days
    assert model.world.climate.stress == pytest.approx(0.7, abs=half_lives)
    model.run_model()
    assert model.tables["USA-JPN"].table.agreement is not None or not deal  # type: ignore[union-attr]
    assert model.surroundings.markets.stress(model.world.climate, 20) == pytest.approx(
        0.7 if deal else 1.5, abs=2 * half_lives
    )


def toured(**options: Any) -> dict[str, Any]:
    tour: dict[str, Any] = {"event": "tour", "on": 7, "country": "CHN", "host": "VNM", "table": "CHN-VNM"}
    data = network(
        events={"tour": {**tour, **options}},
        tables={
            "USA-VNM": table("VNM", 46),
            "CHN-VNM": {
                "parties": ["CHN", "VNM"],
                "opens": 3,
                "invited": True,
                "agenda": {"rail": {"lever": "investment", "investor": "CHN", "host": "VNM", "levels": [0, 4]}},
                "meetings": {"weekly": {"every_days": 4}},
                "deadline": {"on": 18},
            },
        },
    )
    data["countries"]["CHN"]["interests"]["investment"] = {"weight": 0.1}
    data["countries"]["VNM"]["interests"]["investment"] = {"weight": 0.2}
    return data


def test_a_tour_opens_a_table_promises_and_presses_the_rival() -> None:
    model = model_on(toured(promise=2.5, rival="USA", urgency=1.5), 6)
    assert "CHN-VNM" not in model.open_tables
    assert dict(model.world.offers) == {}
    go_to(model, 10)
    assert model.tables["CHN-VNM"].opened == 7
    assert dict(model.world.offers) == {("CHN", "VNM"): 2.5}
    assert [opened(model, "USA-VNM")[1].rules[place].waiting_cost for place in (0, 1)] == [1.5, 0]  # type: ignore[attr-defined]
    # What recurs begins with the visit.
    model.run_model()
    assert sorted({move.day for move in opened(model, "CHN-VNM")[1].history}) == [7, 11, 15]
    # Talks that fail leave nothing on offer.
    assert told(model, "no_zone", "expired", key="CHN-VNM")[-1][0] == 18
    assert dict(model.world.offers) == {("CHN", "VNM"): 0}


def test_a_deal_takes_the_place_of_the_promise() -> None:
    data = toured(promise=2.5)
    data["countries"]["CHN"]["interests"]["investment"] = {"weight": 0}
    agreeing(data, "CHN-VNM", rail=4)
    model = finished(data)
    assert model.tables["CHN-VNM"].closed == 7
    assert model.world.offers["CHN", "VNM"] == pytest.approx(0.2 * 4)


def test_a_tour_that_comes_too_late_opens_nothing() -> None:
    model = finished(toured(on=None, hazard=1e-9, **{"from": 3}))
    live = model.open_tables["CHN-VNM"]
    assert (live.closed, ending(live)) == (18, "No deal: nobody invited to it")
    assert told(model, "event") == []


def test_retaliation_is_switched_on_and_off() -> None:
    data = with_events(
        on={"event": "retaliation", "on": 5, "country": "JPN"},
        off={"event": "retaliation", "on": 10, "country": "JPN", "switched": False},
    )
    data["conflicts"] = {"jpn": {"country": "JPN", "against": "USA", "rates": [15]}}
    model = model_on(data, 4)
    without = []
    for day in (4, 5, 10):
        go_to(model, day)
        stakes = model.tables["USA-JPN"].stakes
        assert stakes is not None
        jpn, usa = (stakes.today.setting.region(code) for code in ("JPN", "USA"))
        without.append(float(stakes.disagreement.added_tariffs[jpn, usa, 0]))
    # A country that retaliates would answer the snap-back: both see that in the world without a deal.
    assert without == [0, 0.15, 0]
