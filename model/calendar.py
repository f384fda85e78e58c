"""The calendar of a table: on which days it meets, and for how many rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meetings:
    """One kind of meetings, as a scenario gives it.

    Attributes:
        kind: what they are called ("ministers", "working").
        on: their days; None where they recur.
        every_days: days from one to the next; None where days are given.
        start: the first day of recurring ones; the table's opening where None.
        rounds: rounds of each.
        public: whether the public hears what is demanded there.
    """

    kind: str
    on: tuple[int, ...] | None
    every_days: int | None
    start: int | None
    rounds: int
    public: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: its day (from the scenario's start), its kind, its rounds, and whether it is public."""

    day: int
    kind: str
    rounds: int
    public: bool = False


def schedule(kinds: Sequence[Meetings], opening: int, deadline: int) -> list[Meeting]:
    """Return the meetings from the opening to the deadline, both included, by day.

    Where two kinds fall on a day, the first of them is held.
    """
    days: dict[int, Meeting] = {}
    for kind in kinds:
        if kind.on is not None:
            wanted: Sequence[int] = kind.on
        else:
            first = opening if kind.start is None else kind.start
            wanted = range(first, deadline + 1, kind.every_days or 1)
        for day in wanted:
            if opening <= day <= deadline:
                days.setdefault(day, Meeting(day, kind.kind, kind.rounds, kind.public))
    return [days[day] for day in sorted(days)]
