"""A person's seat under each protocol: what it sees, what it may do, and that its game replays."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from games import turn_of

from tradetalks.cli.main import main
from tradetalks.errors import IllegalMove
from tradetalks.runs.play.debrief import debrief
from tradetalks.runs.play.replay import replay
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.turn import MEDIATOR


def pie(protocol: Any, **more: Any) -> dict[str, Any]:
    return {"extends": "split_the_pie", "tables": {"pie": {"protocol": protocol, **more}}}


def check_replays(game: Session, tmp_path: Path) -> None:
    assert replay(json.loads(game.result().to_json())).difference == ""
    game.save(tmp_path / "game.json")
    assert Session.load(tmp_path / "game.json").result().to_json() == game.result().to_json()


def test_a_person_gives_an_ultimatum(tmp_path: Path) -> None:
    game = Session.start(pie("ultimatum"), "A", seed=1)
    turn = turn_of(game)
    assert turn is not None
    assert (turn.may_offer, turn.last_offer, turn.may_accept, turn.t) == (True, True, False, 0.0)
    game.offer({"share": 80})
    assert game.over
    assert game.result().tables["pie"].deal == {"share": 80}
    check_replays(game, tmp_path)


def test_a_person_leaves_an_ultimatum(tmp_path: Path) -> None:
    game = Session.start(pie("ultimatum"), "B", seed=1)
    turn = turn_of(game)
    assert turn is not None
    assert (turn.may_offer, turn.may_accept, turn.may_reject, turn.t) == (False, True, True, 1.0)
    with pytest.raises(IllegalMove, match="can't be countered"):
        game.offer({"share": 10})
    with pytest.raises(IllegalMove, match="nothing to vote on"):
        game.vote(True)
    game.reject()
    assert "the offer was rejected on day 0" in game.result().tables["pie"].summary
    assert debrief(game.model, "pie", "B")[0].startswith("It ended without a deal: the offer was rejected on day 0")
    check_replays(game, tmp_path)


def test_a_person_sees_proposals_only_when_all_are_made_and_may_not_go_back(tmp_path: Path) -> None:
    game = Session.start(pie("monotonic_concession"), "B", seed=1)
    turn = turn_of(game)
    assert turn is not None
    # A has proposed already: what it was is sealed.
    assert (turn.since, turn.latest, turn.standing, turn.at_once, turn.most) == ((), None, None, True, None)
    game.offer({"share": 20})
    turn = turn_of(game)
    assert turn is not None
    assert [(move.by, move.levels) for move in turn.since] == [("A", {"share": 100})]
    assert (turn.latest, turn.most) == (turn.since[0], 0.8)
    for move in (lambda: game.offer({"share": 10}), game.accept, game.reject, lambda: game.vote(True)):
        with pytest.raises(IllegalMove):
            move()
    while turn_of(game) is not None:
        game.offer({"share": 40})
    table = game.result().tables["pie"]
    assert table.deal is not None
    assert table.deal["share"] in {40, 45}
    check_replays(game, tmp_path)


def test_a_person_votes_and_answers_the_text(tmp_path: Path) -> None:
    game = Session.start({"extends": "linkage", "tables": {"package": {"protocol": "mediated_text"}}}, "B", seed=7)
    texts = []
    while (turn := turn_of(game)) is not None and turn.may_vote:
        assert turn.standing is not None
        assert (turn.standing.by, turn.may_offer, turn.may_accept, turn.may_reject) == (MEDIATOR, False, False, False)
        with pytest.raises(IllegalMove, match="vote yes or no"):
            game.accept()
        if turn.text is not None:
            texts.append(turn.text.levels)
            assert turn.standing.before == turn.text.levels
        # It sees how the other voted the last time, not how it votes on this.
        assert [move.by for move in turn.since] == ["A"] * (turn.round > 0)
        game.vote((turn.standing.value or 0) >= max(turn.reservation, turn.text.value or 0 if turn.text else 0))
    turn = turn_of(game)
    assert turn is not None
    assert turn.standing is not None
    assert (turn.may_accept, turn.may_reject, turn.text, turn.standing.levels) == (True, True, None, texts[-1])
    game.accept()
    assert game.result().tables["package"].deal == texts[-1]
    assert not [said for said in debrief(game.model, "package", "B") if "offer you received" in said]
    check_replays(game, tmp_path)


def typed(words: str, lines: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "argv", ["tradetalks", "play", *words.split()])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(("\n".join(lines) + "\n").encode())))
    with pytest.raises(SystemExit) as stop:
        main()
    shown = capsys.readouterr()
    assert (stop.value.code or 0, shown.err) == (0, "")
    assert max(map(len, shown.out.splitlines())) <= 80
    return " ".join(shown.out.split())


def test_voting_at_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = "linkage --as B --seed 7 --set tables.package.protocol=mediated_text --set tables.package.length=6"
    shown = typed(words, ["h", "o", "a", "n", "n", "n", "yes", "y", "h", "o", "y", "y"], monkeypatch, capsys)
    for text in (
        "[y]es [n]o [w]alk",
        "vote for the mediator's candidate",
        "Not possible: the mediator alone proposes: vote yes or no or walk away",
        "Not possible: this is a candidate, not the final text: vote yes or no, or walk away",
        "The mediator's candidate is the text from now on if all vote yes. Votes are shown together, and bind nobody.",
        "The mediator's candidate takes the place of the text if all vote yes.",
        "Northland votes yes",
        "issue text mediator's",
        "issue final text",
        "A mediator alone proposes, and all vote on each change of its text",
        "make an offer, issue by issue (not at this table)",
        "This is the final text: if all accept it, it is the deal; else there is none.",
        "Not possible: the mediator alone proposes: accept, reject or walk away",
        "the deal: cars 60",
    ):
        assert text in shown, text


def test_an_ultimatum_at_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = "split_the_pie --seed 7 --set tables.pie.protocol=ultimatum --as"
    answering = typed(f"{words} B", ["h", "o", "r"], monkeypatch, capsys)
    proposing = typed(f"{words} A", ["o", "100", "y"], monkeypatch, capsys)
    for text in (
        "the deadline. Take it or leave it: there is one offer, by the first party",
        "Take it or leave it: there is no other offer.",
        "make an offer, issue by issue (not at this table)",
        "Not possible: the one offer is not yours to make: accept, reject or walk away",
    ):
        assert text in answering, text
    assert "meeting 1 of" not in answering
    assert "a small step" not in proposing


def test_sealed_proposals_at_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = "split_the_pie --as B --seed 7 --set tables.pie.protocol=monotonic_concession"
    shown = typed(words, ["o", "20", "y", "o", "10", "y", "w", "y"], monkeypatch, capsys)
    for text in (
        "All propose at once: proposals are shown when all are made.",
        "Yours may be worth 0.800 points to you at most, as nobody may go back.",
        "Not possible: it is worth more to you than your last proposal",
        "Side A makes an offer",
    ):
        assert text in shown, text
    assert shown.index("All propose at once") < shown.index("Side A makes an offer")
