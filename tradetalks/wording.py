"""How a value, a day or a command is written, for messages: in the words of a file or a shell, not in Python's."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

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
            if value:
                return "true"
            return "false"
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


def day_in_words(day: int, start: date | None) -> str:
    """Write a day for people, from the date of day 0.

    >>> day_in_words(14, date(2025, 4, 2)), day_in_words(5, None)
    ('16 Apr', 'day 5')
    """
    if start is None:
        return f"day {day}"
    at = start + timedelta(days=day)
    return f"{at.day} {at:%b}"


type Given = str | int | Path | bool | Iterable[str | Path] | None
"""What an option of a command is given: True of a switch, None or False where it is left out, several of a repeated."""


def command_line(name: str, *arguments: str | Path, **options: Given) -> str:
    """Write a command of ours as a shell takes it; `strategies=["a", "b"]` is `--strategies a --strategies b`.

    >>> command_line("run", "us_japan_2025", seed=7, set=["a.b=x y"], transcript=True, table=None)
    "tradetalks run us_japan_2025 --seed 7 --set 'a.b=x y' --transcript"
    """
    words = ["tradetalks", name, *map(str, arguments)]
    for option, given in options.items():
        flag = f"--{option.replace('_', '-')}"
        if given is True:
            words.append(flag)
        elif isinstance(given, str | int | Path) and given is not False:
            words += [flag, str(given)]
        elif given:
            words += [word for one in given for word in (flag, str(one))]
    return shlex.join(words)


def a(noun: str) -> str:
    """Return a noun with its article.

    >>> a("event"), a("lever")
    ('an event', 'a lever')
    """
    article = "an" if noun[:1] in "aeiou" else "a"
    return f"{article} {noun}"
