"""Options of a table that change what its parties compare and know."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from tradetalks.configs.load import load_scenario
from tradetalks.model.talks.talks import TradeTalks


def two_tables(disagreement: str) -> dict[str, Any]:
    """Japan's talks as shipped, and talks with Vietnam whose failure brings its tariff of 46 %."""
    data = copy.deepcopy(load_scenario("us_japan_2025").content)
    data["countries"]["VNM"] = {"strategy": {"name": "linear"}, "interests": {"real_income": {}}}
    rate = {"lever": "tariff", "importer": "USA", "exporter": "VNM", "levels": [10, 20, 46]}
    data["tables"]["USA-VNM"] = {
        "parties": ["USA", "VNM"],
        "opens": "2025-04-16",
        "agenda": {"rate": rate},
        "meetings": {"working": {"every_days": 20}},
        "deadline": {"on": "2025-07-08", "snap_back": {"USA.VNM": 46}},
    }
    data["tables"]["USA-JPN"]["disagreement"] = disagreement
    return data


def test_without_a_deal_the_others_stay_or_fail_too() -> None:
    models = {}
    for disagreement in ("alone", "everyone"):
        model = TradeTalks(two_tables(disagreement), rng=1)
        while model.day < 14:
            model.step()
        models[disagreement] = model
    stakes = {name: model.tables["USA-JPN"].stakes for name, model in models.items()}
    assert stakes["alone"] is not None
    assert stakes["everyone"] is not None
    economy = stakes["alone"].today.setting.economy
    usa, jpn, vnm, textiles = economy.region("USA"), economy.region("JPN"), economy.region("VNM"), economy.sector("TEX")
    for name, rate in (("alone", 0.10), ("everyone", 0.46)):
        found = stakes[name].disagreement.added_tariffs  # type: ignore[union-attr]
        assert found[usa, vnm, textiles] == pytest.approx(rate)
        assert found[usa, jpn, textiles] == pytest.approx(0.24)
    # Trade that leaves Vietnam goes elsewhere: no deal is worth something else to Japan when others fail too.
    own = {name: model.tables["USA-JPN"].table.preferences[1].disagreement for name, model in models.items()}  # type: ignore[union-attr]
    assert own["alone"] != own["everyone"]


@pytest.mark.parametrize(("information", "known"), [("private", False), ("complete", True)])
def test_who_knows_whose_preferences(information: str, known: bool) -> None:
    model = TradeTalks("split_the_pie", rng=1, tables__pie__information=information)
    model.run_model()
    table = model.tables["pie"].table
    assert table is not None
    for view in table.views:
        assert (view.others is not None) == known
        if view.others is not None:
            assert all(a is b for a, b in zip(view.others, table.preferences, strict=True))


def test_a_waiting_cost_lowers_what_a_side_insists_on() -> None:
    floors = []
    for cost in (0, 50):
        model = TradeTalks("us_japan_2025", rng=3, countries__JPN__waiting_cost=cost)
        while model.day < 14:
            model.step()
        table = model.tables["USA-JPN"].table
        assert table is not None
        floors.append(table.views[1].reservation_value(0))
    horizon, left = 365, 83
    assert floors[0] - floors[1] == pytest.approx(50 * left / horizon, abs=1e-5)


def test_steps_and_a_run_at_once_are_the_same() -> None:
    """`run_model` passes idle days by; the days it lives through are those that step() lives through."""
    stepped, at_once = TradeTalks("us_japan_2025", rng=9), TradeTalks("us_japan_2025", rng=9)
    while stepped.running:
        stepped.step()
    at_once.run_model()
    assert (stepped.day, stepped.steps, stepped.time) == (at_once.day, at_once.steps, at_once.time)
    assert stepped.happenings == at_once.happenings
    assert stepped.tables["USA-JPN"].table.transcript == at_once.tables["USA-JPN"].table.transcript  # type: ignore[union-attr]
    first, second = (model.datacollector.get_model_vars_dataframe() for model in (stepped, at_once))
    assert first.equals(second)
    assert np.array_equal(stepped.world.added_tariffs, at_once.world.added_tariffs)


def test_runs_share_what_their_score_sheets_are_worth_as_long_as_these_are_the_same() -> None:
    def sides(**overrides: Any) -> tuple[Any, ...]:
        model = TradeTalks("split_the_pie", rng=1, **overrides)
        model.run_model()
        table = model.tables["pie"].table
        assert table is not None
        return table.preferences

    first, again = sides(), sides(countries__A__strategy__name="boulware")
    assert [one is other for one, other in zip(first, again, strict=True)] == [True, True]
    changed = sides(tables__pie__score_sheets__A__reservation=0.2)
    assert [one is other for one, other in zip(first, changed, strict=True)] == [False, True]
    assert (first[0].disagreement, changed[0].disagreement) == (0.0, 0.2)
