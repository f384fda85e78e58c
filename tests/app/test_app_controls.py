"""Controls are made from a scenario, and whatever they offer is allowed."""

from __future__ import annotations

import json
import shlex
from itertools import groupby
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tradetalks.agents.acceptance_conditions.base import acceptances
from tradetalks.app.controls import Control, changes_to, command, controls_of
from tradetalks.cli.main import app
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.errors import ConfigError
from tradetalks.registry import about
from tradetalks.runs.single import run

SMALL = [name for name in shipped_scenarios() if name != "spring_2025"]


def offered(control: Control) -> list[str | int | float | bool]:
    """Return the ends of a control, or each of its choices."""
    if control.kind in {"choice", "date"}:
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
            load_scenario(setup, overrides=changes_to(control, value))


SHEET = [control for control in controls_of(load_scenario("linkage")) if ".A.weights." in control.path]


def test_of_weights_of_a_sheet_the_others_follow_in_proportion() -> None:
    cars, *_ = SHEET
    assert [(control.label, control.value) for control in SHEET] == [
        ("weight of opening for A's cars", 0.6),
        ("weight of opening for A's data services", 0.3),
        ("weight of opening for A's rice", 0.1),
    ]
    at = "tables.package.score_sheets.A.weights"
    assert changes_to(cars, 0.2) == {f"{at}.cars": 0.2, f"{at}.data": 0.6, f"{at}.rice": 0.2}
    assert changes_to(cars, 1) == {f"{at}.cars": 1, f"{at}.data": 0.0, f"{at}.rice": 0.0}
    # What can't be a weight is left to the scenario to refuse.
    assert changes_to(cars, 1.5) == {f"{at}.cars": 1.5}


@given(st.lists(st.tuples(st.integers(0, len(SHEET) - 1), st.floats(0, 1)), min_size=1, max_size=8))
@example([(0, 5e-324), (0, 0.0)])
def test_weights_of_a_sheet_sum_to_one_however_they_are_moved(moves: list[tuple[int, float]]) -> None:
    setup = load_scenario("linkage")
    changes: dict[str, Any] = {}
    for place, value in moves:
        sheet = [control for control in controls_of(setup) if ".A.weights." in control.path]
        changes |= changes_to(sheet[place], value)
        setup = load_scenario("linkage", overrides=changes)
    weights = setup.tables["package"].score_sheets["A"].weights
    assert sum(weights.values()) == pytest.approx(1, abs=1e-5)
    assert weights[list(weights)[moves[-1][0]]] == moves[-1][1]


def test_what_a_part_of_a_strategy_has_of_its_own_can_be_set_where_the_file_gives_it_room() -> None:
    given = {"countries.USA.strategy.acceptance": {"combi": {"time": 0.9}}}
    setup = load_scenario("us_japan_2025", overrides=given)
    own = {control.path: control for control in controls_of(setup) if ".strategy.acceptance" in control.path}
    assert [(path.removeprefix("countries."), control.value) for path, control in own.items()] == [
        ("USA.strategy.acceptance", "combi"),
        ("USA.strategy.acceptance.combi.time", 0.9),
        ("USA.strategy.acceptance.combi.window", "max"),
        # A bare name has no room beside it.
        ("JPN.strategy.acceptance", "next"),
    ]
    for control in own.values():
        for value in offered(control):
            load_scenario(setup, overrides={control.path: value})
    assert "the best of the window" in own["countries.USA.strategy.acceptance.combi.window"].help
    assert own["countries.JPN.strategy.acceptance"].notes["next"] == about(acceptances["next"])


def test_a_control_is_named_in_words_and_not_by_its_option() -> None:
    labels = {control.path: control.label for control in controls_of(load_scenario("spring_2025"))}
    assert labels["events.fed.per_point"] == "fed: cost of waiting per point"
    assert labels["conflicts.usa_china.resolve"] == "United States against China: chance of carrying it out"
    assert labels["countries.CHN.interests.opening_vnm.weight"] == "weight of opening VNM"
    units = {control.path: (control.help, control.unit) for control in controls_of(load_scenario("spring_2025"))}
    at = "countries.USA.interests"
    assert units[f"{at}.tariff_revenue.weight"] == ("USD bn a year for each USD bn a year", "")
    told = ("USD bn a year for each percentage point cut", "USD bn a year")
    assert units[f"{at}.opening_eu.weight"] == told
    # Without a title an option's name says it.
    assert labels["countries.USA.waiting_cost"] == "waiting cost"


