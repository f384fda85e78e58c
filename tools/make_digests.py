"""Writes tests/digests/: of runs of all scenarios, what must stay the same. For a new scenario, not for a changed one.

Usage: python tools/make_digests.py [--missing]

With --missing only files that aren't there yet are written: what is committed is frozen, and a difference is a finding.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))

from frozen import ASPECTS, DIGESTS, SEEDS, line_of, setups


def main() -> None:
    """Write the files, and say which."""
    DIGESTS.mkdir(exist_ok=True)
    for name, setup in setups():
        file = DIGESTS / f"{name}.txt"
        if "--missing" in sys.argv and file.exists():
            continue
        lines = [f"# seed {' '.join(ASPECTS)}", *(line_of(setup, seed) for seed in SEEDS)]
        file.write_text("\n".join(lines) + "\n", encoding="ascii")
        print(f"wrote {file.relative_to(DIGESTS.parents[1])}")


if __name__ == "__main__":
    main()
