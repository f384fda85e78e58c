"""Spill-over: what a deal, or a failure, at one table changes at the others, and that `off` isolates them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from networks import agreeing, model_on, network, opened, table

from tradetalks.model.talks.talks import TradeTalks


def after_japan_s_deal(switch: str = "on", **levels: float) -> TradeTalks:
    """Japan's table agrees on day 5; Vietnam's meets on days 0, 10 and 20."""
    data = network(spillover=switch)
    data["tables"]["USA-VNM"]["meetings"] = {"weekly": {"on": [0, 10, 20]}}
    data["countries"]["VNM"]["interests"]["parity"] = {"importer": "USA", "sectors": "other_goods", "weight": 1}
    agreeing(data, "USA-JPN", turn=2, **{"rate": 20, "goods": 0, **levels})
    return model_on(data, 10)


def values(model: TradeTalks, place: int, key: str = "USA-VNM") -> np.ndarray:
    return np.array(opened(model, key)[1].preferences[place].values)


def test_trade_is_diverted_the_same_deal_is_worth_something_else() -> None:
    """Japan pays 20 in place of 10: Vietnam gains what Japan loses of the market, and its own cut is worth more."""
    before = model_on(network(), 0)
    after = after_japan_s_deal()
    assert after.tables["USA-JPN"].closed == 5
    assert not np.allclose(values(after, 0), values(before, 0), atol=1e-3)
    isolated = after_japan_s_deal("off")
    assert isolated.tables["USA-JPN"].closed == 5
    assert np.array_equal(values(isolated, 0), values(before, 0))


def test_parity_looks_at_the_best_deal_of_others() -> None:
    """Everyone pays 10 at first. With Japan at 10, 20 for Vietnam is 10 points short; were all at 20, it is none."""
    data = network()
    data["tables"]["USA-VNM"]["meetings"] = {"weekly": {"on": [5, 10]}}
    data["countries"]["VNM"]["interests"] = {"parity": {"importer": "USA", "sectors": "other_goods", "weight": 0.5}}
    decree = {"event": "tariff_change", "on": 3, "rates": {"USA.*": 20, "USA.JPN": 20, "USA.VNM": 10}}
    live, found = opened(model_on(data, 0), "USA-VNM")
    twenty = live.space.outcome({"rate": 20.0, "goods": 0.0})
    assert found.preferences[1].value(twenty) == pytest.approx(-5)
    assert found.preferences[1].disagreement == pytest.approx(-0.5 * 36)
    live, found = opened(model_on({**data, "events": {"decree": decree}}, 5), "USA-VNM")
    assert found.preferences[1].value(twenty) == pytest.approx(0)
    # Japan's deal at 0 makes 10 look bad: 10 points short today, which is where values are counted from.
    for switch, zero in (("on", 5.0), ("off", 0.0)):
        agreed = agreeing(network(spillover=switch), "USA-JPN", turn=2, rate=0, goods=0)
        agreed["tables"]["USA-VNM"]["meetings"] = {"weekly": {"on": [10]}}
        agreed["countries"]["USA"]["interests"] = {"purchases": {"weight": 1}}
        agreed["countries"]["VNM"]["interests"] = data["countries"]["VNM"]["interests"]
        live, found = opened(model_on(agreed, 10), "USA-VNM")
        assert found.preferences[1].value(live.space.outcome({"rate": 0.0, "goods": 0.0})) == pytest.approx(zero)


@pytest.mark.parametrize(("switch", "weight"), [("on", 0.5), ("off", 0.0)])
def test_a_first_deal_shifts_what_other_tables_of_its_importer_expect(switch: str, weight: float) -> None:
    """Vietnam then expects half of the way from its reservation to what outcomes with Japan's rate bring it."""
    data = network(spillover={"switch": switch, "precedent": 0.5})
    agreeing(data, "USA-JPN", turn=1, rate=20, goods=0)
    model = model_on(data, 5)
    live, found = opened(model, "USA-VNM")
    view = found.views[1]
    if not weight:
        assert view.precedent is None
        return
    like = [live.space.outcome({"rate": 20.0, "goods": goods}) for goods in (0.0, 5.0)]
    mean = float(np.mean([view.preferences.utility(outcome) for outcome in like]))
    assert model.surroundings.precedents == {"USA": 20}
    assert view.precedent == pytest.approx(view.reservation + 0.5 * (mean - view.reservation))


