"""The meetings of a day: prepared in the morning, and held side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradetalks.model.deadlines.base import Extension
from tradetalks.model.events.base import Salience
from tradetalks.model.negotiation.status import Status
from tradetalks.model.streams import uniform
from tradetalks.model.talks.any_table import AnyTable
from tradetalks.model.talks.happenings import HappeningKind
from tradetalks.model.talks.open_table import OpenTable

if TYPE_CHECKING:
    from tradetalks.model.talks.talks import TradeTalks


class Meetings:
    """The meetings of a day: all start from the same morning, and none waits for a person at another table.

    Args:
        model: the run.

    Attributes:
        leaders: by table, the leader that joins its next meeting.
    """

    def __init__(self, model: TradeTalks) -> None:
        self._model = model
        self.leaders: dict[str, Salience] = {}
        self._to_come: list[OpenTable] = []
        self._begun: list[OpenTable] = []

    @property
    def under_way(self) -> bool:
        """Whether meetings have begun today that are not over."""
        return bool(self._begun)

    @property
    def waiting(self) -> tuple[tuple[str, str], ...]:
        """Whose moves are waited for: the table's id and the party, in the network's order."""
        if not any(table.waiting for table in self._begun):
            return ()
        tables = self._model.open_tables.values()
        return tuple((table.key, table.waiting) for table in tables if table.waiting is not None)

    def prepare(self) -> None:
        """Let all that meet today start from the same morning: deadlines are put off, then outcomes are revalued."""
        model = self._model
        self._to_come = [table for table in model.open_tables.values() if model.day in table.meetings and table.live]
        for table in self._to_come:
            extension = table.deadline.extension
            if extension is not None and table.may_be_put_off(model.day):
                self._let_decide_to_put_off(table, extension)
        for table in self._to_come:
            if table.revalue(model.scene(table)):
                model.tell_zone(table)

    def _let_decide_to_put_off(self, table: OpenTable, extension: Extension) -> None:
        """Let who may put a deadline off decide, in their order."""
        model = self._model
        for code in extension.by or table.parties:
            near = table.distance(table.parties.index(code)) <= extension.near
            luck = uniform(model.root_seed, f"extension:{table.key}:{table.extensions}:{code}")
            if near and luck < extension.chance:
                threatening = table.deadline.threatening
                model.surroundings.lose_credibility(threatening, extension.credibility, model.day, table.key)
                table.put_off(extension.days)
                model.expect(table.timetable.busy_days())
                model.note(HappeningKind.EXTENDED, table, figures={"party": code, "days": extension.days})
                return

    def hold(self) -> None:
        """Hold the meetings that can begin now, until they end or somebody has to move from outside."""
        for table in [*self._to_come]:
            if self._has_to_wait(table):
                continue
            self._to_come.remove(table)
            if not any(
                other.key in table.section.instead_of and other.status is Status.AGREED for other in self._begun
            ):
                self._begun.append(table)
                table.meet(self._model.day, self.leaders.pop(table.key, None))

    def _has_to_wait(self, table: OpenTable) -> bool:
        """Whether a deal elsewhere today could still make a table's own meeting pointless: only then it has to."""
        before = self._to_come[: self._to_come.index(table)]
        pending = [*before, *(other for other in self._begun if other.waiting)]
        return any(other.key in table.section.instead_of for other in pending)

    def leave_out(self, table: AnyTable) -> None:
        """Let a table not meet today, if it hasn't begun to."""
        self._to_come = [other for other in self._to_come if other is not table]

    def over(self) -> list[OpenTable]:
        """Return the tables that have met today, in the network's order, as all their meetings are over."""
        met = [table for table in self._model.open_tables.values() if table in self._begun]
        self._begun = []
        return met
