"""Watching goes forwards and backwards, and a day is always the same day."""

from __future__ import annotations

import json
from typing import Any

import pytest
from games import seat_of, turn_of
from hypothesis import given, settings
from hypothesis import strategies as st

from tradetalks.app.watched import blocked, session_of
from tradetalks.configs.load import shipped_scenarios
from tradetalks.errors import TradetalksError
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.play.replay import recorded
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.record import events_of, result_of, transcript_of
from tradetalks.runs.single import run


def stepped(name: str, day: int) -> TradeTalks:
    """Return a run that has been stepped to a day."""
    model = TradeTalks(name, rng=7)
    while model.running and model.day < day:
        model.step()
    return model


moves = st.one_of(
    st.sampled_from(["step_to_something", "back", "run_on", "reset"]).map(lambda name: (name, ())),
    st.integers(-1, 120).map(lambda day: ("to_day", (day,))),
)


def walk(watch: Session, path: list[tuple[str, tuple[Any, ...]]]) -> None:
    """Go wherever somebody has clicked."""
    for name, arguments in path:
        getattr(watch, name)(*arguments)


@given(st.sampled_from(["us_japan_2025", "split_the_pie", "prisoners"]), st.lists(moves, max_size=12))
@settings(max_examples=40)
def test_wherever_one_has_been_a_day_is_the_same(scenario: str, path: list[tuple[str, tuple[Any, ...]]]) -> None:
    watch = session_of(scenario, 7)
    walk(watch, path)
    fresh = stepped(scenario, watch.day)
    assert transcript_of(watch.model) == transcript_of(fresh)
    assert events_of(watch.model) == events_of(fresh)
    assert watch.over == (not fresh.running)


def test_wherever_one_has_been_in_the_network_a_day_is_the_same() -> None:
    watch = session_of("spring_2025", 7)
    walk(
        watch,
        [("run_on", ()), ("back", ()), ("to_day", (40,)), ("step_to_something", ()), ("back", ()), ("to_day", (61,))],
    )
    fresh = stepped("spring_2025", 61)
    assert watch.day == 61
    assert transcript_of(watch.model) == transcript_of(fresh)
    assert events_of(watch.model) == events_of(fresh)


@pytest.mark.parametrize("name", sorted({*shipped_scenarios()} - {"spring_2025"}))
def test_the_way_back_has_the_same_days(name: str) -> None:
    """Also where what is offered stays sealed until all have moved."""
    watch = session_of(name, 7)
    days = [watch.day]
    while watch.can_go_on:
        watch.step_to_something()
        days.append(watch.day)
    assert days == sorted({*days})
    for day in days[-2::-1]:
        watch.back()
        assert watch.day == day


@pytest.mark.parametrize("name", ["split_the_pie", "us_japan_2025", "spring_2025"])
def test_steps_lead_to_the_end_and_each_shows_something_new(name: str) -> None:
    watch = session_of(name, 7)
    days = []
    while watch.can_go_on:
        before = len(transcript_of(watch.model)) + len(events_of(watch.model))
        watch.step_to_something()
        assert watch.over or len(transcript_of(watch.model)) + len(events_of(watch.model)) > before
        days.append(watch.day)
    assert result_of(watch.model).to_json() == run(name, seed=7).to_json()
    watch.back()
    assert watch.day == days[-2]
    watch.step_to_something()
    assert watch.day == days[-1]
    while watch.day >= 0:
        watch.back()
    assert transcript_of(watch.model) == ()


def test_changes_are_made() -> None:
    watch = session_of("us_japan_2025", 7, {"countries.JPN.strategy.e": 0.05})
    watch.run_on()
    expected = run("us_japan_2025", seed=7, countries__JPN__strategy__e=0.05)
    assert result_of(watch.model).deals == expected.deals


def played() -> dict[str, Any]:
    """Return the result of talks in which a person has the seat of Japan."""
    game = Session.start("us_japan_2025", "JPN", seed=3)
    while (turn := turn_of(game)) is not None:
        if turn.may_accept and turn.t > 0.5:
            game.accept()
        else:
            game.offer(seat_of(game).first_form())
    return game.result().to_dict()


def test_a_persons_moves_are_replayed_forwards_and_backwards() -> None:
    data = played()
    watch = recorded(data)
    watch.run_on()
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
        watch.step_to_something()
        assert watch.day == day
    assert result_of(watch.model).to_json() == whole
    assert json.loads(whole)["deals"] == data["deals"]


def test_a_person_whose_moves_are_to_come_is_told() -> None:
    watch = session_of("us_japan_2025", 7, {"countries.JPN.strategy": {"name": "human"}})  # type: ignore[dict-item]
    watch.run_on()
    assert not watch.over
    assert not watch.can_go_on
    assert blocked(watch).startswith("JPN is a person at the table USA-JPN")
    watch.step_to_something()
    watch.back()
    assert watch.day == -1
    assert blocked(watch) == ""


@pytest.mark.parametrize("seed", ["x", -1, 1.5, True])
def test_a_seed_that_is_none_is_told(seed: Any) -> None:
    with pytest.raises(TradetalksError, match="a seed must be a whole number from 0"):
        session_of("split_the_pie", seed)
