"""`tradetalks new-strategy`: a strategy to start from."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer


def command(
    name: Annotated[str, typer.Argument(help="what scenarios call it: small letters, digits and _")],
    *,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="where to write it")] = Path(),
) -> None:
    """Write a strategy to start from, with comments: NAME.py, which runs as it is."""
    from tradetalks.runs.files.new_strategy import new_strategy

    file = new_strategy(name, folder)
    typer.echo(f"{file}: written; check it by `tradetalks check-part {shlex.quote(str(file))}`")
