"""`tradetalks compare`: design points held to one of them."""

from __future__ import annotations

from typing import Annotated

import typer

from tradetalks.cli.options import (
    BATCH,
    OUTCOMES,
)


def command(
    folder: BATCH,
    *,
    against: Annotated[int, typer.Option(min=0, metavar="POINT", help="the design point that others are held to")] = 0,
    outcomes: OUTCOMES = None,
    where: Annotated[str, typer.Option(metavar="EXPR", help="only runs for which this is true")] = "",
) -> None:
    """Show means by design point, and how they differ from one of them, with 95 % intervals."""
    from tradetalks.cli.printing.analysis import print_comparison
    from tradetalks.cli.printing.grid import console
    from tradetalks.runs.analysis.summary import Measured, shown_columns
    from tradetalks.runs.batch.batch import Batch

    found = Batch(folder)
    found.store.check()
    columns = outcomes or [name for name in shown_columns(found) if name != "ok"]
    print_comparison(found, Measured(found, columns, where=where), columns, against, console())
