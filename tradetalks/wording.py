"""How a value stands in a file, for messages: in the file's words, not in Python's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tradetalks.characters import quoted

QUOTES = ": put it in quotes"
"""What to do with a value that is meant as a text."""


def as_written(value: object) -> str:
    """Return a value as its file has it; of a mapping or a list only what it is.

    >>> as_written(True), as_written(None), as_written("Japan"), as_written(0.5), as_written([1, 2])
    ('true', 'empty', "'Japan'", '0.5', 'a list')
    """
    match value:
        case None:
            return "empty"
        case bool():
            return "true" if value else "false"
        case date():
            return f"the date {value}"
        case str():
            return quoted(value)
        case int() | float():
            return f"{value}"
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
    return f"a value of type {type(value).__name__}"


def as_text(value: object) -> str:
    """Return a value as its file has it where a text is needed: with the way out, if quotes are one.

    >>> as_text(True), as_text([])
    ('true: put it in quotes', 'a list')
    """
    quotable = isinstance(value, bool | int | float | date)
    return f"{as_written(value)}{QUOTES if quotable else ''}"
