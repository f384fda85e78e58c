"""What large outcome spaces cost: a table of 1,000,000 outcomes, from its score-sheets to its deal.

Run: python benchmarks/outcomes.py [OUTCOMES ...]    (powers of ten; 10,000, 100,000 and 1,000,000 by default)
"""

from __future__ import annotations

import resource
import sys
import time
from typing import Any

from tradetalks.runs.single import run


def scenario(exponent: int) -> dict[str, Any]:
    """Two Boulware sides with opposed weights over 10^exponent outcomes."""
    names = [f"issue{place}" for place in range(exponent)]
    up, down = [level / 9 for level in range(10)], [1 - level / 9 for level in range(10)]
    total = sum(range(1, exponent + 1))

    def sheet(points: list[float], weights: range) -> dict[str, Any]:
        return {
            "weights": {name: weight / total for name, weight in zip(names, weights, strict=True)},
            "points": dict.fromkeys(names, points),
            "reservation": 0.2,
        }

    return {
        "countries": {side: {"strategy": {"name": "boulware", "e": 0.3}} for side in "AB"},
        "tables": {
            "talks": {
                "parties": ["A", "B"],
                "agenda": {name: {"levels": list(range(10))} for name in names},
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 99},
                "score_sheets": {
                    "A": sheet(up, range(1, exponent + 1)),
                    "B": sheet(down, range(exponent, 0, -1)),
                },
            }
        },
    }


def main() -> None:
    """Print CPU time and peak memory by size."""
    run("split_the_pie", seed=1)  # imports and registries are not what is measured
    sizes = [int(text.replace(",", "")) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print(f"{'outcomes':>10} {'run, CPU s':>11} {'peak memory, MB':>16} {'status':>10} {'round':>6}")
    for size in sizes:
        data = scenario(len(str(size)) - 1)
        start = time.process_time()
        result = run(data, seed=1)
        spent = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        table = result.tables["talks"]
        print(
            f"{table.outcomes:>10,} {spent:>11.2f} {peak:>16,.0f} {table.status:>10} {result.transcript[-1].round:>6}"
        )


if __name__ == "__main__":
    main()
