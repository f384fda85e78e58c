"""A visit: what one visitor watches, without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tradetalks.app.changes import controls_reaching
from tradetalks.app.controls import Value, controls_of
from tradetalks.app.launch import Launch
from tradetalks.app.visit import Visit
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.eyes import EVERYBODY
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.single import run


@pytest.fixture
def visit() -> Visit:
    """A visit to the US-Japan talks at their end."""
    made = Visit(Launch())
    to_end(made)
    return made


def to_end(visit: Visit) -> None:
    """Let a run go on to its end, as the page's thread does."""
    visit.to_end()
    while visit.play_on():
        pass


def watched(visit: Visit) -> Session:
    """Return what is watched; there is something."""
    assert visit.session is not None
    return visit.session


def seen(visit: Visit) -> Sight:
    """Return what is seen; there is something."""
    assert visit.sight.value is not None
    return visit.sight.value


def test_what_is_refused_while_it_plays_stays_told(visit: Visit) -> None:
    visit.reset()
    visit.play()
    assert visit.play_on()
    visit.set_seed("seven")
    (told,) = visit.problems.value
    assert visit.play_on()
    assert visit.problems.value == (told,)
    visit.set_seed("8")
    assert visit.problems.value == ()


def test_a_seed_that_no_number_can_be_read_from_is_told(visit: Visit) -> None:
    before = seen(visit).seed
    visit.set_seed("1" * 5000)
    assert visit.problems.value == ("a seed has at most 1000 digits, not 5,000",)
    assert seen(visit).seed == before


def test_a_slider_reaches_back_from_a_small_value(visit: Visit) -> None:
    path = "countries.JPN.strategy.e"
    (before,) = (control for control in controls_of(watched(visit).setup) if control.path == path)
    visit.set_value(path, before.low)
    (after,) = (control for control in controls_reaching(watched(visit), visit.controls) if control.path == path)
    assert (after.value, after.high, after.step) == (before.low, before.high, before.step)
    assert after.low <= before.low


