"""A date between two others: a field to write it, with the calendar that the browser has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from tradetalks.app.controls import Control


@solara.component_vue("date_field.vue")
def _DateField(label: str, value: str, first: str, last: str, event_changed: Callable[[str], None]) -> Any: ...


@solara.component
def DateField(control: Control, value: str, on_value: Callable[[str], None]) -> None:
    """Show the date of a control.

    Args:
        control: with its label, and the first and the last date that are allowed.
        value: what it is now, as in 2025-07-08.
        on_value: called with another one, once it has been written or chosen.
    """
    first, last = control.choices
    _DateField(label=control.label, value=value, first=first, last=last, event_changed=on_value)
