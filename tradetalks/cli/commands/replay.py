"""`tradetalks replay`: a result again, move by move."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    PARTS,
)
from tradetalks.errors import TradetalksError


def command(
    file: Annotated[Path, typer.Argument(help="a result, as `run --json` writes it")],
    *,
    _parts: PARTS = None,
) -> None:
    """Run a result again, and verify that every move is the same."""
    from tradetalks.runs.play.replay import read_result, replay

    done = replay(read_result(file))
    if done.same:
        typer.echo(f"{file}: the same, move by move ({done.moves} moves)")
    for name, (then, now) in sorted(done.other_versions.items()):
        typer.echo(f"{name} was {then}, is {now}")
    if not done.same:
        raise TradetalksError(f"{file}: not the same: {done.difference}")
