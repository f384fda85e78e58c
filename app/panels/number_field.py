"""A number with its unit: a field to write it and a slider to move it.

The sliders of the library put a value that is off their steps on one as soon as they are shown, and say
that it has changed: what is drawn per run would be set by looking at it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from tradetalks.app.controls import Control


@solara.component_vue("number_field.vue")
def _NumberField(
    label: str,
    unit: str,
    value: float,
    low: float,
    high: float,
    step: float,
    whole: bool,
    event_changed: Callable[[float], None],
) -> Any: ...


@solara.component
def NumberField(control: Control, value: float, on_value: Callable[[int | float], None]) -> None:
    """Show the number of a control.

    Args:
        control: with its label, unit and range; a number outside the range can be written, not slid to.
        value: what it is now.
        on_value: called with another one, once it has been written or the slider is let go.
    """
    whole = control.kind == "whole"

    def changed(number: float) -> None:
        on_value(int(number) if whole and number == int(number) else float(number))

    _NumberField(
        label=control.label,
        unit=control.unit,
        value=value,
        low=control.low,
        high=control.high,
        step=control.step,
        whole=whole,
        event_changed=changed,
    )
