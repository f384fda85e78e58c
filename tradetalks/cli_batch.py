"""The commands for experiments: `batch` runs one, `results` shows what a store holds."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tradetalks.errors import ConfigError, Problem, TradetalksError
from tradetalks.output import STANDARD_OUTPUT, data_stream

if TYPE_CHECKING:
    from tradetalks.runs.batch import Batch

INTERRUPTED = 130


class Interrupted(SystemExit):
    """The batch was interrupted; `message` says what is kept and how to go on."""

    def __init__(self, message: str) -> None:
        super().__init__(INTERRUPTED)
        self.message = message


def batch(
    experiment: Annotated[str, typer.Argument(help="a shipped experiment (see `list`) or the path of a .yaml file")],
    *,
    workers: Annotated[
        int | None, typer.Option(min=0, help="processes of this machine, one a core by default; 0: none but this one")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="show how many runs there are, and what they would take; write nothing")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="go on with what is there")] = False,
    shard: Annotated[
        str, typer.Option(metavar="I/N", help="run the I-th of N parts alone, as in a job array; goes on by itself")
    ] = "",
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS|FILE", help="a Dask scheduler, such as tcp://host:8786, or a SLURM .yaml")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="where the runs go; results/NAME-HASH by default"),
    ] = None,
    chunk: Annotated[
        int | None,
        typer.Option(min=1, metavar="RUNS", help="how many runs a worker is given at a time; timed by default"),
    ] = None,
) -> None:
    """Run all runs of an experiment, or what is left of them; nothing that is finished is ever lost."""
    from tradetalks.runs.batch import Plan, estimate, run_batch
    from tradetalks.runs.progress import Bar, Lines
    from tradetalks.terminal import console
    from tradetalks.terminal_batch import print_estimate, print_summary

    part = _shard(shard)
    if dry_run:
        print_estimate(estimate(experiment, workers=workers, cluster=cluster or None), console())
        return
    err = console(stderr=True)
    progress = Bar(err) if err.is_terminal else Lines()
    try:
        done = run_batch(
            experiment,
            workers=workers,
            folder=output,
            resume=resume,
            shard=part,
            cluster=cluster or None,
            chunk=chunk,
            progress=progress,
        )
    except KeyboardInterrupt:
        folder = output or Plan.of(experiment).folder_there()
        raise Interrupted(_interrupted(folder, _again(experiment, output, workers, shard, cluster))) from None
    print_summary(done, console())


def _again(experiment: str, output: Path | None, workers: int | None, shard: str, cluster: str) -> str:
    words = ["tradetalks", "batch", experiment, "--resume"]
    words += [] if workers is None else ["--workers", str(workers)]
    words += ["--shard", shard] * bool(shard) + ["--cluster", cluster] * bool(cluster)
    words += [] if output is None else ["-o", str(output)]
    return shlex.join(words)


def _interrupted(folder: Path, again: str) -> str:
    from tradetalks.errors import StoreError
    from tradetalks.runs.store import Store

    try:
        store = Store(folder)
    except StoreError:
        return "interrupted before anything was run"
    return f"interrupted: {store.done:,} of {store.total:,} runs are kept in {folder}; go on with: {again}"


def _shard(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    number, slash, count = text.partition("/")
    if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise TradetalksError(f"--shard is I/N, such as 3/20, with I from 1 to N, not {text!r}")
    return int(number), int(count)


def results(
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
    from tradetalks.runs.batch import Batch
    from tradetalks.runs.files import check_result_file
    from tradetalks.terminal import console
    from tradetalks.terminal_batch import print_results

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
    from tradetalks.runs.csv_cells import csv_cell
    from tradetalks.runs.files import writing_whole

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
