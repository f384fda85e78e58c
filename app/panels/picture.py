"""A picture on the page: an SVG that can be picked and saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from tradetalks.runs.sight.sight import Sight


@solara.component_vue("picture.vue")
def _Picture(
    svg: str,
    label: str,
    name: str,
    table: str,
    shown: bool,
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
    _Picture(
        svg=svg,
        label=label,
        name=f"{table}-{kind}",
        table=sight.table.title if of_table and sight.table.title != sight.title else "",
        shown=shown,
        event_picked=on_pick,
    )
