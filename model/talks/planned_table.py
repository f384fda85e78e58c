"""A table that has not opened yet."""

from __future__ import annotations

from collections.abc import Sequence

from tradetalks.configs.sections.table import TableSection
from tradetalks.model.streams import uniform
from tradetalks.model.talks.any_table import Agenda, AnyTable, Party
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.scene import Scene
from tradetalks.model.talks.timetable import Timetable
from tradetalks.model.world import Setting


class PlannedTable(AnyTable):
    """A table that has not opened yet.

    Args:
        key: its id in the scenario.
        section: what the scenario says of it.
        setting: regions, sectors and facts.
        seated: who sits at it, in the order of their turns.
        root_seed: of the run.
    """

    def __init__(
        self, key: str, section: TableSection, setting: Setting, seated: Sequence[Party], root_seed: int
    ) -> None:
        players = (section.strategies.get(party.code, party.strategy) for party in seated)
        super().__init__(
            Agenda(key, section, setting, tuple(seated), root_seed),
            Timetable(section, uniform(root_seed, f"deadline:{key}")),
            [player for player in players if player is not None],
        )

    def invite(self, day: int) -> None:
        """Let its time begin on a day, as somebody has invited to it."""
        self.timetable.begin(day)

    def open(self, scene: Scene) -> OpenTable:
        """Open it: return the open table in its place, with every outcome valued and the parties seated."""
        return OpenTable(self.agenda, self.timetable, self.players, scene)
