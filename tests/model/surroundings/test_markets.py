"""Markets: a state of stress that reacts to announcements and deals, and makes waiting dearer."""

from __future__ import annotations

from typing import Any

import pytest
from networks import agreeing, alone, finished, go_to, model_on, opened

from tradetalks.model.climate import Climate, Pressure
from tradetalks.model.markets import Markets, average_added_pct
from tradetalks.model.world import WorldState


def stress(model: Any) -> float:
    return float(model.surroundings.markets.stress(model.world.climate, model.day))


def test_stress_halves_every_half_life() -> None:
    markets = Markets(half_life=20)
    climate = Climate(stress=1.6, stress_day=10)
    assert [markets.stress(climate, day) for day in (10, 30, 50)] == pytest.approx([1.6, 0.8, 0.4])


def test_an_announcement_shakes_them_by_the_points_of_the_average_tariff() -> None:
    decree = {"event": "tariff_change", "on": 3, "rates": {"USA.CHN": 45}}
    back = {"event": "tariff_change", "on": 6, "rates": {"USA.CHN": 145}}
    data = alone(
        events={"decree": decree, "back": back},
        markets={"start": 2, "half_life": 10_000, "importer": "USA", "per_point": 0.04},
    )
    model = model_on(data, 2)
    before = average_added_pct(model.world, "USA")
    go_to(model, 3)
    points = average_added_pct(model.world, "USA") - before
    assert points < -5
    # A cut relieves as much as a rise would shake.
    assert stress(model) == pytest.approx(2 + 0.04 * points, abs=1e-3)
    go_to(model, 6)
    assert stress(model) == pytest.approx(2, abs=2e-3)


def test_they_watch_one_importer_alone() -> None:
    decree = {"event": "tariff_change", "on": 3, "rates": {"CHN.USA": 0, "JPN.USA": 40}}
    model = finished(alone(events={"decree": decree}, markets={"importer": "USA", "per_point": 1}, spillover="off"))
    # The snap-back of the end is an announcement of theirs, too.
    assert stress(model_on(alone(events={"decree": decree}, markets={"importer": "USA", "per_point": 1}), 19)) == 0
    assert stress(model) > 0


def test_a_deal_takes_away_its_part_of_the_stress() -> None:
    markets = {"start": 1, "half_life": 10_000, "deal_relief": 0.3}
    data = agreeing(alone(markets=markets), "USA-JPN", turn=2, rate=10, goods=0)
    assert stress(model_on(data, 4)) == pytest.approx(1, abs=1e-3)
    assert stress(model_on(data, 5)) == pytest.approx(0.7, abs=1e-3)


def test_what_waiting_costs_is_the_own_cost_stress_and_pressures_and_never_a_gain() -> None:
    model = model_on(alone(markets={"start": 1, "half_life": 10, "waiting": {"JPN": 4}}), 0)
    world: WorldState = model.world
    markets = model.surroundings.markets
    assert markets.waiting_cost(world, "JPN", 1.0, 0) == 5
    assert markets.waiting_cost(world, "JPN", 1.0, 10) == 3
    assert markets.waiting_cost(world, "USA", 1.0, 10) == 1
    pressed = world.changed(
        climate=world.climate.with_pressure(Pressure("JPN", "tour", rate=2)).with_pressure(
            Pressure("JPN", "loans", rate=-0.5)
        )
    )
    assert markets.waiting_cost(pressed, "JPN", 1.0, 10) == 4.5
    # A later one from the same source takes its place.
    again = pressed.changed(climate=pressed.climate.with_pressure(Pressure("JPN", "tour", rate=-20)))
    assert markets.waiting_cost(again, "JPN", 1.0, 10) == 0
    live, found = opened(model)
    assert [rule.waiting_cost for rule in found.rules] == [0, 4]  # type: ignore[attr-defined]
    assert live.opened == 0
