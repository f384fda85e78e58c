"""`tradetalks export-genius`: a table written as a standard domain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    SCENARIO,
    TABLE,
)


def command(
    scenario: SCENARIO,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="the folder to make")],
    table: TABLE = None,
) -> None:
    """Write a table with score-sheets in the files of GENIUS: a domain, and a utility space for each party."""
    from tradetalks.configs.genius.export import export_genius, write_folder
    from tradetalks.configs.load import load_scenario

    setup = load_scenario(scenario)
    files = export_genius(setup, setup.chosen_table(table))
    write_folder(files, output)
    typer.echo(f"{output}: {', '.join(files)}")
