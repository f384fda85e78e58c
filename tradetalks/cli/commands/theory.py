"""`tradetalks theory`: the scorecard of predictions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    FAILED,
    json_to,
    targets,
    write,
)
from tradetalks.cli.output import STANDARD_OUTPUT


def command(
    predictions: Annotated[list[str] | None, typer.Argument(help="which predictions, by name; all if left out")] = None,
    *,
    json_file: Annotated[
        Path | None,
        json_to("the scorecard"),
    ] = None,
) -> None:
    """Run what bargaining theory predicts, and show expected, got, source and pass; exit 1 if one fails."""
    places = targets(json_file)
    from tradetalks.cli.printing.grid import console
    from tradetalks.cli.printing.theory import TheoryReport
    from tradetalks.runs.theory.scorecard import chosen, scorecard_json

    report = None if STANDARD_OUTPUT in places else TheoryReport(console())
    findings = []
    for prediction in chosen(predictions or []):
        findings.append(prediction.run())
        if report is not None:
            report.show(findings[-1])
    if json_file is not None:
        write(json_file, scorecard_json(findings))
    if report is not None:
        report.sum_up(findings)
    if any(finding.failed for finding in findings):
        raise typer.Exit(FAILED)
