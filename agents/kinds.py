"""Every kind of part that a scenario is made of, and that may come from a file of somebody's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tradetalks.agents.acceptance_conditions.base import acceptances
from tradetalks.agents.forms.base import forms
from tradetalks.agents.interests.base import interests
from tradetalks.agents.opponent_models.base import opponent_models
from tradetalks.agents.strategies.base import strategies
from tradetalks.model.deadlines.base import deadlines
from tradetalks.model.events.base import events
from tradetalks.model.levers.base import levers
from tradetalks.model.negotiation.protocols.base import protocols
from tradetalks.outside import files
from tradetalks.registry import Registry

KINDS: tuple[Registry[Any], ...] = (
    strategies,
    acceptances,
    opponent_models,
    interests,
    forms,
    levers,
    events,
    deadlines,
    protocols,
)


def parts_in(file: str | Path) -> dict[Registry[Any], dict[str, type]]:
    """Load a file, which runs its code, and return all parts that it holds, kind by kind, each by its name.

    Raises:
        PartError: it can't be loaded, or holds none; says where and what is needed.
    """
    return files.parts_in(file, KINDS)


def parts_from(folders: Sequence[str | Path]) -> Any:
    """Return a context in which the parts of all .py files in some folders are known by their names.

    Raises:
        PartError: as it is entered: there is no such folder, or what its files hold can't be used.
    """
    return files.parts_from(folders, KINDS)
