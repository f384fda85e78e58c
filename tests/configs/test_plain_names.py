"""`strategy: boulware` is `strategy: {name: boulware}`, wherever a strategy or a form is chosen by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tradetalks.agents.strategies.time_dependent import Boulware, Conceder, Linear
from tradetalks.configs.load import drawn, load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import ConfigError

SCHEMA = Scenario.file_schema()


def pie(strategy: Any, **more: Any) -> dict[str, Any]:
    return {"extends": "split_the_pie", "countries": {"A": {"strategy": strategy, **more}}}


def strategy_of(source: Any, **more: Any) -> Any:
    return load_scenario(source, **more).countries["A"].strategy


def test_a_plain_name_is_a_mapping_with_it() -> None:
    data = pie("conceder")
    jsonschema.validate(data, SCHEMA)
    assert load_scenario(data).tree.data == load_scenario(pie({"name": "conceder"})).tree.data
    assert strategy_of(data) == Conceder()


def test_so_is_one_at_a_table_and_a_form() -> None:
    jsonschema.validate(pie("linear", form="leontief"), SCHEMA)
    data = pie("linear", form="leontief") | {"tables": {"pie": {"strategies": {"B": "boulware"}}}}
    scenario = load_scenario(data)
    assert scenario.tables["pie"].strategies["B"] == Boulware()
    assert scenario.countries["A"].form.name == "leontief"


def test_set_puts_one_in_and_reaches_into_one() -> None:
    assert strategy_of("split_the_pie", sets={"countries.A.strategy": "conceder"}) == Conceder()
    sets = {"countries.A.strategy": "boulware", "countries.A.strategy.e": "0.3"}
    assert strategy_of("split_the_pie", sets=sets) == Boulware(e=0.3)
    assert strategy_of(pie("boulware"), sets={"countries.A.strategy.e": "0.3"}) == Boulware(e=0.3)
    assert strategy_of(pie("boulware"), overrides={"countries.A.strategy": "linear"}) == Linear()
    assert strategy_of(pie({"name": "boulware", "e": 0.3}), sets={"countries.A.strategy": "boulware"}) == Boulware()


@pytest.mark.parametrize(
    ("below", "above", "strategy"),
    [
        ("boulware", "{e: 0.3}", Boulware(e=0.3)),
        ("{name: boulware, e: 0.3}", "boulware", Boulware(e=0.3)),
        ("{name: boulware, e: 0.3}", "conceder", Conceder()),
        ("boulware", "{name: conceder, e: 3}", Conceder(e=3)),
        ("{choice: [linear, boulware]}", "conceder", Conceder()),
    ],
)
def test_one_file_lays_it_over_the_other(below: str, above: str, strategy: Any, tmp_path: Path) -> None:
    base, mine = tmp_path / "base.yaml", tmp_path / "mine.yaml"
    base.write_text(f"extends: split_the_pie\ncountries: {{A: {{strategy: {below}}}}}\n", "utf-8")
    mine.write_text(f"extends: base.yaml\ncountries: {{A: {{strategy: {above}}}}}\n", "utf-8")
    assert strategy_of(mine) == strategy


def test_names_are_drawn(tmp_path: Path) -> None:
    data = pie({"choice": ["linear", "conceder"]})
    jsonschema.validate(data, SCHEMA)
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: split_the_pie\ncountries: {A: {strategy: {choice: [linear, conceder]}}}\n", "utf-8")
    for source in (data, mine):
        setup = load_scenario(source)
        assert {type(drawn(setup, seed)[0].countries["A"].strategy) for seed in range(9)} == {Linear, Conceder}


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ("bulware", "2:27: countries.A.strategy: there is no strategy 'bulware' (did you mean 'boulware'?)"),
        ("scripted", "countries.A.strategy.offers: is missing"),
        ("{choice: [linear, linar]}", "countries.A.strategy: there is no strategy 'linar' (did you mean 'linear'?)"),
        ("{choice: [linear, scripted]}", "countries.A.strategy: scripted: offers: is missing"),
        ("true", "countries.A.strategy: must be a name, or a mapping such as {name: ...}, not true"),
    ],
)
def test_what_is_wrong_is_told_at_the_name(strategy: str, said: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"extends: split_the_pie\ncountries: {{A: {{strategy: {strategy}}}}}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_scenario(mine)
    assert said in str(caught.value)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("path", "at"), [("countries.A.strategy", "countries.A.strategy"), ("countries.A.strategy.name",) * 2]
)
def test_what_is_set_is_told_where_it_was_set(path: str, at: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_scenario("split_the_pie", sets={path: "bulware"})
    assert str(caught.value).startswith(f"--set {path}=bulware: {at}: there is no strategy 'bulware'")


def test_an_issue_may_have_a_name_that_elsewhere_holds_a_choice() -> None:
    data = load_scenario("split_the_pie").tree.data
    table = data["tables"]["pie"]
    table["agenda"] = {"strategy": {"levels": ["soft", "hard"]}}
    table["score_sheets"] = {
        party: {"weights": {"strategy": 1}, "points": {"strategy": [0, 1]}} for party in table["parties"]
    }
    data["countries"]["A"]["strategy"] = {"name": "scripted", "offers": [{"strategy": "soft"}]}
    assert strategy_of(data).offers == ({"strategy": "soft"},)
