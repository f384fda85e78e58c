"""The address in the browser's bar, kept to what is seen."""

from __future__ import annotations

from typing import Any

import solara


@solara.component_vue("address.vue")
def _Address(query: str) -> Any: ...


@solara.component
def Address(query: str) -> None:
    """Put a query into the address; "" takes it away."""
    _Address(query=query)
