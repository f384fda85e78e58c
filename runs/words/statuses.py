"""A table's status in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STATUS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "scheduled": "not open yet",
        "open": "talking",
        "adjourned": "talking",
        "agreed": "deal",
        "in_force": "deal in force",
        "ratification_failed": "not ratified",
        "expired": "no deal: deadline passed",
        "walked_away": "no deal: broken off",
        "no_zone": "no deal: none was possible in the end",
    }
)
"""By status, how a table stands."""


def status_kind(status: str) -> str:
    """Return which of four kinds a table's status is of: "closed" (not open yet), "talk", "deal" or "none".

    >>> status_kind("adjourned"), status_kind("no_zone")
    ('talk', 'none')
    """
    if status == "scheduled":
        return "closed"
    if status in {"open", "adjourned"}:
        return "talk"
    if status in {"agreed", "in_force"}:
        return "deal"
    return "none"
