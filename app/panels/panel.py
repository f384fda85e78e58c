"""A panel: a heading, and what stands under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import solara


@solara.component
def Panel(title: str, name: str, children: Sequence[Any] = ()) -> None:
    """Show a panel with a heading; `name` is its class, for styles and tests."""
    with solara.Div(classes=["tt-panel", f"tt-{name}"], attributes={"role": "region", "aria-label": title}):
        solara.HTML("h2", title)
        solara.Div(children=[*children])
