"""A value of another kind than its place needs: one message, in the file's words, at a path that the file has."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mistakes import GOOD

from tradetalks.configs.experiment.load import load_experiment
from tradetalks.configs.load import load_scenario
from tradetalks.configs.yaml.tree import KeyPath, parse_tree
from tradetalks.errors import ConfigError, Problem

MORE = (
    (
        "{name: linear}, interests: {tariff_revenue",
        "{name: scripted, offers: [0.5, {rail: 10}]}, interests: {tariff_revenue",
    ),
    ("weight: 1.5", "weight: {uniform: [1, 2]}"),
    ("exponent: 0.9", "exponent: {normal: {mean: 0.5, sd: 0.1, min: 0.1, max: 0.9}}"),
    ("lump_sum}", "{choice: [lump_sum, income_tax]}}"),
)
"""What is written in place of what, so that every kind of value stands in the file."""

OTHER_KINDS = (dt.date(2026, 1, 1), True, None, [], 5, "some text", [[1]], [None], [True], -1e9)
PYTHON_WORDS = re.compile(
    r"datetime|True|False|None|Input should|valid |tuple|instance|\b(dict|float|str|int)\b|object|Unsound|Errno|\[type="
)


def data_of(text: str) -> dict[str, Any]:
    for old, new in MORE:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse_tree(text, shown_as="").data


DATA = data_of(GOOD)


def paths(data: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the paths of all values in plain data."""
    if above:
        yield above
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, item in items:
        yield from paths(item, (*above, step))


PATHS = list(paths(DATA))


def with_value(path: KeyPath, value: object) -> dict[str, Any]:
    changed: Any = copy.deepcopy(DATA)
    below = changed
    for step in path[:-1]:
        below = below[step]
    below[path[-1]] = value
    return changed  # type: ignore[no-any-return]


def test_the_file_is_as_it_must_be() -> None:
    load_scenario(DATA)


@settings(max_examples=150)
@given(st.sampled_from(PATHS), st.sampled_from(OTHER_KINDS))
def test_what_is_told_of_a_value_of_another_kind(path: KeyPath, value: object) -> None:
    data = with_value(path, value)
    known = {".".join(map(str, each)) for each in paths(data)}
    problems = problems_of(data)
    for problem in problems:
        assert not PYTHON_WORDS.search(problem.message), problem
        above = problem.path.rpartition(".")[0]
        missing = "is missing" in problem.message or problem.path.endswith(".horizon")
        assert problem.path in known or (missing and above in known), problem
    assert len({problem.path for problem in problems}) == len(problems), problems


def problems_of(data: Any) -> tuple[Problem, ...]:
    try:
        load_scenario(data)
    except ConfigError as error:
        return error.problems
    return ()


def message_of(data: Any) -> str:
    (problem,) = problems_of(data)
    return f"{problem.path}: {problem.message}"


LEVELS = ("tables", "pie", "agenda", "side", "levels")


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (["low", dt.date(2026, 1, 1)], ".1: must be a number or a text, not the date 2026-01-01: put it in quotes"),
        (["low", True], ".1: must be a number or a text, not true: put it in quotes"),
        (["low", None], ".1: must be a number or a text, not empty"),
        (["low", ["high"]], ".1: must be a number or a text, not a list"),
        ("low", ": must be a list of levels, or {from: ..., to: ..., step: ...}, not 'low'"),
        (
            {"from": 1, "to": 0, "step": 1},
            ".to: must be above `from`, 1, not 0; levels rise: write {from: 0, to: 1, st",
        ),
        ({"from": 1, "to": 1, "step": 1}, ".to: must be above `from`, 1, not 1; one level alone is a list, [1]"),
        ({"from": 0, "to": 1, "step": 0.3}, ": from 0 no whole number of steps of 0.3 leads to 1"),
    ],
)
def test_levels_of_another_kind(levels: Any, said: str) -> None:
    assert message_of(with_value(LEVELS, levels)).startswith(".".join(LEVELS) + said)


def test_all_that_is_wrong_with_evenly_spaced_levels_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        load_scenario(with_value(LEVELS, {"from": 1, "to": 0}))
    assert [problem.path.rpartition(".")[2] for problem in caught.value.problems] == ["step", "to"]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("scenario", 5, "scenario: must be a shipped scenario, the path of one, or a scenario itself, not 5"),
        ("events", True, "events: must be 'none', 'failed', 'all' or {sample: ...}, not true"),
        ("events", "some", "events: must be 'none', 'failed' or 'all', not 'some'"),
        ("events", {"sample": 2}, "events.sample: must be less than or equal to 1, not 2"),
    ],
)
def test_an_experiment_tells_one_kind_from_another(key: str, value: object, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_experiment({"scenario": "split_the_pie", key: value})
    (problem,) = caught.value.problems
    assert f"{problem.path}: {problem.message}".startswith(said)


@pytest.mark.parametrize(("bare", "read_as"), [("on", "true"), ("yes", "true"), ("off", "false"), ("no", "false")])
def test_a_key_that_another_reader_takes_for_a_truth_value_is_explained(bare: str, read_as: str) -> None:
    """PyYAML follows YAML 1.1, in which these words are true and false; `y` and `n` it reads as they are."""
    (key,) = yaml.safe_load(f"{bare}: 1")
    assert key is (read_as == "true")
    said = message_of({**DATA, key: 1})
    assert said.startswith(f": a key must be text, not {read_as}: PyYAML reads a bare ")
    assert f"`{bare}`" in said
    assert said.endswith("give the file's path, or put the key in quotes")


def test_a_switch_that_another_reader_takes_for_a_truth_value_is_explained() -> None:
    said = message_of(DATA | yaml.safe_load("spillover: off"))
    assert said == "spillover: must be 'on' or 'off', or a mapping (key: value), not false: put it in quotes"


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("weight: 1.5", "weight: 'inf'", "countries.JPN.interests.real_income.weight"),
        ("e: 0.3", "e: 'nan'", "countries.USA.strategy.e"),
        ("time: 0.9", "time: '-inf'", "countries.USA.strategy.acceptance.combi.time"),
        ("exponent: 0.9", "exponent: 'NaN'", "countries.JPN.form.exponent"),
        ("promise: 1", "promise: 'Infinity'", "events.visit.promise"),
        ("{USA.JPN: 0}", "{USA.JPN: 'inf'}", "events.ruling.leaves.USA.JPN"),
    ],
)
def test_an_option_is_a_finite_number(old: str, new: str, path: str) -> None:
    """The text of one that isn't would pass for a number, and every value of an offer would be none."""
    assert old in GOOD
    (problem,) = problems_of(parse_tree(GOOD.replace(old, new, 1), shown_as="").data)
    assert problem.path == path
    assert problem.message.startswith("must be a finite number, not ")
