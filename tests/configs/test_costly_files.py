"""Files that would cost who reads them too much are refused soon, in a message that can be read."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from costly_files import COSTLY

from tradetalks.configs.load import load_scenario
from tradetalks.configs.yaml.reader import MAX_BYTES, MAX_VALUES
from tradetalks.configs.yaml.tree import parse_tree, set_value, tree_of
from tradetalks.errors import MOST_PROBLEMS, ConfigError, Problem, did_you_mean


@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_file_is_refused_soon(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(COSTLY[name], encoding="utf-8")
    began = time.process_time()
    with pytest.raises(ConfigError) as caught:
        load_scenario(file)
    assert time.process_time() - began < 2
    assert len(str(caught.value)) < 20_000
    assert len(caught.value.problems) <= MOST_PROBLEMS + 1


@pytest.mark.evidence
@pytest.mark.parametrize("name", COSTLY)
def test_the_command_line_refuses_it_in_two_seconds_and_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(COSTLY[name], encoding="utf-8")
    with (tmp_path / "told").open("w+", encoding="utf-8") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "tradetalks.cli.main", "validate", str(file)], stdout=told, stderr=told
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    message = (tmp_path / "told").read_text(encoding="utf-8")
    print(  # noqa: T201 - this is what is measured
        f"{name}: {used.ru_utime + used.ru_stime:.2f} s, {used.ru_maxrss / 1024:.0f} MB, {len(message)} characters"
    )
    assert process.returncode == 2
    assert message.startswith("error: ")
    assert len(message) < 20_000
    assert used.ru_utime + used.ru_stime < 2
    assert used.ru_maxrss < 300 * 1024


def test_after_a_hundred_problems_there_are_only_more() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_tree("a: 010\n" * 101, shown_as="a.yaml")
    *told, last = caught.value.texts
    assert (len(told), last) == (MOST_PROBLEMS, "and more")
    assert str(caught.value).endswith("\nand more")
    assert pickle.loads(pickle.dumps(caught.value)).texts == caught.value.texts  # noqa: S301 - our own
    with pytest.raises(ConfigError) as caught:
        parse_tree("".join(f"a{place}: 010\n" for place in range(100)), shown_as="a.yaml")
    assert "and more" not in str(caught.value)


def test_of_long_problems_fewer_are_told() -> None:
    error = ConfigError([Problem("x" * 900, "a.yaml", line) for line in range(1, 51)])
    assert len(str(error)) < 20_000
    assert error.texts[-1] == "and more"
    assert 15 < len(error.texts) < 25


def test_problems_of_many_sections_are_told_up_to_a_hundred() -> None:
    wrong = {f"C{place}": {"nam": "x"} for place in range(3_000)}
    with pytest.raises(ConfigError) as caught:
        load_scenario({"countries": wrong, "tables": {}})
    assert len(caught.value.problems) == MOST_PROBLEMS + 1
    told = [problem.message.startswith("unknown key (did you mean 'name'?)") for problem in caught.value.problems]
    assert told == [False, *[True] * MOST_PROBLEMS], "what is wrong with the tables, then the countries"


@pytest.mark.parametrize(
    "data",
    [
        {"a": [1] * (MAX_VALUES + 1)},
        {"a": [float("nan")] * 5_000},
        {"a": {place: {"b": object()} for place in range(5_000)}},
    ],
)
def test_data_from_python_have_the_same_bounds(data: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        tree_of(data)
    assert len(caught.value.problems) <= MOST_PROBLEMS + 1


def test_a_file_may_hold_as_much_as_it_may() -> None:
    text = f"a: [{', '.join('1' * 20 for _ in range(MAX_VALUES - 2))}]\n"
    assert len(text) < MAX_BYTES
    assert len(parse_tree(text, shown_as="").data["a"]) == MAX_VALUES - 2
    with pytest.raises(ConfigError, match="more than 20,000 values"):
        parse_tree(text.replace("[", "[1, "), shown_as="")
    with pytest.raises(ConfigError, match="more than 20,000 values"):
        set_value(tree_of({"a": 1}), "a", text.removeprefix("a: ").replace("[", "[1, 2, 3, "))


def test_what_is_long_is_cut_where_it_is_named() -> None:
    name = "n" * 5_000
    for text in (f"? {name}\n: 1\n? {name}\n: 2\n", f"a: *{name}\n", f"a: !{name} 1\n", f"? !x {name}\n: 1\n"):
        with pytest.raises(ConfigError) as caught:
            parse_tree(text, shown_as="")
        (problem,) = caught.value.problems
        assert "nnn..." in problem.message
        assert len(problem.message) < 250
        assert len(problem.source_line) <= 200
    with pytest.raises(ConfigError) as caught:
        load_scenario({"countries": {}, "tables": {}, "start": name})
    assert all(len(problem.message) < 250 for problem in caught.value.problems)


def test_nothing_is_looked_for_among_very_many_names() -> None:
    names = [f"name_{place}" for place in range(200)]
    assert did_you_mean("nam_7", names) == " (did you mean 'name_7'?)"
    assert did_you_mean("nam_7", [*names, "nam_77"]) == ""
    assert did_you_mean("name_7" * 10, ["name_7" * 10]) == ""
