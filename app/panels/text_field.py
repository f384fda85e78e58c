"""A line of text that is taken when it is entered, or left.

The text fields of the library are set to their value whenever anything around them is drawn anew: what is
being written while a run goes on would be wiped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara


@solara.component_vue("text_field.vue")
def _TextField(label: str, value: str, event_changed: Callable[[str], None]) -> Any: ...


@solara.component
def TextField(label: str, value: str, on_value: Callable[[str], None], classes: str = "") -> None:
    """Show a field with its text.

    Args:
        label: its name.
        value: what it is now.
        on_value: called with another one, once it has been entered or the field is left.
        classes: of the style sheet.
    """
    with solara.Div(classes=[classes]):
        _TextField(label=label, value=value, event_changed=on_value)
