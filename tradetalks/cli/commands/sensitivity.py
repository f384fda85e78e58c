"""`tradetalks sensitivity`: what outcomes hang on."""

from __future__ import annotations

from tradetalks.cli.options import (
    BATCH,
    OUTCOMES,
)


def command(
    folder: BATCH,
    *,
    outcomes: OUTCOMES = None,
) -> None:
    """Show what outcomes hang on: Sobol indices of a saltelli design, elementary effects of a morris design."""
    from tradetalks.cli.printing.analysis import print_indices
    from tradetalks.cli.printing.grid import console
    from tradetalks.runs.analysis.sensitivity import design_of, explained
    from tradetalks.runs.batch.batch import Batch

    found = Batch(folder)
    found.store.check()
    out = console()
    design = design_of(found)
    for outcome, result in explained(found, design, outcomes).items():
        print_indices(outcome, result, out)
