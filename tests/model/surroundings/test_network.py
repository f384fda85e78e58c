"""The network: what its edges carry, Mesa's space under the countries, and how alliances move."""

from __future__ import annotations

from typing import Any

import pytest
from networks import agreeing, alone, finished, model_on, network, table, told

from tradetalks.runs.words.happenings import Names, happening_in_words

EDGES = {
    "USA-JPN": {"alliance": 0.5, "hostility": 0.1},
    "USA-VNM": {"hostility": 0.2},
    "CHN-VNM": {},
}


def test_edges_carry_alliance_hostility_trade_and_tables() -> None:
    model = model_on(network(network={"edges": EDGES}), 0)
    graph = model.network.G
    places = {graph.nodes[node]["code"]: node for node in graph}
    assert list(places) == ["USA", "JPN", "VNM", "CHN"]
    edge = graph.edges[places["USA"], places["JPN"]]
    economy = model.world.setting.economy
    usa, jpn, goods = economy.region("USA"), economy.region("JPN"), economy.group("goods")
    both_ways = economy.flows[usa, jpn, goods].sum() + economy.flows[jpn, usa, goods].sum()
    assert edge == {
        "alliance": 0.5,
        "hostility": 0.1,
        "trade": pytest.approx(both_ways),
        "tables": ("USA-JPN",),
    }
    assert both_ways > 100
    assert graph.edges[places["CHN"], places["VNM"]]["tables"] == ()
    assert graph.number_of_edges() == 3


def test_without_a_network_who_shares_a_table_is_tied() -> None:
    model = model_on(network(), 0)
    codes = {tuple(sorted(model.network.G.nodes[end]["code"] for end in edge)) for edge in model.network.G.edges}
    assert codes == {("JPN", "USA"), ("USA", "VNM")}


def test_countries_stand_in_mesa_s_space() -> None:
    model = model_on(network(network={"edges": EDGES}), 0)
    for code, country in model.countries.items():
        assert country.cell is not None
        assert list(country.cell.agents) == [country]
        neighbours = {agent.code for cell in country.cell.neighborhood for agent in cell.agents}  # type: ignore[attr-defined]
        assert neighbours == {other for key in EDGES for other in key.split("-") if code in key and other != code}


def test_a_coalition_s_members_are_tied_to_the_others_at_its_table() -> None:
    group = {"members": ["JPN", "VNM"], "division": "own", "strategy": {"name": "hardliner"}}
    data = network(coalitions={"TWO": group}, tables={"all": {**table("JPN", 24), "parties": ["USA", "TWO"]}})
    graph = model_on(data, 0).network.G
    codes = {tuple(sorted(graph.nodes[end]["code"] for end in edge)) for edge in graph.edges}
    # Among themselves they have nothing to agree on.
    assert codes == {("JPN", "USA"), ("USA", "VNM")}


def test_a_deal_brings_allies_closer_and_others_not() -> None:
    data = network(network={"edges": EDGES, "deal": 0.2})
    agreeing(agreeing(data, "USA-JPN", rate=20, goods=0), "USA-VNM", rate=20, goods=0)
    model = finished(data)
    assert set(model.world.deals) == {"USA-JPN", "USA-VNM"}
    assert dict(model.world.alliances) == {("JPN", "USA"): pytest.approx(0.7)}
    full = finished(data, network__deal=0.9)
    assert full.world.alliance("USA", "JPN") == 1


def demanding(**meeting: Any) -> dict[str, Any]:
    data = alone(network={"edges": {"JPN-USA": {"alliance": 0.9}}, "strain": 0.01, "public_strain": 0.05})
    data["countries"]["JPN"] |= {"gdp": 4204.5, "defence": {"share": 1.8, "planned": 2.0}}
    part = data["tables"]["USA-JPN"]
    part["agenda"]["defence"] = {"lever": "defence", "country": "JPN", "levels": [1.8, 2.0, 3.0]}
    part["meetings"]["weekly"] |= meeting
    # Japan's own offers, of more defence than planned, strain nothing.
    part["strategies"] = {
        "USA": {"name": "scripted", "offers": [{"rate": 20, "goods": 5, "defence": level} for level in (3, 2, 3, 1.8)]},
        "JPN": {"name": "scripted", "offers": [{"rate": 0, "goods": 0, "defence": 3}]},
    }
    return data


@pytest.mark.parametrize(("public", "strain"), [(False, 0.01), (True, 0.05)])
def test_a_demand_for_more_defence_than_planned_strains_once_a_meeting(public: bool, strain: float) -> None:
    model = finished(demanding(public=public, rounds=1))
    assert told(model, "strain") == [(0, "strain"), (10, "strain")]
    assert model.world.alliance("USA", "JPN") == pytest.approx(0.9 - 2 * strain)
    strain = next(item for item in model.happenings if item.kind == "strain")
    assert ("in public" if public else "in private") in happening_in_words(strain, Names.of(model))
    assert strain.audience.everyone == public


def test_the_worth_of_an_ally_s_deal_falls_with_the_strain() -> None:
    data = demanding(public=True)
    data["countries"]["JPN"]["interests"]["alliance"] = {"partner": "USA", "weight": 10}
    best = []
    for day in (0, 5, 15):
        table = model_on(data, day).tables["USA-JPN"].table
        assert table is not None
        best.append(max(table.preferences[1].values))
    assert best[0] - best[1] == pytest.approx(10 * 0.05, abs=1e-5)
    assert best[1] - best[2] == pytest.approx(10 * 0.05, abs=1e-5)
