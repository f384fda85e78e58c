"""Helpers of the tests are importable by their bare names; Hypothesis sets no time limit on a shared machine.

What is skipped is counted at the end.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "helpers"))

import pytest
from hypothesis import HealthCheck, settings
from skips import Skips

settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

# A shell starts its background jobs deaf to interrupts, and they hand that on: what is interrupted here must hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Count what is skipped, in the process that others report to."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips())
