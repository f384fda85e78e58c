"""What the version before sessions has written replays, and goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tradetalks.errors import IllegalMove
from tradetalks.runs.play.replay import read_result, replay
from tradetalks.runs.play.session import Session

SAVED = Path(__file__).parents[2] / "saved"
RESULTS = sorted(SAVED.glob("*.result.json"))
GAMES = sorted({*SAVED.glob("*.json")} - {*RESULTS})


@pytest.mark.parametrize("file", RESULTS, ids=lambda file: file.stem)
def test_results_replay(file: Path) -> None:
    done = replay(read_result(file))
    assert done.same, done.difference
    assert done.moves == len(json.loads(file.read_text("utf-8"))["transcript"])


@pytest.mark.parametrize("file", GAMES, ids=lambda file: file.stem)
def test_games_go_on_where_they_were_left(file: Path) -> None:
    moves = json.loads(file.read_text("utf-8"))["moves"]
    session = Session.load(file)
    assert [act.move for act in session.log] == [move["move"] for move in moves]
    assert {party for _, party in session.people} == {file.name.split(".")[1]}
    assert session.over == ("whole" in file.name)


def test_their_people_stay_bound_by_their_reservations() -> None:
    session = Session.load(SAVED / "us_japan_2025.JPN.half.json")
    (seat,) = session.waiting
    turn = session.turn(*seat)
    while not (turn.standing and turn.standing.value is not None and turn.standing.value < turn.reservation):
        session.offer(session.seat(*seat).first_form())
        turn = session.turn(*seat)
    assert not turn.may_accept
    with pytest.raises(IllegalMove, match="nobody is bound to less"):
        session.accept()


def test_a_move_that_was_changed_is_found(tmp_path: Path) -> None:
    data = json.loads((SAVED / "us_japan_2025.JPN.result.json").read_text("utf-8"))
    line = next(line for line in data["transcript"] if line["party"] == "JPN" and line["offer"])
    name, issue = next(iter(data["tables"]["USA-JPN"]["issues"].items()))
    line["offer"][name] = next(level for level in issue["levels"] if level != line["offer"][name])
    assert "(JPN on day" in replay(data).difference
