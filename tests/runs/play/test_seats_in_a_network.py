"""A person's seat where events happen, deadlines are put off and tables open by invitation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from games import seat_of, turn_of
from networks import network, opened, table
from typer.testing import CliRunner

from tradetalks.cli.main import app
from tradetalks.errors import UnknownName
from tradetalks.runs.play.replay import replay
from tradetalks.runs.play.session import Session


def busy() -> dict[str, Any]:
    """Vietnam's table opens by a visit, Japan's is put off, tariffs change and threats are made."""
    data = network(
        events={
            "visit": {"event": "tour", "on": 5, "country": "USA", "host": "VNM", "table": "USA-VNM", "promise": 0},
            "decree": {"event": "tariff_change", "on": 10, "rates": {"USA.CHN": 60}},
            "shock": {"event": "market_shock", "hazard": 0.1, "size": 1},
        },
        conflicts={"usa": {"country": "USA", "against": "JPN", "rates": [20, 30], "threatens": 1, "resolve": 1}},
        markets={"waiting": {"USA": 2}},
    )
    data["tables"]["USA-JPN"]["deadline"] |= {"kind": "extendable", "days": 10, "credibility": 0.5}
    data["tables"]["USA-JPN"]["meetings"]["weekly"]["rounds"] = 2
    data["tables"]["USA-VNM"] |= {"opens": 3, "invited": True}
    return data


def stubborn(game: Session) -> None:
    turn = turn_of(game)
    assert turn is not None
    if turn.may_offer:
        values = seat_of(game).level_values()
        game.offer({name: max(worth, key=worth.__getitem__) for name, worth in values.items()})
    else:
        game.reject()


def to_the_end(game: Session) -> Session:
    while turn_of(game) is not None:
        stubborn(game)
    assert game.over
    return game


def test_the_game_pauses_in_the_middle_of_a_day_and_its_result_can_be_replayed() -> None:
    game = Session.start(busy(), "USA", seed=3)
    assert turn_of(game) is not None
    seen, asked = [], []
    while (turn := turn_of(game)) is not None:
        asked.append((turn.day, turn.table))
        seen += [(turn.day, text) for text in turn.news]
        stubborn(game)
    # Both tables of a day ask, side by side; the later one once it has been opened.
    assert [key for day, key in asked if day == 10] == ["USA-JPN", "USA-JPN", "USA-VNM"]
    assert next(day for day, key in asked if key == "USA-VNM") == 5
    news = [text for _, text in seen]
    assert any("USA visits VNM with an offer" in text for text in news)
    assert any("tariffs change (USA: 60 % on all goods from CHN)" in text for text in news)
    # What happens at the own table besides moves is told as well.
    assert (20, "USA-JPN: USA puts the deadline off by 10 days") in seen
    assert any("USA threatens a tariff of 20 %" in text for text in news)
    result = game.result()
    assert result.tables["USA-JPN"].extensions == 1
    again = replay(json.loads(result.to_json()))
    assert again.same, again.difference
    assert again.result.to_json() == result.to_json()


@pytest.mark.parametrize("country", ["USA", "JPN", "VNM"])
def test_save_and_resume_at_every_move(country: str, tmp_path: Path) -> None:
    whole = to_the_end(Session.start(busy(), country, seed=3)).result().to_json()
    game = Session.start(busy(), country, seed=3)
    file = tmp_path / "game.json"
    while turn_of(game) is not None:
        stubborn(game)
        game.save(file)
        game = Session.load(file)
    assert game.result().to_json() == whole


def test_a_person_s_clock_goes_on_after_an_extension() -> None:
    game = Session.start(busy(), "JPN", seed=3)
    rounds: list[tuple[int, int, int, float]] = []
    while (turn := turn_of(game)) is not None:
        rounds.append((turn.day, turn.round, turn.rounds, turn.t))
        stubborn(game)
    assert [line[:3] for line in rounds[-6:]] == [
        (20, 8, 14),
        (20, 9, 14),
        (25, 10, 14),
        (25, 11, 14),
        (30, 12, 14),
        (30, 13, 14),
    ]
    assert [t for *_, t in rounds] == sorted(t for *_, t in rounds)
    assert rounds[-1][3] == 1
    assert game.seat("USA-JPN", "JPN").deadline == 30


def test_a_coalition_s_seat_can_be_taken_and_its_presence_is_no_hindrance() -> None:
    group = {"name": "the two", "members": ["JPN", "VNM"], "division": "equal", "strategy": {"name": "hardliner"}}
    data = network(coalitions={"TWO": group}, tables={"all": {**table("JPN", 24), "parties": ["USA", "TWO"]}})
    for who in ("USA", "the two"):
        game = to_the_end(Session.start(data, who, seed=1))
        assert opened(game.model, "all")[1].history
        assert replay(json.loads(game.result().to_json())).same
    with pytest.raises(UnknownName, match="no country 'JPN' sits at a table; there are USA, TWO"):
        Session.start(data, "JPN", seed=1)


def test_the_terminal_plays_it_and_resumes(tmp_path: Path) -> None:
    scenario, save, out = tmp_path / "busy.yaml", tmp_path / "game.json", tmp_path / "out.json"
    scenario.write_text(json.dumps(busy()), encoding="utf-8")
    offer = "o\n0\n0\ny\n"
    words = ["play", str(scenario), "--as", "JPN", "--seed", "3", "--save", str(save)]
    # What is typed ends after ten offers, in the middle of talks.
    first = CliRunner().invoke(app, words, input=offer * 10)
    assert "tariffs change (USA: 60 % on all goods from CHN)" in first.output
    assert "USA threatens a tariff of 20 % on all goods from JPN" in first.output
    assert "puts the deadline off by 10 days" in first.output
    assert len(json.loads(save.read_text(encoding="utf-8"))["log"]) == 10
    second = CliRunner().invoke(app, ["play", "--resume", str(save), "--json", str(out)], input="w\ny\n")
    assert second.exit_code == 0, second.output
    assert "day 30, the deadline: 7 meetings, 14 rounds" in second.output
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["tables"]["USA-JPN"]["status"] == "walked_away"
    assert replay(result).same
