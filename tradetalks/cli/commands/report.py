"""`tradetalks report`: a page on the runs of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    BATCH,
)
from tradetalks.errors import TradetalksError


def command(
    folder: BATCH,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="where the page goes; one that is there is replaced")
    ] = Path("report.html"),
) -> None:
    """Write one page of HTML with what the runs of a batch show; it needs no network and opens anywhere."""
    from tradetalks.runs.analysis.report import page
    from tradetalks.runs.batch.batch import Batch
    from tradetalks.runs.files.whole import check_writable, write_whole

    if output.suffix.lower() not in {".html", ".htm"}:
        raise TradetalksError(f"can't write {output}: a report is a page; name it .html")
    check_writable(output)
    found = Batch(folder)
    found.store.check()
    write_whole(output, page(found))
    typer.echo(f"wrote {output}")
