"""Cells of tables in CSV, which people open in table programs: a text there must not be run as a formula."""

from __future__ import annotations

from typing import Any

_FORMULAS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a text begins with that table programs run: Excel, LibreOffice, Google Sheets; the wide forms in East Asia."""


def csv_cell(value: Any) -> Any:
    """Return what stands in a cell for a value: an apostrophe before a text that a table program would run.

    A number stays a number, written as text too: table programs know it for one.

    >>> csv_cell("=HYPERLINK(A1)"), csv_cell("-inf"), csv_cell(-3.5), csv_cell("USA")
    ("'=HYPERLINK(A1)", '-inf', -3.5, 'USA')
    """
    if isinstance(value, str) and value.startswith(_FORMULAS) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
