"""Experiments for the tests, and a strategy that spoils runs, in this process and in all that it starts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import tradetalks.agents.strategies as package
from tradetalks.agents.strategies.base import strategies

HERE = Path(__file__).parent


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


@pytest.fixture
def troublesome(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let scenarios name the strategy `troublesome`."""
    path = [str(HERE / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(HERE / "strategies")])
    known = strategies.__dict__.pop("classes", None)
    yield
    strategies.__dict__.pop("classes", None)
    if known is not None:
        strategies.__dict__["classes"] = known
