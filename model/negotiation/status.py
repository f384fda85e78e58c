"""Where a table stands, and what can follow."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """Where a table stands."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    ADJOURNED = "adjourned"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    RATIFICATION_FAILED = "ratification_failed"
    EXPIRED = "expired"
    WALKED_AWAY = "walked_away"
    NO_ZONE = "no_zone"


LIVE = frozenset({Status.SCHEDULED, Status.OPEN, Status.ADJOURNED})
"""The statuses from which a table can still move."""

_CLOSED = frozenset({Status.WALKED_AWAY, Status.EXPIRED, Status.NO_ZONE})

NEXT: Mapping[Status, frozenset[Status]] = {
    Status.SCHEDULED: frozenset({Status.OPEN}) | _CLOSED,
    Status.OPEN: frozenset({Status.ADJOURNED, Status.AGREED}) | _CLOSED,
    Status.ADJOURNED: frozenset({Status.OPEN}) | _CLOSED,
    Status.AGREED: frozenset({Status.IN_FORCE, Status.RATIFICATION_FAILED}),
}
"""By status, what can follow; nothing after any other."""