def test_a_precedent_is_the_mean_of_all_rates_that_the_importer_agreed_to() -> None:
    """25 on metals, 0 on cars, 20 on the rest: 15 in the mean, whatever the order; Japan's own rate is none of them."""
    rates = {"metals": ("MET", 25.0), "cars": ("AUT", 0.0), "rate": ("OTH", 20.0)}
    issues = {
        name: {"lever": "tariff", "importer": "USA", "exporter": "JPN", "sectors": sector, "levels": [0, 20, 25]}
        for name, (sector, _) in rates.items()
    }
    back = {"lever": "tariff", "importer": "JPN", "exporter": "USA", "levels": [0, 5]}
    for names in (list(rates), list(reversed(rates))):
        data = network(spillover={"precedent": 0.5})
        data["countries"]["USA"]["interests"] = {"purchases": {"weight": 1}}  # it minds no rate
        data["tables"]["USA-JPN"]["agenda"] = {name: issues[name] for name in names} | {"back": back}
        agreeing(data, "USA-JPN", turn=1, **{name: level for name, (_, level) in rates.items()}, back=0)
        model = model_on(data, 5)
        first, agreed = opened(model)
        assert first.space.levels(agreed.agreement or 0) == {name: rates[name][1] for name in names} | {"back": 0}
        assert model.surroundings.precedents == {"USA": 15.0, "JPN": 0.0}


def test_only_the_first_deal_of_an_importer_is_a_precedent() -> None:
    data = network(spillover={"precedent": 0.5})
    agreeing(agreeing(data, "USA-JPN", turn=2, rate=10, goods=0), "USA-VNM", turn=1, rate=20, goods=0)
    assert model_on(data, 10).surroundings.precedents == {"USA": 20}


def aligned(promise: float, switch: str = "on") -> dict[str, Any]:
    """Vietnam may turn from China, whose leader has visited on day 3; China's own table agrees on day 5 to more."""
    clause = {"lever": "alignment", "giver": "VNM", "receiver": "USA", "against": "CHN", "levels": [0, 50, 100]}
    rail = {"lever": "investment", "investor": "CHN", "host": "VNM", "levels": [0, 8]}
    visit = {"event": "tour", "on": 3, "country": "CHN", "host": "VNM", "promise": promise}
    data = network(
        spillover=switch,
        events={"visit": visit},
        tables={
            "USA-VNM": table("VNM", 46),
            "CHN-VNM": {
                "parties": ["CHN", "VNM"],
                "agenda": {"rail": rail},
                "meetings": {"weekly": {"on": [10, 20]}},
                "deadline": {"on": 20},
            },
        },
    )
    data["tables"]["USA-VNM"]["agenda"] = {"clause": clause}
    data["countries"]["USA"]["interests"] = {"alignment": {"weight": 2}}
    data["countries"]["VNM"]["interests"] = {"alignment": {"regard": 0.4}, "investment": {"weight": 0.5}}
    return data


@pytest.mark.parametrize("promise", [0.0, 1.0, 3.0])
def test_a_clause_costs_the_more_the_better_the_other_power_s_offer(promise: float) -> None:
    """Half of what China promises and of the regard of 0.4 is given up; the US gains half of its 2 in any case."""
    live, found = opened(model_on(aligned(promise), 5), "USA-VNM")
    half = live.space.outcome({"clause": 50.0})
    assert found.preferences[1].value(half) == pytest.approx(-0.5 * (promise + 0.4))
    assert found.preferences[0].value(half) == pytest.approx(1)


