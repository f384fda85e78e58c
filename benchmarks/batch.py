"""What a batch costs: 1,000 runs through `mesa.batch_run` and through ours, in one process and in two.

Run: python benchmarks/batch.py [SCENARIO ...]

Both run the same model with the same seeds. CPU time is that of all processes. `mesa.batch_run` keeps all in memory and
loses it when a run fails; what ours costs beyond the bare runs is the table of what was measured, and its files. The
start of the processes counts, as it does for whoever waits.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import mesa

from tradetalks.configs.load import load_scenario
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.batch.plan import Plan
from tradetalks.runs.batch.running import run_batch

RUNS = 1_000


class Talks(TradeTalks):
    """The model as `mesa.batch_run` wants it: it steps a model itself, and collects from it what it finds."""

    def __init__(self, *, name: str, rng: int) -> None:
        super().__init__(load_scenario(name), rng=rng)


def cpu() -> float:
    """Return the seconds of CPU time of this process and of those that have ended below it."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in used)


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of CPU time and on the clock that a call takes."""
    before, begun = cpu(), time.perf_counter()
    call()
    return cpu() - before, time.perf_counter() - begun


def bare(name: str, seeds: list[int]) -> None:
    """Run the model and nothing else."""
    setup = load_scenario(name)
    for seed in seeds:
        TradeTalks(setup, rng=seed).run_model()


def through_mesa(name: str, seeds: list[int], processes: int) -> None:
    """Run it by `mesa.batch_run`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mesa.batch_run(
            Talks, {"name": name}, rng=seeds, number_processes=processes, max_steps=1_000, display_progress=False
        )


def through_ours(name: str, folder: Path, workers: int) -> None:
    """Run it as an experiment."""
    run_batch({"scenario": name, "replications": RUNS}, workers=workers, folder=folder)


def main() -> None:
    """Print CPU and wall-clock times."""
    print(f"{RUNS:,} runs, s of CPU and on the clock; start of processes included")
    print(
        f"{'':<18}{'bare loop':>16}"
        + "".join(f"{who:>16}" for who in ("mesa 1", "mesa 2", "ours 0", "ours 1", "ours 2"))
    )
    for name in sys.argv[1:] or ["split_the_pie", "us_japan_2025"]:
        plan = Plan.of({"scenario": name, "replications": RUNS})
        seeds = [spec.seed for spec in plan.stretch(Path(), range(RUNS)).specs]
        bare(name, seeds[:20])
        cells = [timed(lambda: bare(name, seeds))]  # noqa: B023 - called at once
        cells += [timed(lambda count=count: through_mesa(name, seeds, count)) for count in (1, 2)]  # type: ignore[misc]  # noqa: B023
        with tempfile.TemporaryDirectory() as folder:
            for workers in (0, 1, 2):
                place = Path(folder) / str(workers)
                cells.append(timed(lambda place=place, workers=workers: through_ours(name, place, workers)))  # type: ignore[misc]  # noqa: B023
        print(f"{name:<18}" + "".join(f"{used:>9.1f}{wall:>7.1f}" for used, wall in cells))


if __name__ == "__main__":
    main()
