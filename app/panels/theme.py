"""The choice between light and dark."""

from __future__ import annotations

from typing import Any

import solara


@solara.component_vue("theme.vue")
def _Theme() -> Any: ...


@solara.component
def Theme() -> None:
    """Show the choice; the browser keeps it. Solara's own button has no name that could be read out."""
    _Theme()
