"""What the terminal shows of an analysis: means and differences with intervals, sensitivities."""

from __future__ import annotations

import math
import textwrap

from rich.console import Console
from rich.text import Text

from tradetalks.cli.printing.grid import WIDTH, new_grid, print_grid
from tradetalks.errors import TradetalksError
from tradetalks.runs.analysis.sensitivity import Indices
from tradetalks.runs.analysis.summary import Measured, path_labels, point_labels
from tradetalks.runs.batch.batch import Batch

MOST_PAIRS = 10
_SAID = {
    "S1": "S1: what part of the variance comes from a factor alone; ST: with all its interactions",
    "mu_star": "mu_star: by how much the outcome changes over a factor's range, on average; mu: with its sign; sigma: "
    "how differently at different places",
}


def print_comparison(found: Batch, measured: Measured, columns: list[str], base: int, out: Console) -> None:
    """Print the means of each design point, and how they differ from those of one point."""
    title = found.manifest.get("title") or found.manifest["name"]
    out.print(Text(f"{title}   {found.done:,} of {found.total:,} runs", style="bold"))
    differences = {(item.point, item.column): item.mean for item in measured.differences(columns, base)}
    for point, label in point_labels(found).items():
        if point in measured.points:
            out.print(Text(textwrap.shorten(f"point {point}: {label}", WIDTH, placeholder=" ...")))
    grid = new_grid()
    grid.add_column("", no_wrap=True, max_width=24, overflow="ellipsis")
    grid.add_column("point", justify="right", no_wrap=True)
    grid.add_column("mean [95 %]", justify="right", no_wrap=True)
    grid.add_column(f"difference from {base}", justify="right", no_wrap=True)
    for column in columns:
        for point in measured.points:
            difference = "" if point == base else str(differences[point, column])
            first = column if point == measured.points[0] else ""
            grid.add_row(first, str(point), str(measured.mean(column, point)), difference)
    print_grid(grid, out)
    out.print(Text("a difference is a mean over replications with a value at both points", style="dim"))


def print_indices(outcome: str, found: Indices | TradetalksError, out: Console) -> None:
    """Print the sensitivity of an outcome, the factors that count most first; or why there is none."""
    out.print(Text(outcome, style="bold"))
    if isinstance(found, TradetalksError):
        out.print(Text(textwrap.fill(str(found), WIDTH)))
        return
    key = "ST" if found.method == "saltelli" else "mu_star"
    order = sorted(found.figures, key=lambda path: -found.of(key)[path])
    labels = dict(zip(order, path_labels(order), strict=True))
    grid = new_grid()
    grid.add_column("factor", no_wrap=True, max_width=WIDTH - 42, overflow="ellipsis")
    for name in found.names:
        grid.add_column(name, justify="right", no_wrap=True)
    for path in order:
        row = zip(found.figures[path], found.half_widths[path], strict=True)
        cells = [f"{value:.3f}" if math.isnan(half) else f"{value:.3f} +- {half:.3f}" for value, half in row]
        grid.add_row(labels[path], *cells)
    print_grid(grid, out)
    for pair in sorted(found.pairs, key=lambda pair: -pair.index)[:MOST_PAIRS]:
        out.print(Text(f" {labels[pair.first]} with {labels[pair.second]}: {pair.index:.3f} +- {pair.half_width:.3f}"))
    out.print(Text(textwrap.fill(_SAID[found.names[0]], WIDTH), style="dim"))
