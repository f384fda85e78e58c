"""A picture on the page: an SVG that can be picked and saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from tradetalks.app.charts.svg import WIDTH, cut
from tradetalks.app.sight import Sight
from tradetalks.app.style import LIGHT, possessive


@solara.component_vue("picture.vue")
def _Picture(
    svg: str,
    label: str,
    name: str,
    caption: str,
    shown: bool,
    colours: list[str],
    event_picked: Callable[[str], None] | None = None,
) -> Any: ...


@solara.component
def Picture(
    sight: Sight,
    svg: str,
    label: str,
    kind: str,
    *,
    of_table: bool = False,
    shown: bool = True,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Show a picture, with buttons that save it as SVG or PNG.

    Args:
        sight: what it is drawn from.
        svg: the text of the SVG; what is in it from files or people has been escaped.
        label: what it is called ("the network"), for buttons.
        kind: what it is called in the names of saved files.
        of_table: whether it shows the chosen table alone.
        shown: whether it is shown itself; else only its buttons are.
        on_pick: called with the mark of what is picked in it.
    """
    table = f"-{sight.table.key}" if of_table else ""
    name = f"{sight.scenario}{table}-{kind}-{f'day-{sight.day}' if sight.day >= 0 else 'start'}"
    _Picture(
        svg=svg,
        label=label,
        name=name,
        caption=caption(sight, of_table=of_table),
        shown=shown,
        colours=[*LIGHT],
        event_picked=on_pick,
    )


def caption(sight: Sight, *, of_table: bool) -> str:
    """Write what stands below a saved picture: of which run, day and table it is, and through whose eyes."""
    when = f"{sight.when(max(sight.day, 0))}, day {sight.day}" if sight.start and sight.day >= 0 else f"day {sight.day}"
    parts = [sight.scenario, f"seed {sight.seed}", when if sight.day >= 0 else "before day 0"]
    parts += [sight.table.title] * (of_table and sight.table.title != sight.title)
    parts += [f"{possessive(sight.names.get(sight.eyes, sight.eyes))} eyes"] * bool(sight.eyes)
    return cut(" · ".join(parts), WIDTH - 12, 10)
