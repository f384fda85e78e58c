"""What visitors hand in is read, and runs nothing."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.app.uploads import MOST_BYTES, MOST_OF_A_SCENARIO, opened
from tradetalks.errors import ConfigError, TradetalksError
from tradetalks.runs.play.replay import recorded, replay
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
    assert found == json.loads(result.to_json())
    assert found is not None
    assert replay(found).same


def test_a_mark_that_editors_put_before_the_text_is_no_part_of_it() -> None:
    result = opened("a.json", b"\xef\xbb\xbf" + run("split_the_pie", seed=4).to_json().encode()).result
    assert result is not None
    assert result["seed"] == 4
    assert opened("a.yaml", b"\xef\xbb\xbfextends: split_the_pie\n").scenario is not None


def test_a_result_of_another_format_is_told() -> None:
    data = run("split_the_pie", seed=4).to_dict() | {"format": 99}
    with pytest.raises(TradetalksError, match="has the format 99; this version reads 1"):
        opened("a.json", json.dumps(data).encode())


ODD = (None, True, -1, 0.5, 10**30, math.inf, "", "x", [], [1], {}, {"uniform": [0, 1]})


@given(st.data())
def test_a_result_that_somebody_has_edited_is_replayed_or_told(data: st.DataObject) -> None:
    """Whatever stands in it: no other error is ever raised, which the page could not tell."""
    result = json.loads(run("split_the_pie", seed=1).to_json())
    part = data.draw(st.sampled_from(["content", "transcript", "drawn", "seed", "versions"]))
    *above, last = data.draw(st.sampled_from([*places(result[part], (part,))]))
    inner = result
    for key in above:
        inner = inner[key]
    inner[last] = data.draw(st.sampled_from(ODD))
    with suppress(TradetalksError):
        found = opened("a.json", json.dumps(result).encode()).result
        assert found is not None
        recorded(found).run_on()


def places(data: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the paths of all that plain data hold, of lists the first few."""
    yield path
    below = data.items() if isinstance(data, dict) else enumerate(data[:4]) if isinstance(data, list) else ()
    for key, value in below:
        yield from places(value, (*path, key))


@given(st.text(max_size=30), st.integers(0, 120), st.integers(0, 20))
def test_a_scenario_that_somebody_has_edited_is_read_or_told(text: str, at: int, gone: int) -> None:
    good = "extends: split_the_pie\ntitle: Mine\ntables:\n  pie:\n    deadline: {on: 9}\n    parties: [A, B]\n"
    spoiled = good[:at] + text + good[at + gone :]
    with suppress(TradetalksError):
        assert opened("a.yaml", spoiled.encode("utf-8", "surrogatepass")).scenario is not None


@pytest.mark.parametrize("name", ["data", "file", "negmas"])
def test_a_country_may_have_any_name(name: str) -> None:
    sheet = {"weights": {name: 1}, "points": {name: {"first": 0, "last": 1}}}
    table = {
        "title": "Over ./everything, and more.",
        "parties": [name, "B"],
        "agenda": {name: {"levels": ["now.", "later."]}},
        "meetings": {name: {"every_days": 1}},
        "deadline": {"on": 9},
        "score_sheets": {name: sheet, "B": sheet},
    }
    country = {"name": "A. B. C.", "strategy": {"name": "linear"}}
    scenario = {"countries": {name: country, "B": country}, "tables": {name: table}}
    found = opened("a.yaml", json.dumps(scenario).encode()).scenario
    assert found is not None
    assert name in found.countries


