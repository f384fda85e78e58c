"""SLURM: a Dask cluster whose workers are jobs of a batch system, by dask-jobqueue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tradetalks.configs.experiment.cluster import SlurmCluster, read_cluster
from tradetalks.errors import TradetalksError
from tradetalks.runs.batch.executors.cluster import Cluster
from tradetalks.runs.extras import needed


def slurm(file: Path) -> Cluster:
    """Ask SLURM for the jobs that a file describes, and return the executor on them.

    Raises:
        ConfigError: the file is not as it must be.
        TradetalksError: SLURM can't be asked.
    """
    asked = read_cluster(file)
    cluster = _cluster(asked)
    try:
        cluster.scale(jobs=asked.jobs)
    except (OSError, RuntimeError) as error:
        cluster.close()
        raise TradetalksError(f"can't ask SLURM for jobs ({error}): is sbatch on the path of this machine?") from None
    distributed = needed("distributed", "cluster", "a cluster")
    client = distributed.Client(cluster)

    def close() -> None:
        client.close()
        cluster.close()

    return Cluster(client, closes=close, patience=None)


def job_script(file: Path | str) -> str:
    """Return the script that SLURM would be given for each job; nothing is asked for."""
    jobqueue = needed("dask_jobqueue.slurm", "cluster", "a cluster under SLURM")
    job = jobqueue.SLURMJob("tcp://SCHEDULER", name="tradetalks", **_options(read_cluster(Path(file))))
    return str(job.job_script())


def _cluster(asked: SlurmCluster) -> Any:
    jobqueue = needed("dask_jobqueue", "cluster", "a cluster under SLURM")
    return jobqueue.SLURMCluster(**_options(asked))


def _options(asked: SlurmCluster) -> dict[str, Any]:
    return {
        "cores": asked.cores,
        "processes": asked.cores,
        "memory": asked.memory,
        "walltime": asked.walltime,
        "queue": asked.queue,
        "account": asked.account,
        "interface": asked.interface,
        "job_script_prologue": asked.prologue,
        "job_extra_directives": asked.directives,
        "job_name": "tradetalks",
        **({"python": asked.python} if asked.python else {}),
    }
