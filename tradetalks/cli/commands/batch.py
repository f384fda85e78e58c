"""`tradetalks batch`: all runs of an experiment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.exits import Stopped
from tradetalks.cli.options import PARTS
from tradetalks.errors import TradetalksError
from tradetalks.wording import command_line


def command(
    experiment: Annotated[str, typer.Argument(help="a shipped experiment (see `list`) or the path of a .yaml file")],
    *,
    workers: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="processes of this machine, one a core by default; 0: none but this one"),
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
    parts: PARTS = None,
) -> None:
    """Run all runs of an experiment, or what is left of them; nothing that is finished is ever lost."""
    from tradetalks.cli.printing.batch import print_estimate, print_summary
    from tradetalks.cli.printing.grid import console
    from tradetalks.runs.batch.plan import Plan, estimate
    from tradetalks.runs.batch.progress import Bar, Lines
    from tradetalks.runs.batch.running import run_batch

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
        others = {"shard": shard or None, "cluster": cluster or None, "output": output, "parts": parts}
        again = command_line("batch", experiment, resume=True, workers=workers, **others)
        raise Stopped(_interrupted(folder, again)) from None
    print_summary(done, console())


def _interrupted(folder: Path, again: str) -> str:
    from tradetalks.errors import StoreError
    from tradetalks.runs.batch.store import Store

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
