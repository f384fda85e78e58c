"""`new-strategy`, `check-part` and `--parts` on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from strategy_files import PROPOSE, linear, write

ROOT = Path(__file__).parents[2]
SHARE = "    share: Annotated[Share, Field(description='what it asks for')]"
sys.path.insert(0, str(ROOT / "tools"))

from docs_runner import call  # noqa: E402

from tradetalks.agents.strategies.base import strategies  # noqa: E402


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_strategy_runs_and_passes_as_it_is() -> None:
    said, code = call(["new-strategy", "tough_guy"])
    assert (said, code) == ("tough_guy.py: written; check it by `tradetalks check-part tough_guy.py`\n", 0)
    said, code = call(["check-part", "tough_guy.py"])
    assert code == 0
    assert said.count("\n  pass  ") == 9
    assert "FAIL" not in said
    said, code = call(["run", "split_the_pie", "--seed", "1", "--set", "countries.A.strategy.file=tough_guy.py"])
    assert code == 0
    assert "Deal on day" in said


def test_a_new_strategy_writes_over_nothing() -> None:
    Path("mine.py").write_text("kept", encoding="utf-8")
    said, code = call(["new-strategy", "mine"])
    assert (said, code) == ("error: mine.py is there already, and is left as it is\n", 2)
    assert Path("mine.py").read_text(encoding="utf-8") == "kept"
    for name, words in (
        ("Mine", "is no name"),
        ("../x", "is no name"),
        ("linear", "is the name of a shipped strategy"),
        ("none", "has a meaning of its own in Python"),
        ("class_var", "has a meaning of its own in Python"),
        ("null", "or in scenario files"),
    ):
        said, code = call(["new-strategy", name])
        assert code == 2
        assert words in said
    said, code = call(["new-strategy", "other", "-o", "nowhere"])
    assert code == 2
    assert "can't write nowhere/other.py" in said


def test_what_fails_is_named_and_ends_in_1() -> None:
    write(Path(), linear(body=f"{PROPOSE}return Offer(999999)"))
    said, code = call(["check-part", "mine.py"])
    assert code == 1
    assert "  FAIL  legal moves   ANN offers outcome 999999; the space has 0 to 8 (at the table small); and" in said
    said, code = call(["check-part", "none.py"])
    assert (said, code) == ("error: none.py: there is no such file\n", 2)


def test_options_are_set_for_the_exam() -> None:
    write(Path(), linear(top="from tradetalks.quantities import Share", body=SHARE))
    said, code = call(["check-part", "mine.py"])
    assert (said, code) == ("error: share: is missing\n", 2)
    assert call(["check-part", "mine.py", "--set", "share=0.5"])[1] == 0
    said, code = call(["check-part", "mine.py", "--set", "share=5"])
    assert (said, code) == ("error: --set share=5: share: must be less than or equal to 1, not 5\n", 2)


def test_a_folder_of_strategies_for_one_command() -> None:
    Path("class").mkdir()
    write(Path("class"), linear("ours"))
    run = ["run", "split_the_pie", "--seed", "1", "--set", "countries.A.strategy.name=ours"]
    said, code = call([*run, "--parts", "class", "--json", "out.json"])
    assert code == 0
    assert said.endswith(f"repeat: tradetalks {' '.join(run)} --parts class\n")
    assert "ours" not in strategies
    assert json.loads(Path("out.json").read_text("utf-8"))["versions"]["mine.py"].startswith("sha256 ")
    assert call(["replay", "out.json", "--parts", "class"])[1] == 0
    assert "there is no strategy 'ours'" in call(["replay", "out.json"])[0]
    assert "  ours  " in call(["list", "--parts", "class"])[0]
    Path("s.yaml").write_text("extends: split_the_pie\ncountries: {A: {strategy: {name: ours}}}\n", encoding="utf-8")
    assert call(["validate", "s.yaml", "--parts", "class"])[1] == 0
    assert call(["domain", "s.yaml", "--parts", "class"])[1] == 0
    assert call(["validate", "s.yaml"])[1] == 2
    said, code = call(["run", "s.yaml", "--parts", "nowhere"])
    assert (said, code) == ("error: nowhere: there is no such folder\n", 2)


def test_the_run_goes_on_and_says_so() -> None:
    write(Path(), linear(body=f"{PROPOSE}return 5 if 2 < view.round < 5 else super().propose(view)"))
    said, code = call(["run", "split_the_pie", "--seed", "1", "--set", "countries.A.strategy.file=mine.py"])
    assert code == 0
    assert " A lost 2 turns in between: `propose` returns 5, not an Offer or WalkAway\n" in said
    assert "Deal on day" in said
