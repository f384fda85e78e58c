"""`tradetalks check-part`: the parts of a file put to the exam of their kind."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import FAILED, pairs

MARKS = {(True, True): "pass", (True, False): "FAIL", (False, False): "  - "}
"""What stands before a check, by whether it was tried and whether it was passed."""


def command(
    file: Annotated[Path, typer.Argument(help="a .py file with strategies, interests, events ..., whose code runs")],
    *,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPTION=VALUE", help="set an option of the part; may be repeated"),
    ] = None,
) -> None:
    """Put the parts of a file to the exam that every shipped one of their kind passes; exit code 1 if one fails."""
    from tradetalks.agents.kinds import parts_in
    from tradetalks.runs.exam.exam import examine
    from tradetalks.runs.exam.examples import example_of

    options = pairs("--set", sets, "OPTION=VALUE")
    passed = True
    for registry, classes in parts_in(file).items():
        for name, cls in classes.items():
            part = example_of(registry, cls, options)
            typer.echo(f"{file}: the {registry.kind} {name}")
            for check in examine(registry, part):
                typer.echo(f"  {MARKS[check.tried, check.passed]}  {check.name:<14}{check.text}")
                sys.stdout.flush()
                passed = passed and check.passed
    if not passed:
        raise typer.Exit(FAILED)
