"""Escalation between meetings: threats, and what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest
from networks import agreeing, alone, finished, go_to, model_on, network, opened, rate, table, told

from tradetalks.agents.escalation import Situation, Temper
from tradetalks.model.escalation import Ladder, Standing, Step
from tradetalks.runs.words.happenings import Names, happening_in_words

STEPS = ("threaten", "carry_out", "back_down", "retaliate")


def at_war(usa: dict[str, Any], jpn: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    """Two ladders of which nothing is believed to be enough: hardliners don't move."""
    ladders = {"usa": {"country": "USA", "against": "JPN", "rates": [20, 40], **usa}}
    if jpn is not None:
        ladders["jpn"] = {"country": "JPN", "against": "USA", "rates": [12, 24], **jpn}
    data = alone(conflicts=ladders, **parts)
    del data["tables"]["USA-JPN"]["deadline"]["snap_back"]
    return data


def test_a_threat_is_made_stands_in_the_world_without_a_deal_and_is_carried_out() -> None:
    """The first meeting shows no movement yet; after the second it threatens, after the third it acts, and so on."""
    model = model_on(at_war({"threatens": 1, "resolve": 1}), 5)
    live, found = opened(model)
    assert told(model, *STEPS) == [(5, "threaten")]
    assert found.preferences[1].disagreement == 0
    assert rate(model, "USA", "JPN") == 10
    go_to(model, 10)
    assert live.stakes is not None
    setting = live.stakes.today.setting
    place = setting.region("USA"), setting.region("JPN"), setting.economy.sector("OTH")
    assert live.stakes.disagreement.added_tariffs[place] == pytest.approx(0.20)
    assert found.preferences[1].disagreement < 0
    assert rate(model, "USA", "JPN") == 20
    model.run_model()
    assert told(model, *STEPS) == [(5, "threaten"), (10, "carry_out"), (15, "threaten"), (20, "carry_out")]
    assert (rate(model, "USA", "JPN"), rate(model, "USA", "JPN", "MET")) == (40, 40)


def test_a_step_that_would_lower_what_is_in_force_is_passed_over() -> None:
    model = finished(at_war({"threatens": 1, "resolve": 1, "rates": [5, 30]}))
    assert told(model, *STEPS) == [(5, "threaten"), (10, "carry_out")]
    assert rate(model, "USA", "JPN") == 30


def test_who_backs_down_is_believed_less() -> None:
    model = model_on(at_war({"threatens": 1, "resolve": 0, "credibility": 0.7}), 15)
    assert told(model, *STEPS) == [(5, "threaten"), (10, "back_down"), (15, "threaten")]
    assert model.world.climate.credibility == {"USA": 0.7}
    go_to(model, 20)
    assert model.tables["USA-JPN"].belief == 0.7
    assert rate(model, "USA", "JPN") == 10


@pytest.mark.parametrize("retaliates", [True, False])
def test_each_step_is_answered_by_one_where_retaliation_is_on(retaliates: bool) -> None:
    model = finished(at_war({"threatens": 1, "resolve": 1}, {"retaliates": retaliates}))
    answers = [(10, "retaliate"), (20, "retaliate")] if retaliates else []
    assert told(model, "retaliate") == answers
    assert rate(model, "JPN", "USA") == (24 if retaliates else 0)


def test_a_ruling_ends_the_climb_and_takes_a_standing_threat_away() -> None:
    ruling = {"event": "court_ruling", "on": 7, "country": "USA", "leaves": {"USA.JPN": 0}}
    model = model_on(at_war({"threatens": 1, "resolve": 1}, events={"ruling": ruling}), 10)
    live, found = opened(model)
    assert live.stakes is not None
    assert live.stakes.disagreement.added_tariffs == pytest.approx(live.stakes.today.added_tariffs)
    assert found.preferences[1].disagreement == 0
    model.run_model()
    assert told(model, *STEPS) == [(5, "threaten")]
    assert rate(model, "USA", "JPN") == 0


@pytest.mark.parametrize(
    ("moved", "luck", "threatened", "retaliates", "expected"),
    [
        (0.0, 0.29, False, False, Step.THREATEN),
        (0.0, 0.31, False, False, Step.STAND_STILL),
        (0.06, 0.0, False, False, Step.STAND_STILL),  # enough movement
        (0.0, 0.59, True, False, Step.CARRY_OUT),
        (0.0, 0.61, True, False, Step.BACK_DOWN),
        (0.06, 0.0, True, False, Step.STAND_STILL),  # the threat stands, and works
        (0.06, 0.99, True, True, Step.RETALIATE),  # whatever else, a step is answered
    ],
)
def test_what_a_temper_does(moved: float, luck: float, threatened: bool, retaliates: bool, expected: Step) -> None:
    temper = Temper(threatens=0.3, resolve=0.6, patience=0.05)
    standing = Standing(Ladder("USA", "JPN", (20.0,)), threatened=threatened)
    assert temper.decide(Situation(standing, 1, retaliates, moved, luck)) is expected
    standing.climbed = 1
    assert temper.decide(Situation(standing, 1, retaliates, moved, luck)) is Step.STAND_STILL


