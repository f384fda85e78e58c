"""Characters that steer who shows them: refused wherever texts are read, escapes wherever they have to be named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from tradetalks.characters import escaped, one_line, steering
from tradetalks.cli.main import app
from tradetalks.cli.printing.grid import console
from tradetalks.cli.printing.network import print_run
from tradetalks.configs.load import load_scenario
from tradetalks.errors import ConfigError, Problem, TradetalksError, UnknownName
from tradetalks.runs.play.replay import read_result
from tradetalks.runs.single import run

STEERING = (
    *("\x00", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x9b", "\x9f"),
    *("\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ud800", "\uffff"),
)
PLAIN = ("\t", "\n", " ", "é", "日本", "\u0301", "\u00a0", "😀", "\u200b")


def pie(title: str) -> dict[str, Any]:
    return {"extends": "split_the_pie", "tables": {"pie": {"title": title}}}


@pytest.mark.parametrize("character", STEERING)
def test_no_text_may_hold_it_wherever_it_is_read(character: str, tmp_path: Path) -> None:
    assert steering(f"a{character}b")
    code = f"U+{ord(character):04X}"
    file = tmp_path / "pie.yaml"
    escape = f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
    told = []
    if character not in "\x00\ud800":  # the one makes it no text file, the other can't be written
        file.write_text(f"extends: split_the_pie\ntitle: it{character}em\n", encoding="utf-8")
        told.append((lambda: load_scenario(file), 2))
    if character != "\ud800":  # libyaml refuses its escape
        escape_file = tmp_path / "escape.yaml"
        escape_file.write_text(f'extends: split_the_pie\ntitle: "it{escape}em"\n', encoding="utf-8")
        told.append((lambda: load_scenario(escape_file), 2))
    told += [
        (lambda: load_scenario("split_the_pie", sets={"title": f"it{character}em"}), 0),
        (lambda: load_scenario("split_the_pie", overrides={"title": f"it{character}em"}), 0),
        (lambda: load_scenario(pie(f"it{character}em")), 0),
    ]
    for load, line in told:
        with pytest.raises(ConfigError) as caught:
            load()
        assert code in str(caught.value)
        assert steering(str(caught.value)) is None
        assert caught.value.problems[0].line == line
    with pytest.raises(ConfigError) as caught:
        load_scenario({"countries": {f"A{character}": {}}})
    assert "holds a character that no name can" in str(caught.value)


@pytest.mark.parametrize("character", PLAIN)
def test_every_other_may_stand_in_a_text(character: str) -> None:
    description = f"it{character}em"
    assert steering(description) is None
    assert escaped(description) == description


def test_a_file_may_end_its_lines_as_windows_does_but_no_text_in_it_may(tmp_path: Path) -> None:
    file = tmp_path / "pie.yaml"
    file.write_bytes(b"extends: split_the_pie\r\ntitle: Mine\r\n")
    assert load_scenario(file).title == "Mine"
    file.write_text('extends: split_the_pie\ntitle: "Mine\\rYours"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"pie\.yaml:2:8: a text can't hold the character U\+000D"):
        load_scenario(file)


@pytest.mark.parametrize("key", ['"a\\nb"', '"a\\tb"', '"a\\eb"', '"\\u202eb"', "'a\n  \n  b'"])
def test_a_key_stays_in_its_line(key: str, tmp_path: Path) -> None:
    file = tmp_path / "pie.yaml"
    file.write_text(f"extends: split_the_pie\ncountries: {{{key}: 1}}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="holds a character that no name can"):
        load_scenario(file)


def test_what_is_shown_amid_a_line_stays_in_it() -> None:
    forged = load_scenario(pie("pie\nDeal on day 1\n"))
    assert forged.tables["pie"].title == "pie Deal on day 1"
    assert load_scenario("split_the_pie", overrides={"title": "a\n\tb"}).title == "a b"
    levels = {"tables": {"pie": {"agenda": {"share": {"levels": ["a\nb", "c"]}}}}}
    with pytest.raises(ConfigError) as caught:
        load_scenario({"extends": "split_the_pie"} | levels | {"tital": "x"})
    assert "a\nb" not in str(caught.value)


@pytest.mark.parametrize("place", ["transcript.0.reason", "scenario", "content.title", "versions.mesa"])
def test_a_result_may_not_hold_it_either(place: str, tmp_path: Path) -> None:
    data = json.loads(run("split_the_pie", seed=1).to_json())
    inner = data
    *above, last = place.split(".")
    for key in above:
        inner = inner[int(key) if isinstance(inner, list) else key]
    inner[last] = "it\x1b[5m"
    file = tmp_path / "talks.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(TradetalksError, match=rf"is no result: {place} holds the character U\+001B"):
        read_result(file)


def test_names_in_messages_are_escapes(tmp_path: Path) -> None:
    problem = Problem("no \x1b[2J here", "a\nb.yaml", 1, 1, "x\u202e.y", "line\x9b")
    assert str(problem) == "a\\nb.yaml:1:1: x\\u202e.y: no \\x1b[2J here\n    line\\x9b\n    ^"
    assert str(UnknownName("no \x1b[2J\nhere")) == "no \\x1b[2J\nhere"
    assert one_line("a\r\n\tb") == "a\\r\\n\\tb"
    file = tmp_path / "a\x1b[5mb.yaml"
    file.write_text("a: [\n", encoding="utf-8")
    for command in (
        ["validate", str(file)],
        ["validate", "spring\x1b[5m"],
        ["run", "split_the_pie", "--set", "a\x1b=1"],
    ):
        error = CliRunner().invoke(app, command).exception
        assert isinstance(error, TradetalksError)
        assert "\\x1b" in str(error)
        assert steering(str(error)) is None


def test_the_terminal_takes_every_text_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    name, title = "[red]Alpha[/red]", "[link=http://x.example]pie[/link] [bold]"
    scenario = pie(title) | {"countries": {"A": {"name": name}}}
    scenario["tables"]["pie"]["agenda"] = {"share": {"label": "[blink]share[/blink]"}}
    print_run(run(scenario, seed=1), console(), repeat="tradetalks run", whole=True)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert title in shown
    assert "[blink]share[/blink]" in shown
    out = console()
    assert isinstance(out, Console)
    with out.capture() as captured:
        out.print("[red]as it stands[/red]")
    assert captured.get() == "[red]as it stands[/red]\n"
