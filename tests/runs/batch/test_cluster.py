"""Dask: the same rows; a scheduler that isn't there, workers that see another disk, and SLURM's job script."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import local_dask, pie

from tradetalks.errors import ConfigError, TradetalksError
from tradetalks.runs.batch.executors import cluster as executor
from tradetalks.runs.batch.executors.slurm import job_script
from tradetalks.runs.batch.running import run_batch

SLURM = """\
jobs: 20
cores: 8
memory: 16GB
walltime: 02:00:00
queue: long
account: trade
interface: lo
prologue: [module load python]
directives: ["--constraint=haswell"]
"""


def test_a_cluster_gives_the_rows_that_this_process_gives(tmp_path: Path) -> None:
    here = run_batch(pie(10), workers=0, folder=tmp_path / "here")
    with local_dask(1, processes=False) as client:
        there = run_batch(pie(10), cluster=client, folder=tmp_path / "there", chunk=3)
        assert there.digest() == here.digest()
        assert len(there.store.parts()) == 7
        with pytest.raises(TradetalksError, match=r"don't see .*manifest\.json: -o must name a folder on a disk"):
            executor.Cluster(client).check_folder(tmp_path / "elsewhere" / "manifest.json")


def test_an_unreachable_scheduler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "SECONDS_TO_CONNECT", 1)
    with pytest.raises(TradetalksError, match=r"can't reach a Dask scheduler at tcp://127\.0\.0\.1:9 .*is `dask sched"):
        run_batch(pie(2), cluster="tcp://127.0.0.1:9", folder=tmp_path / "store")
    with pytest.raises(TradetalksError, match=r"--cluster is a scheduler's address .*not 'localhost'"):
        run_batch(pie(2), cluster="localhost", folder=tmp_path / "store")
    with pytest.raises(TradetalksError, match="--workers is for this machine"):
        run_batch(pie(2), cluster="tcp://127.0.0.1:9", workers=2, folder=tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_slurm_is_given_a_job_with_what_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "slurm.yaml"
    file.write_text(SLURM, "utf-8")
    script = job_script(file).splitlines()
    assert script[0].startswith("#!/")
    for line in (
        "-J tradetalks",
        "-p long",
        "-A trade",
        "--cpus-per-task=8",
        "--mem=15G",
        "-t 02:00:00",
        "--constraint=haswell",
    ):
        assert f"#SBATCH {line}" in script
    assert "module load python" in script
    worker = script[-1]
    for words in ("-m distributed.cli.dask_worker", "--nworkers 8", "--nthreads 1", "--interface lo"):
        assert words in worker


def test_what_is_wrong_in_a_cluster_s_description_is_told(tmp_path: Path) -> None:
    file = tmp_path / "slurm.yaml"
    file.write_text("jobs: 0\nmemry: 4GB\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        job_script(file)
    first, second = (str(problem).splitlines()[0] for problem in caught.value.problems)
    assert first.endswith("slurm.yaml:1:7: jobs: must be greater than 0, not 0")
    assert second.endswith(
        "slurm.yaml:2:1: memry: unknown key (did you mean 'memory'?); allowed are jobs, cores, memory, walltime, "
        "queue, account, interface, prologue, directives, python"
    )
