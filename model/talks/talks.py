"""The Mesa model: countries at their tables, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType
from typing import Any

import mesa

from tradetalks.configs.load import Source, drawn, load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import IllegalMove, TradetalksError, UnknownName, did_you_mean
from tradetalks.model.events.base import Event, Figure
from tradetalks.model.negotiation.moves import Move
from tradetalks.model.negotiation.players import Player
from tradetalks.model.negotiation.transcript import Decider
from tradetalks.model.talks.any_table import AnyTable, Party
from tradetalks.model.talks.collector import collect, collector_of, series_of
from tradetalks.model.talks.first_world import first_world, trade_model_of
from tradetalks.model.talks.happenings import EVERYONE, NOBODY, Audience, Happening, HappeningKind
from tradetalks.model.talks.interventions import Intervention
from tradetalks.model.talks.meetings import Meetings
from tradetalks.model.talks.mesa_clock import MesaClock
from tradetalks.model.talks.morning import Morning
from tradetalks.model.talks.night import Night
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.parties import coalitions_of, countries_of, network_of
from tradetalks.model.talks.planned_table import PlannedTable
from tradetalks.model.talks.scene import Scene
from tradetalks.model.talks.seed import whole_seed
from tradetalks.model.talks.surroundings import Surroundings
from tradetalks.model.world import WorldState


class TradeTalks(mesa.Model):
    """A run of a scenario, steppable: `step()` is one day, `running` is false when no table can change.

    Args:
        setup: a Scenario, a shipped name, a path or a dict.
        rng: the root seed, a whole number; drawn where it is None, and kept as `root_seed`.
        overrides: values by path with `__` for the dot, such as `countries__JPN__strategy__e=0.3`. A `scenario` of
            Mesa's own, which its SolaraViz hands over at Reset, is left out.

    Attributes:
        setup: the scenario.
        drawn: what was drawn for this run, by path.
        day: the day that was stepped last, from 0; -1 before the first.
        network: countries as nodes, what ties and divides them as edges: Mesa's space under the agents.
        surroundings: the world around the tables, events, markets and conflicts.
        countries, coalitions, tables: by id.
        happenings: what has happened, in order.
        first_world: the facts of day 0.
        series: the names of what the data collector records of the network, beside each table's status.

    Raises:
        ConfigError: the scenario or an override is not as it must be.
        TradetalksError: the seed is no whole number, or was given as `seed`.

    Example:
        >>> model = TradeTalks("split_the_pie", rng=7)
        >>> while model.running:
        ...     model.step()
        >>> str(model.tables["pie"].status), model.day
        ('in_force', 10)
    """

    def __init__(
        self,
        setup: Source = "us_japan_2025",
        *,
        rng: int | None = None,
        **overrides: Any,
    ) -> None:
        if "seed" in overrides:
            # Mesa's word of old, and that of `run`.
            raise TradetalksError(f"the seed of TradeTalks is rng={overrides['seed']!r}, not seed=")
        self.root_seed = whole_seed(rng)
        super().__init__(rng=self.root_seed)
        paths = {
            path.replace("__", "."): value
            for path, value in overrides.items()
            if not isinstance(value, mesa.experimental.scenarios.Scenario)
        }
        self.setup: Scenario = load_scenario(setup, overrides=paths)
        resolved, self.drawn = drawn(self.setup, self.root_seed)
        self.trade_model = trade_model_of(resolved.economy)
        world = self.first_world = first_world(resolved, self.trade_model)
        self.surroundings = Surroundings(resolved, world, self.root_seed)
        self.network = network_of(self, resolved, world.setting)
        self.countries = countries_of(self, resolved, self.network)
        self.coalitions = coalitions_of(self, resolved, self.countries)
        self.tables: dict[str, PlannedTable | OpenTable] = {
            key: PlannedTable(
                key, section, world.setting, [self.party(code) for code in section.parties], self.root_seed
            )
            for key, section in resolved.tables.items()
        }
        self.day = -1
        self._busy_days = self.surroundings.busy_days()
        for table in self.tables.values():
            self._busy_days |= table.timetable.busy_days()
        self._meetings = Meetings(self)
        self._morning = Morning(self, self._meetings)
        self._night = Night(self)
        self._told_before = 0
        self._clock = MesaClock(self)
        self.happenings: list[Happening] = []
        self.series = series_of(self)
        self.datacollector = collector_of(self)

    def party(self, code: str) -> Party:
        """Return a country or a coalition by its id."""
        return self.coalitions.get(code) or self.countries[code]

    @property
    def parties(self) -> dict[str, Party]:
        """Countries and coalitions by id."""
        return {**self.countries, **self.coalitions}

    @property
    def world(self) -> WorldState:
        """The facts of the day."""
        return self.surroundings.world

    @property
    def today(self) -> date | None:
        """The date of the day that was stepped last; None in a scenario without dates."""
        return self.setup.date_of(max(self.day, 0))

    # ---- tables

    @property
    def open_tables(self) -> dict[str, OpenTable]:
        """The tables that have opened by id, closed ones included, in the network's order."""
        return {key: table for key, table in self.tables.items() if isinstance(table, OpenTable)}

    def open_table(self, key: str) -> OpenTable:
        """Return a table that has opened and not closed yet.

        Raises:
            UnknownName: there is no such table.
            IllegalMove: it hasn't opened, or has closed.
        """
        table = self.table(key)
        if not isinstance(table, OpenTable):
            raise IllegalMove(f"the table {key} has not opened yet")
        if not table.live:
            raise IllegalMove(f"the table {key} is closed ({table.status})")
        return table

    def table(self, key: str) -> PlannedTable | OpenTable:
        """Return a table by its id.

        Raises:
            UnknownName: there is none.
        """
        if key not in self.tables:
            hint = did_you_mean(key, self.tables)
            raise UnknownName(f"there is no table {key!r}{hint}; there are {', '.join(self.tables)}")
        return self.tables[key]

    def open(self, table: PlannedTable | OpenTable) -> OpenTable:
        """Open a table if it hasn't been, in its place among the tables."""
        if isinstance(table, OpenTable):
            return table
        opened = self.tables[table.key] = table.open(self.scene(table))
        return opened

    def scene(self, table: AnyTable) -> Scene:
        """Return what surrounds a table now."""
        around = self.surroundings
        return Scene(
            self.day if isinstance(table, OpenTable) else max(self.day, table.section.opens),
            around.seen(table.key),
            around.markets,
            self.trade_model,
            around.threats_at(table),
            [other.deadline.threats for other in self.tables.values() if other.live and other.key != table.key],
            around.precedents,
            around.precedent_weight,
        )

    # ---- a day

    def step(self) -> None:
        """Live through one day, or until people have to move: then `submit` goes on with it."""
        self.day += 1
        if self.day not in self._busy_days:
            return
        self._told_before = len(self.happenings)
        self._morning.begin()
        self._meetings.prepare()
        self._go_on_with_the_day()

    def run_model(self) -> None:
        """Run to the end, or until a person has to move; days on which nothing can happen cost nothing."""
        while self.running and not self.waiting:
            self.day = min((day for day in self._busy_days if day > self.day), default=self.day + 1) - 1
            type(self).step(self)
        self._clock.show_the_day()

    def _go_on_with_the_day(self) -> None:
        self._meetings.hold()
        if not self.waiting:
            self._night.pass_over(self._meetings.over())
            self._end_the_day()

    def _end_the_day(self) -> None:
        if len(self.happenings) > self._told_before:
            collect(self)
        self.running = self._night.letters_due or any(table.live for table in self.tables.values())

    def take_in(self, event: Event, key: str) -> None:
        """Let follow what an event does besides changing the world."""
        self._morning.take_in(event, key)

    # ---- people

    @property
    def waiting(self) -> tuple[tuple[str, str], ...]:
        """Whose moves are waited for: the table's id and the party, in the network's order; empty if none is."""
        return self._meetings.waiting

    def submit(self, table: str, move: Move, *, by: str, decider: Decider = Decider.PERSON, message: str = "") -> None:
        """Make a move that is waited for, and go on with the day as far as it goes.

        Args:
            table: the table's id.
            move: what is done.
            by: the party that does it.
            decider: who decided it.
            message: what is said with it.

        Raises:
            UnknownName: there is no such table, or no such party there.
            IllegalMove: the move isn't theirs to make now, or isn't allowed; nothing has changed.
        """
        live, place = self._seat_of(table, by)
        live.table.submit(move, by=place, decider=decider, message=message)
        self._resume(live)

    def pass_turn(self, table: str, *, by: str) -> None:
        """Take the turn that is waited for from its party, as its time is over, and go on with the day.

        Raises:
            UnknownName, IllegalMove: as `submit`.
        """
        live, place = self._seat_of(table, by)
        live.table.pass_turn(by=place)
        self._resume(live)

    def seat(self, table: str, party: str, player: Player) -> None:
        """Let another player decide for a party at a table from its next turn on, a person or a strategy.

        Raises:
            UnknownName: there is no such table, or no such party there.
            IllegalMove: it has closed.
            NegotiationError: the player needs to know the others' preferences and doesn't.
        """
        chosen = self.table(table)
        if not chosen.live:
            raise IllegalMove(f"the table {table} is closed ({chosen.status})")
        chosen.seat(chosen.place_of(party), player)
        if isinstance(chosen, OpenTable) and chosen.waiting is not None:
            self._resume(chosen)

    def close_table(self, table: str) -> None:
        """Close a table now, as its deadline would: what follows without a deal follows, once the day is over.

        Raises:
            UnknownName: there is no such table.
            IllegalMove: it has closed already, or the talks have not begun.
        """
        closing = self.table(table)
        if self.day < 0:
            raise IllegalMove(f"the table {table} can't be closed before the first day")
        if not closing.live:
            raise IllegalMove(f"the table {table} can't be closed: it is {closing.status}")
        closing.timetable.call_early(self.day)
        if not self._meetings.under_way:
            with self._after_the_day():
                self._night.pass_deadlines()
            return
        self._meetings.leave_out(closing)
        if isinstance(closing, OpenTable):
            closing.table.adjourn()
        self._go_on_with_the_day()

    def intervene(self, intervention: Intervention) -> None:
        """Do something to the run from outside, now.

        Raises:
            UnknownName, IllegalMove: it can't be done now; nothing has changed.
        """
        if self._meetings.under_way:
            intervention.apply(self)
            return
        with self._after_the_day():
            intervention.apply(self)

    @contextmanager
    def _after_the_day(self) -> Iterator[None]:
        """Let something happen on a day that is over: it is recorded anew."""
        self._told_before = len(self.happenings)
        yield
        self._end_the_day()

    def _seat_of(self, table: str, party: str) -> tuple[OpenTable, int]:
        live = self.open_table(table)
        return live, live.place_of(party)

    def _resume(self, live: OpenTable) -> None:
        live.table.go_on()
        self._go_on_with_the_day()

    # ---- the record

    def tell_zone(self, live: OpenTable) -> None:
        """Say whether a zone of agreement exists, hidden from the sides, whenever that changes."""
        zone_kinds = {HappeningKind.NO_ZONE, HappeningKind.ZONE}
        kinds = [item.kind for item in self.happenings if item.table == live.key and item.kind in zone_kinds]
        was_empty, is_empty = kinds[-1:] == [HappeningKind.NO_ZONE], not live.table.has_zone
        if is_empty != was_empty:
            self.note(HappeningKind.NO_ZONE if is_empty else HappeningKind.ZONE, live, NOBODY)

    def note(
        self,
        kind: HappeningKind,
        table: AnyTable | None = None,
        audience: Audience = EVERYONE,
        figures: Mapping[str, Figure] = MappingProxyType({}),
    ) -> Happening:
        """Note what has happened today, and return it."""
        happening = Happening(self.day, kind, "" if table is None else table.key, audience, figures)
        self.happenings.append(happening)
        return happening

    def expect(self, days: set[int]) -> None:
        """Let something happen on some days to come."""
        self._busy_days |= days
