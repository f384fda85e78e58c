"""Files in a real browser: replays, what is saved, what is handed in, and what is wrong with it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from chromium import Visitor, process_at, serving

from tradetalks.configs.load import load_scenario
from tradetalks.configs.yaml.tree import parse_tree
from tradetalks.model.negotiation.moves import Accept
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.single import run

type Visiting = Callable[..., Visitor]

TRADETALKS = Path(sys.executable).with_name("tradetalks")
HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
SCENARIO = f"""
title: '{HOSTILE}'
countries:
  A: {{name: '<b>Alpha</b>', strategy: {{name: linear}}}}
  B: {{strategy: {{name: linear}}}}
tables:
  pie:
    parties: [A, B]
    agenda: {{'a<i>b': {{levels: ['<u>x</u>', y, z]}}}}
    score_sheets:
      A: {{weights: {{'a<i>b': 1}}, points: {{'a<i>b': [0, 0.5, 1]}}}}
      B: {{weights: {{'a<i>b': 1}}, points: {{'a<i>b': [1, 0.5, 0]}}}}
    meetings: {{daily: {{every_days: 1}}}}
    deadline: {{on: 10, kind: hard}}
"""


def hand_in(seen: Visitor, name: str, content: str) -> None:
    """Hand in a file, as a person does who picks it."""
    seen.tab("Save and open")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content.encode()}
    seen.page.locator(".tt-open input[type=file]").set_input_files(files=[file])


def saved(seen: Visitor, press: Callable[[], None], folder: Path) -> bytes:
    """Return what a press of a button saves."""
    with seen.page.expect_download() as found:
        press()
    file = folder / found.value.suggested_filename
    found.value.save_as(file)
    return file.read_bytes()


def test_a_result_is_replayed_forwards_and_backwards(tmp_path: Path, browser: object) -> None:
    file = tmp_path / "talks.json"
    file.write_text(run("us_japan_2025", seed=11).to_json(), encoding="utf-8")
    with serving("--replay", str(file)) as at:
        seen = Visitor(browser)
        seen.open(at)
        moves = len(json.loads(file.read_text())["transcript"])
        seen.page.get_by_role("status").get_by_text(f"the same, move by move ({moves} moves)").wait_for()
        first = seen.where
        seen.press("To the end")
        seen.page.get_by_role("button", name="Step", disabled=True).wait_for()
        seen.wait_for_change(first)
        end = seen.where
        seen.press("Back")
        seen.wait_for_change(end)
        before = seen.where
        seen.press("Step")
        seen.wait_for_change(before)
        assert seen.where == end
        seen.leave()


def test_what_is_saved_repeats_the_run(address: str, visitor: Visiting, tmp_path: Path) -> None:
    seen = visitor(address)
    seen.press("To the end")
    seen.wait_for("Deal on day 84")
    seen.tab("Save and open")
    button = seen.page.get_by_role("button", name="Save the result (JSON)")
    assert saved(seen, button.click, tmp_path).decode() == run("us_japan_2025", seed=7).to_json()
    command = seen.page.locator(".tt-save-panel pre").inner_text().split()
    assert command == ["tradetalks", "run", "us_japan_2025", "--seed", "7"]
    for label in ("the network", "the table", "the utility plane", "the transcript"):
        svg = saved(seen, seen.page.get_by_role("button", name=f"Save {label} as SVG").click, tmp_path)
        root = ET.fromstring(svg)  # noqa: S314 - our own
        assert root.tag.endswith("svg")
        # Many programs know no variables.
        assert b"#1b1f24" in svg
        assert b"var(" not in svg
        assert "us_japan_2025 · seed 7 · 25 Jun, day 84".encode() in svg
        png = saved(seen, seen.page.get_by_role("button", name=f"Save {label} as PNG").click, tmp_path)
        assert png.startswith(b"\x89PNG")
        assert len(png) > 5_000


def test_a_saved_picture_says_what_was_set(address: str, visitor: Visiting, tmp_path: Path) -> None:
    seen = visitor(f"{address}/?scenario=us_japan_2025&seed=11&day=20&set=countries.JPN.strategy.e%3D0.3")
    press = seen.page.get_by_role("button", name="Save the table as SVG").click
    own = saved(seen, press, tmp_path).decode()
    # In two lines: no picture is too narrow for them.
    assert [line.text for line in ET.fromstring(own).iter() if line.get("font-size") == "10"] == [  # noqa: S314 - our own
        "us_japan_2025 · seed 11 · countries.JPN.strategy.e=0.3",
        "22 Apr, day 20",
    ]
    seen.choose("Whose eyes", "United States'")
    seen.page.locator('.tt-seen[data-caption*="eyes"]').wait_for(state="attached")
    # What has been set of Japan is none of its business.
    foreign = saved(seen, press, tmp_path)
    assert "seed 11 · 22 Apr, day 20".encode() in foreign
    assert b"countries.JPN" not in foreign
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "us_japan_2025-11-USA-JPN-table-day-20.svg",
        "us_japan_2025-11-changed-USA-JPN-table-day-20.svg",
    ]


def test_a_file_that_is_handed_in_is_watched_and_its_text_is_only_text(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    hand_in(seen, "hostile.yaml", SCENARIO)
    seen.wait_for("<script>")
    seen.press("To the end")
    seen.page.get_by_role("button", name="Step", disabled=True).wait_for()
    seen.page.locator(".tt-transcript", has_text="<u>").wait_for()
    for tab in ("Calendar", "Settings", "Save and open"):
        seen.tab(tab)
        seen.page.wait_for_timeout(200)
        assert seen.page.evaluate("window.hit") is None
    assert seen.page.locator(".tt img, .tt u, .tt script").count() == 0


def test_what_a_person_said_in_a_result_is_only_text(address: str, visitor: Visiting) -> None:
    person = "{name: human}"
    with_a_person = SCENARIO.replace("B: {strategy: {name: linear}}", f"B: {{strategy: {person}}}")
    with_a_person = with_a_person.replace("parties: [A, B]", "parties: [A, B]\n    messages: true")
    model = TradeTalks(load_scenario(parse_tree(with_a_person, shown_as="")), rng=1)
    model.run_model()
    ((table, party),) = model.waiting
    model.submit(table, Accept(), by=party, message=HOSTILE)
    model.run_model()
    seen = visitor(address)
    hand_in(seen, "said.json", result_of(model).to_json())
    seen.page.get_by_role("status").get_by_text("the same, move by move").wait_for()
    seen.press("To the end")
    seen.page.locator(".tt-transcript li:not(.tt-event)", has_text=HOSTILE).wait_for()
    seen.page.locator(".tt-transcript", has_text="a<i>b").wait_for()
    seen.page.wait_for_timeout(200)
    assert seen.page.evaluate("window.hit") is None
    assert seen.page.locator(".tt-transcript img, .tt-transcript i, .tt-transcript script").count() == 0


def test_the_words_against_a_file_are_only_text(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    hand_in(seen, f"{HOSTILE.replace('/', '_')}.yaml", f"'{HOSTILE}': 1\nextends: '{HOSTILE}'\n")
    seen.page.get_by_role("alert").get_by_text("onerror").first.wait_for()
    seen.page.wait_for_timeout(200)
    assert seen.page.evaluate("window.hit") is None
    assert seen.page.locator(".tt img, .tt script").count() == 0


def test_a_person_whose_move_is_waited_for_is_told(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    hand_in(seen, "human.yaml", "extends: us_japan_2025\ncountries: {JPN: {strategy: {name: human}}}\n")
    seen.wait_for("before the first day")
    seen.press("To the end")
    seen.page.get_by_role("status").get_by_text("JPN is a person at the table USA-JPN").wait_for()
    assert seen.page.locator(".tt-save-panel pre").count() == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("cut.json", '{"format": 1, "scenario": "x"', "is no result, or a truncated one"),
        ("other.json", '{"a": 1}', "is no result of a run: it has no format; it has no scenario"),
        ("list.json", "[1, 2]", "is no result of a run"),
        ("picture.png", "x", "a scenario's file ends in .yaml, a result's in .json"),
        ("wrong.yaml", "title: x\ncountries: {A: {nme: y}}\ntables: {}\n", "wrong.yaml:2"),
        ("code.yaml", SCENARIO.replace("name: linear}}\n  B", "file: /etc/mine.py}}\n  B"), "runs no code"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_and_leaves_the_run(
    address: str, visitor: Visiting, name: str, content: str, message: str
) -> None:
    seen = visitor(address)
    seen.press("Step")
    seen.wait_for("day 14")
    hand_in(seen, name, content)
    seen.page.get_by_role("alert").get_by_text(message).first.wait_for()
    assert "US-Japan talks · 16 Apr, day 14" in seen.where


def test_of_very_many_problems_the_first_are_shown(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    hand_in(seen, "many.yaml", "extends: split_the_pie\n" + "".join(f"key_{place}: 1\n" for place in range(300)))
    told = seen.page.get_by_role("alert")
    told.get_by_text("Several things are wrong").wait_for()
    told.get_by_text("and more").wait_for()
    assert 50 < told.locator("pre").count() <= 101
    assert seen.where.startswith("US-Japan talks")


def test_another_format_is_told(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    data = json.loads(run("split_the_pie", seed=1).to_json())
    hand_in(seen, "later.json", json.dumps({**data, "format": 99}))
    seen.page.get_by_role("alert").get_by_text("has the format 99; this version reads 1").wait_for()


def test_a_scenario_with_errors_is_shown_with_lines_and_read_again(tmp_path: Path, browser: object) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("extends: split_the_pie\ntables:\n  pie:\n    parties: [A, Z]\n", encoding="utf-8")
    with serving(str(file)) as at:
        seen = Visitor(browser)
        seen.page.goto(at)
        seen.page.get_by_role("alert").get_by_text("mine.yaml:4:").first.wait_for()
        file.write_text("extends: split_the_pie\n", encoding="utf-8")
        seen.press("Read the file again")
        seen.wait_for("before the first day")
        seen.leave()


def refused(*arguments: str) -> str:
    """Return what the command says of arguments with which it doesn't serve."""
    command = [TRADETALKS, "app", *arguments, "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stdout == ""
    return done.stderr


def test_the_server_ends_while_a_run_is_on_its_way(browser: object, tmp_path: Path) -> None:
    file = tmp_path / "long.yaml"
    file.write_text(
        "extends: us_japan_2025\n"
        "tables: {USA-JPN: {meetings: {working: {rounds: 2000}}}}\n"
        "countries: {USA: {strategy: {name: hardliner}}, JPN: {strategy: {name: hardliner}}}\n"
    )
    with serving(str(file)) as at:
        server = process_at(at)
        seen = Visitor(browser)
        seen.open(at)
        seen.press("To the end")
        seen.page.get_by_role("button", name="Pause").wait_for()
        seen.page.wait_for_timeout(1000)
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) in {0, 130}  # by itself, or once it has waited long enough
        seen.context.close()


def test_what_can_not_be_served_is_told_at_once(address: str, tmp_path: Path) -> None:
    port = address.rpartition(":")[2]
    assert f"the port {port} of 127.0.0.1 is in use: choose another with --port" in refused("--port", port)
    assert "give either a scenario or --replay" in refused("split_the_pie", "--replay", "x.json")
    assert "there is no shipped scenario 'splt_the_pie' (did you mean 'split_the_pie'?)" in refused("splt_the_pie")
    assert "no such file" in refused(str(tmp_path / "none.yaml")).lower()
    assert "can't read" in refused("--replay", str(tmp_path / "none.json"))
    cut = tmp_path / "cut.json"
    cut.write_text(run("split_the_pie", seed=1).to_json()[:500], encoding="utf-8")
    assert "is no result, or a truncated one" in refused("--replay", str(cut))
