"""A million outcomes: evaluated, negotiated and reported within two gigabytes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "outcomes.py"


def test_a_million_outcomes_fit_in_two_gigabytes() -> None:
    done = subprocess.run([sys.executable, BENCHMARK, "1,000,000"], capture_output=True, text=True, check=True)
    outcomes, _, memory, status, _ = done.stdout.splitlines()[-1].split()
    assert (outcomes, status) == ("1,000,000", "in_force")
    assert int(re.sub(r"\D", "", memory)) < 2000
