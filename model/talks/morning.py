"""The morning of a day: what happens before its meetings, events and tables that open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradetalks.model.events.base import Event
from tradetalks.model.talks.happenings import HappeningKind
from tradetalks.model.talks.meetings import Meetings
from tradetalks.model.talks.planned_table import PlannedTable

if TYPE_CHECKING:
    from tradetalks.model.talks.talks import TradeTalks


class Morning:
    """Lets happen what is to happen before a day's meetings.

    Args:
        model: the run.
        meetings: of its days.
    """

    def __init__(self, model: TradeTalks, meetings: Meetings) -> None:
        self._model = model
        self._meetings = meetings

    def begin(self) -> None:
        """Let the events of the day happen, then open its tables."""
        model = self._model
        for planned in model.surroundings.happen(model.day):
            self.take_in(planned.event, planned.key)
        for table in [*model.tables.values()]:
            if isinstance(table, PlannedTable) and table.section.opens == model.day and not table.section.invited:
                self._open(table)

    def take_in(self, event: Event, key: str) -> None:
        """Let follow what an event does besides changing the world: it is told, invites to a table, brings a leader."""
        model = self._model
        model.note(HappeningKind.EVENT, figures={"key": key, **event.figures})
        invited = model.tables.get(event.opens)
        if isinstance(invited, PlannedTable) and model.day <= invited.timetable.closing_day:
            invited.invite(model.day)
            model.expect(invited.timetable.busy_days())
            self._open(invited)
        salience = event.salience
        if salience is not None:
            # A leader who comes on a day without a meeting joins the next one.
            self._meetings.leaders[salience.table] = salience

    def _open(self, table: PlannedTable) -> None:
        opened = self._model.open(table)
        self._model.note(HappeningKind.OPENED, opened)
        self._model.tell_zone(opened)