def test_what_the_controls_of_the_network_offer_is_allowed() -> None:
    setup = load_scenario("spring_2025")
    controls = controls_of(setup)
    assert len(controls) > 100
    # One by one would take minutes: all lowest values at once, then all second choices, and so on to all highest. A
    # strategy takes its options along, and so does a kind of deadline: they are changed among themselves.
    names = [control for control in controls if control.path.endswith((".name", ".deadline.kind"))]
    for together in (names, *apart([control for control in controls if control not in names])):
        for place in range(max(len(offered(control)) for control in together)):
            values = {control.path: offered(control)[min(place, len(offered(control)) - 1)] for control in together}
            load_scenario(setup, overrides=values)


def apart(controls: list[Control]) -> list[list[Control]]:
    """Return controls in groups that are allowed at once: how often, how long and from when a deadline is put off."""
    ends = [".deadline.on", ".deadline.days", ".deadline.times"]
    groups = [[control for control in controls if control.path.endswith(end)] for end in ends]
    return [group for group in groups if group] + [[one for one in controls if not one.path.endswith(tuple(ends))]]


@pytest.mark.parametrize("layout", ["pooled", "multilateral"])
def test_what_the_controls_of_other_layouts_offer_is_allowed(layout: str) -> None:
    """Other tables are held there, and coalitions have settings of their own."""
    setup = load_scenario("spring_2025", overrides={"layout": layout})
    controls = controls_of(setup)
    held = {control.path.split(".")[1] for control in controls if control.path.startswith("tables.")}
    assert held == set(setup.tables)
    known = [
        control
        for control in controls
        if control.path != "layout" and not control.path.endswith((".name", ".deadline.kind"))
    ]
    for together in apart(known):
        for end in (0, -1):
            load_scenario(setup, overrides={control.path: offered(control)[end] for control in together})


def test_a_deadline_is_a_date_that_its_meetings_allow() -> None:
    setup = load_scenario("us_japan_2025")
    control = next(control for control in controls_of(setup) if control.path.endswith(".deadline.on"))
    # Its ministers meet on 2 July for the last time; a year from the opening it counts.
    assert (control.kind, control.value, control.choices) == ("date", "2025-07-08", ("2025-07-02", "2026-04-15"))
    assert "from 2025-07-02 to 2026-04-15" in control.help
    for day in control.choices:
        load_scenario(setup, overrides={control.path: day})
    for day in ("2025-07-01", "2026-04-16"):
        with pytest.raises(ConfigError):
            load_scenario(setup, overrides={control.path: day})


def test_a_coalition_divides_by_size_where_sizes_are_known() -> None:
    setup = load_scenario("spring_2025", overrides={"layout": "pooled"})
    control = next(control for control in controls_of(setup) if control.path == "coalitions.SEA3.division")
    assert (control.owner, control.choices) == ("SEA3", ("own", "equal", "gdp"))
    section = setup.countries["VNM"].model_copy(update={"gdp": None})
    unsized = setup.model_copy(update={"countries": {**setup.countries, "VNM": section}})
    control = next(control for control in controls_of(unsized) if control.path == "coalitions.SEA3.division")
    assert control.choices == ("own", "equal")


