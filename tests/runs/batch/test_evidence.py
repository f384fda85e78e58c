"""What is claimed of large batches, and of what may happen to them: `make evidence`. Real processes, real kills."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from batches import KillOnce, local_dask, pie, spoiled, whole

from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.job import Report
from tradetalks.runs.batch.progress import Progress
from tradetalks.runs.batch.running import run_batch

pytestmark = pytest.mark.evidence

TRADETALKS = Path(sys.executable).with_name("tradetalks")
RUNS = 1_500


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> str:
    return run_batch(pie(RUNS), workers=0, folder=tmp_path_factory.mktemp("serial") / "store").digest()


def as_yaml(folder: Path, experiment: dict[str, Any]) -> Path:
    file = folder / "mine.yaml"
    file.write_text(json.dumps(experiment), "utf-8")
    return file


@pytest.mark.parametrize("workers", [1, 2])
def test_workers(workers: int, digest: str, tmp_path: Path) -> None:
    batch = run_batch(pie(RUNS), workers=workers, folder=tmp_path / "store")
    assert batch.digest() == digest
    whole(batch)


def test_a_worker_killed_in_mid_run(digest: str, tmp_path: Path) -> None:
    progress = KillOnce()
    batch = run_batch(pie(RUNS), workers=2, folder=tmp_path / "store", chunk=100, progress=progress)
    assert progress.killed
    assert batch.digest() == digest
    whole(batch)


def test_the_driver_killed_and_resumed(digest: str, tmp_path: Path) -> None:
    file = as_yaml(tmp_path, pie(RUNS))
    for least in (3, 12):
        words = [TRADETALKS, "batch", file, "--workers", "2", "-o", tmp_path / "store", "--chunk", "100", "--resume"]
        driver = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        workers: list[psutil.Process] = []
        while len(list((tmp_path / "store").glob("runs/part-*"))) < least:
            workers = psutil.Process(driver.pid).children(recursive=True)
            assert driver.poll() is None
            time.sleep(0.02)
        driver.kill()
        driver.wait()
        # Nobody is left to work on without a driver.
        psutil.wait_procs(workers, timeout=20)
        assert not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers)
        assert 0 < Batch(tmp_path / "store").done < 2 * RUNS
    batch = run_batch(file, workers=2, folder=tmp_path / "store", resume=True)
    assert batch.digest() == digest
    whole(batch)


class KillOnDask(Progress):
    """Kills one of the workers of a Dask cluster once the first runs have come in."""

    def __init__(self, client: Any) -> None:
        super().__init__()
        self.client = client
        self.killed = 0

    def advance(self, report: Report) -> None:
        super().advance(report)
        if not self.killed:
            self.killed = next(iter(self.client.run(os.getpid).values()))
            os.kill(self.killed, signal.SIGKILL)


def test_dask_with_two_workers_and_with_one_of_them_killed(digest: str, tmp_path: Path) -> None:
    with local_dask(2, processes=True) as client:
        address = client.scheduler.address
        batch = run_batch(pie(RUNS), cluster=address, folder=tmp_path / "two", chunk=150)
        assert batch.digest() == digest
        whole(batch)
        progress = KillOnDask(client)
        batch = run_batch(pie(RUNS), cluster=client, folder=tmp_path / "killed", chunk=150, progress=progress)
        assert progress.killed
        assert batch.digest() == digest
        whole(batch)


def test_four_shards_at_the_same_time(digest: str, tmp_path: Path) -> None:
    file = as_yaml(tmp_path, pie(RUNS))
    shards = [
        subprocess.Popen(
            [TRADETALKS, "batch", file, "--workers", "1", "-o", tmp_path / "store", "--shard", f"{number}/4"],
            stderr=subprocess.DEVNULL,
        )
        for number in (1, 2, 3, 4)
    ]
    assert [shard.wait() for shard in shards] == [0] * 4
    batch = Batch(tmp_path / "store")
    assert batch.digest() == digest
    whole(batch)
    assert batch.compact() == 1
    assert batch.digest() == digest


@pytest.mark.usefixtures("troublesome")
@pytest.mark.parametrize("where", ["processes", "dask"])
def test_runs_that_kill_their_process_are_found_among_many(where: str, tmp_path: Path) -> None:
    experiment = spoiled("kill", 0.01, 300)
    if where == "dask":
        with local_dask(2, processes=True) as client:
            batch = run_batch(experiment, cluster=client, folder=tmp_path / "store", chunk=100)
    else:
        batch = run_batch(experiment, workers=2, folder=tmp_path / "store", chunk=100)
    rows = batch.runs()
    assert rows["run"].tolist() == list(range(300))
    there = run_batch(spoiled("raise", 0.01, 300), workers=0, folder=tmp_path / "other").runs()
    assert rows[~rows["ok"]]["run"].tolist() == there[~there["ok"]]["run"].tolist() != []
    assert set(rows[~rows["ok"]]["error"]) == {"its process died"}
    whole(batch)


@pytest.mark.usefixtures("troublesome")
def test_a_run_that_sleeps_where_nothing_can_interrupt_it_is_ended_with_its_process(tmp_path: Path) -> None:
    batch = run_batch(spoiled("sleep", 0.1, time_limit=0.3), workers=1, folder=tmp_path / "store", chunk=20)
    rows = batch.runs()
    assert (~rows["ok"]).sum() > 0
    assert set(rows[~rows["ok"]]["error"]) == {"its process died, or was ended as it took far longer than 0.3 s"}


PEAK = """\
import resource, sys
from tradetalks.runs.batch.running import run_batch
if __name__ == "__main__":
    experiment = {"scenario": "split_the_pie", "replications": int(sys.argv[1]), "events": "failed"}
    batch = run_batch(experiment, workers=2, folder=sys.argv[2])
    assert batch.done == int(sys.argv[1])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(runs: int, folder: Path) -> int:
    """Return the driver's peak of memory, in KB."""
    script = folder / "peak.py"
    script.write_text(PEAK, "utf-8")
    done = subprocess.run(
        [sys.executable, script, str(runs), folder / str(runs)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_memory_is_flat_up_to_100_000_runs(tmp_path: Path) -> None:
    small = peak(1_000, tmp_path)
    begun = time.monotonic()
    large = peak(100_000, tmp_path)
    print(f"\ndriver's peak: {small / 1000:.0f} MB for 1,000 runs, {large / 1000:.0f} MB for 100,000")  # noqa: T201
    print(f"100,000 runs of split_the_pie, two workers: {time.monotonic() - begun:.0f} s")  # noqa: T201
    assert large < 1.5 * small
    batch = Batch(tmp_path / "100000")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(table.num_rows for table in batch.tables(where="deal")) == 100_000
    whole(batch)
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"reading them part by part added {added / 1000:.0f} MB")  # noqa: T201
