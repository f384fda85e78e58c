"""What a further run of a shipped scenario costs in a process: CPU time, and how it divides.

Run: python benchmarks/runs.py [SCENARIO ...]
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable

from tradetalks.configs.load import drawn, load_scenario, shipped_scenarios
from tradetalks.model.talks.talks import TradeTalks

SEEDS = range(1, 101)


def cpu_ms(call: Callable[[int], object]) -> tuple[float, float]:
    """Return the least and the median CPU time of a call over the seeds, in ms."""
    times = []
    for seed in SEEDS:
        start = time.process_time()
        call(seed)
        times.append(1000 * (time.process_time() - start))
    return min(times), statistics.median(times)


def python_speed() -> float:
    """Return the seconds that a fixed piece of plain Python takes, to compare machines and moments."""
    start = time.process_time()
    sum(range(10_000_000))
    return time.process_time() - start


def main() -> None:
    """Print CPU times by scenario."""
    print(f"this machine now: sum(range(10_000_000)) takes {python_speed():.2f} s CPU")
    print(f"{'scenario':<20}{'first':>9}{'least':>9}{'median':>9}{'draws':>9}{'days':>7}{'busy':>6}   ms CPU a run")
    for name in sys.argv[1:] or sorted(shipped_scenarios()):
        setup = load_scenario(name)

        def run(seed: int, setup: object = setup) -> None:
            TradeTalks(setup, rng=seed).run_model()  # type: ignore[arg-type]

        start = time.process_time()
        run(0)
        first = 1000 * (time.process_time() - start)
        gc.collect()
        least, median = cpu_ms(run)
        _, draws = cpu_ms(lambda seed, setup=setup: drawn(setup, seed))  # type: ignore[misc]
        days = max(table.deadline.on for table in setup.tables.values())
        busy = len({meeting.day for table in setup.tables.values() for meeting in table.calendar})
        print(f"{name:<20}{first:>9.1f}{least:>9.2f}{median:>9.2f}{draws:>9.2f}{days:>7}{busy:>6}")


if __name__ == "__main__":
    main()
