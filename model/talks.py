"""The Mesa model: countries at their tables, day by day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, SupportsIndex

import mesa
import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.country import Country
from tradetalks.configs.country_section import EconomySection
from tradetalks.configs.load import Source, drawn, load_scenario
from tradetalks.configs.schema import Scenario
from tradetalks.configs.tariff_states import tariff_state
from tradetalks.errors import IllegalMove, TradetalksError
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.trade import TradeModel
from tradetalks.model.live_table import LiveTable
from tradetalks.model.negotiation.moves import Move
from tradetalks.model.negotiation.table import Status
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.model.rates import with_rates
from tradetalks.model.world import CountryFacts, Setting, WorldState


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on a day, for people and for the record.

    Attributes:
        day: days from the scenario's start.
        kind: one word: "opened", "no_zone", "zone", "forfeit", "agreed", "in_force", "walked_away", "expired",
            "snap_back".
        table: the id of the table it happened at.
        text: what happened, in a line.
        hidden: whether the parties don't know it.
    """

    day: int
    kind: str
    table: str
    text: str
    hidden: bool = False


class TradeTalks(mesa.Model):
    """A run of a scenario, steppable: `step()` is one day, `running` is false when no table can change.

    Args:
        setup: a Scenario, a shipped name, a path or a dict.
        rng: the root seed, a whole number; drawn where it is None, and kept as `root_seed`.
        overrides: values by path with `__` for the dot, such as `countries__JPN__strategy__e=0.3`.

    Attributes:
        setup: the scenario.
        drawn: what was drawn for this run, by path.
        day: the day that was stepped last, from 0; -1 before the first.
        world: the facts of that day.
        countries, tables: by id.
        happenings: what has happened, in order.

    Raises:
        ConfigError: the scenario or an override is not as it must be.

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
        self.root_seed = _whole_seed(rng)
        super().__init__(rng=self.root_seed)
        paths = {path.replace("__", "."): value for path, value in overrides.items()}
        self.setup: Scenario = load_scenario(setup, overrides=paths)
        resolved, self.drawn = drawn(self.setup, self.root_seed)
        self.trade_model = _trade_model(resolved.economy)
        self.world = _first_world(resolved, self.trade_model)
        self.countries = {
            code: Country(
                self,
                code,
                name=section.name or code,
                interests=section.interests,
                form=section.form,
                strategy=section.strategy,
                waiting_cost=section.waiting_cost,
            )
            for code, section in resolved.countries.items()
        }
        self.tables = {key: LiveTable(key, section, self.world.setting) for key, section in resolved.tables.items()}
        for table in self.tables.values():
            table.scenario_title = resolved.title if len(self.tables) == 1 else ""
            table.neighbours = [other for other in self.tables.values() if other is not table]
        self.day = -1
        self._busy_days = {day for table in self.tables.values() for day in table.busy_days()}
        self._meeting: list[LiveTable] = []
        self._told_before = 0
        # Mesa has put its own wrapper in place of step(): a paused day must not move its clock on.
        self._mesa_step = self.step
        self.step = self._step_unless_paused  # type: ignore[method-assign]
        self.happenings: list[Happening] = []
        self.datacollector = mesa.DataCollector(
            model_reporters={"day": "day"} | {f"status {key}": [_status, [self, key]] for key in self.tables}
        )

    @property
    def today(self) -> date | None:
        """The date of the day that was stepped last; None in a scenario without dates."""
        return self.setup.date_of(max(self.day, 0))

    @property
    def waiting(self) -> tuple[LiveTable, str] | None:
        """The table that waits for a person's move, and the country that has to make it; None if none does."""
        if self._meeting:
            live = self._meeting[0]
            if live.table is not None and live.table.waiting is not None:
                return live, live.parties[live.table.waiting]
        return None

    def submit(self, move: Move) -> None:
        """Make the move of the person that the model waits for, and go on with the day.

        Raises:
            IllegalMove: nobody's move is waited for, or this one isn't allowed; nothing has changed.
        """
        if self.waiting is None:
            raise IllegalMove("nobody's move is waited for")
        table = self.waiting[0].table
        if table is not None:
            table.submit(move)
        self._go_on_with_the_day()

    def step(self) -> None:
        """Live through one day, or until a person has to move: then `submit` goes on with it."""
        self.day += 1
        if self.day not in self._busy_days:
            return
        self._told_before = len(self.happenings)
        self._open_tables()
        self._meeting = self._tables_that_meet()
        self._go_on_with_the_day()

    def run_model(self) -> None:
        """Run to the end, or until a person has to move; days on which nothing can happen cost nothing."""
        while self.running and self.waiting is None:
            self.day = min((day for day in self._busy_days if day > self.day), default=self.day + 1) - 1
            type(self).step(self)
        # Mesa's clock is behind, as its own step was passed by.
        self.steps = self.day + 1
        self.time = float(self.steps)

    def _step_unless_paused(self) -> None:
        if self.waiting is not None:
            live, party = self.waiting
            raise TradetalksError(f"{party} has a move to make at the table {live.key}: submit it, then step on")
        self._mesa_step()

    def _go_on_with_the_day(self) -> None:
        if not self._hold_meetings():
            return
        self._bring_deals_into_force()
        self._pass_deadlines()
        if len(self.happenings) > self._told_before:
            self.datacollector.collect(self)
        self.running = any(table.live for table in self.tables.values())

    def _open_tables(self) -> None:
        for table in self.tables.values():
            if table.section.opens == self.day:
                table.open(self.day, self.world, self.countries, self.trade_model, self.root_seed)
                self._note("opened", table, f"{table.title} open")
                self._note_zone(table)

    def _tables_that_meet(self) -> list[LiveTable]:
        return [table for table in self.tables.values() if self.day in table.meetings and table.live and table.table]

    def _hold_meetings(self) -> bool:
        """Hold the meetings of the day that are left; return whether all are over."""
        while self._meeting:
            table = self._meeting[0]
            if table.table is None:
                break
            known = len(table.table.transcript)
            if table.table.waiting is not None:
                status = table.table.go_on()
            else:
                if table.revalue(self.world, self.countries, self.trade_model):
                    self._note_zone(table)
                status = table.table.meet(self.day, table.meetings[self.day].rounds)
            self._note_forfeits(table, known)
            if table.table.waiting is not None:
                return False
            self._meeting.pop(0)
            if status is Status.AGREED:
                table.closed = self.day
                self._note("agreed", table, f"{table.title}: a deal")
            elif status is Status.WALKED_AWAY:
                table.closed = self.day
                last = table.table.history[-1]
                who = self.countries[table.parties[last.party]].name
                how = "has lost the table" if last.kind is MoveKind.FORFEIT else "walks away"
                self._note("walked_away", table, f"{table.title}: {who} {how}")
                self._disagree(table)
        return True

    def _bring_deals_into_force(self) -> None:
        for table in self.tables.values():
            if table.status is Status.AGREED and table.table is not None:
                self.world = table.after_deal(self.world)
                table.table.status = Status.IN_FORCE
                self._note("in_force", table, f"{table.title}: the deal is in force")

    def _pass_deadlines(self) -> None:
        for table in self.tables.values():
            if table.deadline.day == self.day and table.live and table.table is not None:
                table.closed = self.day
                status = table.table.close()
                self._note(str(status), table, f"{table.title}: the deadline has passed without a deal")
                self._disagree(table)

    def _disagree(self, table: LiveTable) -> None:
        after = table.deadline.without_deal(self.world)
        if after is not self.world:
            self.world = after
            what = ", ".join(f"{path} {points:g}" for path, points in table.deadline.snap_back.items())
            self._note("snap_back", table, f"{table.title}: tariffs snap back ({what})")

    def _note_forfeits(self, table: LiveTable, known: int) -> None:
        """Say which turns were lost since the transcript had so many lines; why, the other sides don't know."""
        for entry in table.table.transcript[known:] if table.table is not None else ():
            if entry.move.kind is MoveKind.FORFEIT:
                who = self.countries[table.parties[entry.move.party]].name
                self._note("forfeit", table, f"{table.title}: {who} {entry.reason}", hidden=True)

    def _note_zone(self, table: LiveTable) -> None:
        """Say whether a zone of agreement exists, hidden from the sides, whenever that changes."""
        if table.table is None:
            return
        said = [item.kind for item in self.happenings if item.table == table.key and item.kind in {"no_zone", "zone"}]
        empty = not table.table.has_zone
        if empty and said[-1:] != ["no_zone"]:
            self._note("no_zone", table, f"{table.title}: no deal is good enough for all", hidden=True)
        elif not empty and said[-1:] == ["no_zone"]:
            self._note("zone", table, f"{table.title}: now some deal is good enough for all", hidden=True)

    def _note(self, kind: str, table: LiveTable, text: str, *, hidden: bool = False) -> None:
        self.happenings.append(Happening(self.day, kind, table.key, text, hidden))


