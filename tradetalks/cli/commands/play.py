"""`tradetalks play`: a seat for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    ANY_SCENARIO,
    PARTS,
    SETS,
    pairs,
)


def command(
    scenario: ANY_SCENARIO = None,
    *,
    country: Annotated[
        str | None, typer.Option("--as", metavar="COUNTRY", help="whose seat you take, by code or name")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, metavar="N", help="root seed; drawn and shown without")] = None,
    sets: SETS = None,
    parts: PARTS = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="save the game to a new file, after every move")
    ] = None,
    resume: Annotated[Path | None, typer.Option("--resume", metavar="FILE", help="go on with a saved game")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="write the result as JSON at the end")
    ] = None,
) -> None:
    """Take a seat at a table: see offers, make your own, accept or walk away; a debrief follows."""
    from tradetalks.cli.game import play

    play(
        scenario,
        country,
        seed=seed,
        sets=pairs("--set", sets),
        folders=parts or [],
        save=save,
        resume=resume,
        json_file=json_file,
    )
