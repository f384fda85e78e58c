"""Strategies from files in scenarios: every way to name one, and what is said of one that can't be used."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from games import turn_of
from strategy_files import PROPOSE, linear, write

from tradetalks.agents.kinds import parts_from
from tradetalks.agents.outside.guard import Guarded
from tradetalks.agents.strategies.base import strategies
from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import ConfigError, PartError
from tradetalks.outside.files import class_in, classes_in
from tradetalks.runs.play.debrief import debrief
from tradetalks.runs.play.replay import read_result, replay
from tradetalks.runs.play.session import Session
from tradetalks.runs.single import run

LOWEST = "    lowest: Annotated[float, Field(ge=0, le=1)] = 0.5"
OWN = "extends: split_the_pie\ncountries: {A: {strategy: {file: mine.py, lowest: 0.7}}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with mine.py, and a scenario that names it in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, linear(body=LOWEST))
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", linear("other", body=LOWEST))
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "below" / "own.yaml").write_text(OWN, encoding="utf-8")
    return tmp_path


def player(setup: Scenario, code: str = "A") -> Any:
    strategy = setup.countries[code].strategy
    assert isinstance(strategy, Guarded)
    return strategy.inner


# ---- how it is named


def test_a_path_counts_from_the_folder_of_the_file_that_names_it(folder: Path) -> None:
    for file, name in (("own.yaml", "mine"), ("below/own.yaml", "other"), (str(folder / "below/own.yaml"), "other")):
        inner = player(load_scenario(file))
        assert (inner.name, inner.lowest) == (name, 0.7)


def test_a_coalition_s_strategy_too(folder: Path) -> None:
    (folder / "below" / "pooled.yaml").write_text(
        "extends: spring_2025\nlayout: pooled\ncoalitions: {SEA3: {strategy: {file: mine.py, lowest: 0.7}}}\n"
    )
    strategy = load_scenario("below/pooled.yaml").coalitions["SEA3"].strategy
    assert isinstance(strategy, Guarded)
    assert strategy.inner.name == "other"
    # Its file is read anew once it has changed.
    write(folder / "below", linear("another", body=LOWEST))
    strategy = load_scenario("below/pooled.yaml").coalitions["SEA3"].strategy
    assert isinstance(strategy, Guarded)
    assert strategy.inner.name == "another"


def test_through_extends_each_file_has_its_own_folder(folder: Path) -> None:
    (folder / "top.yaml").write_text("extends: below/own.yaml\ncountries: {B: {strategy: {file: mine.py}}}\n")
    setup = load_scenario("top.yaml")
    assert (player(setup).name, player(setup, "B").name) == ("other", "mine")


def test_from_outside_a_path_counts_from_the_working_directory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sets = {"countries.A.strategy.file": "below/mine.py", "countries.A.strategy.lowest": "0.2"}
    assert player(load_scenario("split_the_pie", sets=sets)).name == "other"
    data = {"countries.A.strategy": {"file": str(folder / "mine.py"), "lowest": 0.2}}
    assert player(load_scenario("split_the_pie", overrides=data)).lowest == 0.2
    monkeypatch.setenv("HOME", str(folder))
    assert player(load_scenario("split_the_pie", sets={"countries.A.strategy.file": "~/mine.py"})).name == "mine"


def test_at_one_table_alone(folder: Path) -> None:
    setup = load_scenario("split_the_pie", overrides={"tables.pie.strategies": {"B": {"file": "mine.py"}}})
    table = run(setup, seed=1).tables["pie"]
    assert isinstance(setup.tables["pie"].strategies["B"], Guarded)
    assert table.status == "in_force"


def test_another_strategy_drops_the_options_of_the_former(folder: Path) -> None:
    (folder / "back.yaml").write_text("extends: own.yaml\ncountries: {A: {strategy: {name: linear}}}\n")
    assert load_scenario("back.yaml").content["countries"]["A"]["strategy"] == {"name": "linear"}
    back = load_scenario("own.yaml", sets={"countries.A.strategy.name": "boulware"})
    assert back.content["countries"]["A"]["strategy"] == {"name": "boulware"}
    again = load_scenario("own.yaml", sets={"countries.A.strategy.lowest": "0.1"})
    assert player(again).lowest == 0.1


def test_what_is_drawn_reaches_it(folder: Path) -> None:
    drawn = {"file": {"choice": ["mine.py", "below/mine.py"]}, "lowest": {"uniform": [0.2, 0.3]}}
    results = [run("split_the_pie", seed=seed, countries__A__strategy=drawn) for seed in range(6)]
    assert {result.drawn["countries.A.strategy.file"] for result in results} == {"mine.py", "below/mine.py"}
    setup = load_scenario("own.yaml", overrides={"countries.A.strategy.lowest": {"uniform": [0.2, 0.3]}})
    assert 0.2 <= run(setup, seed=1).drawn["countries.A.strategy.lowest"] <= 0.3
    with pytest.raises(ConfigError, match="must be less than or equal to 1, not 3"):
        load_scenario("own.yaml", overrides={"countries.A.strategy.lowest": {"uniform": [0.2, 3]}})


def test_the_schema_knows_it() -> None:
    schema = jsonschema.Draft202012Validator(Scenario.file_schema())

    def fits(strategy: dict[str, Any]) -> bool:
        return bool(schema.is_valid({"extends": "split_the_pie", "countries": {"A": {"strategy": strategy}}}))

    assert fits({"file": "mine.py", "lowest": 0.7, "limits": {"seconds": 2}})
    assert fits({"negmas": "MiCRONegotiator"})
    assert not fits({"file": 3})
    assert not fits({"file": "mine.py", "limits": {"second": 2}})
    assert not fits({"lowest": 0.7})


# ---- runs


def test_a_result_replays_and_tells_of_another_version_of_the_file(folder: Path) -> None:
    result = run("own.yaml", seed=3)
    (folder / "out.json").write_text(result.to_json(), encoding="utf-8")
    assert str(folder) not in result.to_json()
    done = replay(read_result(Path("out.json")))
    assert (done.same, done.other_versions) == (True, {})
    write(folder, linear(body=f"{LOWEST}\n{PROPOSE}return Offer(100, 'all')"))
    done = replay(read_result(Path("out.json")))
    assert "offer.share was 95.0, is now 100.0" in done.difference
    assert list(done.other_versions) == ["mine.py"]


def test_a_file_that_has_changed_is_read_anew(folder: Path) -> None:
    before = run("own.yaml", seed=3)
    write(folder, linear(body=f"{LOWEST}\n{PROPOSE}return Offer(100, 'all')"))
    after = run("own.yaml", seed=3)
    assert after.transcript[0].reason == "all" != before.transcript[0].reason


def test_a_person_plays_against_it_and_goes_on(folder: Path) -> None:
    game = Session.start("own.yaml", "B", seed=1)
    game.offer({"share": 20.0})
    game.save("saved.json")
    again = Session.load("saved.json")
    assert turn_of(again) == turn_of(game)
    assert isinstance(again.model.countries["A"].strategy, Guarded)


def test_it_runs_in_a_process_that_was_spawned(folder: Path) -> None:
    setup = load_scenario("own.yaml", overrides={"countries.A.strategy.lowest": {"uniform": [0.2, 0.9]}})
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        there = pool.apply(run, (setup,), {"seed": 5})
    assert there.to_json() == run(setup, seed=5).to_json()
    kept = pickle.loads(pickle.dumps(player(setup)))  # noqa: S301 - our own bytes
    assert kept == player(setup)
    assert type(kept) is type(player(setup))


def test_a_fault_is_told_in_the_result(folder: Path) -> None:
    write(folder, linear(body=f"{LOWEST}\n{PROPOSE}return 1 / 0"))
    result = run("own.yaml", seed=1)
    assert result.tables["pie"].summary == "No deal: A lost the table on day 2, by faults of its strategy"
    events = [event for event in result.events if event.kind == "forfeit"]
    assert [event.hidden for event in events] == [True] * 3
    assert events[0].text.startswith("The pie: Side A loses its turn, fault 1 of 3: raises ZeroDivisionError")
    assert result.events[-1].text == "The pie: Side A has lost the table"
    assert [line.move for line in result.transcript if line.party == "A"] == ["forfeit"] * 3
    assert replay(json.loads(result.to_json())).same


def test_a_person_across_from_one_that_fails(folder: Path) -> None:
    write(folder, linear(body=f"{LOWEST}\n{PROPOSE}return 1 / 0"))
    game = Session.start("own.yaml", "B", seed=1)
    for share in (10.0, 20.0):
        turn = turn_of(game)
        assert turn is not None
        assert [str(move.kind) for move in turn.since if move.by == "A"] == ["forfeit"]
        assert turn.standing is None
        game.offer({"share": share})
    told = " ".join(debrief(game.model, "pie", "B"))
    assert "Side A lost the table by faults of its strategy on day 2" in told
    assert "ZeroDivisionError" not in told


# ---- folders


def test_the_strategies_of_a_folder_are_known_by_name(folder: Path) -> None:
    data = {"name": {"choice": ["mine", "linear"]}}
    with parts_from(["."]):
        assert "mine" in strategies
        setup = load_scenario("split_the_pie", overrides={"countries.A.strategy.name": "mine"})
        assert player(setup).name == "mine"
        names = [run("split_the_pie", seed=seed, countries__A__strategy=data).drawn for seed in range(8)]
        assert len({str(drawn) for drawn in names}) == 2
        with pytest.raises(ConfigError, match=r"the strategy 'mine' \(mine.py\) has no option 'lowst'"):
            load_scenario("split_the_pie", overrides={"countries.A.strategy": {"name": "mine", "lowst": 1}})
    assert "mine" not in strategies
    with pytest.raises(ConfigError, match="there is no strategy 'mine'"):
        load_scenario("split_the_pie", overrides={"countries.A.strategy.name": "mine"})


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.py": linear("linear")}, r"a.py: its strategy 'linear' has the same name as a shipped one"),
        ({"a.py": linear("x"), "b.py": linear("x")}, r"b.py: its strategy 'x' has the same name as that of a.py"),
        ({"a.py": "x = 1\n"}, r"a.py: holds no part"),
        ({"a.py": "x = (\n", "b.py": "1 / 0\n"}, r"a.py:1: is no valid Python.*\n.*b.py: can't be loaded"),
        ({"a.txt": ""}, r"class: holds no .py file"),
    ],
)
def test_a_folder_that_can_not_be_taken(
    files: dict[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class").mkdir()
    for name, code in files.items():
        write(tmp_path / "class", code, name)
    with pytest.raises(PartError, match=said), parts_from(["class"]):
        pass
    with pytest.raises(PartError, match="none: there is no such folder"), parts_from(["none"]):
        pass


# ---- what can't be used


TWO = linear("one") + linear("two").replace("class Mine", "class Second")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = (\n", r"mine.py:1: is no valid Python: '\(' was never closed"),
        ("x = 1\n", r"mine.py: holds no strategy: a class derived from Strategy"),
        (
            linear().replace("    name: ClassVar[str] = 'mine'", "    pass"),
            r"mine.py:11: the strategy Mine needs a name of its own",
        ),
        (
            linear().replace("@dataclass(frozen=True, kw_only=True)\nclass Mine(Linear)", "class Mine(Strategy)"),
            r"mine.py:10: the strategy Mine needs `propose` and `respond`",
        ),
        (
            linear().replace("@dataclass(frozen=True, kw_only=True)\nclass Mine(Linear)", "class Mine(Strategy)")
            + "    def propose(self, view): ...\n    def respond(self, view, offer): ...\n",
            r"mine.py:10: the strategy Mine needs the decorator @dataclass\(frozen=True, kw_only=True\)",
        ),
        (linear(body="    limits: int = 3"), r"mine.py:11: no option may be called 'limits'"),
        (TWO, r"mine.py: holds several strategies, one, two: keep one in a file"),
        (linear("one") + linear("one").replace("class Mine", "class Second"), "a second strategy calls itself 'one'"),
        ("\n1 / 0\n", r"mine.py: can't be loaded: it raises ZeroDivisionError: division by zero \(mine.py:2\)"),
        ("import sys\nsys.exit()\n", r"mine.py: can't be loaded: it raises SystemExit \(mine.py:2\)"),
        ("import nosuchthing\n", r"raises ModuleNotFoundError: .* \(mine.py:1\); a part's file stands alone"),
        ("x = '\xe9'\n".encode("latin-1"), r"mine.py.*: is no valid Python: .*utf-8"),
        (b"\0", r"mine.py: is no valid Python: source code string cannot contain null bytes"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(
    code: str | bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_bytes(code.encode() if isinstance(code, str) else code)
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    with pytest.raises(PartError, match=said):
        class_in(strategies, "mine.py")
    with pytest.raises(ConfigError) as told:
        load_scenario("own.yaml")
    assert str(told.value).startswith("own.yaml:2:34: countries.A.strategy.file: ")
    assert re.search(said, str(told.value))


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ({"file": "nofile.py"}, "strategy.file: nofile.py: there is no such file"),
        ({"file": "below"}, "below: a strategy's file is Python code, and its name ends in .py"),
        ({"file": 3}, "must be the path of a strategy's .py file, not 3"),
        ({"file": "mine.py", "lowest": 2}, "strategy.lowest: must be less than or equal to 1, not 2"),
        (
            {"file": "mine.py", "lowst": 1},
            r"has no option 'lowst' \(did you mean 'lowest'\?\); its options",
        ),
        (
            {"file": "mine.py", "name": "linear"},
            "strategy.file: goes not with `name`: give one of name, file, negmas",
        ),
        ({"file": "mine.py", "limits": 3}, "strategy.limits: must be a mapping such as"),
        ({"file": "mine.py", "limits": {"seconds": 0}}, "limits.seconds: must be greater than 0"),
        ({"file": "mine.py", "limits": {"second": 1}}, r"has no option 'second' \(did you mean 'seconds'\?\)"),
        ({"lowest": 1}, "doesn't say which strategy: it needs `name`, `file` or `negmas`"),
        ({"fil": "mine.py"}, r"needs `name`, `file` or `negmas` \(did you mean 'file'\?\)"),
        ({"name": "linear", "limits": {"seconds": 1}}, "the strategy 'linear' has no option 'limits'"),
    ],
)
def test_what_is_wrong_with_a_choice_is_told(strategy: dict[str, Any], said: str, folder: Path) -> None:
    with pytest.raises(ConfigError, match=said):
        load_scenario("split_the_pie", overrides={"countries.A.strategy": strategy})


def test_a_strategy_whose_own_checks_fail(folder: Path) -> None:
    body = f"{LOWEST}\n    def __post_init__(self):\n        {{}}[self.lowest]"
    write(folder, linear(body=body))
    with pytest.raises(ConfigError, match=r"can't be made of these options: it raises KeyError: 0.7 \(mine.py:\d+\)"):
        load_scenario("own.yaml")


def test_several_in_a_file_are_known_by_their_names(folder: Path) -> None:
    write(folder, TWO)
    assert list(classes_in(strategies, "mine.py")) == ["one", "two"]
    with parts_from(["."]):
        assert {"one", "two"} <= set(strategies)