def _status(model: TradeTalks, key: str) -> str:
    return str(model.tables[key].status)


def _whole_seed(rng: object) -> int:
    """Return a seed as a whole number; a browser's text field hands out text."""
    if rng is None:
        return secrets.randbits(32)
    if isinstance(rng, str) and rng.strip().isdecimal():
        return int(rng)
    if isinstance(rng, bool) or not isinstance(rng, SupportsIndex) or rng.__index__() < 0:
        raise TradetalksError(f"a seed must be a whole number from 0, not {rng!r}")
    return rng.__index__()


@lru_cache(maxsize=16)
def _shared_trade_model(
    calibration: Calibration, rebate: str, labour_supply_elasticity: float, scale: float
) -> TradeModel:
    """The same model for the same options: what it works out about its base is worth keeping."""
    return TradeModel(calibration, rebate, labour_supply_elasticity, scale)  # type: ignore[arg-type]


def _trade_model(economy: EconomySection | None) -> TradeModel | None:
    if economy is None:
        return None
    calibration = Calibration.load(economy.data, economy.elasticities)
    return _shared_trade_model(calibration, economy.rebate, economy.labour_supply_elasticity, economy.scale)


def _first_world(setup: Scenario, trade_model: TradeModel | None) -> WorldState:
    calibration = trade_model.calibration if trade_model else None
    last_deadline = max(table.deadline.on for table in setup.tables.values())
    facts = {
        code: CountryFacts(
            name=country.name or code,
            gdp=country.gdp,
            planned_defence_pct=country.defence.planned_pct(setup.start, last_deadline) if country.defence else None,
        )
        for code, country in setup.countries.items()
    }
    setting = Setting(calibration, facts)
    shares = {code: country.defence.share for code, country in setup.countries.items() if country.defence}
    if calibration is None or setup.economy is None:
        return WorldState(setting, defence_pct=shares)
    nothing = WorldState.at_base(setting)
    added = _first_tariffs(calibration, setup.economy.tariffs, tuple(setup.economy.added_tariffs.items()))
    return WorldState(setting, added, nothing.trade_costs, shares)


@lru_cache(maxsize=64)
def _first_tariffs(
    calibration: Calibration, state: str | None, added: tuple[tuple[str, float], ...]
) -> NDArray[np.float64]:
    tariffs = np.zeros_like(calibration.flows)
    if state is not None:
        tariffs = with_rates(tariffs, tariff_state(state).rates, calibration)
    return with_rates(tariffs, dict(added), calibration)
