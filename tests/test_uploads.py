"""What visitors hand in is read, and runs nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tradetalks.app.uploads import MOST_BYTES, opened
from tradetalks.errors import ConfigError, TradetalksError
from tradetalks.runs.single import run

COALITION = """
extends: spring_2025
layout: pooled
coalitions: {SEA3: {strategy: {file: /tmp/mine.py}}}
"""


def test_a_scenario_is_read() -> None:
    found = opened("mine.yaml", b"extends: split_the_pie\ntitle: Mine\n").scenario
    assert found is not None
    assert (found.name, found.title) == ("mine", "Mine")
    assert run(found, seed=1).deals == run("split_the_pie", seed=1).deals


def test_a_result_is_read() -> None:
    result = run("split_the_pie", seed=4)
    found = opened("a.JSON", result.to_json().encode()).result
    assert found is not None
    assert found["seed"] == 4


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b'{"format": 1,', "a.json:1:14: is no result, or a truncated one"),
        ("a.json", b"{}", "a.json is no result of a run: it has no format"),
        ("a.json", b"\xff\xfe", "a.json is neither a scenario nor a result: it is not text"),
        ("a.txt", b"x", "a.txt: a scenario's file ends in .yaml, a result's in .json"),
        ("a.yaml", b"x" * (MOST_BYTES + 1), "a.yaml has 10 MB; at most 10 are read"),
        ("a.yaml", b"countries: {A: {strategy: {file: mine.py}}}", "names a file, 'mine.py'"),
        (
            "a.yaml",
            b"extends: split_the_pie\ntables: {pie: {strategies: {A: {file: mine.py}}}}",
            "names a file, 'mine.py'",
        ),
        ("a.yaml", COALITION.encode(), "names a file, '/tmp/mine.py'"),
        ("a.yaml", b"extends: us_japan_2025\neconomy: {data: ../mine.yaml}", "names a file, '../mine.yaml'"),
    ],
)
def test_what_is_wrong_is_told(name: str, content: bytes, message: str) -> None:
    with pytest.raises(TradetalksError) as caught:
        opened(name, content)
    assert message in str(caught.value)


def test_every_problem_of_a_scenario_has_its_line() -> None:
    with pytest.raises(ConfigError) as caught:
        opened("a.yaml", b"extends: split_the_pie\ntitel: x\ntables:\n  pie:\n    parties: [A, Z]\n")
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [("a.yaml", 2), ("a.yaml", 5)]


def test_only_shipped_scenarios_are_extended(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text("extends: split_the_pie\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="can only be a shipped scenario"):
        opened("a.yaml", f"extends: {base}\n".encode())


def test_no_code_is_run(tmp_path: Path) -> None:
    code = tmp_path / "mine.py"
    code.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", encoding="utf-8")
    data = json.loads(run("split_the_pie", seed=1).to_json())
    data["content"]["countries"]["A"]["strategy"] = {"file": str(code)}
    for name, content in (
        ("a.json", json.dumps(data)),
        ("a.yaml", f"extends: split_the_pie\ncountries: {{A: {{strategy: {{file: '{code}'}}}}}}\n"),
    ):
        with pytest.raises(TradetalksError, match="names a file"):
            opened(name, content.encode())
    assert not (tmp_path / "ran").exists()
