"""Experiment files: what is read, what is refused and where, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tradetalks.configs.experiment.load import load_experiment, shipped_experiments
from tradetalks.configs.experiment.schema import Experiment
from tradetalks.configs.load import at_point, load_scenario
from tradetalks.configs.yaml.tree import read_tree
from tradetalks.errors import ConfigError, UnknownName

BAD = """\
scenario: split_the_pie
fixed:
  countries.A.strategy.nam: linear
sweep:
  method: grid
  over:
    countries.B.strategy.name:
      - boulware
      - bulware
    tables.pie.deadline.on: [10, -1]
    tables.pie.agenda.share.levels: 3
columns: [statos, day]
outcomes:
  late: dey > 10
  day: day + 1
  "no name": deal
"""


TOO_WIDE = """\
scenario: split_the_pie
sweep: {method: lhs, size: 4, over: {countries.A.strategy.width: {uniform: [0.1, 2]}}}
"""


def problems(text: str, folder: Path) -> list[str]:
    file = folder / "mine.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_experiment(file)
    return [str(problem).splitlines()[0].replace(f"{file}:", "") for problem in caught.value.problems]


def test_every_problem_is_told_where_it_stands(tmp_path: Path) -> None:
    found = problems(BAD, tmp_path)
    starts = [
        "3:29: fixed.countries.A.strategy.nam: no such key (did you mean 'name'?)",
        "9:9: sweep.over.countries.B.strategy.name.1: there is no strategy 'bulware' (did you mean 'boulware'?)",
        "10:34: sweep.over.tables.pie.deadline.on.1: day -1 is before the scenario's start",
        "11:37: sweep.over.tables.pie.agenda.share.levels: grid needs a list of values or {from, to, step}, not 3",
        "12:11: columns.0: no column is called so (did you mean 'status'?)",
        "14:9: outcomes.late: there is no column 'dey' (did you mean 'day'?)",
        "15:3: outcomes.day: there is a column of this name already",
        "16:3: outcomes.no name: a name has letters, digits and _",
    ]
    assert len(found) == len(starts), found
    for line, start in zip(found, starts, strict=True):
        assert line.startswith(start)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("scenario: split_the_pi\n", "1:11: scenario: there is no shipped scenario 'split_the_pi' (did you mean"),
        ("scenario: nowhere.yaml\n", "nowhere.yaml"),
        ("scenario: split_the_pie\nreplicatons: 3\n", "2:1: replicatons: unknown key (did you mean 'replications'?)"),
        ("scenario: split_the_pie\nreplications: 0\n", "2:15: replications: must be greater than 0"),
        ("scenario: split_the_pie\nsweep: {method: girl}\n", "2:17: sweep.method: must be"),
        ("scenario: split_the_pie\nsweep: {method: grid, size: 3, over: {a: [1]}}\n", "sweep.size: is not for grid"),
        ("scenario: split_the_pie\nsweep: {method: lhs, over: {a: {uniform: [0, 1]}}}\n", "size: lhs needs it"),
        (
            "scenario: split_the_pie\nsweep: {method: saltelli, size: 100, over: {a: {uniform: [0, 1]}}}\n",
            "must be a power of two, such as 64 or 128, not 100",
        ),
        (
            "scenario: split_the_pie\nsweep: {method: lhs, size: 4, over: {countries.A.strategy.width: [0.1, 0.2]}}\n",
            "lhs needs {uniform: [low, high]}, {normal: ...} or {choice: [...]} for values",
        ),
        (
            TOO_WIDE,
            "sweep.over.countries.A.strategy.width: must be less than or equal to 1, not 2.0",
        ),
        (
            "scenario: split_the_pie\nsweep: {method: list, points: [{tables.pie.deadline.on: 5}, {a: 1}]}\n",
            "sweep.points.1: all points have the same paths; the first has tables.pie.deadline.on",
        ),
        ("scenario: split_the_pie\nevents: {sample: 2}\n", "events"),
        ("scenario: split_the_pie\ntime_limit: 0\n", "time_limit: must be greater than 0"),
        ("scenario: split_the_pie\non_error: ignore\n", "on_error: must be 'keep' or 'stop', not 'ignore'"),
    ],
)
def test_refusals(text: str, said: str, tmp_path: Path) -> None:
    assert any(said in line for line in problems(text, tmp_path)), problems(text, tmp_path)


def test_what_is_wrong_in_the_scenario_is_told_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "talks.yaml").write_text("extends: split_the_pie\ntitel: x\n", "utf-8")
    found = problems("scenario: talks.yaml\n", tmp_path)
    assert found[0] == "1:11: scenario: the scenario is not as it must be"
    assert "talks.yaml:2:1: titel: unknown key" in found[1]


def test_unknown_names_and_shipped_ones() -> None:
    with pytest.raises(UnknownName, match="did you mean 'deadlines'"):
        load_experiment("dedlines")
    for name, file in shipped_experiments().items():
        experiment = load_experiment(name)
        assert experiment.name == name
        assert experiment.title
        jsonschema.validate(_as_json(read_tree(file).data), Experiment.file_schema())


def _as_json(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_json(value) for value in data]
    return data.isoformat() if hasattr(data, "isoformat") else data


def test_the_json_schema_refuses_what_the_loader_refuses() -> None:
    schema = Experiment.file_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for bad in ({"scenario": "x", "sed": 1}, {"scenario": "x", "sweep": {"method": "girl"}}, {}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


def test_columns_are_named_after_tables_where_there_are_several() -> None:
    one = load_experiment({"scenario": "split_the_pie"})
    assert {"deal", "value.A", "issue.share", "surplus_left"} <= {column.name for column in one.kept}
    several = load_experiment({"scenario": "linkage_separate", "columns": ["*.deal", "deals"]})
    tables = several.base.tables
    assert len(tables) > 1
    assert {column.name for column in several.kept} == {"deals", *(f"{key}.deal" for key in tables)}


def test_a_name_and_its_option_may_be_varied_together() -> None:
    over = {"countries.A.strategy.name": ["boulware", "conceder"], "countries.A.strategy.width": [0.05, 0.1]}
    experiment = load_experiment({"scenario": "split_the_pie", "sweep": {"method": "grid", "over": over}})
    assert experiment.base.content["countries"]["A"]["strategy"] == {"name": "boulware", "width": 0.05}


@pytest.mark.parametrize(
    "values",
    [
        {"countries.JPN.strategy.e": 0.7, "countries.USA.waiting_cost": 1.5},
        {"countries.USA.interests.defence.weight": 0.2},
        {"countries.JPN.strategy.name": "conceder"},
        {"tables.USA-JPN.deadline.snap_back.USA.JPN.other_goods": 30},
        {"tables.USA-JPN.horizon": 400, "countries.USA.waiting_cost": 1.5},
        {"countries.USA.waiting_cost": {"uniform": [1, 2]}},
    ],
)
def test_a_point_is_the_scenario_with_its_values_however_it_is_reached(values: dict[str, Any]) -> None:
    base = load_scenario("us_japan_2025")
    fast, slow = at_point(base, values), load_scenario(base, overrides=values)
    assert fast.content == slow.content
    assert fast.draws.keys() == slow.draws.keys()
    assert (fast.countries, fast.tables) == (slow.countries, slow.tables)
    again = at_point(fast, values)
    assert (again.content, again.countries) == (slow.content, slow.countries)
