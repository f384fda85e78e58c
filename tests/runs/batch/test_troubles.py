"""What can go wrong with runs and stores: each has one clear message, and all that was finished is still there."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from batches import pie, spoiled

from tradetalks.errors import StoreError, TradetalksError
from tradetalks.model.streams import uniform
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.parts import RUNS
from tradetalks.runs.batch.plan import Plan
from tradetalks.runs.batch.running import BatchStopped, run_batch


def lucks(replications: int) -> list[float]:
    """Return the luck that each run draws, as the streams define it."""
    seeds = [int(uniform(1, "run", number) * 2.0**49) for number in range(replications)]
    return [uniform(seed, "draw:countries.A.strategy.luck") for seed in seeds]


def unlucky(below: float, replications: int) -> list[int]:
    """Return the runs whose luck is below a limit."""
    return [number for number, luck in enumerate(lucks(replications)) if luck < below]


@pytest.mark.usefixtures("troublesome")
def test_a_run_that_raises_is_noted_and_the_others_go_on(tmp_path: Path) -> None:
    batch = run_batch(spoiled("raise", 0.3), workers=0, folder=tmp_path / "store")
    rows = batch.runs()
    bad = rows[~rows["ok"]]
    assert bad["run"].tolist() == unlucky(0.3, 20) != []
    assert set(bad["error"]) == {"ZeroDivisionError: no luck (troublesome.py:33)"}
    assert bad["status"].isna().all()
    assert rows[rows["ok"]]["deal"].all()
    # Of runs that were stopped, what had happened is there.
    events = batch.events()
    assert set(events["run"]) == set(bad["run"])
    assert set(events["kind"]) == {"opened"}
    assert batch.summary().reasons == {"ZeroDivisionError: no luck (troublesome.py:33)": len(bad)}


@pytest.mark.usefixtures("troublesome")
def test_exit_ends_the_run_alone(tmp_path: Path) -> None:
    rows = run_batch(spoiled("exit", 0.3), workers=0, folder=tmp_path / "store").runs()
    assert rows[~rows["ok"]]["error"].str.startswith("SystemExit: enough").all()
    assert (~rows["ok"]).sum() == len(unlucky(0.3, 20))


@pytest.mark.usefixtures("troublesome")
def test_on_error_stop_keeps_what_came_before_and_goes_on_after_a_repair(tmp_path: Path) -> None:
    first = unlucky(0.3, 20)[0]
    with pytest.raises(BatchStopped, match=rf"run {first} .*seed \d+\) failed: ZeroDivisionError: no luck .*--resume"):
        run_batch(spoiled("raise", 0.3, on_error="stop"), workers=0, folder=tmp_path / "store", chunk=20)
    assert Batch(tmp_path / "store").runs()["run"].tolist() == list(range(first))
    # `on_error` changes no row, so the same store goes on with the other choice.
    batch = run_batch(spoiled("raise", 0.3), workers=0, folder=tmp_path / "store", resume=True)
    assert batch.done == 20


@pytest.mark.usefixtures("troublesome")
def test_a_run_that_never_ends_is_stopped(tmp_path: Path) -> None:
    rows = run_batch(spoiled("loop", 0.1, time_limit=0.3), workers=0, folder=tmp_path / "store").runs()
    bad = rows[~rows["ok"]]
    assert bad["run"].tolist() == unlucky(0.1, 20) != []
    assert set(bad["error"]) == {"took more than its 0.3 s of CPU time"}


@pytest.mark.usefixtures("troublesome")
def test_a_run_that_kills_its_process_is_found_and_noted(tmp_path: Path) -> None:
    below = min(lucks(20)) + 1e-6
    batch = run_batch(spoiled("kill", below), workers=1, folder=tmp_path / "store", chunk=10)
    rows = batch.runs()
    assert rows["run"].tolist() == list(range(20))
    assert rows[~rows["ok"]]["run"].tolist() == unlucky(below, 20)
    assert len(unlucky(below, 20)) == 1
    assert set(rows[~rows["ok"]]["error"]) == {"its process died"}
    batch.store.check()


def test_a_person_s_seat_is_no_batch(tmp_path: Path) -> None:
    experiment = pie(2) | {"sweep": None, "fixed": {"countries.A.strategy.name": "human"}}
    rows = run_batch(experiment, workers=0, folder=tmp_path / "store").runs()
    assert rows["error"].str.startswith("A is a person at the table pie").all()


# ---- stores


def test_a_folder_with_runs_is_not_begun_anew(tmp_path: Path) -> None:
    run_batch(pie(2), workers=0, folder=tmp_path / "store")
    with pytest.raises(StoreError, match="holds all 4 runs of this experiment already: go on with --resume"):
        run_batch(pie(2), workers=0, folder=tmp_path / "store")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").touch()
    with pytest.raises(StoreError, match="holds other files"):
        run_batch(pie(2), workers=0, folder=tmp_path / "mine")


def test_an_edited_experiment_is_refused_by_what_differs(tmp_path: Path) -> None:
    before = run_batch(pie(2, title="old"), workers=0, folder=tmp_path / "store")
    with pytest.raises(StoreError, match=r"another experiment.*replications \(2 there, 3 now\)"):
        run_batch(pie(3), workers=0, folder=tmp_path / "store", resume=True)
    fixed = {"countries.B.strategy": {"name": "boulware", "e": 0.3}, "tables.pie.deadline.on": 19}
    with pytest.raises(StoreError, match=r"what differs is scenario"):
        run_batch(pie(2) | {"fixed": fixed}, workers=0, folder=tmp_path / "store", resume=True)
    # A title changes no row.
    assert run_batch(pie(2, title="new"), workers=0, folder=tmp_path / "store", resume=True).done == before.done == 4


def test_other_versions_are_not_mixed(tmp_path: Path) -> None:
    batch = run_batch(pie(2), workers=0, folder=tmp_path / "store")
    manifest = json.loads((batch.folder / "manifest.json").read_text("utf-8"))
    assert {"python", "numpy", "mesa", "pyarrow", "scipy"} <= set(manifest["versions"])
    manifest["versions"]["numpy"] = "1.0"
    (batch.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(StoreError, match=r"begun with numpy 1\.0 \(now \d"):
        run_batch(pie(2), workers=0, folder=batch.folder, resume=True)
    assert len(batch.runs()) == 4


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[tuple[Batch, Path, str]]:
    batch = run_batch(pie(10), workers=0, folder=tmp_path / "store", chunk=5)
    return batch, batch.folder / RUNS / batch.store.parts()[1].name, batch.digest()


def test_a_truncated_part_is_named_and_its_runs_are_run_anew(damaged: tuple[Batch, Path, str]) -> None:
    batch, file, digest = damaged
    file.write_bytes(file.read_bytes()[:-20])
    for attempt in (batch.runs, batch.store.check, lambda: run_batch(pie(10), folder=batch.folder, resume=True)):
        with pytest.raises(StoreError, match=rf"{file.name} is damaged .*: delete it, and run again with --resume"):
            attempt()
    file.unlink()
    assert len(batch.runs()) == 15
    assert run_batch(pie(10), workers=0, folder=batch.folder, resume=True).digest() == digest


def test_parts_that_are_not_what_they_say_are_named(damaged: tuple[Batch, Path, str], tmp_path: Path) -> None:
    batch, file, _ = damaged
    other = run_batch(pie(10, seed=2), workers=0, folder=tmp_path / "other", chunk=5)
    content = file.read_bytes()
    file.write_bytes((other.folder / RUNS / file.name).read_bytes())
    with pytest.raises(StoreError, match=f"{file.name} is of another experiment"):
        batch.store.check()
    file.write_bytes(content)
    shorter = file.with_name("part-000000000015-000000000019.parquet")
    file.with_name("part-000000000015-000000000020.parquet").rename(shorter)
    with pytest.raises(StoreError, match="doesn't hold the runs that its name says"):
        batch.store.check()
    shorter.rename(file.with_name("part-000000000008-000000000013.parquet"))
    with pytest.raises(StoreError, match="overlap: delete one of them"):
        batch.runs()
    (batch.folder / RUNS / "notes.txt").touch()
    with pytest.raises(StoreError, match=r"notes\.txt is no part of a store"):
        batch.runs()


def test_events_that_are_gone_are_missed(tmp_path: Path) -> None:
    batch = run_batch(pie(4, events="all"), workers=0, folder=tmp_path / "store")
    next((batch.folder / "events").iterdir()).unlink()
    with pytest.raises(StoreError, match=r"has 0 events where .* says \d+: delete both"):
        batch.store.check()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "truncated"), ("{}", "format None"), ('{"format": 1}', "it has no name"), ("[1]", "format None")],
)
def test_a_damaged_manifest_is_named(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(TradetalksError, match=said):
        Batch(tmp_path)


def test_two_at_once_do_not_write_the_same_runs(tmp_path: Path) -> None:
    batch = run_batch(pie(2), workers=0, folder=tmp_path / "store", shard=(1, 2))
    code = (
        "import sys, pathlib\nfrom tradetalks.runs.batch.store import locked\n"
        "with locked(pathlib.Path(sys.argv[1]), 2, 4):\n    print('held', flush=True)\n    input()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, batch.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match="another process is writing these runs"):
        run_batch(pie(2), workers=0, folder=batch.folder, shard=(2, 2))
    holder.communicate("\n")
    assert run_batch(pie(2), workers=0, folder=batch.folder, shard=(2, 2)).done == 4


def test_a_full_disk_is_told_and_what_was_written_is_kept(tmp_path: Path) -> None:
    """A file larger than the limit fails as one on a full disk does."""
    store = tmp_path / "store"
    small = run_batch(pie(events="all"), workers=0, folder=store, shard=(1, 2), chunk=1)
    done = small.done
    largest = max(file.stat().st_size for file in (store / RUNS).iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest // 2, hard))
        with pytest.raises(StoreError, match=r"can't write .*part-.*: File too large"):
            run_batch(pie(events="all"), workers=0, folder=store, resume=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert small.done == done
    small.store.check()
    assert list(store.rglob(".*")) == []
    assert run_batch(pie(events="all"), workers=0, folder=store, resume=True).done == 120


def test_a_folder_that_can_not_be_made_is_told_before_anything_is_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"can't write to .*: Not a directory"):
        run_batch(pie(), workers=0, folder=tmp_path / "file" / "store")
    for place in ("/proc/store", "/sys/kernel/store"):
        # Where nobody can make a folder, not even root.
        if Path(place).parent.is_dir() and os.name == "posix":
            with pytest.raises(StoreError, match=f"can't write to {place}"):
                run_batch(pie(), workers=0, folder=place)


def test_without_its_library_the_line_that_installs_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TradetalksError, match=r'needs pyarrow .*: pip install "tradetalks\[batch\]"'):
        run_batch(pie(), workers=0, folder=tmp_path / "store")
    assert list(tmp_path.iterdir()) == []


def test_the_plan_is_the_same_in_any_order_of_keys() -> None:
    experiment = pie()
    turned = dict(reversed(experiment.items()))
    assert Plan.of(experiment).job.mark == Plan.of(turned).job.mark
