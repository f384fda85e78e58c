"""Experiments for the tests, and a cluster on this machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.job import Report
from tradetalks.runs.batch.progress import Progress


def pie(replications: int = 60, **more: Any) -> dict[str, Any]:
    """Return a small experiment: two strategies, and a stance drawn per run."""
    return {
        "scenario": "split_the_pie",
        "fixed": {"countries.B.strategy": {"name": "boulware", "e": {"uniform": [0.2, 0.9]}}},
        "sweep": {"method": "grid", "over": {"countries.A.strategy.name": ["linear", "conceder"]}},
        "replications": replications,
        "outcomes": {"lead": "value.A - value.B", "early": "deal and day < 10"},
        "events": {"sample": 0.1},
    } | more


def spoiled(trouble: str, below: float, replications: int = 20, **more: Any) -> dict[str, Any]:
    """Return an experiment some of whose runs are spoiled."""
    strategy = {"name": "troublesome", "trouble": trouble, "luck": {"uniform": [0, 1]}, "below": below}
    return {
        "scenario": "split_the_pie",
        "fixed": {"countries.A.strategy": strategy},
        "replications": replications,
    } | more


@contextmanager
def local_dask(workers: int, *, processes: bool) -> Iterator[Any]:
    """A Dask cluster on this machine, heard on the loopback alone; its client."""
    import distributed
    import psutil

    loopback = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}
    with (
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=processes, protocol="tcp", **loopback
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        this = psutil.Process()
        sockets = [found for one in (this, *this.children(recursive=True)) for found in one.net_connections("inet")]
        heard = {found.laddr.ip for found in sockets if found.status == psutil.CONN_LISTEN}
        assert heard == {"127.0.0.1"}
        yield client


def whole(batch: Batch) -> None:
    """Check that nothing is lost, nothing is there twice, and nothing is left behind."""
    runs = batch.runs(["run"])["run"].tolist()
    assert runs == list(range(batch.total))
    names = {file.name for file in batch.folder.iterdir()}
    assert names == {"manifest.json", "design.parquet", "runs", "events", "lock"}
    assert list(batch.folder.rglob(".*")) == []


class KillOnce(Progress):
    """Kills a worker as soon as the first runs have come in."""

    def __init__(self) -> None:
        super().__init__()
        self.killed = 0
        self.notes: list[str] = []

    def advance(self, report: Report) -> None:
        super().advance(report)
        if not self.killed:
            victim = next(child for child in multiprocessing.active_children() if child.name == "tradetalks worker")
            assert victim.pid is not None
            self.killed = victim.pid
            victim.kill()

    def note(self, text: str) -> None:
        self.notes.append(text)