@pytest.mark.parametrize(("switch", "offer"), [("on", 4.0), ("off", 1.0)])
def test_a_deal_with_the_other_power_makes_the_clause_dearer_if_it_spills_over(switch: str, offer: float) -> None:
    """The railway is worth 0.5 x 8 to Vietnam; an isolated table knows of the promise, which was an event, alone."""
    data = agreeing(aligned(1.0, switch), "CHN-VNM", rail=8)
    # Another visit, with a lesser promise, takes nothing of the deal away.
    data["events"]["again"] = data["events"]["visit"] | {"on": 12}
    model = model_on(data, 15)
    assert model.world.offers["CHN", "VNM"] == pytest.approx(4)
    live, found = opened(model, "USA-VNM")
    assert found.preferences[1].value(live.space.outcome({"clause": 100.0})) == pytest.approx(-(offer + 0.4))


def test_a_failure_elsewhere_spills_over_as_well() -> None:
    for switch, expected in (("on", 0.24), ("off", 0.10)):
        data = network(spillover=switch)
        data["tables"]["USA-JPN"]["deadline"]["on"] = 10
        stakes = model_on(data, 15).tables["USA-VNM"].stakes
        assert stakes is not None
        setting = stakes.today.setting
        place = setting.region("USA"), setting.region("JPN"), setting.economy.sector("OTH")
        assert stakes.today.added_tariffs[place] == pytest.approx(expected)


def test_where_all_fail_together_a_deal_elsewhere_takes_its_threat_away_even_from_an_isolated_table() -> None:
    data = network(spillover="off")
    data["tables"]["USA-VNM"]["disagreement"] = "everyone"
    agreeing(data, "USA-JPN", turn=2, rate=20, goods=0)
    rates = []
    for day in (0, 10):
        stakes = model_on(data, day).tables["USA-VNM"].stakes
        assert stakes is not None
        setting = stakes.today.setting
        place = setting.region("USA"), setting.region("JPN"), setting.economy.sector("OTH")
        rates.append(float(stakes.disagreement.added_tariffs[place]))
    assert rates == pytest.approx([0.24, 0.10])


@pytest.mark.parametrize(("switch", "belief"), [("on", 0.5), ("off", 1.0)])
def test_a_threat_put_off_elsewhere_is_doubted_at_other_tables_by_spill_over_alone(switch: str, belief: float) -> None:
    data = network(spillover=switch)
    data["tables"]["USA-JPN"]["deadline"] |= {"on": 10, "kind": "extendable", "by": ["USA"], "credibility": 0.5}
    model = model_on(data, 15)
    assert (model.tables["USA-JPN"].belief, model.tables["USA-VNM"].belief) == (0.5, belief)
    assert model.world.climate.credibility["USA"] == 0.5


@pytest.mark.parametrize(("switch", "closeness"), [("on", 0.7), ("off", 0.9)])
def test_a_demand_elsewhere_strains_an_alliance_at_other_tables_by_spill_over_alone(
    switch: str, closeness: float
) -> None:
    edges = {"JPN-USA": {"alliance": 0.9}, "USA-VNM": {}}
    data = network(spillover=switch, network={"edges": edges, "strain": 0.1})
    data["countries"]["JPN"] |= {"gdp": 4000, "defence": {"share": 1.8, "planned": 2}}
    arms = {"lever": "defence", "country": "JPN", "levels": [1.8, 3]}
    data["tables"]["USA-JPN"]["agenda"]["arms"] = arms
    data["countries"]["USA"]["interests"]["defence"] = {"spender": "JPN", "weight": 1}
    # The demands are made in the meetings of days 0 and 5.
    model = model_on(data, 7)
    assert model.surroundings.seen("USA-JPN").alliance("USA", "JPN") == pytest.approx(0.7)
    assert model.surroundings.seen("USA-VNM").alliance("USA", "JPN") == pytest.approx(closeness)
