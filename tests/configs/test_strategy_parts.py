"""Strategies in scenario files: their parts, what is told of mistakes, and where they can't sit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tradetalks.agents.acceptance_conditions.combined import AcCombi
from tradetalks.agents.opponent_models.frequency import Frequency
from tradetalks.agents.strategies.time_dependent import Boulware
from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import ConfigError
from tradetalks.model.talks.talks import TradeTalks

SCHEMA = Scenario.file_schema()
BASE = {"extends": "split_the_pie"}


def pie(strategy: dict[str, Any], **table: Any) -> dict[str, Any]:
    data = {**BASE, "countries": {"A": {"strategy": strategy}}}
    return data | ({"tables": {"pie": table}} if table else {})


def message_of(data: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        load_scenario(data)
    return str(caught.value)


def test_the_example_of_the_design_composes() -> None:
    given = {
        "name": "boulware",
        "e": 0.2,
        "opponent_model": "frequency",
        "acceptance": {"combi": {"time": 0.98, "window": "max"}},
    }
    jsonschema.validate(pie(given), SCHEMA)
    strategy = load_scenario(pie(given)).countries["A"].strategy
    assert strategy == Boulware(e=0.2, opponent_model=Frequency(), acceptance=AcCombi(time=0.98))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("nxt", "acceptance: there is no acceptance condition 'nxt' (did you mean 'next'?); there are combi"),
        ({"comb": {}}, "acceptance.comb: there is no acceptance condition 'comb' (did you mean 'combi'?)"),
        ({"combi": {"tim": 1}}, "acceptance.combi.tim: the acceptance condition 'combi' has no option 'tim'"),
        ({"combi": {"time": 3}}, "acceptance.combi.time: must be less than or equal to 1, not 3"),
        ({"combi": {"window": "mx"}}, "acceptance.combi.window: must be 'max' or 'average', not 'mx'"),
        ("const", "acceptance.value: is missing"),
        ({"const": 3}, "acceptance.const: must be a mapping (option: value), not 3"),
        (3, "acceptance: must be a name, or {NAME: {option: value}}, not 3"),
    ],
)  # fmt: skip
def test_mistakes_in_a_part_are_told_like_all_others(part: Any, said: str) -> None:
    data = pie({"name": "linear", "acceptance": part})
    assert f"countries.A.strategy.{said}" in message_of(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_all_mistakes_in_a_part_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "extends: split_the_pie\n"
        "countries:\n  A:\n    strategy:\n      name: boulware\n      e: 2\n"
        "      acceptance:\n        combi:\n          time: 2\n          windows: max\n"
        "      opponent_model: bayes\n"
    )
    said = message_of(file)
    for line, what in (
        (6, "less than 1"),
        (9, "less than or equal to 1"),
        (10, "did you mean 'window'"),
        (11, "bayesian"),
    ):
        assert any(f":{line}:" in row and what in row for row in said.splitlines()), (line, said)


def test_set_reaches_into_a_part() -> None:
    sets = {"countries.A.strategy.acceptance.combi.time": "0.9", "countries.A.strategy.opponent_model": "bayesian"}
    strategy = load_scenario("split_the_pie", sets=sets).countries["A"].strategy
    assert strategy.acceptance == AcCombi(time=0.9)  # type: ignore[union-attr]
    with pytest.raises(ConfigError, match=r"combi\.tim: no such key \(did you mean 'time'\?\)"):
        load_scenario("split_the_pie", sets={"countries.A.strategy.acceptance.combi.tim": "0.9"})


def test_parts_and_their_options_can_be_drawn() -> None:
    given = {"name": "linear", "acceptance": {"choice": ["next", "prev"]}}
    jsonschema.validate(pie(given), SCHEMA)
    drawn = {TradeTalks(pie(given), rng=seed).countries["A"].strategy.acceptance.name for seed in range(9)}  # type: ignore[union-attr]
    assert drawn == {"next", "prev"}
    given = {"name": "linear", "acceptance": {"combi": {"time": {"uniform": [0.5, 0.9]}}}}
    jsonschema.validate(pie(given), SCHEMA)
    model = TradeTalks(pie(given), rng=1)
    assert model.countries["A"].strategy.acceptance.time == model.drawn["countries.A.strategy.acceptance.combi.time"]  # type: ignore[union-attr]


def test_another_part_replaces_the_one_of_the_file_that_is_extended(tmp_path: Path) -> None:
    below = tmp_path / "below.yaml"
    below.write_text(
        "extends: split_the_pie\ncountries: {A: {strategy: {name: linear, acceptance: {combi: {time: 0.9}}}}}\n"
    )
    above = tmp_path / "above.yaml"
    above.write_text("extends: below.yaml\ncountries: {A: {strategy: {acceptance: {const: {value: 0.4}}}}}\n")
    strategy = load_scenario(above).countries["A"].strategy
    assert strategy.acceptance.value == 0.4  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["zeuthen", "rubinstein"])
def test_a_strategy_that_looks_at_the_others_needs_a_table_that_shows_them(name: str) -> None:
    said = message_of(pie({"name": name}))
    assert f"countries.A.strategy: '{name}' looks at the others' preferences: it needs a table with" in said
    assert "(it plays at the table pie)" in said
    at_table = {**BASE, "tables": {"pie": {"strategies": {"B": {"name": name}}}}}
    assert f"tables.pie.strategies.B: '{name}' looks at" in message_of(at_table)
    load_scenario(pie({"name": name}, information="complete"))


def test_rubinstein_needs_score_sheets() -> None:
    data = {
        "extends": "us_japan_2025",
        "tables": {"USA-JPN": {"information": "complete", "strategies": {"JPN": {"name": "rubinstein"}}}},
    }
    assert "USA-JPN.strategies.JPN: 'rubinstein' needs a discount on every offer" in message_of(data)


def test_a_script_names_outcomes_of_the_table() -> None:
    good = {"name": "scripted", "offers": [1, {"share": 60}, 0.5], "accepts": [0.9, 0.4]}
    jsonschema.validate(pie(good), SCHEMA)
    load_scenario(pie(good))
    bad = {"name": "scripted", "offers": [{"shar": 60}]}
    assert "countries.A.strategy.offers: the agenda has no issue 'shar' (did you mean 'share'?)" in message_of(pie(bad))


def test_two_rubinstein_players_split_a_shipped_pie() -> None:
    changes: dict[str, Any] = {f"tables__pie__score_sheets__{side}__discount_per_turn": 0.9 for side in "AB"}
    changes |= {f"countries__{side}__strategy": {"name": "rubinstein"} for side in "AB"}
    model = TradeTalks("split_the_pie", rng=1, tables__pie__information="complete", tables__pie__length=41, **changes)
    model.run_model()
    table = model.tables["pie"].table
    assert table is not None
    assert table.agreement == pytest.approx(53, abs=4)


def test_the_same_seed_gives_the_same_random_moves() -> None:
    def moves(seed: int, **more: Any) -> list[Any]:
        model = TradeTalks("split_the_pie", rng=seed, countries__A__strategy={"name": "random", "floor": 0.6}, **more)
        model.run_model()
        table = model.tables["pie"].table
        assert table is not None
        return [move.outcome for move in table.history if move.party == 0][:5]

    assert moves(4) == moves(4)
    assert moves(4) != moves(5)
    assert moves(4, countries__B__strategy={"name": "random", "floor": 0.7}) == moves(4)
