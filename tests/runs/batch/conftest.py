"""A strategy that spoils runs, in this process and in all that it starts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import tradetalks.agents.strategies as package
from tradetalks.agents.strategies.base import strategies

HERE = Path(__file__).parent


@pytest.fixture
def troublesome(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let scenarios name the strategy `troublesome`."""
    path = [str(HERE / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(HERE / "strategies")])
    known = strategies.__dict__.pop("classes", None)
    yield
    strategies.__dict__.pop("classes", None)
    if known is not None:
        strategies.__dict__["classes"] = known
