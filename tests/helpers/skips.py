"""What was skipped is counted with its reason; where CI is set, only what can't be had there may be skipped."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest

MAY_BE_SKIPPED = ("not ours to ship", "not a git checkout")
"""Words of the reasons that count nowhere as a failure: files of others, and a copy that isn't a checkout."""


def reasons(skipped: list[Any]) -> Counter[str]:
    """Return how often each reason was given, from pytest's reports."""
    return Counter(str(report.longrepr[-1]).removeprefix("Skipped: ") for report in skipped)


def told(skipped: Counter[str]) -> str:
    """Return the line that counts them."""
    if not skipped:
        return "skipped: none"
    return "skipped: " + "; ".join(f"{count} ({reason})" for reason, count in sorted(skipped.items()))


def not_allowed(skipped: Counter[str]) -> Counter[str]:
    """Return what CI takes for a failure."""
    return Counter({why: count for why, count in skipped.items() if not any(word in why for word in MAY_BE_SKIPPED)})


class Skips:
    """A plugin of pytest: the line at the end, and CI's failure."""

    def __init__(self) -> None:
        self._reports: list[Any] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep the reports of what is skipped."""
        # What is expected to fail is reported as skipped, too.
        if report.skipped and not hasattr(report, "wasxfail"):
            self._reports.append(report)

    def pytest_collectreport(self, report: Any) -> None:
        """Keep the reports of files that are skipped whole."""
        if report.skipped:
            self._reports.append(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail where CI is set and what could be had was not."""
        if os.environ.get("CI") and not_allowed(reasons(self._reports)) and not session.exitstatus:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say what was skipped."""
        skipped = reasons(self._reports)
        terminalreporter.write_line(told(skipped))
        refused = not_allowed(skipped)
        if os.environ.get("CI") and refused:
            terminalreporter.write_line(f"CI takes what is skipped for a failure: {told(refused)}", red=True)
