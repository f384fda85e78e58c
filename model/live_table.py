"""A table of a scenario in a run: the bargaining engine's table, what is at stake, and its calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.country import Country
from tradetalks.agents.valuation import Stakes
from tradetalks.configs.table_section import TableSection
from tradetalks.errors import TradetalksError
from tradetalks.model.calendar import Meeting
from tradetalks.model.deadlines import HardDeadline
from tradetalks.model.economy.trade import TradeModel
from tradetalks.model.negotiation.outcomes import OutcomeSpace, outcome_space
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation, FlowReservation, ReservationRule
from tradetalks.model.negotiation.table import LIVE, Status, Table
from tradetalks.model.streams import uniforms
from tradetalks.model.world import Setting, WorldState


class LiveTable:
    """One table of a run, from before its opening to after its close.

    Attributes:
        key: its id in the scenario.
        section: what the scenario says of it.
        space: what is negotiated.
        meetings: by day.
        deadline: when the talks end without a deal, and what follows.
        neighbours: the other tables of the run.
        scenario_title: what a table without a title is called, where it is the only one.
        stakes: what its outcomes do to the world of the day on which it was last valued; None before it
            opens and where no issue has a lever.
        table: the bargaining engine's table; None before it opens.
        opened, closed: the days, None before.
    """

    def __init__(self, key: str, section: TableSection, setting: Setting) -> None:
        self.key = key
        self.section = section
        self.levers = [part.lever for part in section.agenda.values() if part.lever is not None]
        self.space: OutcomeSpace = outcome_space(
            tuple(
                part.issue(name, part.lever.label(setting), part.lever.unit)
                if part.lever is not None
                else part.issue(name, "", "")
                for name, part in section.agenda.items()
            )
        )
        self.calendar: Sequence[Meeting] = section.calendar
        self.meetings: Mapping[int, Meeting] = {meeting.day: meeting for meeting in self.calendar}
        self.deadline = HardDeadline(section.deadline.on, section.deadline.snap_back)
        self.neighbours: Sequence[LiveTable] = ()
        self.scenario_title = ""
        self.stakes: Stakes | None = None
        self.table: Table | None = None
        self.opened: int | None = None
        self.closed: int | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.section.title or self.scenario_title or self.key

    @property
    def parties(self) -> tuple[str, ...]:
        """The countries that sit at it, in the order of their turns."""
        return tuple(self.section.parties)

    @property
    def status(self) -> Status:
        """Where it stands."""
        return Status.SCHEDULED if self.table is None else self.table.status

    @property
    def live(self) -> bool:
        """Whether it can still change."""
        return self.status in LIVE

    @property
    def scored(self) -> bool:
        """Whether its parties are paid by score-sheets, not by their countries' interests."""
        return bool(self.section.score_sheets)

    def busy_days(self) -> set[int]:
        """Return the days on which something can happen at it."""
        return {self.section.opens, self.deadline.day, *self.meetings}

    def open(
        self,
        day: int,
        world: WorldState,
        countries: Mapping[str, Country],
        trade_model: TradeModel | None,
        root_seed: int = 0,
    ) -> Table:
        """Open it: value every outcome and seat the parties, each with a random stream of its own."""
        self.opened = day
        seated = [countries[party] for party in self.parties]
        players = [self.section.strategies.get(country.code, country.strategy) for country in seated]
        table = Table(
            self.parties,
            self.space,
            self._value(world, seated, trade_model),
            [player for player in players if player is not None],
            length=self._length,
            rules=[self._rule(day, country) for country in seated],
            protocol=self.section.protocol,
            complete=self.section.information == "complete",
            stream=partial(_stream, root_seed, self.key),
        )
        self.table = table
        return table

    def revalue(self, world: WorldState, countries: Mapping[str, Country], trade_model: TradeModel | None) -> bool:
        """Value every outcome anew if the world has changed since; return whether it had."""
        if self.table is None or self.stakes is None or self.stakes.today.digest == world.digest:
            return False
        seated = [countries[party] for party in self.parties]
        self.table.revalue(self._value(world, seated, trade_model))
        return True

    def after_deal(self, world: WorldState) -> WorldState:
        """Return the world in which its deal is in force."""
        if self.table is None or self.table.agreement is None:
            raise TradetalksError(f"the table {self.key} has no deal")
        levels = self.space.levels(self.table.agreement)
        if self.levers:
            for lever, level in zip(self.levers, levels.values(), strict=True):
                world = lever.apply(world, float(level))
        return world

    def without_deal(self, world: WorldState) -> WorldState:
        """Return the world that its parties compare a deal with: what follows if the table closes without one."""
        if self.section.disagreement == "everyone":
            for table in self.neighbours:
                if table.live:
                    world = table.deadline.without_deal(world)
        return self.deadline.without_deal(world)

    def _value(self, world: WorldState, seated: Sequence[Country], trade_model: TradeModel | None) -> list[Preferences]:
        if self.levers and len(self.levers) == len(self.space.issues):
            without = self.without_deal(world)
            self.stakes = Stakes(self.space, self.levers, world, without, trade_model)
        if self.scored:
            sheets = self.section.score_sheets
            return [sheets[country.code].sheet(self.space).shared_preferences(self.space) for country in seated]
        if self.stakes is None:
            raise TradetalksError(f"the table {self.key} has an issue without a lever")
        return [country.preferences(self.stakes) for country in seated]

    @property
    def _length(self) -> int:
        """How many offers there can be."""
        rounds = sum(meeting.rounds for meeting in self.calendar)
        return self.section.length or self.section.protocol.offers(len(self.parties), rounds)

    def _rule(self, day: int, country: Country) -> ReservationRule:
        sheet = self.section.score_sheets.get(country.code)
        if sheet is not None:
            return DiscountReservation(sheet.discount_per_turn, self._length)
        return FlowReservation(day, self.deadline.day, self.section.horizon, country.waiting_cost)


def _stream(root: int, table: str, party: str, count: int) -> NDArray[np.float64]:
    """Return random numbers of a party's strategy; of the name "" those of the table's rules."""
    return uniforms(root, f"strategy:{table}.{party}", count)
