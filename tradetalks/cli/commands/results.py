"""`tradetalks results`: what a store holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tradetalks.cli.output import STANDARD_OUTPUT, data_stream
from tradetalks.errors import ConfigError, Problem

if TYPE_CHECKING:
    from tradetalks.runs.batch.batch import Batch


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a batch, finished or not")],
    *,
    csv_file: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="FILE", help="write the runs as a table, with what is varied; - for standard output"
        ),
    ] = None,
    where: Annotated[
        str, typer.Option(metavar="EXPR", help='only runs for which this is true, such as "deal and day < 30"')
    ] = "",
    compact: Annotated[bool, typer.Option("--compact", help="put small files together first")] = False,
    digest: Annotated[bool, typer.Option("--digest", help="show the digest of all rows")] = False,
) -> None:
    """Show how the runs of a batch ended, by design point, or write them as a table."""
    from tradetalks.cli.printing.batch import print_results
    from tradetalks.cli.printing.grid import console
    from tradetalks.runs.batch.batch import Batch
    from tradetalks.runs.files.whole import check_result_file

    if csv_file is not None and csv_file != STANDARD_OUTPUT:
        check_result_file(csv_file)
    found = Batch(folder)
    found.store.check()
    if compact:
        typer.echo(f"{found.compact()} parts are left", err=True)
    try:
        if csv_file is not None:
            _write_csv(found, csv_file, where)
        if csv_file != STANDARD_OUTPUT:
            print_results(found, console(), where=where)
    except ConfigError as error:
        raise ConfigError([Problem(problem.message, f"--where {where}") for problem in error.problems]) from None
    if digest:
        typer.echo(f"digest: {found.digest()}", err=csv_file == STANDARD_OUTPUT)


def _write_csv(found: Batch, file: Path, where: str) -> None:
    """Write the runs part by part: a table of millions of rows needs no memory to speak of."""
    from tradetalks.runs.files.csv_cells import csv_cell
    from tradetalks.runs.files.whole import writing_whole

    design = found.design().set_index("design")
    head = True
    with writing_whole(file) if file != STANDARD_OUTPUT else data_stream() as out:
        for table in found.tables(where=where):
            frame = table.to_pandas()
            frame = frame.join(design, on="design") if len(design.columns) else frame
            texts = frame.select_dtypes(exclude=["number", "bool"]).columns
            frame = frame.assign(**{name: frame[name].map(csv_cell) for name in texts}).rename(columns=csv_cell)
            frame.to_csv(out, index=False, header=head, lineterminator="\n")
            head = False