def tight(deadline: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a scenario whose table leaves little room for another deadline."""
    sheet = {"weights": {"share": 1}, "points": {"share": {"first": 0, "last": 1}}}
    table = {
        "parties": ["A", "B"],
        "agenda": {"share": {"unit": "%", "levels": {"from": 0, "to": 100, "step": 10}}},
        "meetings": {"talks": {"every_days": 7, "start": 3, "rounds": 3}},
        "deadline": deadline,
        "score_sheets": {"A": sheet, "B": sheet},
    }
    countries = {code: {"strategy": {"name": "linear"}} for code in ("A", "B")}
    return {"title": "Tight", "countries": countries, "tables": {"t": {**table, **more}}}


@pytest.mark.parametrize(
    "scenario",
    [
        tight({"on": 30}, horizon=31),
        tight({"on": 30}, length=6),
        tight({"on": 30}, length=20, horizon=45.5),
        tight({"on": 40, "kind": "random", "hazard": 0.002, "from": 25}),
        tight({"on": 20, "kind": "extendable", "days": 9, "times": 2}, horizon=40),
        tight(
            {"on": 20, "kind": "extendable", "days": 9, "times": 2}, meetings={"talks": {"on": [5, 35]}}, horizon=60.5
        ),
    ],
)
def test_what_is_offered_leaves_a_table_its_talks(scenario: dict[str, Any]) -> None:
    setup = load_scenario(scenario)
    for control in controls_of(setup):
        for value in offered(control):
            load_scenario(setup, overrides=changes_to(control, value))


@pytest.mark.parametrize("name", [*shipped_scenarios()])
def test_controls_of_a_group_stand_together(name: str) -> None:
    groups = [group for group, _ in groupby(controls_of(load_scenario(name)), key=lambda control: control.group)]
    assert len(groups) == len({*groups})


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
    other = load_scenario("us_japan_2025", overrides={"countries.JPN.strategy.name": "random_absolute_tft"})
    found = {control.path.removeprefix("countries.JPN.strategy.") for control in controls_of(other)}
    assert {"delay", "noise", "width"} <= found
    assert "e" not in found


def test_options_of_every_strategy_that_is_offered_are_allowed() -> None:
    setup = load_scenario("us_japan_2025")
    at = "countries.JPN.strategy"
    (choice,) = (control for control in controls_of(setup) if control.path == f"{at}.name")
    assert len(choice.choices) > 5
    assert "human" not in choice.choices
    for name in choice.choices:
        other = load_scenario(setup, overrides={f"{at}.name": name})
        for control in controls_of(other):
            if control.path.startswith(f"{at}.") and control != choice:
                for value in offered(control):
                    load_scenario(setup, overrides={f"{at}.name": name, control.path: value})


def test_hazards_and_spill_over_can_be_set() -> None:
    by_path = {control.path: control for control in controls_of(load_scenario("spring_2025"))}
    ruling = by_path["events.california.hazard"]
    assert ruling.unit == "chance of a day"
    assert ruling.drawn == "drawn per run, from 0.001 to 0.006"
    assert by_path["spillover.switch"].choices == ("on", "off")
    assert by_path["spillover.precedent"].drawn == "drawn per run, from 0.2 to 0.8"


def test_spill_over_that_is_switched_alone_can_be_switched_on() -> None:
    setup = load_scenario("linkage_separate", overrides={"spillover": "off"})
    (control,) = (control for control in controls_of(setup) if control.path.startswith("spillover"))
    assert control.value == "off"
    assert load_scenario(setup, overrides={control.path: "on"}).spillover.switch == "on"


def test_a_small_chance_can_be_seen_on_its_slider() -> None:
    setup = load_scenario(tight({"on": 40, "kind": "random", "hazard": 0.002}))
    (control,) = (control for control in controls_of(setup) if control.path.endswith(".hazard"))
    assert control.value >= 10 * control.step
    assert control.value >= control.high / 10


def test_another_kind_of_deadline_has_other_controls() -> None:
    setup = load_scenario("us_japan_2025")
    at = "tables.USA-JPN.deadline"
    put_off = load_scenario(setup, overrides={f"{at}.kind": "extendable"})
    assert f"{at}.times" not in {control.path for control in controls_of(setup)}
    assert f"{at}.times" in {control.path for control in controls_of(put_off)}


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
    assert json.loads(told.stdout) == json.loads(json.dumps(expected))


@given(st.text(st.characters(exclude_categories=["C"], include_characters='\n"\\'), max_size=12))
@example("12")
@example("null")
@example("0x10")
@example("007")
@example(" - [x")
@example("true")
def test_a_text_comes_back_from_the_command(title: str) -> None:
    told = shlex.split(command("split_the_pie", 1, {"title": title}))[-1]
    path, _, text = told.partition("=")
    # A title stands in a line of others: whatever breaks it is one space.
    assert load_scenario("split_the_pie", sets={path: text}).title == " ".join(title.split())


@given(st.floats(0.001, 1) | st.floats(1e-12, 1e-3))
def test_a_number_comes_back_from_the_command(weight: float) -> None:
    told = shlex.split(command("split_the_pie", 1, {"tables.pie.score_sheets.A.reservation": weight}))[-1]
    path, _, text = told.partition("=")
    assert load_scenario("split_the_pie", sets={path: text}).tables["pie"].score_sheets["A"].reservation == weight


def test_a_command_is_quoted_for_the_shell() -> None:
    words = shlex.split(command("my talks.yaml", 1, {"layout": "hub and spoke"}))
    assert words == ["tradetalks", "run", "my talks.yaml", "--seed", "1", "--set", "layout=hub and spoke"]
