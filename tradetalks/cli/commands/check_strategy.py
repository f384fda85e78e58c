"""`tradetalks check-strategy`: a file's strategies put to the exam."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    pairs,
)


def command(
    file: Annotated[Path, typer.Argument(help="a .py file with strategies, whose code runs")],
    *,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPTION=VALUE", help="set an option of the strategy; may be repeated"),
    ] = None,
) -> None:
    """Put the strategies of a file to the exam that every shipped one passes; exit code 1 if one fails."""
    from tradetalks.configs.parts.strategy_choice import with_set_options
    from tradetalks.outside.files import strategies_in
    from tradetalks.runs.exam.strategies import examine

    passed = True
    for name, cls in strategies_in(file).items():
        checks = examine(with_set_options(cls, pairs("--set", sets, "OPTION=VALUE")))
        typer.echo(f"{file}: {name}")
        for check in checks:
            mark = "pass" if check.passed else "FAIL" if check.tried else "  - "
            typer.echo(f"  {mark}  {check.name:<14}{check.text}")
            sys.stdout.flush()
            passed = passed and check.passed
    if not passed:
        raise typer.Exit(1)
