"""A picture on the page: an SVG that can be picked and saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from tradetalks.app.style import LIGHT


@solara.component_vue("picture.vue")
def _Picture(
    svg: str,
    label: str,
    name: str,
    shown: bool,
    colours: list[str],
    event_picked: Callable[[str], None] | None = None,
) -> Any: ...


@solara.component
def Picture(
    svg: str, label: str, name: str, *, shown: bool = True, on_pick: Callable[[str], None] | None = None
) -> None:
    """Show a picture, with buttons that save it as SVG or PNG.

    Args:
        svg: the text of the SVG; what is in it from files or people has been escaped.
        label: what it is called ("the network"), for buttons.
        name: of saved files, without an ending.
        shown: whether it is shown itself; else only its buttons are.
        on_pick: called with the mark of what is picked in it.
    """
    _Picture(svg=svg, label=label, name=name, shown=shown, colours=[*LIGHT], event_picked=on_pick)
