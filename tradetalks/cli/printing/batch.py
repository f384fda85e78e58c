"""What the terminal shows of an experiment: what it would take, how its runs ended."""

from __future__ import annotations

import textwrap

from rich.console import Console
from rich.text import Text

from tradetalks.cli.printing.grid import WIDTH, new_grid, print_grid
from tradetalks.runs.analysis.summary import path_labels, short_value, shown_columns
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.plan import Estimate

MOST_POINTS = 40
"""Design points shown one by one."""
MOST_REASONS = 5


def print_estimate(found: Estimate, out: Console) -> None:
    """Print what an experiment would take."""
    points = f", {found.designs:,} design points" if found.designs > 1 else ""
    out.print(Text(f"{found.runs:,} runs{points}", style="bold"))
    if found.sampled:
        out.print(f"a run takes {_span(found.run_seconds)} (mean of {found.sampled:,}), in chunks of {found.chunk:,}")
        out.print(f"together {found.core_hours:,.2f} core-hours, about {_size(found.nbytes)} on disk")
    else:
        out.print("a run of the sample ended its process, so nothing is known of their time")
    if found.job_script:
        out.print("each job of the cluster would be given this script:")
        out.print(found.job_script, soft_wrap=True)


def print_summary(found: Batch, out: Console) -> None:
    """Print how all runs ended, and where they are."""
    summary = found.summary()
    deals = "" if summary.deals is None else f", {summary.deals:,} with a deal"
    failed = f", {summary.failed:,} failed" if summary.failed else ""
    left = f" of {summary.total:,}" if summary.done < summary.total else ""
    out.print(Text(f"{summary.done:,}{left} runs{deals}{failed}: {found.folder}", style="bold"))
    for reason, count in sorted(summary.reasons.items(), key=lambda item: -item[1])[:MOST_REASONS]:
        out.print(Text(textwrap.shorten(f" {count:,} x {reason}", 2 * WIDTH)))
    out.print(Text(f"see them: tradetalks results {found.folder}", style="dim"))


def print_results(found: Batch, out: Console, *, where: str = "") -> None:
    """Print how the runs ended, by design point where there are few."""
    import pandas as pd

    names = shown_columns(found)
    sums, counts = pd.DataFrame(), pd.DataFrame()
    for table in found.tables(["run", "design", *names], where=where):
        by_point = table.to_pandas().astype(dict.fromkeys(names, float)).groupby("design")
        sums = sums.add(by_point[names].sum(), fill_value=0)
        counts = counts.add(by_point[["run", *names]].count(), fill_value=0)
    title = found.manifest.get("title") or found.manifest["name"]
    out.print(Text(f"{title}   {found.done:,} of {found.total:,} runs", style="bold"))
    if not len(sums):
        out.print(f"no runs for which {where}" if where else "no runs yet")
        return
    design = found.design().set_index("design")
    whole = len(sums) > MOST_POINTS
    if whole:
        out.print(f"means over {int(counts['run'].sum()):,} runs at {len(sums):,} design points")
        sums, counts = sums.sum().to_frame().T, counts.sum().to_frame().T
    rows = []
    for point in sums.index:
        values = [] if whole else [str(point), *(short_value(design.loc[point, path]) for path in design.columns)]
        means = [_mean(sums.loc[point, name], counts.loc[point, name]) for name in names]
        rows.append([*values, f"{int(counts.loc[point, 'run']):,}", *means])
    heads = [] if whole else ["design", *path_labels(list(design.columns))]
    _print_fitting([*heads, "runs", *names], rows, out)


def _print_fitting(heads: list[str], rows: list[list[str]], out: Console) -> None:
    """Print a grid, without the last columns where they don't fit."""
    widths = [1 + max(len(head), *(len(row[place]) for row in rows)) for place, head in enumerate(heads)]
    fits = next((place for place in range(len(heads)) if sum(widths[: place + 1]) > WIDTH), len(heads))
    grid = new_grid()
    for head in heads[:fits]:
        grid.add_column(head, justify="right", no_wrap=True)
    for row in rows:
        grid.add_row(*row[:fits])
    print_grid(grid, out)
    if fits < len(heads):
        out.print(Text(f"and {', '.join(heads[fits:])}: see --csv", style="dim"))


def _mean(total: float, count: float) -> str:
    if count:
        return f"{total / count:.2f}"
    return ""


def _span(seconds: float) -> str:
    if seconds < 1:
        return f"{1000 * seconds:.1f} ms"
    return f"{seconds:.1f} s"


def _size(nbytes: float) -> str:
    for unit in ("bytes", "KB", "MB", "GB"):
        if nbytes < 1000:
            return f"{nbytes:.0f} {unit}"
        nbytes /= 1000
    return f"{nbytes:.1f} TB"
