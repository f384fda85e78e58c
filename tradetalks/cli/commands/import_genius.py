"""`tradetalks import-genius`: a scenario made of a standard domain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    pairs,
    write,
)
from tradetalks.cli.output import STANDARD_OUTPUT
from tradetalks.errors import TradetalksError


def command(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="a folder of GENIUS or GeniusWeb: a domain, and a profile for each party"),
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="the scenario to write; - for standard output")
    ],
    parties: Annotated[
        str, typer.Option(metavar="NAME=FILE,...", help="names, files and order of the parties; found without")
    ] = "",
    domain: Annotated[str, typer.Option(metavar="FILE", help="the domain's file, where the folder has several")] = "",
) -> None:
    """Make a scenario with score-sheets of a domain in the files of GENIUS (XML) or GeniusWeb (JSON)."""
    from tradetalks.configs.genius.importing import import_genius
    from tradetalks.runs.files.whole import check_writable

    if output != STANDARD_OUTPUT:
        check_writable(output)
        if output.exists():
            # It may be a scenario that somebody has written by hand.
            raise TradetalksError(f"{output} is there already, and is left as it is")
    seats = pairs("--parties", [part for part in parties.split(",") if part])
    found = import_genius(folder, seats, domain=domain)
    write(output, found.text)
    seated = ", ".join(f"{party} ({file})" for party, file in found.parties.items())
    if output != STANDARD_OUTPUT:
        typer.echo(f"{output}: {found.outcomes:,} possible deals; parties: {seated}")
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)
