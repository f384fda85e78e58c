"""Replay: a result run again is the same, or the first difference is named."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from games import seat_of
from hypothesis import given, settings
from hypothesis import strategies as st
from random_scenarios import scored_scenarios, trade_scenarios

from tradetalks.configs.load import shipped_scenarios
from tradetalks.errors import TradetalksError
from tradetalks.runs.play.replay import read_result, replay
from tradetalks.runs.play.session import Session
from tradetalks.runs.single import run

TRADETALKS = Path(sys.executable).with_name("tradetalks")


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_every_shipped_scenario_replays_from_its_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text(run(name, seed=11).to_json(), encoding="utf-8")
    done = replay(read_result(file))
    assert done.same, done.difference
    assert done.other_versions == {}
    assert done.result.to_dict()["transcript"] == json.loads(file.read_text("utf-8"))["transcript"]


@settings(max_examples=40)
@given(scored_scenarios(), st.integers(0, 2**32))
def test_random_scores_replay(data: dict[str, Any], seed: int) -> None:
    done = replay(json.loads(run(data, seed=seed).to_json()))
    assert done.same, done.difference


@settings(max_examples=10)
@given(trade_scenarios(), st.integers(0, 2**32))
def test_random_trade_scenarios_replay(data: dict[str, Any], seed: int) -> None:
    done = replay(json.loads(run(data, seed=seed).to_json()))
    assert done.same, done.difference


def test_overrides_are_part_of_what_is_replayed() -> None:
    result = run("us_japan_2025", seed=2, countries__JPN__strategy={"name": "conceder"})
    assert replay(result.to_dict()).same


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(run("us_japan_2025", seed=2).to_dict())
    place: Any = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["transcript", 4, "offer", "autos"], 99.0, "move 5 of"),
        (["transcript", 4, "utility"], 0.123, "utility was 0.123, is now"),
        (
            ["tables", "USA-JPN", "sides", "JPN", "total", "deal"],
            0.5,
            "sides.JPN.total.deal was 0.5, is",
        ),
        (["events", 0, "kind"], "tour", "every move is the same, but events"),
        (["drawn", "countries.USA.strategy.e"], 0.5, "countries.USA.strategy.e was drawn as 0.5, now as"),
        (["deals"], [], "every move is the same, but deals was [], is now"),
    ],
)
def test_the_first_difference_is_named(path: list[Any], value: Any, said: str) -> None:
    done = replay(changed(path, value))
    assert not done.same
    assert said in done.difference


def test_other_versions_are_named() -> None:
    done = replay(changed(["versions", "mesa"], "3.0.0"))
    assert done.same
    assert done.other_versions["mesa"][0] == "3.0.0"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no result, or a truncated one"),
        ('{"format": 1, "seed": 7', "no result, or a truncated one"),
        ("[1, 2]", "no result of a run"),
        ('{"format": 1}', "it has no scenario"),
        ('{"format": ' + "9" * 5000 + "}", "no result, or a truncated one"),
    ],
)
def test_what_is_no_result_is_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TradetalksError, match=said):
        read_result(file)


def test_another_format_or_a_broken_content_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text(json.dumps(changed(["format"], 2)), encoding="utf-8")
    with pytest.raises(TradetalksError, match="has the format 2; this version reads 1"):
        read_result(file)
    for path, value in ((["content"], 3), (["transcript"], [{}]), (["seed"], "x"), (["transcript"], 5)):
        with pytest.raises(TradetalksError):
            replay(changed(path, value))


@pytest.mark.parametrize("offer", [None, 3, True, "25", ["autos"], {"autos": 15.0}])
def test_a_persons_offer_that_is_none_is_told(offer: Any) -> None:
    game = Session.start("us_japan_2025", "JPN", seed=3)
    game.offer(seat_of(game).first_form())
    game.walk_away()
    data = game.result().to_dict()
    for lines in (data["transcript"], data["log"]):
        next(line for line in lines if line["party"] == "JPN")["offer"] = offer
    with pytest.raises(TradetalksError, match="offer"):
        replay(data)


def test_the_command_tells_and_exits(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(run("split_the_pie", seed=2).to_json(), "utf-8")
    bad.write_text(good.read_text("utf-8").replace('"share": 90.0', '"share": 91.0'), "utf-8")
    done = subprocess.run([TRADETALKS, "replay", good], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "the same, move by move (22 moves)" in done.stdout
    done = subprocess.run([TRADETALKS, "replay", bad], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "move 5 of 22 (A on day 2 at pie): offer.share was 91.0, is now" in done.stderr
