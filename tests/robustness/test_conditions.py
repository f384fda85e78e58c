"""Whatever stands after `--where`: runs are chosen by it, or one message says why not."""

from __future__ import annotations

import io
from pathlib import Path

from expression_texts import any_expression
from rich.console import Console
from trials import in_tenths, refused, seeded

from tradetalks.cli.printing.batch import print_results
from tradetalks.runs.analysis.summary import Measured
from tradetalks.runs.batch.batch import Batch


@in_tenths(300)
def test_any_condition(numbers: range, store: Path) -> None:
    batch = Batch(store)
    whole = len(batch.runs())
    columns = list(batch.runs().columns)

    def trial(number: int) -> None:
        where = any_expression(columns, seeded(f"where:{number}"))
        assert 0 <= len(batch.runs(where=where)) <= whole
        print_results(batch, Console(file=io.StringIO()), where=where)
        Measured(batch, ["deal"], where=where)

    assert len(numbers) / 5 < refused(numbers, trial) < len(numbers)
