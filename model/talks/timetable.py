"""The timetable of a table: its meetings and its deadline, which may be put off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tradetalks.configs.sections.table import TableSection
from tradetalks.model.calendar import Meeting, schedule
from tradetalks.model.deadlines.base import Deadline


class Timetable:
    """When a table meets, and until when.

    Args:
        section: what the scenario says of the table.
        luck: a uniform random number in [0, 1), of the day on which a random deadline passes.

    Attributes:
        calendar: the meetings, as far as they are fixed.
        meetings: these by day.
        deadline: when the talks end without a deal, and what follows.
        last_day: the last day on which the table can agree, as announced now.
        closing_day: the day on which it does close; another than the announced one where the deadline is random.
        extensions: how often the deadline has been put off.
        called_early: whether the talks were closed before that, from outside.
    """

    def __init__(self, section: TableSection, luck: float) -> None:
        self._section = section
        self._luck = luck
        self._start = section.opens
        self.deadline: Deadline = section.deadline.deadline(section.opens)
        self.last_day = self.deadline.on
        # By invitation it opens later, if ever: only then is it known when it breaks off.
        self.closing_day = self.last_day if section.invited else self.deadline.closes(luck)
        self.extensions = 0
        self.called_early = False
        self.calendar: Sequence[Meeting] = section.calendar
        self.meetings: Mapping[int, Meeting] = {meeting.day: meeting for meeting in self.calendar}

    @property
    def rounds(self) -> int:
        """How many rounds there are, over all meetings."""
        return sum(meeting.rounds for meeting in self.calendar)

    def busy_days(self) -> set[int]:
        """Return the days on which something can happen, as far as they are fixed."""
        days = {self.closing_day, *self.meetings}
        if not self._section.invited:
            days.add(self._section.opens)
        return days

    def begin(self, day: int) -> None:
        """Let it begin on a day, by invitation: what recurs does so from then on, and so does the hazard of its end."""
        self._start = day
        self.deadline = self._section.deadline.deadline(day)
        self.closing_day = self.deadline.closes(self._luck)
        self._set(schedule(self._section.kinds, day, self.last_day))

    def announced_end(self, day: int) -> float:
        """Return the day on which the talks are to end without a deal, as announced, seen on a day."""
        if self.extensions:
            return self.last_day
        return self.deadline.expected_end(day)

    def announced_rounds(self, day: int) -> int:
        """Return how many rounds there are until then."""
        end = self.announced_end(day)
        return sum(meeting.rounds for meeting in self.calendar if meeting.day <= end)

    def offers(self) -> int:
        """Return how many offers there can be, as the calendar stands."""
        section = self._section
        return section.length or section.protocol.offers(len(section.parties), max(self.rounds, 1))

    def more_meetings(self, days: int) -> list[Meeting]:
        """Return the meetings that putting the deadline off by some days would add."""
        more = schedule(self._section.kinds, self._start, self.last_day + days)
        return [meeting for meeting in more if meeting.day > self.last_day]

    def put_off(self, days: int) -> int:
        """Put the deadline off by some days, and return how many rounds that adds."""
        more = self.more_meetings(days)
        self._set([*self.calendar, *more])
        self.extensions += 1
        self.last_day += days
        self.closing_day = self.last_day
        return sum(meeting.rounds for meeting in more)

    def call_early(self, day: int) -> None:
        """Let the deadline pass on a day, whatever was announced."""
        self.closing_day = day
        self.called_early = True

    def _set(self, calendar: Sequence[Meeting]) -> None:
        self.calendar = calendar
        self.meetings = {meeting.day: meeting for meeting in calendar}
