"""`tradetalks play` as a person meets it: whole games, typed; where the process matters, through a pipe."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tradetalks.cli.game import level_of
from tradetalks.cli.main import main
from tradetalks.model.negotiation.issues import Issue
from tradetalks.runs.play.replay import read_result, replay
from tradetalks.runs.play.session import Session

TRADETALKS = Path(sys.executable).with_name("tradetalks")
ENVIRONMENT = {**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "80"}

# The weights differ in every digit, so that no value of one side is a value of the other's by chance.
TALKS = """\
title: Two issues
description: A small table.
start: 2025-04-02
countries:
  A: {name: Aland, strategy: {name: linear}}
  B: {name: United Bees, strategy: {name: linear}}
tables:
  talks:
    title: The talks
    parties: [A, B]
    agenda:
      cars: {label: tariff on cars, unit: "%", levels: [0, 2.5, 15, 25]}
      tests:
        label: inspections, of which [all] kinds and by whom exactly they are to be held
        levels: [none, some, all]
    meetings:
      ministers: {on: [2025-04-02], rounds: 2}
      daily: {every_days: 1}
    deadline: {on: 2025-04-08}
    score_sheets:
      A:
        weights: {cars: 0.7, tests: 0.3}
        points: {cars: [1, 0.9, 0.3, 0], tests: [1, 0.5, 0]}
        reservation: 0.2
      B:
        weights: {cars: 0.361, tests: 0.639}
        points: {cars: [0.017, 0.123, 0.731, 1], tests: [0.031, 0.437, 0.977]}
        reservation: 0.153
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "talks.yaml").write_text(TALKS, "utf-8")
    return tmp_path


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def in_a_process(folder: Path, words: str, typed: bytes) -> Done:
    """Run the command in a process of its own, with what is typed coming through a pipe."""
    done = subprocess.run(
        [TRADETALKS, "play", *words.split()], input=typed, capture_output=True, cwd=folder, env=ENVIRONMENT, check=False
    )
    assert b"Traceback" not in done.stderr
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def play(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run the command here, which saves the second that a process takes to start."""

    def run(words: str, typed: str = "") -> Done:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setattr(sys, "argv", ["tradetalks", "play", *words.split()])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return Done(int(stop.value.code or 0), shown.out, shown.err)

    return run


def test_a_game_to_a_deal_every_wrong_entry_included(folder: Path) -> None:
    typed = [
        *("jump", "", "acept", "?", "a", "r", "b", "s no/such/folder.json", "s", ""),
        # The form: cancelled, answered wrongly at every prompt, declined, made.
        *("o", "x"),
        *("offer", "3", "#9", "#", "-", "16", "#2", "sometimes", "#0", "?", "SOME", "perhaps", "", "n"),
        *("o", "15.0 %", "all", "y"),
        *("o", "", "none", "y"),
        *("w", "", "n"),
        *["o", "", "", "y"] * 6,
        "a",
    ]
    words = "talks.yaml --as aland --seed 4 --json out.json --save game.json"
    done = in_a_process(folder, words, "\n".join(typed).encode())
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout
    assert max(map(len, shown.splitlines())) <= 80
    for text in (
        "The talks: you are Aland, across from the United Bees",
        "Talks from 2 Apr to 8 Apr, the deadline: 7 meetings, 8 rounds.",
        "0.0 0.700 2.5 0.630 15.0 0.210 25.0 0.000",
        "Without a deal: 0.200 points.",
        "2 Apr · The talks · ministers · meeting 1 of 7, round 1 of 8",
        "'jump' is no command",
        "'acept' is no command (did you mean 'accept'?)",
        "there is no offer to accept",
        "a rejection alone is for the last offer",
        "can't write no/such/folder.json",
        "'3' is no level of cars.",
        "'#9' is no level of cars.",
        "Type one of 0.0 2.5 15.0 25.0, or #1 to #4; Enter keeps 0.0; x cancels the offer.",
        "'sometimes' is no level of tests.",
        "cars 2.5, tests some: worth 0.780 points to you; your reservation is 0.200 points.",
        "Please answer y or n.",
        "No offer was made.",
        "The United Bees makes an offer",
        "(was ",
        "Debrief: The talks",
        "Turning point: ",
        "result: out.json (tradetalks replay out.json)",
    ):
        assert text in " ".join(shown.split()), text
    result = json.loads((folder / "out.json").read_text("utf-8"))
    assert result["tables"]["talks"]["status"] == "in_force"
    assert result["seed"] == 4
    assert replay(read_result(folder / "out.json")).same
    check_nothing_of_the_others_is_shown(shown.partition("Debrief")[0], folder / "game.json")


def check_nothing_of_the_others_is_shown(shown: str, file: Path) -> None:
    table = Session.load(file).model.tables["talks"].table
    assert table is not None
    own, others = table.preferences
    mine = {f"{value:.3f}" for value in (*own.values, own.disagreement)}
    theirs = {f"{value:.3f}" for value in (*others.values, others.disagreement)} - mine
    # Rounded to less they could be anything: 0.2 is a level, a weight, a date.
    assert len(theirs) >= 10
    assert not [value for value in theirs if value in shown]
    assert not [value for value in theirs if value.lstrip("0") in shown]
    reasons = [entry.reason for entry in table.transcript if entry.move.party == 1]
    assert any(reasons)
    assert not [reason for reason in reasons for part in reason.split("; ") if part and part in shown]


def test_stubborn_to_the_last_turn_and_no_deal(folder: Path, play: Callable[..., Done]) -> None:
    # B, who answers the last offer, can't counter it.
    typed = ["o", "25", "all", "y"] * 7 + ["o", "a", "n", "h", "r"]
    done = play("talks.yaml --as B --seed 4 --set countries.A.strategy.name=boulware", "\n".join(typed) + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    last = done.stdout.rpartition("round 8 of 8")[2]
    assert "This is your last turn: it is too late for another offer." in last
    assert "too late for an offer" in last
    assert "[r]eject" in last
    assert "[o]ffer" not in last
    assert "It ended without a deal" in last or "It ended with a deal" in last


def test_walk_away_and_an_offer_below_the_own_reservation(folder: Path, play: Callable[..., Done]) -> None:
    typed = ["o", "25", "all", "n", "walk away", "x", "y"]
    done = play("talks.yaml --as A --seed 4", "\n".join(typed))
    assert (done.returncode, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    assert "Careful: no deal is worth more to you, by 0.200 points; you would be bound by it." in told
    assert "Walk away for good? No deal is worth 0.200 points. (y/n)" in done.stdout
    assert "It ended without a deal: you walked away on 2 Apr" in done.stdout


def test_the_default_scenario(folder: Path, play: Callable[..., Done]) -> None:
    done = play("us_japan_2025 --as Japan --seed 7", "h\n" + "o\n" + "\n" * 8 + "y\nw\ny\n")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert (done.returncode, done.stderr) == (0, "")
    assert "16 Apr · US-Japan talks · ministers" in done.stdout
    assert "Debrief: US-Japan talks" in done.stdout


# ---- saving, leaving, going on


def test_end_of_input_then_resume_gives_the_same_game(folder: Path, play: Callable[..., Done]) -> None:
    moves = ["o", "0", "none", "y"] * 3
    done = in_a_process(folder, "talks.yaml --as A --seed 4 --save game.json", "\n".join(moves[:7]).encode())
    assert done.returncode == 130
    assert done.stderr == "the game was left; go on with: tradetalks play --resume game.json\n"
    done = play("--resume game.json --json parts.json", "\n".join([*moves[4:], "w", "y"]))
    assert (done.returncode, done.stderr) == (0, "")
    done = play("talks.yaml --as A --seed 4 --json whole.json", "\n".join([*moves, "w", "y"]))
    assert done.returncode == 0
    assert (folder / "parts.json").read_bytes() == (folder / "whole.json").read_bytes()
    # A game that is over shows its debrief again.
    done = play("--resume game.json")
    assert done.returncode == 0
    assert "you walked away" in done.stdout


def test_quit_offers_to_save_and_save_asks_before_it_replaces(folder: Path, play: Callable[..., Done]) -> None:
    (folder / "old.json").write_text("old", "utf-8")
    typed = "s old.json\nn\nq\ny\n\nq\ny\nmine.json\n"
    done = play("talks.yaml --as A", typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "old.json exists; replace it? (y/n)" in done.stdout
    assert (folder / "old.json").read_text("utf-8") == "old"
    assert "the game was left; go on with: tradetalks play --resume mine.json" in done.stdout
    assert Session.load(folder / "mine.json").people == (("talks", "A"),)
    done = play("talks.yaml --as A", "q\nn\n")
    assert "left and not saved" in done.stdout


def test_what_is_typed_may_be_anything(folder: Path) -> None:
    done = in_a_process(
        folder, "talks.yaml --as A", b"o\n" + bytes(byte for byte in range(256) if byte not in b"\r\n") + b"\n[b]\n"
    )
    assert done.returncode == 130
    assert done.stderr == "the game was left and not saved (--save FILE saves it after every move)\n"
    assert "is no level of cars" in done.stdout


def test_an_interrupt_says_how_to_go_on(folder: Path) -> None:
    process = subprocess.Popen(
        [TRADETALKS, "play", "talks.yaml", "--as", "A", "--save", "game.json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=ENVIRONMENT,
    )
    assert process.stdout is not None
    shown = ""
    while not shown.endswith("elp > "):
        more = process.stdout.read(1)
        assert more, f"it ended too early: {shown}"
        shown += more
    # A person takes a moment: in the very instant of its writing the prompt would be written once more.
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors == "the game was left; go on with: tradetalks play --resume game.json\n"
    assert output == "\n"
    assert Session.load(folder / "game.json").log == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "give either a SCENARIO and --as COUNTRY, or --resume FILE"),
        ("talks.yaml --as A --resume game.json", "give either"),
        ("talks.yaml", "say whose seat you take: --as A or --as B"),
        ("talks.yaml --as C", "no country 'C' sits at a table; there are A, B"),
        ("us_japan_2025 --as JAP", "did you mean 'JPN'"),
        ("talks.yaml --as A --save talks.yaml", "a .yaml file is a scenario"),
        ("talks.yaml --as A --json talks.yaml", "a .yaml file is a scenario"),
        ("talks.yaml --as A --json -", "--json - is not possible"),
        ("talks.yaml --as A --json x.json --save x.json", "same place"),
        ("talks.yaml --as A --save missing/x.json", "can't write missing/x.json"),
        ("--resume talks.yaml", "is no saved game"),
        ("--resume missing.json", "can't read missing.json"),
        ("--resume game.json --as B", "leave out --as, --seed and --set"),
    ],
)
def test_bad_input_ends_in_one_message_and_exit_2(
    words: str, said: str, folder: Path, play: Callable[..., Done]
) -> None:
    before = sorted(folder.iterdir())
    done = play(words)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert done.stderr.count("error:") == 1
    assert done.stdout == ""
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("text", ["15", "15.0", "15%", "15 %", " 15 ", "#3", "1.5e1", "+15"])
def test_a_level_may_be_written_in_many_ways(text: str) -> None:
    assert level_of(Issue("cars", (0.0, 2.5, 15.0, 25.0), "%"), text) == 15.0


@pytest.mark.parametrize(
    "text", ["16", "#0", "#5", "#x", "#", "nan", "inf", "2,5", "fifteen", "%", "#99999999999999999999"]
)
def test_what_is_no_level(text: str) -> None:
    assert level_of(Issue("cars", (0.0, 2.5, 15.0, 25.0), "%"), text) is None
