"""Layouts of one scenario: which tables they hold, what is checked of all of them, levers that move several alike."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
import pytest
from calls import call

from tradetalks.configs.load import load_scenario
from tradetalks.configs.yaml.draws import with_values
from tradetalks.errors import ConfigError
from tradetalks.model.talks.talks import TradeTalks

LAYOUTS = ("hub_and_spoke", "pooled", "multilateral")
SHIPPED = load_scenario("spring_2025")
# Nothing is drawn, so that each file is validated once.
FIXED = with_values(SHIPPED.content, {path: found.examples()[0] for path, found in SHIPPED.draws.items()})


def spring(**changes: Any) -> dict[str, Any]:
    """Return the content of spring_2025 with some values replaced by path, `__` for the dot; None takes one away."""
    data: dict[str, Any] = copy.deepcopy(FIXED)
    for path, value in changes.items():
        *above, last = path.split("__")
        place = data
        for key in above:
            place = place[key]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return data


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_holds_its_tables_within_limits(layout: str) -> None:
    setup = load_scenario("spring_2025", overrides={"layout": layout})
    own = {"hub_and_spoke": "USA-VNM", "pooled": "USA-SEA3", "multilateral": "common"}
    assert [own[other] in setup.tables for other in LAYOUTS] == [other == layout for other in LAYOUTS]
    assert {"USA-CHN", "CHN-VNM", "CHN-MYS", "CHN-KHM"} <= set(setup.tables)
    assert setup.layouts == {"hub_and_spoke": 9, "pooled": 7, "multilateral": 5}
    for key, table in setup.tables.items():
        trade = [len(part.levels) for part in table.agenda.values() if part.lever.aspect == "trade"]
        assert table.space.size <= 2000, key
        assert math.prod(trade) <= 40, key


def test_what_happens_at_a_table_that_is_not_held_does_not_happen() -> None:
    named = {layout: set(load_scenario("spring_2025", overrides={"layout": layout}).events) for layout in LAYOUTS}
    assert "leader" in named["pooled"] & named["hub_and_spoke"]
    assert named["multilateral"] - named["pooled"] == {"leader_common", "leader_common_again", "claim_common"}
    assert named["pooled"] - named["multilateral"] == {"leader", "leader_again", "claim"}


def test_a_mistake_at_a_table_of_another_layout_is_told() -> None:
    with pytest.raises(ConfigError, match=r"tables\.common\.agenda\.defence\.levels\.0: 18 is outside the range"):
        load_scenario(spring(tables__common__agenda__defence__levels=[18, 20]))


def test_a_coalition_without_a_rule_is_refused_in_every_layout() -> None:
    data = spring(coalitions__SEA3__division=None)
    for layout in LAYOUTS:
        with pytest.raises(
            ConfigError, match=r"coalitions\.SEA3: needs a `division` of what it gains: own, equal or gdp"
        ):
            load_scenario(data | {"layout": layout})


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(ConfigError) as told:
        load_scenario(spring(layout="poled"))
    assert str(told.value) == (
        "layout: no table is held in the layout 'poled' (did you mean 'pooled'?); there are hub_and_spoke, "
        "multilateral, pooled"
    )


def test_a_table_in_place_of_one_that_is_never_held_beside_it_is_refused() -> None:
    key = "USA-SEA3"
    with pytest.raises(ConfigError, match=f"instead_of.*{key} is held in other layouts than common, never beside it"):
        load_scenario(spring(tables__common__instead_of=[key]))


def test_validate_tells_the_layouts() -> None:
    done = call("validate", "spring_2025", "split_the_pie")
    assert done.returncode == 0
    first, second = done.stdout.splitlines()
    assert first.endswith("layouts: hub_and_spoke (9 tables), pooled (7 tables), multilateral (5 tables))")
    assert second == "split_the_pie: fine (2 countries; tables: pie)"


# ---- levers that move several alike

RATE = {"lever": "tariff", "importer": "USA", "exporter": ["VNM", "MYS", "KHM"], "sectors": "other_goods"}


def pooled(rate: dict[str, Any]) -> dict[str, Any]:
    data = spring(layout="pooled")
    data["tables"]["USA-SEA3"]["agenda"]["rate"] = {**rate, "levels": [0, 10, 20]}
    return data


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"exporter": ["VNM", "XYZ"]}, "exporter: .*'XYZ'"),
        ({"exporter": ["VNM", "VNM"]}, "exporter: names a region twice: VNM, VNM"),
        ({"exporter": ["VNM", "USA"]}, "exporter: must be another region than importer"),
        ({"exporter": []}, "exporter: must name a region"),
    ],
)
def test_who_is_named_is_checked_one_by_one(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_scenario(pooled(RATE | change))


def test_one_level_for_several_is_that_level_for_each() -> None:
    model = TradeTalks(pooled(RATE), rng=1)
    (lever, access, _, _, alignment) = model.tables["USA-SEA3"].levers
    world = model.world
    rate = lever.apply(world, 20)
    usa, goods = model.world.setting.region("USA"), model.world.setting.economy.sector("OTH")
    for code in ("VNM", "MYS", "KHM"):
        assert rate.added_tariffs[usa, world.setting.region(code), goods] == pytest.approx(0.2)
    changed = np.argwhere(rate.added_tariffs != world.added_tariffs)
    assert {world.setting.economy.regions[exporter] for _, exporter, _ in changed} == {"VNM", "MYS", "KHM"}
    assert lever.today(rate) == 20
    assert lever.label(world.setting) == "USA tariff on VNM, MYS, KHM: other goods"
    opened = access.apply(world, 4)
    assert [opened.trade_costs[world.setting.region(code), usa, goods] for code in ("VNM", "KHM")] == [0.96, 0.96]
    turned = alignment.apply(world, 50)
    assert sorted(turned.commitments.values()) == [50, 50, 50]
    assert alignment.today(turned) == 50


def test_where_they_differ_there_is_no_one_level_and_each_is_put_back() -> None:
    model = TradeTalks(pooled(RATE), rng=1)
    live = model.open(model.tables["USA-SEA3"])
    stakes = live.stakes
    assert stakes is not None
    lever = live.levers[0]
    assert lever.today(stakes.disagreement) is None
    back = lever.put_back(lever.apply(stakes.today, 20), stakes.disagreement)
    assert np.array_equal(back.added_tariffs, stakes.disagreement.added_tariffs)
    # A world on the agenda is worth the same whether it is valued with all others or beside today's alone.
    for party, own in zip(live.seated, live.table.preferences, strict=True):
        for outcome in range(0, live.space.size, 29):
            beside = stakes.assess_beside_today(stakes.world_of(outcome))
            assert party.value_in(stakes, beside) == pytest.approx(own.value(outcome), abs=2e-6)
