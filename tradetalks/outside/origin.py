"""Where a part that others have written comes from, and what it has raised, in words."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass

SHOWN = 160
"""Error messages are cut to so many characters: a part may put anything into them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an outside part comes from.

    Attributes:
        title: what messages call it: "mine.py".
        file: the file whose lines are named in messages; "" where it has none.
        version: what comes of it depends on, beside the scenario: a part of the file's SHA-256, or a version.
    """

    title: str
    file: str
    version: str


def in_words(error: BaseException, origin: Origin) -> str:
    """Return what a part has raised, and where: the same in every run."""
    message = re.sub(r" at 0x[0-9a-fA-F]+", "", " ".join(str(error).split()))
    if len(message) > SHOWN:
        message = message[:SHOWN] + "..."
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == origin.file]
    where = origin.title
    if origin.file and lines:
        where = f"{origin.title}:{lines[-1]}"
    raised = type(error).__name__
    if message:
        raised += f": {message}"
    return f"raises {raised} ({where})"