def edited(**changes: Any) -> bytes:
    """Return a result that somebody has edited."""
    return json.dumps(run("split_the_pie", seed=1).to_dict() | changes).encode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b'{"format": 1,', "a.json:1:14: is no result, or a truncated one"),
        ("a.json", b"{}", "a.json is no result of a run: it has no format"),
        ("a.json", edited(seed=7.5), "a.json is no result of a run: its seed must be a whole number, not 7.5"),
        (
            "a.json",
            edited(seed=-1),
            "a.json is no result of a run: its seed must be greater than or equal to 0, not -1",
        ),
        ("a.json", edited(format=True), "no result of a run: its format must be a whole number, not true"),
        ("a.json", edited(transcript=[{"day": 1}]), "it has no transcript.0.table; it has no transcript.0.party"),
        ("a.json", '{"format": 1}'.encode("utf-16"), "can't read a.json: this is UTF-16; save it as UTF-8"),
        ("a.json", b"\xff", "a.json is neither a scenario nor a result: it is not text"),
        ("a.txt", b"x", "a.txt: a scenario's file ends in .yaml, a result's in .json"),
        ("a.yaml", b"x" * (MOST_OF_A_SCENARIO + 1), "a.yaml has 500 kB; at most 500 are read"),
        ("a.json", b"x" * (MOST_BYTES + 1000), "a.json has 2,001 kB; at most 2,000 are read"),
        ("a.yaml", b"countries: {A: {strategy: {file: mine.py}}}", "names a file, 'mine.py'"),
        ("a.json", b'{"format": ' + b"9" * 5000 + b"}", "a.json: is no result, or a truncated one"),
        ("a.json", b"[" * 100_000, "a.json: is no result, or a truncated one"),
        ("a.yaml", b"a: " + b"[" * 1000, "more than 64 levels deep"),
        ("a.yaml", b"extends: [split_the_pie]", "can only be a shipped scenario"),
        (
            "a.yaml",
            b"extends: split_the_pie\ntables: {pie: {strategies: {A: {file: mine.py}}}}",
            "names a file, 'mine.py'",
        ),
        ("a.yaml", COALITION.encode(), "names a file, '/tmp/mine.py'"),
        ("a.yaml", b"extends: us_japan_2025\neconomy: {data: ../mine.yaml}", "names a file, '../mine.yaml'"),
        ("a.yaml", b"extends: us_japan_2025\neconomy: {data: /srv/.yaml}", "names a file, '/srv/.yaml'"),
        (
            "a.yaml",
            b"extends: us_japan_2025\neconomy: {data: {choice: [icio_2022, /srv/mine.yaml]}}",
            "names a file, '/srv/mine.yaml'",
        ),
        (
            "a.yaml",
            b"countries: {A: {strategy: {file: {choice: [mine.py, other.py]}}}}",
            "names a file, 'mine.py'",
        ),
        ("a.yaml", b"countries: {A: {strategy: {negmas: os.system}}}", "names a module, 'os.system'"),
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
    base = tmp_path / "base.yaml"
    base.write_text(f"extends: split_the_pie\ncountries: {{A: {{strategy: {{file: '{code}'}}}}}}\n", encoding="utf-8")
    data = json.loads(run("split_the_pie", seed=1).to_json())
    extending = data | {"content": {"extends": str(base)}}
    data["content"]["countries"]["A"]["strategy"] = {"file": str(code)}
    for name, content in (
        ("a.json", json.dumps(data)),
        ("a.json", json.dumps(extending)),
        ("a.yaml", f"extends: split_the_pie\ncountries: {{A: {{strategy: {{file: '{code}'}}}}}}\n"),
    ):
        with pytest.raises(TradetalksError, match="names a file"):
            opened(name, content.encode())
    assert not (tmp_path / "ran").exists()


def test_a_strategy_of_a_file_that_takes_a_seat_in_a_result_is_refused() -> None:
    """Whoever can reach the page could otherwise run code that lies on this machine."""
    data = run("split_the_pie", seed=1).to_dict()
    data["log"] = [{"kind": "seat", "day": 1, "table": "pie", "party": "A", "strategy": {"file": "mine.py"}}]
    with pytest.raises(TradetalksError, match=r"names a file, 'mine\.py'"):
        opened("mine.json", json.dumps(data).encode())
