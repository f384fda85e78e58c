"""Watching goes forwards and backwards, and a day is always the same day."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradetalks.app.watch import Watch
from tradetalks.configs.load import shipped_scenarios
from tradetalks.errors import TradetalksError
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.game import Game
from tradetalks.runs.replay import Recording
from tradetalks.runs.single import events_of, result_of, run, transcript_of


def stepped(name: str, day: int) -> TradeTalks:
    """Return a run that has been stepped to a day."""
    model = TradeTalks(name, rng=7)
    while model.running and model.day < day:
        model.step()
    return model


moves = st.one_of(
    st.sampled_from(["step", "back", "to_end", "reset"]).map(lambda name: (name, ())),
    st.integers(-1, 120).map(lambda day: ("to_day", (day,))),
)


def walk(watch: Watch, path: list[tuple[str, tuple[Any, ...]]]) -> None:
    """Go wherever somebody has clicked."""
    for name, arguments in path:
        getattr(watch, name)(*arguments)


@given(st.sampled_from(["us_japan_2025", "split_the_pie", "prisoners"]), st.lists(moves, max_size=12))
@settings(max_examples=40)
def test_wherever_one_has_been_a_day_is_the_same(scenario: str, path: list[tuple[str, tuple[Any, ...]]]) -> None:
    watch = Watch(scenario, 7)
    walk(watch, path)
    fresh = stepped(scenario, watch.day)
    assert transcript_of(watch.model) == transcript_of(fresh)
    assert events_of(watch.model) == events_of(fresh)
    assert watch.over == (not fresh.running)


def test_wherever_one_has_been_in_the_network_a_day_is_the_same() -> None:
    watch = Watch("spring_2025", 7)
    walk(watch, [("to_end", ()), ("back", ()), ("to_day", (40,)), ("step", ()), ("back", ()), ("to_day", (61,))])
    fresh = stepped("spring_2025", 61)
    assert watch.day == 61
    assert transcript_of(watch.model) == transcript_of(fresh)
    assert events_of(watch.model) == events_of(fresh)


@pytest.mark.parametrize("name", sorted({*shipped_scenarios()} - {"spring_2025"}))
def test_the_way_back_has_the_same_days(name: str) -> None:
    """Also where what is offered stays sealed until all have moved."""
    watch = Watch(name, 7)
    days = [watch.day]
    while watch.can_go_on:
        watch.step()
        days.append(watch.day)
    assert days == sorted({*days})
    for day in days[-2::-1]:
        watch.back()
        assert watch.day == day


@pytest.mark.parametrize("name", ["split_the_pie", "us_japan_2025", "spring_2025"])
def test_steps_lead_to_the_end_and_each_shows_something_new(name: str) -> None:
    watch = Watch(name, 7)
    days = []
    while watch.can_go_on:
        before = len(transcript_of(watch.model)) + len(events_of(watch.model))
        watch.step()
        assert watch.over or len(transcript_of(watch.model)) + len(events_of(watch.model)) > before
        days.append(watch.day)
    assert result_of(watch.model).to_json() == run(name, seed=7).to_json()
    watch.back()
    assert watch.day == days[-2]
    watch.step()
    assert watch.day == days[-1]
    while watch.day >= 0:
        watch.back()
    assert transcript_of(watch.model) == ()


def test_changes_are_made() -> None:
    watch = Watch("us_japan_2025", 7, {"countries.JPN.strategy.e": 0.05})
    watch.to_end()
    expected = run("us_japan_2025", seed=7, countries__JPN__strategy__e=0.05)
    assert result_of(watch.model).deals == expected.deals


def played() -> dict[str, Any]:
    """Return the result of talks in which a person has the seat of Japan."""
    game = Game.start("us_japan_2025", "JPN", seed=3)
    while (turn := game.waiting) is not None:
        if turn.may_accept and turn.t > 0.5:
            game.accept()
        else:
            game.offer(game.seat().first_form())
    return game.result().to_dict()


def test_a_persons_moves_are_replayed_forwards_and_backwards() -> None:
    data = played()
    watch = Watch("", recording=Recording.of(data))
    watch.to_end()
    assert watch.over
    assert result_of(watch.model).to_dict()["transcript"] == data["transcript"]
    whole, moves = result_of(watch.model).to_json(), transcript_of(watch.model)
    days = [watch.day]
    while watch.day >= 0:
        watch.back()
        # At a day are the moves of that day and before, people's among them.
        assert transcript_of(watch.model) == tuple(line for line in moves if line.day <= watch.day)
        days.append(watch.day)
    assert len(days) > 5
    for day in days[-2::-1]:
        watch.step()
        assert watch.day == day
    assert result_of(watch.model).to_json() == whole
    assert json.loads(whole)["deals"] == data["deals"]


def test_a_person_whose_moves_are_to_come_is_told() -> None:
    watch = Watch("us_japan_2025", 7, {"countries.JPN.strategy": {"name": "human"}})  # type: ignore[dict-item]
    watch.to_end()
    assert not watch.over
    assert not watch.can_go_on
    assert watch.blocked.startswith("JPN is a person at the table USA-JPN")
    watch.step()
    watch.back()
    assert watch.day == -1
    assert watch.blocked == ""


@pytest.mark.parametrize("seed", ["x", -1, 1.5, True])
def test_a_seed_that_is_none_is_told(seed: Any) -> None:
    with pytest.raises(TradetalksError, match="a seed must be a whole number from 0"):
        Watch("split_the_pie", seed)
