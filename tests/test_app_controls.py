"""Controls are made from a scenario, and whatever they offer is allowed."""

from __future__ import annotations

import json
import shlex

import pytest
from typer.testing import CliRunner

from tradetalks.app.controls import Control, command, controls_of
from tradetalks.cli import app
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.runs.single import run

SMALL = [name for name in shipped_scenarios() if name != "spring_2025"]


def offered(control: Control) -> list[str | int | float | bool]:
    """Return the ends of a control, or each of its choices."""
    if control.kind == "choice":
        return [*control.choices]
    if control.kind == "switch":
        return [True, False]
    ends = [control.low, control.high]
    return [int(end) for end in ends] if control.kind == "whole" else list(ends)


@pytest.mark.parametrize("name", SMALL)
def test_what_a_control_offers_is_allowed(name: str) -> None:
    setup = load_scenario(name)
    for control in controls_of(setup):
        for value in offered(control):
            load_scenario(setup, overrides={control.path: value})


def test_what_the_controls_of_the_network_offer_is_allowed() -> None:
    setup = load_scenario("spring_2025")
    controls = controls_of(setup)
    assert len(controls) > 100
    # A load of this one takes a while: all lowest values at once, and all highest; a strategy takes its options along.
    names = {control.path for control in controls if control.path.endswith(".name")}
    for end in (0, -1):
        values = {control.path: offered(control)[end] for control in controls if control.path not in names}
        load_scenario(setup, overrides=values)


@pytest.mark.parametrize("name", [*shipped_scenarios()])
def test_controls_tell_the_scenarios_values(name: str) -> None:
    controls = controls_of(load_scenario(name))
    assert controls
    assert len({control.path for control in controls}) == len(controls)
    for control in controls:
        assert control.label
        assert control.help
        if control.kind in {"number", "whole"}:
            assert control.low <= control.value <= control.high
            assert control.step > 0
        elif control.kind == "choice":
            assert control.value in control.choices


@pytest.mark.parametrize("name", [*shipped_scenarios()])
def test_what_one_side_wants_is_its_own(name: str) -> None:
    for control in controls_of(load_scenario(name)):
        steps = control.path.split(".")
        private = steps[0] in {"countries", "coalitions"} or {"strategies", "score_sheets"} & set(steps)
        assert bool(control.owner) or not private
        if steps[0] in {"countries", "coalitions"}:
            assert control.owner == steps[1]


def test_another_strategy_has_other_controls() -> None:
    setup = load_scenario("us_japan_2025", overrides={"countries.JPN.strategy.name": "hardliner"})
    own = {control.path for control in controls_of(setup) if control.owner == "JPN"}
    assert "countries.JPN.strategy.name" in own
    assert "countries.JPN.strategy.e" not in own
    assert "countries.JPN.strategy.e" in {control.path for control in controls_of(load_scenario("us_japan_2025"))}


def test_what_is_drawn_is_told() -> None:
    by_path = {control.path: control for control in controls_of(load_scenario("us_japan_2025"))}
    assert by_path["countries.USA.strategy.e"].drawn == "drawn per run, from 0.15 to 0.6"
    assert by_path["countries.USA.interests.real_income.weight"].drawn == ""
    assert by_path["countries.USA.waiting_cost"].unit == "USD bn a year"


def test_the_command_repeats_the_run() -> None:
    changes = {
        "countries.JPN.strategy.e": 0.31,
        "countries.USA.strategy.name": "linear",
        "tables.USA-JPN.deadline.on": "2025-07-22",
        "countries.USA.interests.opening.weight": 1,
    }
    words = shlex.split(command("us_japan_2025", 5, changes))
    assert words[0] == "tradetalks"
    told = CliRunner().invoke(app, [*words[1:], "--json", "-"])
    assert told.exit_code == 0, told.output
    overrides = {path.replace(".", "__"): value for path, value in changes.items()}
    expected = run("us_japan_2025", seed=5, **overrides).to_dict()
    assert json.loads(told.stdout)["transcript"] == expected["transcript"]
    assert json.loads(told.stdout)["deals"] == expected["deals"]


def test_a_command_is_quoted_for_the_shell() -> None:
    words = shlex.split(command("my talks.yaml", 1, {"layout": "hub and spoke"}))
    assert words == ["tradetalks", "run", "my talks.yaml", "--seed", "1", "--set", "layout=hub and spoke"]
