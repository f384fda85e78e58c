"""The schema of a cluster's description: what a batch asks SLURM for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from tradetalks.configs.problems.complaints import problems_of
from tradetalks.configs.sections.base import Section
from tradetalks.configs.yaml.tree import read_tree
from tradetalks.errors import ConfigError


class SlurmCluster(Section):
    """A cluster under SLURM: how many jobs are asked for, and what each has."""

    jobs: Annotated[int, Field(gt=0, description="how many jobs are asked for")]
    cores: Annotated[int, Field(gt=0, description="cores of a job; each runs one worker")] = 1
    memory: Annotated[str, Field(description="memory of a job, such as `8GB`")] = "4GB"
    walltime: Annotated[str, Field(description="how long a job may take, `hours:minutes:seconds`")] = "01:00:00"
    queue: Annotated[str | None, Field(description="the partition")] = None
    account: Annotated[str | None, Field(description="whom the time is charged to")] = None
    interface: Annotated[str | None, Field(description="the network between the nodes, such as `ib0`")] = None
    prologue: Annotated[
        list[str], Field(description="shell commands before a worker starts, such as `module load`")
    ] = []
    directives: Annotated[list[str], Field(description="further #SBATCH lines, such as `--constraint=haswell`")] = []
    python: Annotated[str | None, Field(description="the Python of the nodes; this one by default")] = None


def read_cluster(file: Path) -> SlurmCluster:
    """Read the description of a cluster.

    Raises:
        ConfigError: it is not as it must be; names every problem with file, line and key.
    """
    tree = read_tree(file)
    try:
        return SlurmCluster.model_validate(tree.data)
    except ValidationError as error:
        raise ConfigError(
            [tree.problem(path, text, at_key=at_key) for path, text, at_key in problems_of(error)]
        ) from None
