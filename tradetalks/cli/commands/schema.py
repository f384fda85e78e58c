"""`tradetalks schema`: the JSON Schema of a kind of file."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tradetalks.cli.output import write_data
from tradetalks.errors import UnknownName, did_you_mean


def command(kind: Annotated[str, typer.Argument(help="what to describe: scenario, experiment or cluster")]) -> None:
    """Print the JSON Schema of a kind of file, for editors."""
    from tradetalks.configs.experiment.cluster import SlurmCluster
    from tradetalks.configs.experiment.schema import Experiment
    from tradetalks.configs.sections.scenario import Scenario

    known = {
        "scenario": Scenario.file_schema,
        "experiment": Experiment.file_schema,
        "cluster": SlurmCluster.model_json_schema,
    }
    if kind not in known:
        raise UnknownName(f"there is no schema {kind!r}{did_you_mean(kind, known)}; there are {', '.join(known)}")
    write_data(json.dumps(known[kind](), indent=1) + "\n")
