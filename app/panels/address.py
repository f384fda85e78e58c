"""The address in the browser's bar, kept to what is seen, and what stands below a picture that is saved."""

from __future__ import annotations

from typing import Any

import solara

from tradetalks.app.link import as_texts
from tradetalks.app.visit import Visit
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.words.amounts import counted
from tradetalks.runs.words.names import possessive

ROOM = 32
"""How many letters of what has been set fit below a picture."""


@solara.component_vue("address.vue")
def _Address(query: str, run: str, day: str, caption: str) -> Any: ...


@solara.component
def Address(visit: Visit, sight: Sight | None) -> None:
    """Put what is seen into the address, and keep what each picture would else be sent anew each day."""
    if sight is None or visit.session is None:
        _Address(query=visit.link, run="", day="", caption="")
        return
    day = f"day-{sight.day}" if sight.day >= 0 else "start"
    _Address(query=visit.link, run=visit.run_name, day=day, caption=caption(sight, told_changes(visit)))


def caption(sight: Sight, changes: str) -> str:
    """Write of which run and day a picture is, and through whose eyes; what has been set is told in words."""
    when = f"{sight.when(sight.day)}, day {sight.day}" if sight.start and sight.day >= 0 else f"day {sight.day}"
    parts = [sight.scenario, f"seed {sight.seed}", changes, when if sight.day >= 0 else "before day 0"]
    if sight.eyes:
        parts.append(f"{possessive(sight.name(sight.eyes))} eyes")
    return " · ".join(filter(None, parts))


def told_changes(visit: Visit) -> str:
    """Return what has been set as far as the eyes may know it, or how much where there is no room; "" for nothing."""
    changes = visit.known_changes
    if not changes:
        return ""
    told = ", ".join(f"{path}={value}" for path, value in as_texts(changes))
    if len(told) <= ROOM:
        return told
    return f"{counted(len(changes), 'setting')} changed"
