"""`tradetalks tournament`: strategies against each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    csv_to,
    json_to,
    targets,
    write,
)
from tradetalks.cli.output import STANDARD_OUTPUT
from tradetalks.wording import command_line


def command(
    *,
    strategies: Annotated[
        str,
        typer.Option(
            metavar="NAME[:OPTION=VALUE...],...",
            help="who plays: strategies with their options, paths of .py files or of folders of them, or `all`",
        ),
    ] = "all",
    scenarios: Annotated[
        str,
        typer.Option(
            metavar="NAME[:TABLE],...",
            help="where: shipped scenarios or paths of .yaml files with a table of two, or `all`",
        ),
    ] = "all",
    repetitions: Annotated[
        int, typer.Option(min=1, metavar="N", help="how often each ordered pair meets at each table")
    ] = 20,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="root seed")] = 1,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="in how many processes; the result is the same")] = 1,
    json_file: Annotated[
        Path | None,
        json_to("the result"),
    ] = None,
    csv_file: Annotated[Path | None, csv_to("all pairings")] = None,
) -> None:
    """Let strategies meet, every pair in both seats and each against itself, and rank them."""
    places = targets(json_file, csv_file)
    from tradetalks.cli.printing.grid import console
    from tradetalks.cli.printing.tournament import print_tournament, progress_line
    from tradetalks.runs.tournament.tournament import tournament

    with progress_line(console(stderr=True)) as told:
        result = tournament(strategies, scenarios, repetitions=repetitions, seed=seed, workers=workers, progress=told)
    if json_file is not None:
        write(json_file, result.to_json())
    if csv_file is not None:
        write(csv_file, result.to_csv())
    if STANDARD_OUTPUT not in places:
        repeat = command_line(
            "tournament", strategies=strategies, scenarios=scenarios, repetitions=repetitions, seed=seed
        )
        print_tournament(result, console(), repeat=repeat)
