"""Values that are computed from a row of a table, where some may be missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

type Row = Mapping[str, Any]
type Value = Callable[[Row], Any]

LARGEST = 2**63
"""What whole numbers stay below, as those of a table do."""


def first_known(parts: list[Value]) -> Value:
    """Return the first value that is not missing."""
    return lambda row: next((x for part in parts if (x := part(row)) is not None), None)


def of_known(operate: Callable[..., Any], *parts: Value) -> Value:
    """Return what is computed from values: it is missing where one of them is."""

    def value(row: Row) -> Any:
        values = [part(row) for part in parts]
        if any(item is None for item in values):
            return None
        return operate(*values)

    return value


def of_numbers(operate: Callable[..., Any], parts: list[Value]) -> Value:
    """Return what is computed from numbers: it is missing also where it is no number of a table."""

    def number(*numbers: Any) -> Any:
        try:
            result = operate(*numbers)
        except (ArithmeticError, ValueError):
            return None
        # The root of a negative number is complex, and a power may be infinite.
        if (isinstance(result, int) and abs(result) < LARGEST) or (isinstance(result, float) and math.isfinite(result)):
            return result
        return None

    return of_known(number, *parts)
