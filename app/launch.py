"""What the page starts with: the scenario or the result that the command line named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT = "us_japan_2025"


@dataclass(slots=True)
class Launch:
    """What every visitor's page starts with.

    Attributes:
        scenario: a shipped name or the path of a file.
        replay: the result that is replayed; None to run the scenario.
    """

    scenario: str = DEFAULT
    replay: Path | None = None


LAUNCH = Launch()
"""Of this process: the server sets it before it serves the first page."""
