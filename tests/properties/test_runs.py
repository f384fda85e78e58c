"""Laws of every run, over random scenario files."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from random_scenarios import TIME_DEPENDENT, scored_scenarios, trade_scenarios

from tradetalks.configs.yaml.draws import with_values
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.single import run


def finished(data: dict[str, Any]) -> TradeTalks:
    model = TradeTalks(data, rng=1)
    model.run_model()
    return model


def check_no_deal_below_a_reservation(model: TradeTalks) -> None:
    (live,) = model.tables.values()
    table = live.table
    assert table is not None
    if table.agreement is None:
        return
    for place, own in enumerate(table.preferences):
        floor = table.rules[place].value(own, day=live.closed or 0, offers=table.protocol.offers_made - 1)
        assert own.value(table.agreement) >= floor


@given(scored_scenarios())
def test_no_score_is_agreed_below_a_reservation(data: dict[str, Any]) -> None:
    check_no_deal_below_a_reservation(finished(data))


@settings(max_examples=15)
@given(trade_scenarios())
def test_no_trade_deal_is_agreed_below_a_reservation(data: dict[str, Any]) -> None:
    model = finished(data)
    check_no_deal_below_a_reservation(model)
    check_the_world_adds_up(model, data)


def check_the_world_adds_up(model: TradeTalks, data: dict[str, Any]) -> None:
    """The world at the end is the first one with the deal, or the snap-back, put in: nothing else moved."""
    table = data["tables"]["talks"]
    before = TradeTalks(data, rng=1).world
    usa, jpn = (before.setting.region(code) for code in ("USA", "JPN"))
    sector = before.setting.economy.sector
    tariffs, costs = before.added_tariffs.copy(), before.trade_costs.copy()
    share = dict(before.defence_pct)
    owed: dict[str, float] = {}
    deal = result_of(model).tables["talks"].deal
    rest = [sector(code) for code in ("AGF", "TEX", "ELM", "OTH")]
    if deal is None:
        tariffs[usa, jpn, rest] = table["deadline"]["snap_back"]["USA.JPN.other_goods"] / 100
    else:
        for issue, level in deal.items():
            assert not isinstance(level, str)
            if issue == "cars":
                tariffs[usa, jpn, sector("AUT")] = level / 100
            elif issue == "rest":
                tariffs[usa, jpn, rest] = level / 100
            elif issue == "access":
                costs[jpn, usa, [*rest, sector("AUT"), sector("MET")]] = 1 - level / 100
            elif issue == "defence":
                share["JPN"] = level
            else:
                owed[issue] = level
    assert np.array_equal(model.world.added_tariffs, tariffs)
    assert np.array_equal(model.world.trade_costs, costs)
    assert dict(model.world.defence_pct) == share
    kinds = {"base_costs": "bases", "purchases": "goods", "investment": "plants"}
    assert {kinds[item.kind]: amount for item, amount in model.world.commitments.items()} == owed
    assert all((item.giver, item.receiver) == ("JPN", "USA") for item in model.world.commitments)


@given(scored_scenarios(TIME_DEPENDENT, st.just("alternating_offers")), st.integers(1, 3))
def test_an_issue_that_nobody_values_changes_no_payoff(data: dict[str, Any], levels: int) -> None:
    """For sides that offer what is nearest: one that guesses at the other's values, or draws, sees one issue more.

    So does a mediator that changes issues at random, and who draws lots among more outcomes.
    """
    more = copy.deepcopy(data)
    table = more["tables"]["talks"]
    table["agenda"]["nothing"] = {"levels": list(range(levels))}
    for place, party in enumerate(table["parties"]):
        # One side doesn't name the issue, the others weigh it 0.
        if place:
            table["score_sheets"][party]["weights"]["nothing"] = 0.0
            table["score_sheets"][party]["points"]["nothing"] = [0.5] * levels
    with_it, without = run(more, seed=1), run(data, seed=1)
    assert with_it.values == without.values
    assert with_it.tables["talks"].status == without.tables["talks"].status
    assert with_it.tables["talks"].closed == without.tables["talks"].closed


@given(scored_scenarios())
def test_the_same_scenario_gives_the_same_result(data: dict[str, Any]) -> None:
    assert run(data, seed=5).to_json() == run(copy.deepcopy(data), seed=5).to_json()


@settings(max_examples=15)
@given(trade_scenarios(), st.floats(0.1, 10))
def test_rescaling_all_weights_changes_no_move(data: dict[str, Any], factor: float) -> None:
    """Interests in another currency are the same interests."""
    # Drawn weights are drawn once; forms with a size or a kink of their own are not free of units.
    model = finished(data)
    plain = with_values(data, {tuple(path.split(".")): value for path, value in model.drawn.items()})
    plain["countries"]["JPN"]["form"] = {"name": "additive"}
    more = copy.deepcopy(plain)
    scale = round(factor, 2)
    for country in more["countries"].values():
        country["waiting_cost"] *= scale
        for interest in country["interests"].values():
            interest["weight"] *= scale
    data = plain
    first, second = (result_of(finished(each)).transcript for each in (data, more))
    assert [(line.party, line.move, line.offer) for line in first] == [
        (line.party, line.move, line.offer) for line in second
    ]
