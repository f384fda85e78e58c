"""The command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TRADETALKS = Path(sys.executable).with_name("tradetalks")


def call(*words: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    # Warnings are errors here too; without a terminal the output is plain.
    environment = {**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "80", **env}
    return subprocess.run(
        [TRADETALKS, *map(str, words)], capture_output=True, text=True, cwd=cwd, env=environment, check=False
    )
