"""`tradetalks validate`: scenario and experiment files checked."""

from __future__ import annotations

from typing import Annotated

import typer

from tradetalks.cli.options import (
    PARTS,
)
from tradetalks.errors import ConfigError, Problem, UnknownName


def command(
    files: Annotated[
        list[str], typer.Argument(help="scenario or experiment files, or shipped scenarios and experiments by name")
    ],
    *,
    _parts: PARTS = None,
) -> None:
    """Check scenario and experiment files, and show everything that is wrong with file, line and key."""
    from tradetalks.configs.experiment.load import is_experiment, load_experiment
    from tradetalks.configs.load import load_scenario
    from tradetalks.runs.statics.equilibria import without_equilibrium

    problems: list[Problem] = []
    for file in files:
        try:
            if is_experiment(file):
                experiment = load_experiment(file)
                setup, of = experiment.base, f"an experiment with {experiment.base.name}, "
            else:
                setup, of = load_scenario(file), ""
            unsolved = without_equilibrium(setup)
        except ConfigError as error:
            problems += error.problems
        except UnknownName as error:
            problems.append(Problem(str(error)))
        else:
            problems += unsolved
            if unsolved:
                continue
            tables = ", ".join(setup.tables)
            layouts = ", ".join(f"{name} ({count} tables)" for name, count in setup.layouts.items())
            others = f"; layouts: {layouts}" if layouts else ""
            typer.echo(f"{file}: fine ({of}{len(setup.countries)} countries; tables: {tables}{others})")
    if problems:
        raise ConfigError(problems)
