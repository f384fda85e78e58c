"""Results, saved games and stores that somebody has edited, or a disk has damaged: an error of the family, or none."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from games import seat_of
from mutations import damaged_store, edited_store, mutation
from rich.console import Console
from small_files import EXPERIMENT
from trials import half_written, in_tenths, refused, told

from tradetalks.cli.printing.batch import print_results
from tradetalks.errors import StoreError, TradetalksError
from tradetalks.runs.analysis.report import page
from tradetalks.runs.analysis.sensitivity import design_of, explained
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.running import run_batch
from tradetalks.runs.files.whole import MOST_BYTES
from tradetalks.runs.play.replay import read_result, replay
from tradetalks.runs.play.session import Session
from tradetalks.runs.single import run


def a_game(file: Path) -> None:
    game = Session.start("us_japan_2025", "JPN", seed=3)
    game.offer(seat_of(game).first_form())
    game.offer(seat_of(game).first_form())
    game.save(file)


# ---- results and saved games


@in_tenths(500)
def test_edited_results(numbers: range, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    whole = [json.loads(run(name, seed=3).to_json()) for name in ("split_the_pie", "us_japan_2025")]

    def trial(number: int) -> None:
        file.write_text(mutation(whole[number % 2], number), "utf-8")
        replay(read_result(file))

    assert refused(numbers, trial) > len(numbers) / 3
    assert list(tmp_path.iterdir()) == [file]


@in_tenths(500)
def test_edited_games(numbers: range, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    a_game(file)
    whole = json.loads(file.read_text("utf-8"))

    def trial(number: int) -> None:
        text = mutation(whole, number)
        file.write_text(text, "utf-8")
        try:
            Session.load(file)
        finally:
            # What was saved before is as it was.
            assert file.read_text("utf-8") == text

    assert refused(numbers, trial) > len(numbers) / 3


READERS = [read_result, Session.load, lambda file: Batch(file.parent)]


@pytest.mark.parametrize("reads", READERS)
@pytest.mark.parametrize("what", ["/dev/zero", "fifo", "large", "folder", "deep", "long", "null", "half"])
def test_what_is_no_such_file_is_one_message(what: str, reads: Callable[[Path], object], tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    match what:
        case "/dev/zero":
            file.symlink_to(what)
        case "fifo":
            os.mkfifo(file)
        case "large":
            with file.open("wb") as handle:
                handle.truncate(MOST_BYTES + 1)
        case "folder":
            file.mkdir()
        case "deep":
            file.write_text('{"a": ' * 500 + "1" + "}" * 500, "utf-8")
        case "long":
            file = tmp_path / ("n" * 300) / ("n" * 300)
        case "null":
            file = tmp_path / "a\0b" / "manifest.json"
        case "half":
            file.write_text('{"a": "\\ud800"}', "utf-8")
    said = told(lambda: reads(file))
    assert said
    assert "\n" not in said


@pytest.mark.parametrize("reads", [read_result, Session.load])
def test_numbers_that_are_none_are_refused(reads: Callable[[Path], object], tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    for number in ("NaN", "-Infinity", "1e999"):
        file.write_text(f'{{"format": 1, "seed": {number}}}', "utf-8")
        assert "or a truncated one" in told(lambda: reads(file))


# ---- stores


def used(folder: Path) -> Iterator[Callable[[], object]]:
    """Yield all that commands do with a store, checked before or not."""
    yield Batch(folder).store.check
    out = Console(file=io.StringIO())
    batch = Batch(folder)
    yield from (batch.runs, batch.events, batch.design, batch.digest, batch.summary)
    yield lambda: batch.runs(where="deal and day < 30")
    yield lambda: print_results(batch, out)
    yield lambda: explained(batch, design_of(batch))
    yield lambda: page(batch)
    yield lambda: run_batch(EXPERIMENT, workers=0, folder=folder, resume=True)


def use(folder: Path) -> list[str]:
    """Do with a store what commands do; return what was said of it, and leave nothing half written."""
    said: list[str] = []
    with contextlib.suppress(TradetalksError):
        said += [text for call in used(folder) if (text := told(call))]
    assert half_written(folder) == []
    return said


def test_a_store_that_nobody_has_touched_is_used_without_a_word(store: Path) -> None:
    assert use(store) == []


@in_tenths(300)
def test_edited_manifests(numbers: range, store: Path, tmp_path: Path) -> None:
    def trial(number: int) -> None:
        folder = tmp_path / str(number)
        edited_store(store, folder, f"manifest:{number}")
        use(folder)
        Batch(folder)

    assert 0 < refused(numbers, trial) < len(numbers)


@in_tenths(100)
def test_damaged_tables(numbers: range, store: Path, tmp_path: Path) -> None:
    whole = Batch(store).digest()

    def trial(number: int) -> None:
        folder = tmp_path / str(number)
        damaged_store(store, folder, f"table:{number}")
        # What nothing was said of has the same rows.
        assert use(folder) or Batch(folder).digest() == whole

    refused(numbers, trial)


def edited(store: Path, target: Path, path: list[Any], value: Any) -> Path:
    shutil.copytree(store, target)
    data = json.loads((store / "manifest.json").read_text("utf-8"))
    place = data
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    (target / "manifest.json").write_text(json.dumps(data), "utf-8")
    return target


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["experiment", "outcomes"], None, r"it has no experiment\.outcomes"),
        (["experiment", "seed"], 2, "its experiment is not the one whose hash is"),
        (["columns", 0, "name"], ["run"], r"its columns\.0\.name must be a text"),
        (["columns", 0, "kind"], "number", r"its columns\.0\.kind must be 'bool', 'int', 'float' or 'text'"),
        (["columns", 3], None, "its columns lack seed"),
        (["runs"], [6], "its runs must be a whole number"),
        (["runs"], 7, "7 runs are not 1 of each of 6 design points"),
        (["git"], "abc", "its git must be a mapping"),
        (["versions"], ["numpy"], "its versions must be a mapping"),
        (["versions", "numpy"], 2, r"its versions\.numpy must be a text"),
        (["config"], "../x", "its config"),
    ],
)
def test_what_was_edited_is_named(path: list[Any], value: Any, said: str, store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=said):
        Batch(edited(store, tmp_path / "edited", path, value))


def test_a_column_that_no_part_has_is_named(store: Path, tmp_path: Path) -> None:
    columns = json.loads((store / "manifest.json").read_text("utf-8"))["columns"]
    more = [*columns, {"name": "more", "kind": "float", "meaning": ""}]
    batch = Batch(edited(store, tmp_path / "edited", ["columns"], more))
    for call in (batch.runs, batch.digest, batch.summary, lambda: page(batch)):
        with pytest.raises(StoreError, match=r"part-.* is damaged \(it has no column 'more'\)"):
            call()


def test_a_design_that_is_gone_says_what_to_do(store: Path, tmp_path: Path) -> None:
    folder = edited(store, tmp_path / "edited", ["title"], "Another title")
    (folder / "design.parquet").unlink()
    with pytest.raises(StoreError, match=r"design\.parquet is damaged .*: put back the file .* or begin anew"):
        run_batch(EXPERIMENT, workers=0, folder=folder, resume=True)
