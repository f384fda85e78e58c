"""The commands that explain the runs of a batch: `sensitivity`, `compare` and `report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a batch")]


def compare(
    folder: Folder,
    *,
    against: Annotated[int, typer.Option(min=0, metavar="POINT", help="the design point that others are held to")] = 0,
    outcomes: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome", metavar="COLUMN", help="which column; may be repeated; by default those of `results`"
        ),
    ] = None,
    where: Annotated[str, typer.Option(metavar="EXPR", help="only runs for which this is true")] = "",
) -> None:
    """Show means by design point, and how they differ from one of them, with 95 % intervals."""
    from tradetalks.runs.batch import Batch
    from tradetalks.runs.summary import Measured, shown_columns
    from tradetalks.terminal import console
    from tradetalks.terminal_analysis import print_comparison

    found = Batch(folder)
    found.store.check()
    columns = outcomes or [name for name in shown_columns(found) if name != "ok"]
    print_comparison(found, Measured(found, columns, where=where), columns, against, console())


def sensitivity(
    folder: Folder,
    *,
    outcomes: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome", metavar="COLUMN", help="which column; may be repeated; by default those of `results`"
        ),
    ] = None,
) -> None:
    """Show what outcomes hang on: Sobol indices of a saltelli design, elementary effects of a morris design."""
    from tradetalks.runs.batch import Batch
    from tradetalks.runs.sensitivity import design_of, explained
    from tradetalks.terminal import console
    from tradetalks.terminal_analysis import print_indices

    found = Batch(folder)
    found.store.check()
    out = console()
    design = design_of(found)
    for outcome, result in explained(found, design, outcomes).items():
        print_indices(outcome, result, out)


def report(
    folder: Folder,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="where the page goes; one that is there is replaced")
    ] = Path("report.html"),
) -> None:
    """Write one page of HTML with what the runs of a batch show; it needs no network and opens anywhere."""
    from tradetalks.errors import TradetalksError
    from tradetalks.runs.batch import Batch
    from tradetalks.runs.files import check_writable, write_whole
    from tradetalks.runs.report import page

    if output.suffix.lower() not in {".html", ".htm"}:
        raise TradetalksError(f"can't write {output}: a report is a page; name it .html")
    check_writable(output)
    found = Batch(folder)
    found.store.check()
    write_whole(output, page(found))
    typer.echo(f"wrote {output}")
