"""Which executor a batch gets, by what was asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tradetalks.errors import TradetalksError
from tradetalks.runs.batch.executors.base import Executor
from tradetalks.runs.batch.executors.cluster import Cluster
from tradetalks.runs.batch.executors.processes import Processes
from tradetalks.runs.batch.executors.serial import Serial
from tradetalks.runs.batch.executors.slurm import slurm


def executor_of(workers: int | None, cluster: Any = None) -> Executor:
    """Return the executor that was asked for.

    Args:
        workers: processes of this machine; 0 for none but this one, None for one a core.
        cluster: a scheduler's address, a `distributed.Client` or a SLURM description's path; None for this machine.

    Raises:
        TradetalksError: the cluster can't be reached, or what names it names nothing.
    """
    if cluster is None:
        count = cores() if workers is None else workers
        if count:
            return Processes(count)
        return Serial()
    if workers is not None:
        raise TradetalksError("--workers is for this machine; a cluster has as many as it has")
    if is_slurm(cluster):
        return slurm(Path(cluster))
    if isinstance(cluster, str) and "://" not in cluster:
        raise TradetalksError(
            f"--cluster is a scheduler's address such as tcp://host:8786, or a .yaml file for SLURM, not {cluster!r}"
        )
    return Cluster(cluster)


def is_slurm(cluster: Any) -> bool:
    """Return whether what names a cluster is the description of one under SLURM."""
    return isinstance(cluster, str | Path) and Path(cluster).suffix in {".yaml", ".yml"}


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
