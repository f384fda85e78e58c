"""The same rows from any number of workers, any division into chunks, and whatever dies in between."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from batches import KillOnce, pie, whole

from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.job import Report
from tradetalks.runs.batch.plan import Plan
from tradetalks.runs.batch.progress import Progress
from tradetalks.runs.batch.running import run_batch


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    return run_batch(pie(), workers=0, folder=tmp_path_factory.mktemp("serial") / "store")


def test_two_workers_one_of_which_is_killed_and_other_chunks(reference: Batch, tmp_path: Path) -> None:
    progress = KillOnce()
    batch = run_batch(pie(), workers=2, folder=tmp_path / "store", chunk=7, progress=progress)
    assert progress.killed
    # It may have been killed between two chunks, which costs nothing.
    assert all("killed by SIGKILL" in note for note in progress.notes)
    assert batch.store.chunk == 7 != reference.store.chunk
    assert batch.digest() == reference.digest()
    whole(batch)


class Interrupt(Progress):
    """Interrupts, as Ctrl-C does, once some runs have come in."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def advance(self, report: Report) -> None:
        super().advance(report)
        if self.done >= self.after:
            raise KeyboardInterrupt


def test_interrupted_and_resumed_twice(reference: Batch, tmp_path: Path) -> None:
    store = tmp_path / "store"
    for after in (20, 60):
        with pytest.raises(KeyboardInterrupt):
            run_batch(pie(), workers=0, folder=store, chunk=11, resume=True, progress=Interrupt(after))
        assert after <= Batch(store).done < 120
        # Readable as it is.
        assert len(Batch(store).runs()) == Batch(store).done
    batch = run_batch(pie(), workers=0, folder=store, resume=True)
    assert batch.digest() == reference.digest()
    whole(batch)
    # All is there: nothing is run.
    before = {file: file.stat().st_mtime_ns for file in store.rglob("*.parquet")}
    run_batch(pie(), workers=0, folder=store, resume=True)
    assert {file: file.stat().st_mtime_ns for file in store.rglob("*.parquet")} == before


def test_four_shards_in_one_folder_and_in_several(reference: Batch, tmp_path: Path) -> None:
    for number in (3, 1, 4, 2):
        run_batch(pie(), workers=0, folder=tmp_path / "one", shard=(number, 4), chunk=13)
        run_batch(pie(), workers=0, folder=tmp_path / str(number), shard=(number, 4), chunk=9 + number)
    one = Batch(tmp_path / "one")
    assert one.digest() == reference.digest()
    whole(one)
    for number in (2, 3, 4):
        for kind in ("runs", "events"):
            shutil.copytree(tmp_path / str(number) / kind, tmp_path / "1" / kind, dirs_exist_ok=True)
    together = Batch(tmp_path / "1")
    together.store.check()
    assert together.digest() == reference.digest()
    whole(together)


def test_putting_parts_together_changes_no_row(reference: Batch, tmp_path: Path) -> None:
    batch = run_batch(pie(), workers=0, folder=tmp_path / "store", chunk=5)
    assert len(batch.store.parts()) == 24
    assert batch.store.compact(rows=50) == 3
    assert batch.digest() == reference.digest()
    assert batch.compact() == 1
    assert batch.digest() == reference.digest()
    whole(batch)
    # Whatever ends it in the middle: the larger part counts, those that it holds do not.
    shutil.copytree(reference.folder, tmp_path / "both")
    for kind in ("runs", "events"):
        shutil.copytree(batch.folder / kind, tmp_path / "both" / kind, dirs_exist_ok=True)
    both = Batch(tmp_path / "both")
    assert len(list((both.folder / "runs").iterdir())) > 1
    assert both.digest() == reference.digest()
    assert both.done == both.total


def test_the_digest_tells_rows_apart(reference: Batch, tmp_path: Path) -> None:
    other = run_batch(pie(seed=2), workers=0, folder=tmp_path / "other")
    fewer = run_batch(pie(events="none"), workers=0, folder=tmp_path / "fewer")
    assert len({reference.digest(), other.digest(), fewer.digest()}) == 3


def test_rows_are_what_single_runs_give(reference: Batch) -> None:
    import tradetalks as tt

    plan = Plan.of(pie())
    rows = reference.runs()
    design = reference.design()
    for number in (0, 59, 60, 119):
        row = rows.iloc[number]
        point = plan.design.point(row["design"])
        assert design.iloc[row["design"]]["countries.A.strategy.name"] == point["countries.A.strategy.name"]
        setup = tt.load_scenario(plan.experiment.base, overrides=point)
        result = tt.run(setup, seed=int(row["seed"]))
        table = result.tables["pie"]
        assert (row["status"], row["day"], row["zone"]) == (table.status, table.closed, table.zone)
        assert row["value.A"] == pytest.approx(result.values["pie"]["A"], abs=1e-9)
        assert row["lead"] == pytest.approx(result.values["pie"]["A"] - result.values["pie"]["B"], abs=1e-8)
        assert row["early"] == (table.closed < 10)


def test_common_random_numbers_are_shared_by_design_points_and_else_not(reference: Batch, tmp_path: Path) -> None:
    def seeds(batch: Batch) -> list[list[int]]:
        rows = batch.runs(["design", "seed"])
        return [rows[rows["design"] == point]["seed"].tolist() for point in (0, 1)]

    common = seeds(reference)
    assert common[0] == common[1]
    assert len(set(common[0])) == 60
    apart = seeds(run_batch(pie(5, common_random_numbers=False), workers=0, folder=tmp_path / "apart"))
    assert len({*apart[0], *apart[1]}) == 10


def test_events_are_kept_of_the_runs_that_were_asked_for(reference: Batch) -> None:
    events = reference.events()
    assert 0 < events["run"].nunique() < 40
    one = events[events["run"] == events["run"].iloc[0]]
    assert one["number"].tolist() == list(range(len(one)))
    assert one["kind"].iloc[-1] == "in_force"
    rows = reference.runs().set_index("run")
    assert (one["kind"] != "opened").sum() > rows.loc[one["run"].iloc[0], "moves"]
    some = reference.events(where="design == 1")
    assert set(some["run"]) == {run for run in events["run"] if run >= 60}


def test_where_and_columns_select(reference: Batch) -> None:
    rows = reference.runs()
    early = reference.runs(["run", "day"], where="early and replication < 30")
    assert list(early.columns) == ["run", "day"]
    assert early["run"].tolist() == rows[(rows["day"] < 10) & (rows["replication"] < 30)]["run"].tolist()
    assert len(reference.runs(where="false")) == 0
    parts: list[Any] = list(reference.tables(["run"]))
    assert sum(table.num_rows for table in parts) == 120