@pytest.mark.parametrize(
    ("edges", "steps"),
    [
        (None, [(5, "threaten")]),  # no network: the chance as it stands
        ({"JPN-USA": {"hostility": 1}}, [(5, "threaten")]),
        ({"JPN-USA": {"hostility": 0}}, []),
    ],
)
def test_friends_don_t_threaten(edges: dict[str, Any] | None, steps: list[Any]) -> None:
    parts = {} if edges is None else {"network": {"edges": edges}}
    assert told(model_on(at_war({"threatens": 1}, **parts), 5), *STEPS) == steps


def test_hostility_multiplies_the_chance_of_a_threat() -> None:
    """A chance of 0.8 at hostility 0.5: 0.4 of 300 runs, within four standard errors."""
    data = at_war({"threatens": 0.8}, network={"edges": {"JPN-USA": {"hostility": 0.5}}})
    assert abs(sum(bool(told(model_on(data, 5, seed), *STEPS)) for seed in range(300)) - 120) < 34


def test_each_step_makes_the_two_more_hostile_and_a_deal_less() -> None:
    """From 0.5 by 0.1 at the step of day 10 and 0.1 at its answer; who is hostile loses more face."""
    edges = {"JPN-USA": {"hostility": 0.5}, "USA-VNM": {"hostility": 0.5}}
    data = at_war({"threatens": 1, "resolve": 1}, {"retaliates": True}, network={"edges": edges, "escalation": 0.1})
    # At hostility 0.5 a chance of one is a half: any seed that threatens on day 5 will do.
    model = next(m for seed in range(20) if told(m := model_on(data, 10, seed), *STEPS)[:1] == [(5, "threaten")])
    assert told(model, *STEPS)[1:] == [(10, "carry_out"), (10, "retaliate")]
    assert model.world.hostility("JPN", "USA") == pytest.approx(0.7)
    assert model.world.hostility("USA", "VNM") == 0.5
    deal = agreeing(network(network={"edges": edges, "deal": 0.2}), "USA-JPN", turn=1, rate=20, goods=0)
    assert model_on(deal, 5).world.hostility("USA", "JPN") == pytest.approx(0.3)


@pytest.mark.parametrize(("hostility", "cost"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_to_back_down_before_a_friend_costs_no_face(hostility: float, cost: float) -> None:
    """A rate of 10 on all other goods falls to 0, at a weight of one; worth the whole without a network."""
    worth = {}
    for edges in ({"JPN-USA": {"hostility": hostility}, "USA-VNM": {}}, None):
        data = network() if edges is None else network(network={"edges": edges})
        data["countries"]["USA"]["interests"] = {"face": {"weight": 1, "rival": "JPN"}}
        live, found = opened(model_on(data, 0))
        worth[edges is None] = found.preferences[0].value(live.space.outcome({"rate": 0.0, "goods": 0.0}))
    assert worth[True] < -5
    assert worth[False] == pytest.approx(cost * worth[True], abs=1e-6)


def test_a_member_of_a_coalition_escalates_and_is_threatened() -> None:
    pair = {"name": "the two", "members": ["JPN", "VNM"], "division": "own", "strategy": {"name": "hardliner"}}
    data = network(
        coalitions={"TWO": pair},
        tables={"all": {**table("JPN", 24), "parties": ["USA", "TWO"]}},
        conflicts={
            "usa": {"country": "USA", "against": "VNM", "rates": [60], "threatens": 1, "resolve": 1},
            "vnm": {"country": "VNM", "against": "USA", "rates": [9], "retaliates": True},
        },
    )
    model = finished(data)
    assert told(model, *STEPS) == [(5, "threaten"), (10, "carry_out"), (10, "retaliate")]
    assert (rate(model, "USA", "VNM"), rate(model, "VNM", "USA")) == (60, 9)
    (step,) = [item for item in model.happenings if item.kind == "retaliate"]
    assert "VNM retaliates" in happening_in_words(step, Names.of(model))


@pytest.mark.parametrize(("switch", "seen"), [("on", 0.33), ("off", 0.10)])
def test_a_carried_out_threat_reaches_other_tables_by_spill_over_alone(switch: str, seen: float) -> None:
    data = network(
        spillover=switch,
        conflicts={"usa": {"country": "USA", "against": "JPN", "rates": [33], "threatens": 1, "resolve": 1}},
    )
    model = model_on(data, 15)
    assert rate(model, "USA", "JPN") == 33
    for key, expected in (("USA-JPN", 0.33), ("USA-VNM", seen)):
        stakes = model.tables[key].stakes
        assert stakes is not None
        setting = stakes.today.setting
        place = setting.region("USA"), setting.region("JPN"), setting.economy.sector("OTH")
        assert stakes.today.added_tariffs[place] == pytest.approx(expected)
