"""Names in words."""

from __future__ import annotations

from collections.abc import Iterable


def possessive(name: str) -> str:
    """Write whose something is.

    >>> possessive("Japan"), possessive("United States")
    ("Japan's", "United States'")
    """
    if name.endswith("s"):
        return f"{name}'"
    return f"{name}'s"


def readable(name: str, codes: Iterable[str]) -> str:
    """Write a name that stands in a file for people; words that are the code of a country are told apart.

    >>> readable("real_income", ["USA"]), readable("balance_eu", ["USA", "EU27"])
    ('real income', 'balance EU')
    """
    known = {form for code in codes for form in (code, code.rstrip("0123456789"))}
    return " ".join(word.upper() if word.upper() in known else word for word in name.split("_"))
