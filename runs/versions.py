"""Versions: of what a run's numbers depend on."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable
from functools import cache

from tradetalks.agents.outside.guard import Guarded
from tradetalks.model.talks.talks import TradeTalks


def versions(model: TradeTalks) -> dict[str, str]:
    """Return the versions of what a run's numbers depend on; of a strategy's file a part of its SHA-256."""
    players = [country.strategy for country in model.countries.values()]
    players += [player for live in model.tables.values() for player in live.section.strategies.values()]
    return versions_with(players)


def versions_with(players: Iterable[object] = ()) -> dict[str, str]:
    """Return the versions of what numbers depend on if these players make moves."""
    outside = {player.origin.title: player.origin.version for player in players if isinstance(player, Guarded)}
    return {**_packages(), "python": platform.python_version(), **dict(sorted(outside.items()))}


@cache
def _packages() -> dict[str, str]:
    # Read once: a package's data are parsed as a mail is, which takes longer than many a run.
    return {name: importlib.metadata.version(name) for name in ("tradetalks", "mesa", "numpy", "networkx")}
