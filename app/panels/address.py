"""The address in the browser's bar, kept to what is seen, and what stands below a picture that is saved."""

from __future__ import annotations

from typing import Any

import solara

from tradetalks.app.sight import Sight
from tradetalks.app.style import possessive


@solara.component_vue("address.vue")
def _Address(query: str, day: str, caption: str) -> Any: ...


@solara.component
def Address(query: str, sight: Sight | None) -> None:
    """Put a query into the address, "" takes it away; and keep what each picture would else be sent anew each day."""
    if sight is None:
        _Address(query=query, day="", caption="")
        return
    _Address(query=query, day=f"day-{sight.day}" if sight.day >= 0 else "start", caption=caption(sight))


def caption(sight: Sight) -> str:
    """Write of which run and day a picture is, and through whose eyes."""
    when = f"{sight.when(sight.day)}, day {sight.day}" if sight.start and sight.day >= 0 else f"day {sight.day}"
    parts = [sight.scenario, f"seed {sight.seed}", when if sight.day >= 0 else "before day 0"]
    parts += [f"{possessive(sight.name(sight.eyes))} eyes"] * bool(sight.eyes)
    return " · ".join(parts)