def test_what_a_part_has_of_its_own_goes_with_it(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    acceptance = "{combi: {time: 0.9, window: average}}"
    file.write_text(f"extends: us_japan_2025\ncountries: {{USA: {{strategy: {{acceptance: {acceptance}}}}}}}\n")
    visit, at = Visit(Launch(str(file))), "countries.USA.strategy.acceptance"
    visit.set_value(f"{at}.combi.time", 0.5)
    assert visit.session is not None
    assert visit.session.changes == {f"{at}.combi.time": 0.5}
    visit.set_value(at, "next")
    assert visit.session.changes == {at: "next"}
    visit.set_value(at, "combi")
    assert not visit.problems.value
    assert visit.session.changes == {}


def test_a_change_shows_the_same_day_of_another_run(visit: Visit) -> None:
    visit.to_day(40)
    before = seen(visit)
    visit.set_value("countries.JPN.strategy.e", 0.05)
    assert visit.problems.value == ()
    assert (seen(visit).day, seen(visit).seed) == (40, before.seed)
    assert seen(visit).table.offers != before.table.offers
    visit.set_value("countries.JPN.strategy.e", None)
    assert seen(visit).table.offers == before.table.offers


def test_another_strategy_takes_the_options_of_the_former_along(visit: Visit) -> None:
    before = seen(visit).table.agreed
    visit.set_value("countries.JPN.strategy.name", "conceder")
    visit.set_value("countries.JPN.strategy.e", 3.0)
    visit.set_value("countries.JPN.strategy.name", "hardliner")
    assert visit.problems.value == ()
    visit.set_value("countries.JPN.strategy.name", None)
    assert visit.problems.value == ()
    assert visit.session is not None
    assert visit.session.changes == {}
    assert seen(visit).table.agreed == before


@pytest.mark.parametrize(
    ("path", "other", "own"),
    [
        ("countries.JPN.strategy.name", "conceder", "boulware"),
        ("countries.JPN.strategy.width", 0.1, 0.05),
        ("tables.USA-JPN.deadline.on", "2025-07-15", "2025-07-08"),
    ],
)
def test_what_is_set_as_it_is_in_the_file_is_no_change(visit: Visit, path: str, other: Value, own: Value) -> None:
    visit.set_value(path, other)
    assert visit.problems.value == ()
    assert visit.session is not None
    assert visit.session.changes == {path: other}
    visit.set_value(path, own)
    assert visit.session.changes == {}


def test_weights_are_set_and_taken_back_together() -> None:
    visit = Visit(Launch(scenario="linkage"))
    at = "tables.package.score_sheets.A.weights"
    visit.set_value(f"{at}.rice", 0.55)
    assert visit.session is not None
    assert visit.session.changes == {f"{at}.cars": 0.3, f"{at}.data": 0.15, f"{at}.rice": 0.55}
    visit.set_value(f"{at}.data", 0.3)
    assert sum(visit.session.setup.tables["package"].score_sheets["A"].weights.values()) == pytest.approx(1)
    assert f"{at}.data" not in visit.session.changes
    visit.set_value(f"{at}.cars", None)
    assert visit.session.changes == {}
    visit.set_value(f"{at}.cars", 1.5)
    assert visit.problems.value == (f"{at}.cars: must be less than or equal to 1, not 1.5",)
    assert visit.session.changes == {}


def test_an_option_of_another_strategy_is_a_change_though_the_file_s_own_has_it(visit: Visit) -> None:
    visit.set_value("countries.JPN.strategy.name", "conceder")
    visit.set_value("countries.JPN.strategy.e", 3.0)
    visit.set_value("countries.JPN.strategy.e", 1.5)
    assert visit.session is not None
    assert visit.session.changes == {"countries.JPN.strategy.name": "conceder", "countries.JPN.strategy.e": 1.5}


def test_what_is_drawn_can_be_set_to_the_middle_of_its_draw() -> None:
    visit = Visit(Launch(scenario="spring_2025"))
    assert visit.session is not None
    drawn = next(control for control in controls_of(visit.session.setup) if control.drawn and control.kind == "number")
    visit.set_value(drawn.path, drawn.value)
    assert visit.session.changes == {drawn.path: drawn.value}


def test_what_is_not_allowed_is_told_and_changes_nothing(visit: Visit) -> None:
    before = seen(visit)
    visit.set_value("countries.JPN.strategy.e", 7.0)
    assert "countries.JPN.strategy.e" in visit.problems.value[0]
    assert seen(visit).table.agreed == before.table.agreed
    visit.set_seed("x")
    assert "a seed must be a whole number from 0, such as 7, not 'x'" in visit.problems.value
    visit.set_seed("\u0663")  # a digit in Arabic
    assert "a seed must be a whole number from 0" in visit.problems.value[0]
    visit.choose("no_such_scenario")
    assert "there is no scenario 'no_such_scenario' here" in visit.problems.value[0]
    assert seen(visit).scenario == "us_japan_2025"
    visit.set_seed("8")
    assert visit.problems.value == ()
    assert seen(visit).seed == 8


def test_eyes_look_at_a_table_of_their_own(visit: Visit) -> None:
    visit.choose("spring_2025")
    visit.pick("CHN-VNM")
    visit.look_through("CHN")
    assert (seen(visit).eyes, seen(visit).table.key) == ("CHN", "CHN-VNM")
    visit.look_through("JPN")
    assert seen(visit).table.key == "USA-JPN"
    visit.pick("CHN-VNM")
    assert seen(visit).table.stakes == {}
    visit.choose("split_the_pie")
    assert seen(visit).eyes == EVERYBODY


def test_a_layout_without_the_chosen_table_shows_another(visit: Visit) -> None:
    visit.choose("spring_2025")
    visit.pick("USA-VNM")
    visit.set_value("layout", "pooled")
    assert visit.problems.value == ()
    assert seen(visit).table.key != "USA-VNM"


def test_no_file_is_read_but_what_was_given(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("extends: split_the_pie\n", encoding="utf-8")
    visit.choose(str(file))
    assert "there is no scenario" in visit.problems.value[0]
    assert seen(visit).scenario == "us_japan_2025"
    given = Visit(Launch(scenario=str(file)))
    assert seen(given).scenario == "mine"
    assert given.command == f"tradetalks run {file} --seed 7"


def test_the_command_of_a_replay_replays_it(tmp_path: Path) -> None:
    file = tmp_path / "talks.json"
    file.write_text(run("split_the_pie", seed=3).to_json(), encoding="utf-8")
    visit = Visit(Launch(replay=file))
    assert visit.note.value.startswith("A replay of talks.json: the same, move by move")
    assert visit.command == "tradetalks replay talks.json"
    assert seen(visit).seed == 3
    visit.set_seed("4")
    # What the result holds is a shipped scenario as it is.
    assert (visit.command, visit.note.value) == ("tradetalks run split_the_pie --seed 4", "")
    visit.choose("talks.json")
    assert seen(visit).seed == 3


def test_a_result_that_was_handed_in_is_saved_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "talks.json"
    text = run("us_japan_2025", seed=7).to_json()
    file.write_text(text, encoding="utf-8")
    visit = Visit(Launch(replay=file))
    to_end(visit)
    assert visit.session is not None
    assert result_of(visit.session.model).to_json() == text


def test_where_a_person_has_a_seat_no_command_is_shown_and_the_reason_is_told() -> None:
    visit = Visit(Launch())
    visit.open("human.yaml", b"extends: us_japan_2025\ncountries: {JPN: {strategy: {name: human}}}\n")
    assert visit.problems.value == ()
    assert visit.command == ""
    to_end(visit)
    assert visit.session is not None
    assert visit.blocked.startswith("JPN is a person at the table USA-JPN")
    assert visit.blocked.endswith("play it by `tradetalks play human.yaml --as JPN`")
    assert visit.no_command == "a person has a seat"


def test_a_refused_value_is_told_by_its_path_once(visit: Visit) -> None:
    visit.set_value("countries.JPN.strategy.e", 7.0)
    (problem,) = visit.problems.value
    assert problem.startswith("countries.JPN.strategy.e: must be")


def test_a_replay_that_is_not_the_same_says_so(tmp_path: Path) -> None:
    data = run("split_the_pie", seed=3).to_dict()
    data["transcript"][0]["utility"] = 0.5
    file = tmp_path / "talks.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    visit = Visit(Launch(replay=file))
    assert visit.note.value.startswith("A replay of talks.json by this version is not the same: move 1 of")
    assert (visit.command, visit.no_command) == ("", "the result is not what comes out here")


def test_a_changed_run_of_a_result_with_a_scenario_of_its_own_has_no_command() -> None:
    visit = Visit(Launch())
    result = run("split_the_pie", seed=3, countries__A__strategy={"name": "conceder"})
    visit.open("talks.json", result.to_json().encode())
    visit.set_seed("4")
    assert (visit.command, visit.no_command) == ("", "its scenario stands in a result alone")


def test_what_was_refused_is_forgotten_with_the_eyes_and_with_the_value(visit: Visit) -> None:
    visit.set_value("countries.JPN.strategy.e", 7.0)
    assert visit.problems.value
    visit.look_through("USA")
    assert visit.problems.value == ()
    visit.set_value("countries.JPN.strategy.e", 7.0)
    visit.leave_value()
    assert visit.problems.value == ()


def test_a_run_on_its_way_to_the_end_can_be_paused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tradetalks.app.visit.GLIMPSE", 0.0)
    visit = Visit(Launch(scenario="spring_2025"))
    visit.to_end()
    assert visit.rest < 0.1
    assert visit.play_on()
    day = seen(visit).day
    assert day >= 0
    visit.pause()
    assert not visit.play_on()
    assert (seen(visit).day, seen(visit).over) == (day, False)
    visit.play()
    assert visit.rest > 0.1


ENDLESS = b"""extends: split_the_pie
tables: {pie: {meetings: {daily: {every_days: 1, rounds: 10000}}}}
countries: {A: {strategy: {name: hardliner}}, B: {strategy: {name: hardliner}}}
"""


def test_what_would_fill_the_server_is_refused(visit: Visit) -> None:
    told = "meet for 210,000 rounds; at most 50,000 can be watched here"
    visit.open("endless.yaml", ENDLESS)
    assert told in visit.problems.value[0]
    assert seen(visit).scenario == "us_japan_2025"
    # A result is checked before it is run again.
    result = json.loads(run("split_the_pie", seed=3).to_json())
    result["content"]["tables"]["pie"]["meetings"] = {"daily": {"every_days": 1, "rounds": 10000}}
    visit.open("endless.json", json.dumps(result).encode())
    assert told in visit.problems.value[0]
    visit.set_value("tables.USA-JPN.meetings.working.rounds", 10_000)
    assert "at most 50,000 can be watched here" in visit.problems.value[0]
