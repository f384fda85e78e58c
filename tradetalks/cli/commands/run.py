"""`tradetalks run`: a scenario once, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    PARTS,
    SCENARIO,
    SETS,
    csv_to,
    json_to,
    pairs,
    targets,
    write,
)
from tradetalks.cli.output import STANDARD_OUTPUT
from tradetalks.wording import command_line


def command(
    scenario: SCENARIO,
    *,
    seed: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="root seed; drawn, and shown, if left out")
    ] = None,
    sets: SETS = None,
    parts: PARTS = None,
    transcript: Annotated[bool, typer.Option("--transcript", help="show every move with its reason")] = False,
    table: Annotated[
        str | None, typer.Option(metavar="TABLE", help="of many tables show this one alone, in detail")
    ] = None,
    nash_in_nash: Annotated[
        bool,
        typer.Option(
            "--nash-in-nash", help="show the benchmark: each table at the Nash solution, given all other deals"
        ),
    ] = False,
    json_file: Annotated[
        Path | None,
        json_to("the result"),
    ] = None,
    csv_file: Annotated[Path | None, csv_to("the transcript")] = None,
) -> None:
    """Run a scenario, and show who agreed to what, what it is worth to each side, and why."""
    from tradetalks.configs.load import load_scenario

    places = targets(json_file, csv_file)
    setup = load_scenario(scenario, sets=pairs("--set", sets))
    shown = None if table is None else setup.chosen_table(table)
    # Mesa takes a second to import: what is wrong in a file is told before.
    from tradetalks.cli.printing.grid import console
    from tradetalks.cli.printing.network import print_run
    from tradetalks.runs.single import run

    result = run(setup, seed=seed)
    benchmark = result.nash_in_nash() if nash_in_nash else None
    if json_file is not None:
        write(json_file, result.to_json(benchmark))
    if csv_file is not None:
        write(csv_file, result.to_csv())
    if STANDARD_OUTPUT not in places:
        repeat = command_line(
            "run",
            scenario,
            seed=result.seed,
            set=sets,
            parts=parts,
            transcript=transcript,
            table=table,
            nash_in_nash=nash_in_nash,
        )
        print_run(result, console(), repeat=repeat, whole=transcript, table=shown, benchmark=benchmark)
