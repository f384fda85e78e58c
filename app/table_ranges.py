"""How far a table's deadline, rounds and length can be moved, so that its talks can still be held."""

from __future__ import annotations

import math
from bisect import bisect_left

from tradetalks.configs.sections.table import TableSection
from tradetalks.model.calendar import Meetings, schedule
from tradetalks.model.deadlines.base import deadlines, needed_options


def deadline_days(table: TableSection) -> tuple[int, int]:
    """Return the first and the last day on which its deadline can be, all else as it is."""
    deadline = table.deadline
    later = table.latest - deadline.on
    # Meetings on given days have to be held until then, of others as many as are needed.
    needed = range(table.opens, deadline.on + 1)
    first = needed[bisect_left(needed, True, key=lambda day: _enough(table, _rounds_until(table, day)))]
    given = _last_given_day(table)
    # What is before the deadline stays before it: whether it is put off, nobody knows.
    held = given if given <= deadline.on else given - later
    start = max([table.opens, *(day for _, day in deadline.of_days)])
    return max(first, held, start), _last_day(table) - later


def deadline_kinds(table: TableSection) -> tuple[str, ...]:
    """Return the kinds that its deadline can become by a choice alone: a kind that needs an option can't."""
    on, first, last = table.deadline.on, _last_given_day(table), _last_day(table)

    def fits(kind: str) -> bool:
        deadline = deadlines[kind](on=on, opens=table.opens)
        return first <= deadline.latest <= max(last, on) and (deadline.stands or table.length is None)

    return tuple(kind for kind in deadlines if not needed_options(deadlines[kind]) and fits(kind))


def extensions(table: TableSection) -> dict[str, tuple[int, int]]:
    """Return, by option, how often and by how many days its deadline can be put off."""
    deadline = table.deadline
    most = _last_day(table) - deadline.on
    least = _last_given_day(table) - deadline.on

    def within(other: int) -> tuple[int, int]:
        return max(1, math.ceil(least / other)), most // other

    return {"times": within(deadline.days), "days": within(deadline.times)}


def fewest_rounds(table: TableSection, kind: Meetings) -> int:
    """Return the fewest rounds of a kind of meetings that are enough for the offers the table is to have."""
    rounds = _rounds_until(table, table.deadline.on)
    held = sum(meeting.kind == kind.kind for meeting in table.calendar)
    return next(few for few in range(1, kind.rounds + 1) if _enough(table, rounds - held * (kind.rounds - few)))


def most_offers(table: TableSection) -> int:
    """Return how many offers its meetings leave time for."""
    return table.protocol.offers(len(table.parties), _rounds_until(table, table.deadline.on))


def _last_day(table: TableSection) -> int:
    """Return the last day of its horizon on which it can still be open; score-sheets may go on beyond that."""
    return max(table.opens + math.ceil(table.horizon) - 1, table.latest)


def _last_given_day(table: TableSection) -> int:
    return max((day for kind in table.kinds for day in kind.on or ()), default=table.opens)


def _rounds_until(table: TableSection, day: int) -> int:
    return sum(meeting.rounds for meeting in schedule(table.kinds, table.opens, day))


def _enough(table: TableSection, rounds: int) -> bool:
    if table.length is None or rounds < 1:
        return rounds > 0
    return table.protocol.offers(len(table.parties), rounds) >= table.length
