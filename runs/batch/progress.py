"""What is told while a batch runs: on a terminal a bar, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any, TextIO

from tradetalks.runs.batch.job import Report

EVERY = 30.0
"""Seconds between lines where there is no terminal."""


class Progress:
    """Counts, and tells what it counts; this one tells nothing."""

    def __init__(self) -> None:
        self.total = self.done = self.deals = self.failed = self.kept = 0
        self.begun = 0.0
        self.folder = Path()

    def begin(self, total: int, done: int, folder: Path) -> None:
        """Hear how many runs there are, how many of them were there already, and where they go."""
        self.total, self.done, self.kept, self.folder = total, done, done, folder
        self.begun = time.monotonic()

    def advance(self, report: Report) -> None:
        """Hear of runs that have been written down."""
        self.done += report.stop - report.first
        self.deals += report.deals
        self.failed += report.failed

    def tick(self) -> None:
        """Hear that time goes by."""

    def note(self, text: str) -> None:
        """Hear of something that people should know."""

    def end(self) -> None:
        """Hear that it is over, one way or another."""

    @property
    def rate(self) -> float:
        """Runs a second, of those that were run now."""
        return (self.done - self.kept) / max(time.monotonic() - self.begun, 1e-9)

    @property
    def line(self) -> str:
        """How it stands, in a line."""
        now = self.done - self.kept
        share = f", {100 * self.deals / now:.0f} % with a deal" if now else ""
        left = f", {_span((self.total - self.done) / self.rate)} left" if now and self.done < self.total else ""
        failed = f", {self.failed:,} failed" if self.failed else ""
        return f"{self.done:,} of {self.total:,} runs, {self.rate:,.0f} a second{share}{failed}{left}"


class Quiet(Progress):
    """Tells nothing."""


class Lines(Progress):
    """Tells how it stands in a line, every 30 s and at the end."""

    def __init__(self, out: TextIO | None = None, every: float = EVERY) -> None:
        super().__init__()
        self.out = out
        self.every = every
        self._told = 0.0

    def begin(self, total: int, done: int, folder: Path) -> None:
        """Begin to count the seconds."""
        super().begin(total, done, folder)
        self._told = time.monotonic()

    def tick(self) -> None:
        """Tell how it stands if it is time to."""
        if time.monotonic() - self._told >= self.every:
            self._told = time.monotonic()
            self._print(self.line)

    def note(self, text: str) -> None:
        """Tell it."""
        self._print(text)

    def end(self) -> None:
        """Tell how it stands."""
        self._print(self.line)

    def _print(self, text: str) -> None:
        out = self.out or sys.stderr
        out.write(f"{text}\n")
        out.flush()


class Bar(Progress):
    """Shows a bar on a terminal.

    Args:
        out: rich's console.
    """

    def __init__(self, out: Any) -> None:
        super().__init__()
        self.out = out
        self._bar: Any = None
        self._task: Any = None

    def begin(self, total: int, done: int, folder: Path) -> None:
        """Show the bar."""
        from rich.progress import BarColumn, Progress, TextColumn

        super().begin(total, done, folder)
        self._bar = Progress(
            BarColumn(24), TextColumn("{task.description}", markup=False), console=self.out, transient=False
        )
        self._task = self._bar.add_task(self.line, total=total, completed=done)
        self._bar.start()

    def tick(self) -> None:
        """Bring the bar up to date."""
        if self._bar is not None:
            self._bar.update(self._task, completed=self.done, description=self.line)

    def note(self, text: str) -> None:
        """Tell it above the bar."""
        if self._bar is not None:
            self._bar.console.print(text)

    def end(self) -> None:
        """Leave the bar as it stands."""
        self.tick()
        if self._bar is not None:
            self._bar.stop()


def _span(seconds: float) -> str:
    """Return a span of time for people.

    >>> _span(42), _span(3700), _span(200_000)
    ('42 s', '62 min', '55.6 h')
    """
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
