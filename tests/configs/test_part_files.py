"""Parts from files: one of every kind runs, in batches and replays too, and what goes wrong is told with its place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from calls import call

from tradetalks.agents.kinds import KINDS, parts_from, parts_in
from tradetalks.agents.outside.guard import Guarded
from tradetalks.app.uploads import opened
from tradetalks.configs.load import load_scenario
from tradetalks.errors import ConfigError, PartError, TradetalksError
from tradetalks.runs.exam.exam import examine
from tradetalks.runs.exam.examples import example_of
from tradetalks.runs.single import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "write-a-part.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```(?:python|yaml)\n# ([\w.]+)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL))
PARTS = sorted(name for name in FILES if name.endswith(".py"))
KIND_OF = {
    "shared_burden.py": "interest",
    "storm.py": "event",
    "last_first.py": "protocol",
    "joint_defence.py": "lever",
    "surprise.py": "deadline",
    "cautious.py": "form",
    "in_the_end.py": "acceptance condition",
    "latest.py": "opponent model",
}
BURDEN = "countries.USA.interests.burden={file: shared_burden.py, weight: 2, ally: JPN}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory outside the checkout with every part of the page and its scenarios."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def changed(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_the_page_shows_one_of_every_kind() -> None:
    assert {*PARTS} == {*KIND_OF}
    assert {*KIND_OF.values(), "strategy"} == {registry.kind for registry in KINDS}


@pytest.mark.parametrize("name", PARTS)
def test_it_passes_the_exam_as_the_page_shows_it(name: str, folder: Path) -> None:
    """The same file in the folder of its kind would be found by its name: it has that, and the exam, already."""
    ((registry, classes),) = parts_in(name).items()
    assert registry.kind == KIND_OF[name]
    for part_name, cls in classes.items():
        assert part_name == name.removesuffix(".py")
        checks = list(examine(registry, example_of(registry, cls), []))
        assert [check.text for check in checks if not check.passed and check.name != "reproducible"] == []


def test_all_run_together_and_are_what_the_run_depends_on(folder: Path) -> None:
    result = run("more.yaml", seed=7)
    assert {"joint_defence.py", "surprise.py", "cautious.py", "in_the_end.py", "latest.py"} <= {*result.versions}
    assert load_scenario("more.yaml").tables["USA-JPN"].agenda["defence"].lever.name == "joint_defence"
    assert isinstance(load_scenario("more.yaml").countries["JPN"].strategy, Guarded)
    assert not isinstance(load_scenario("more.yaml").countries["USA"].strategy, Guarded)


def test_by_name_from_a_folder_it_is_the_same_run(folder: Path) -> None:
    by_file = json.loads(run("own.yaml", seed=3).to_json())
    text = (folder / "own.yaml").read_text("utf-8")
    text = text.replace("file: shared_burden.py", "kind: shared_burden").replace("{file: last_first.py}", "last_first")
    (folder / "named.yaml").write_text(text.replace("file: storm.py", "event: storm"), encoding="utf-8")
    with pytest.raises(ConfigError, match="there is no interest 'shared_burden'"):
        load_scenario("named.yaml")
    with parts_from(["."]):
        by_name = json.loads(run("named.yaml", seed=3).to_json())
    for key in ("transcript", "tables", "versions", "drawn"):
        assert by_name[key] == by_file[key]


def test_from_the_command_line_run_batch_and_replay(folder: Path) -> None:
    """An interest, an event and a protocol in a folder outside the checkout."""
    done = call("run", "own.yaml", "--seed", "7", "--json", "own.json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert call("replay", "own.json", cwd=folder).stdout == "own.json: the same, move by move (48 moves)\n"
    digests = set()
    for workers in ("0", "2"):
        done = call("batch", "storms.yaml", "--workers", workers, "-o", f"w{workers}", cwd=folder)
        assert done.returncode == 0, done.stderr
        digests.add(call("results", f"w{workers}", "--digest", cwd=folder).stdout.splitlines()[-1])
    assert len(digests) == 1
    manifest = json.loads((folder / "w2" / "manifest.json").read_text("utf-8"))
    assert {"shared_burden.py", "storm.py", "last_first.py"} <= {*manifest["versions"]}
    # Another version of a file is told, and another run is not called the same.
    changed(folder, "shared_burden.py", "world.defence_pct[self.ally]", "9 * world.defence_pct[self.ally]")
    done = call("replay", "own.json", cwd=folder)
    assert done.returncode == 2
    assert re.search(r"shared_burden\.py was sha256 \w+, is sha256 \w+", done.stdout)
    assert "own.json: not the same" in done.stderr
    done = call("batch", "storms.yaml", "--workers", "0", "--resume", "-o", "w2", cwd=folder)
    assert done.returncode == 2
    assert "shared_burden.py" in done.stderr


def test_workers_know_the_folders_of_the_command(folder: Path) -> None:
    text = (folder / "own.yaml").read_text("utf-8").replace("file: storm.py", "event: storm")
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    (folder / "storms.yaml").write_text(
        "scenario: own.yaml\nsweep: {method: grid, over: {tables.USA-JPN.protocol: [ultimatum, last_first]}}\n"
        "replications: 3\n"
    )
    done = call("batch", "storms.yaml", "--parts", ".", "--workers", "2", "-o", "store", cwd=folder)
    assert done.returncode == 0, done.stderr
    said = call("results", "store", "--csv", "-", cwd=folder).stdout
    assert "last_first" in said
    assert said.count(",True,") >= 6


def test_list_shows_the_parts_of_a_folder(folder: Path) -> None:
    said = call("list", "--parts", ".", cwd=folder).stdout
    for name in PARTS:
        assert f"\n  {name.removesuffix('.py'):<21}" in said


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "shared_burden.py",
            "return np.array",
            "return 1 / 0 * np.array",
            r"SharedBurden of shared_burden\.py: `measure` raises ZeroDivisionError: .* \(shared_burden\.py:\d+\)",
        ),
        (
            "storm.py",
            "return markets",
            "raise SystemExit\n        return markets",
            r"Storm of storm\.py: `apply` raises",
        ),
        (
            "last_first.py",
            "return self._parties",
            "return [][0] + self._parties",
            r"LastFirst of last_first\.py: `mover`",
        ),
        (
            "shared_burden.py",
            'frozenset({"defence"})',
            'frozenset({"deals"})',
            r"reads world\.defence_pct, but its `reads` doesn't name 'defence': .* in SharedBurden of shared_burden",
        ),
        (
            "shared_burden.py",
            "for world in assessment.worlds]",
            "for world in assessment.worlds[1:]]",
            r"the interest 'shared_burden' of USA must give a finite number for each of \d+ worlds",
        ),
    ],
)
def test_what_its_code_does_wrong_ends_the_run_in_one_message(
    name: str, old: str, new: str, said: str, folder: Path
) -> None:
    changed(folder, name, old, new)
    with pytest.raises(TradetalksError, match=said):
        run("own.yaml", seed=7)


def test_in_a_batch_the_other_runs_go_on(folder: Path) -> None:
    changed(
        folder,
        "storm.py",
        "return markets",
        "if self.size > 2:\n            raise ValueError('no')\n        return markets",
    )
    done = call("batch", "storms.yaml", "--workers", "2", "-o", "store", cwd=folder)
    assert done.returncode == 0, done.stderr
    said = call("results", "store", "--csv", "-", cwd=folder).stdout
    assert said.count("Storm of storm.py: `apply` raises ValueError: no (storm.py:") == 4
    assert said.count(",True,") >= 4


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"events.storm": {"file": "nowhere.py", "on": 3}}, r"events\.storm\.file: nowhere\.py: there is no such file"),
        ({"events.storm.file": 3}, r"events\.storm\.file: must be the path of a \.py file, not 3"),
        (
            {"events.storm.file": "latest.py"},
            r"storm\.file: latest\.py: holds no event: a class derived from Event",
        ),
        ({"events.storm.event": "tour"}, r"events\.storm\.country: is missing"),
        (
            {"events.storm": {"file": "storm.py", "event": "tour", "on": 3}},
            r"goes not with `event`: give one of",
        ),
        (
            {"events.storm.sise": 1},
            r"no such key \(did you mean 'size'",
        ),
        ({"events.storm.size": 99}, r"events\.storm\.size: must be less than or equal to 10, not 99"),
        ({"countries.USA.interests.burden.ally": "XXX"}, r"countries\.USA\.interests\.burden\.ally: .*'XXX'"),
        ({"tables.USA-JPN.protocol": {"file": "storm.py"}}, r"protocol\.file: storm\.py: holds no protocol"),
        ({"tables.USA-JPN.protocol": {"file": "last_first.py", "x": 1}}, r"'last_first' has no option 'x'"),
        ({"tables.USA-JPN.deadline": {"on": 90, "file": "storm.py"}}, r"deadline\.file: storm\.py: holds no deadline"),
    ],
)
def test_what_is_wrong_in_a_scenario_is_told_where_it_stands(over: dict[str, Any], said: str, folder: Path) -> None:
    with pytest.raises(ConfigError, match=said):
        load_scenario("own.yaml", overrides=over)


def test_another_kind_takes_the_options_of_the_former_with_it(folder: Path) -> None:
    setup = load_scenario("own.yaml", sets={"events.storm.event": "market_shock", "events.storm.size": "2"})
    assert setup.events["storm"].event.name == "market_shock"
    setup = load_scenario("us_japan_2025", sets={"tables.USA-JPN.deadline.file": "surprise.py"})
    assert setup.tables["USA-JPN"].deadline.early == 7
    (folder / "other.yaml").write_text("extends: own.yaml\nevents: {storm: {event: market_shock, size: -1}}\n")
    assert load_scenario("other.yaml").events["storm"].event.name == "market_shock"


def test_two_files_of_one_name_and_files_without_a_part_are_refused_together(folder: Path) -> None:
    (folder / "again.py").write_text((folder / "storm.py").read_text("utf-8"), encoding="utf-8")
    (folder / "empty.py").write_text("", encoding="utf-8")
    with pytest.raises(PartError) as refused, parts_from(["."]):
        pass
    assert "storm.py: its event 'storm' has the same name as that of again.py" in str(refused.value)
    assert "empty.py: holds no part" in str(refused.value)


@pytest.mark.parametrize("name", ["own.yaml", "more.yaml"])
def test_the_page_runs_none_of_what_a_file_that_is_handed_in_names(name: str, folder: Path) -> None:
    with pytest.raises(TradetalksError, match="runs no code from it"):
        opened(name, (folder / name).read_bytes())
