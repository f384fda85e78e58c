"""Versions: of what a run's numbers depend on."""

from __future__ import annotations

import importlib.metadata
import platform
from functools import cache
from typing import Any

from tradetalks.configs.parts.part_files import origins_in
from tradetalks.model.talks.talks import TradeTalks


def versions(model: TradeTalks) -> dict[str, str]:
    """Return the versions of what a run's numbers depend on; of a part's file a part of its SHA-256."""
    return versions_with(model.setup, *(live.section for live in model.tables.values()))


def versions_with(*parts: Any) -> dict[str, str]:
    """Return the versions of what numbers depend on if these parts take part: scenarios, sections, strategies."""
    outside = {origin.title: origin.version for origin in origins_in(parts)}
    return {**_packages(), "python": platform.python_version(), **dict(sorted(outside.items()))}


@cache
def _packages() -> dict[str, str]:
    # Read once: a package's data are parsed as a mail is, which takes longer than many a run.
    return {name: importlib.metadata.version(name) for name in ("tradetalks", "mesa", "numpy", "networkx")}
