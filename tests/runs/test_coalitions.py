"""Coalitions: what a deal is worth to them, how they divide it, and that people can sit for them."""

from __future__ import annotations

import pytest
from games import seat_of, tables_of, turn_of
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.agents.coalition import Coalition
from tradetalks.configs.load import load_scenario
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.play.debrief import debrief
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.single import run


def coalition(division: str) -> Coalition:
    model = TradeTalks("spring_2025", rng=1, layout="pooled", coalitions__SEA3__division=division)
    return model.coalitions["SEA3"]


@pytest.mark.parametrize(
    ("division", "shares"),
    [
        # Together 12 in place of 3: a gain of 9. Each keeps its own, or gets 3 more than without, or 9 by size.
        ("own", [10.0, 4.0, -2.0]),
        ("equal", [4.0, 5.0, 3.0]),
        ("gdp", [1.0 + 9 * 0.5, 2.0 + 9 * 0.4, 0.0 + 9 * 0.1]),
    ],
)
def test_the_three_rules_by_hand(division: str, shares: list[float]) -> None:
    group = coalition(division)
    group.sizes = (500.0, 400.0, 100.0)
    assert group.divided([10.0, 4.0, -2.0], [1.0, 2.0, 0.0]) == pytest.approx(shares)


AMOUNTS = st.lists(st.floats(-1000, 1000), min_size=3, max_size=3)
GROUPS = {division: coalition(division) for division in ("own", "equal", "gdp")}


@given(division=st.sampled_from(sorted(GROUPS)), values=AMOUNTS, without=AMOUNTS)
def test_what_is_divided_is_neither_more_nor_less(division: str, values: list[float], without: list[float]) -> None:
    assert sum(GROUPS[division].divided(values, without)) == pytest.approx(sum(values), abs=1e-6)


@pytest.mark.parametrize("division", ["own", "equal", "gdp"])
def test_members_add_up_to_their_coalition(division: str) -> None:
    setup = load_scenario("spring_2025", overrides={"layout": "pooled", "coalitions.SEA3.division": division})
    results = (run(setup, seed=seed) for seed in range(100))
    table = next(result.tables["USA-SEA3"] for result in results if result.tables["USA-SEA3"].deal)
    side = table.sides["SEA3"]
    assert side.division == division
    assert list(side.members) == ["VNM", "MYS", "KHM"]
    assert sum(part.without_deal for part in side.members.values()) == pytest.approx(side.total.without_deal, abs=1e-5)
    assert side.total.deal is not None
    assert sum(part.deal or 0.0 for part in side.members.values()) == pytest.approx(side.total.deal, abs=1e-5)
    gains = [(part.deal or 0.0) - part.without_deal for part in side.members.values()]
    if division == "equal":
        assert gains == pytest.approx([gains[0]] * 3)
    elif division == "gdp":
        assert gains[0] / gains[2] == pytest.approx(429.7 / 42.3)
    else:
        assert len({round(gain, 3) for gain in gains}) == 3


@pytest.mark.parametrize(
    "option",
    [{"kind": "inside", "value": 3.0}, {"kind": "outside", "value": 3.0}, {"kind": "outside", "value": -500.0}],
)
def test_what_a_coalition_has_besides_belongs_to_its_members(option: dict[str, object]) -> None:
    model = TradeTalks("spring_2025", rng=3, layout="pooled", **{"tables__USA-SEA3__outside_options": {"SEA3": option}})
    model.run_model()
    live, side = model.tables["USA-SEA3"], result_of(model).tables["USA-SEA3"].sides["SEA3"]
    members = model.coalitions["SEA3"].members
    assert sum(live.without_of(member) for member in members) == pytest.approx(side.total.without_deal, abs=1e-5)
    if option == {"kind": "outside", "value": 3.0}:
        # Better than what follows no deal: each has as much of it.
        assert [live.without_of(member) for member in members] == pytest.approx([1.0, 1.0, 1.0])


def test_a_person_can_sit_for_a_coalition() -> None:
    game = Session.start("spring_2025", "three of Southeast Asia", seed=2, overrides={"layout": "pooled"})
    assert (game.people[0][1], tables_of(game)) == ("SEA3", ("USA-SEA3",))
    while (turn := turn_of(game)) is not None:
        best = max(seat_of(game).level_values()["rate"], key=seat_of(game).level_values()["rate"].__getitem__)
        assert best == 0
        if turn.may_accept:
            game.accept()
        else:
            game.offer(seat_of(game).first_form())
    said = " ".join(debrief(game.model, "USA-SEA3", "SEA3"))
    assert "The gain over no deal within your coalition, divided alike: VNM +" in said
    assert "It gives up what you have besides without one" in said
