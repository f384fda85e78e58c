"""The Mesa model: countries at their tables, day by day."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, SupportsIndex

import mesa
import networkx as nx
from mesa.discrete_space import Network

from tradetalks.agents.coalition import Coalition
from tradetalks.agents.country import Country
from tradetalks.configs.country_section import CountrySection
from tradetalks.configs.load import Source, drawn, load_scenario
from tradetalks.configs.schema import Scenario
from tradetalks.errors import IllegalMove, TradetalksError
from tradetalks.model.deadlines import in_power
from tradetalks.model.escalation import Step
from tradetalks.model.events.base import Figure, Salience
from tradetalks.model.levers.defence import Defence
from tradetalks.model.negotiation.moves import Move
from tradetalks.model.negotiation.table import Status
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind
from tradetalks.model.network import diplomatic_network
from tradetalks.model.series import series_names, series_value
from tradetalks.model.streams import uniform
from tradetalks.model.talks.first_world import first_world, trade_model_of
from tradetalks.model.talks.happenings import EVERYONE, NOBODY, Audience, Happening, HappeningKind
from tradetalks.model.talks.live_table import LiveTable, Party, Scene
from tradetalks.model.talks.surroundings import Conflict, Surroundings
from tradetalks.model.world import Setting, WorldState


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
        self.root_seed = _whole_seed(rng)
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
        self.network = Network(_graph(resolved, world.setting), random=self.random, layout=None)
        self.countries = {code: self._country(code, section) for code, section in resolved.countries.items()}
        for place, country in enumerate(self.countries.values()):
            country.cell = self.network[place]
        self.coalitions = {
            key: Coalition(
                self,
                key,
                name=section.name or key,
                members=[self.countries[code] for code in section.members],
                division=section.division or "own",
                sizes=[resolved.countries[code].gdp or 1.0 for code in section.members],
                strategy=section.strategy,
                waiting_cost=section.waiting_cost,
            )
            for key, section in resolved.coalitions.items()
        }
        self.tables = {
            key: LiveTable(key, section, world.setting, [self.party(code) for code in section.parties], self.root_seed)
            for key, section in resolved.tables.items()
        }
        for table in self.tables.values():
            table.neighbours = [other for other in self.tables.values() if other is not table]
        self.day = -1
        self._busy_days = self.surroundings.busy_days()
        for table in self.tables.values():
            self._busy_days |= table.busy_days()
        self._meeting: list[LiveTable] = []
        self._leaders: dict[str, Salience] = {}
        self._letters: list[tuple[int, LiveTable]] = []
        self._told_before = 0
        # Mesa has put its own wrapper in place of step(): a paused day must not move its clock on.
        self._mesa_step = self.step
        self.step = self._step_unless_paused  # type: ignore[method-assign]
        self.happenings: list[Happening] = []
        threatening = {code for table in self.tables.values() for code in table.deadline.threatening}
        threatening |= {conflict.country for conflict in self.surroundings.conflicts}
        self.series = series_names(world, threatening)
        self.datacollector = mesa.DataCollector(
            model_reporters={"day": "day"}
            | {name: [_of_today, [self, name]] for name in self.series}
            | {f"status {key}": [_status, [self, key]] for key in self.tables}
        )

    def _country(self, code: str, section: CountrySection) -> Country:
        return Country(
            self,
            code,
            name=section.name or code,
            interests=section.interests,
            form=section.form,
            strategy=section.strategy,
            waiting_cost=section.waiting_cost,
        )

    def party(self, code: str) -> Party:
        """Return a country or a coalition by its id."""
        return self.coalitions[code] if code in self.coalitions else self.countries[code]

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
        self._let_events_happen()
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

    def scene(self, live: LiveTable) -> Scene:
        """Return what surrounds a table now."""
        around = self.surroundings
        return Scene(
            max(self.day, live.section.opens) if live.table is None else self.day,
            around.seen(live.key),
            around.markets,
            self.trade_model,
            around.threats_at(live),
            around.precedents,
            around.precedent_weight,
        )

    def _step_unless_paused(self) -> None:
        if self.waiting is not None:
            live, party = self.waiting
            raise TradetalksError(f"{party} has a move to make at the table {live.key}: submit it, then step on")
        self._mesa_step()

    def _go_on_with_the_day(self) -> None:
        if not self._hold_meetings():
            return
        self._ratify()
        self._bring_deals_into_force()
        self._pass_deadlines()
        if len(self.happenings) > self._told_before:
            self.datacollector.collect(self)
        self.running = bool(self._letters) or any(table.live for table in self.tables.values())

    # ---- 1, 2: events, openings

    def _let_events_happen(self) -> None:
        for planned in self.surroundings.happen(self.day):
            self._note(HappeningKind.EVENT, figures={"key": planned.key, **planned.event.figures})
            invited = self.tables.get(planned.event.opens)
            if invited is not None and invited.table is None and self.day <= invited.closing_day:
                invited.invite(self.day)
                self._busy_days |= invited.busy_days()
                self._open(invited)
            salience = planned.event.salience
            if salience is not None:
                # A leader who comes on a day without a meeting joins the next one.
                self._leaders[salience.table] = salience

    def _open_tables(self) -> None:
        for table in self.tables.values():
            if table.section.opens == self.day and not table.section.invited and table.table is None:
                self._open(table)

    def _open(self, table: LiveTable) -> None:
        table.open(self.scene(table))
        self._note(HappeningKind.OPENED, table)
        self._note_zone(table)

    # ---- 3: meetings

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
            elif not table.live:
                # Closed today, as a deal elsewhere was enough.
                self._meeting.pop(0)
                continue
            else:
                status = self._meet(table)
            self._note_forfeits(table, known)
            if table.table.waiting is not None:
                return False
            self._meeting.pop(0)
            self._after_meeting(table, status)
        return True

    def _meet(self, live: LiveTable) -> Status:
        if live.may_be_put_off(self.day):
            self._put_off(live)
        if live.revalue(self.scene(live)):
            self._note_zone(live)
        haste = live.haste(self._leaders.pop(live.key, None))
        if live.table is None:
            raise TradetalksError(f"the table {live.key} has not opened")
        return live.table.meet(self.day, live.meetings[self.day].rounds, haste)

    def _put_off(self, live: LiveTable) -> None:
        """Let who may put the deadline off decide, in their order."""
        options = live.section.deadline
        for code in options.by or live.parties:
            near = live.distance(live.parties.index(code)) <= options.near
            luck = uniform(self.root_seed, f"extension:{live.key}:{live.extensions}:{code}")
            if not near or luck >= options.chance:
                continue
            self.surroundings.lose_credibility(live.deadline.threatening, options.credibility, self.day, live.key)
            day = live.put_off()
            self._busy_days |= {day, *live.meetings}
            self._note(HappeningKind.EXTENDED, live, figures={"party": code, "days": options.days})
            return

    def _after_meeting(self, live: LiveTable, status: Status) -> None:
        if live.table is None:
            return
        self._strain_allies(live)
        if status is Status.AGREED:
            live.closed = self.day
            self._note(HappeningKind.AGREED, live)
            self._close_what_it_replaces(live)
        elif status is Status.WALKED_AWAY:
            live.closed = self.day
            last = live.table.history[-1]
            party, lost = live.parties[last.party], last.kind is MoveKind.FORFEIT
            self._note(HappeningKind.WALKED_AWAY, live, figures={"party": party, "lost": lost})
            self._disagree(live)
        else:
            for conflict, step in self.surroundings.escalate(live, self.day):
                self._note_step(live, conflict, step)

    def _close_what_it_replaces(self, live: LiveTable) -> None:
        for other in self.tables.values():
            if live.key in other.section.instead_of and other.live:
                if other.table is None:
                    other.open(self.scene(other))
                reason = f"a deal at {live.key} was enough"
                other.close(self.day, Status.WALKED_AWAY, reason)
                self._note(HappeningKind.BROKEN_OFF, other, figures={"deal_at": live.key})
                self._disagree(other)

    def _strain_allies(self, live: LiveTable) -> None:
        """Let demands for more defence than is planned drive allies apart, once a meeting."""
        for axis, lever in enumerate(live.levers):
            if not isinstance(lever, Defence) or lever.country not in live.countries or live.table is None:
                continue
            setting = self.world.setting
            planned = setting.facts[lever.country].planned_defence_pct or 0.0
            spender = live.place(lever.country)
            asking = {
                country.code
                for move in live.table.history
                if move.day == self.day and move.party != spender and move.kind in OFFERS and move.outcome is not None
                if float(live.space.issues[axis].levels[live.space.positions(move.outcome)[axis]]) > planned
                for country in live.seated[move.party].countries
            }
            for country in sorted(asking):
                public = live.meetings[self.day].public
                if self.surroundings.strain(country, lever.country, self.day, live.key, public=public):
                    audience = EVERYONE if public else Audience(countries=frozenset(live.countries))
                    figures: dict[str, Figure] = {"country": country, "ally": lever.country, "public": public}
                    self._note(HappeningKind.STRAIN, live, audience, figures)

    def _note_step(self, live: LiveTable, conflict: Conflict, step: Step) -> None:
        ladder = conflict.standing.ladder
        figures: dict[str, Figure] = {"country": ladder.country}
        rate = conflict.standing.next_rate if step is Step.THREATEN else ladder.rates[conflict.standing.climbed - 1]
        if step is not Step.BACK_DOWN and rate is not None:
            figures |= {"path": ladder.path(), "rate": rate}
        self._note(HappeningKind(step), live, figures=figures)

    # ---- 4: ratification

    def _ratify(self) -> None:
        """Deals that need no vote at home come into force as they are."""

    def _bring_deals_into_force(self) -> None:
        for table in self.tables.values():
            if table.status is Status.AGREED and table.table is not None:
                self.surroundings.bring_into_force(table, self.day)
                table.table.status = Status.IN_FORCE
                self._note(HappeningKind.IN_FORCE, table)

    # ---- 5: deadlines

    def _pass_deadlines(self) -> None:
        for table in self.tables.values():
            if table.closing_day != self.day or not table.live:
                continue
            if table.table is None:
                table.open(self.scene(table))
                table.reason = "nobody invited to it"
            if table.table is not None:
                table.closed = self.day
                table.table.close()
                self._note(HappeningKind.EXPIRED, table)
                self._disagree(table)
        for letters in [item for item in self._letters if item[0] == self.day]:
            self._letters.remove(letters)
            self._send_letters(letters[1])

    def _disagree(self, live: LiveTable) -> None:
        rates = self.surroundings.fail(live, self.day)
        if rates:
            self._note(HappeningKind.SNAP_BACK, live, figures={"rates": rates})
        # Who has lost the power to levy writes no letters.
        if in_power(self.world, live.deadline.letters):
            day = self.day + live.deadline.letters_after
            self._letters.append((day, live))
            self._busy_days.add(day)
        for conflict, step in self.surroundings.provoke(live, self.day):
            self._note_step(live, conflict, step)

    def _send_letters(self, live: LiveTable) -> None:
        rates = self.surroundings.send_letters(live, self.day)
        if rates:
            self._note(HappeningKind.LETTERS, live, figures={"rates": rates})

    def _note_forfeits(self, table: LiveTable, known: int) -> None:
        """Say which turns were lost since the transcript had so many lines; why, the other sides don't know."""
        for entry in table.table.transcript[known:] if table.table is not None else ():
            if entry.move.kind is MoveKind.FORFEIT:
                party = table.parties[entry.move.party]
                self._note(HappeningKind.FORFEIT, table, NOBODY, {"party": party, "reason": entry.reason})

    def _note_zone(self, table: LiveTable) -> None:
        """Say whether a zone of agreement exists, hidden from the sides, whenever that changes."""
        if table.table is None:
            return
        told = {HappeningKind.NO_ZONE, HappeningKind.ZONE}
        kinds = [item.kind for item in self.happenings if item.table == table.key and item.kind in told]
        was_empty, is_empty = kinds[-1:] == [HappeningKind.NO_ZONE], not table.table.has_zone
        if is_empty != was_empty:
            self._note(HappeningKind.NO_ZONE if is_empty else HappeningKind.ZONE, table, NOBODY)

    def _note(
        self,
        kind: HappeningKind,
        table: LiveTable | None = None,
        audience: Audience = EVERYONE,
        figures: Mapping[str, Figure] = MappingProxyType({}),
    ) -> None:
        key = table.key if table is not None else ""
        self.happenings.append(Happening(self.day, kind, key, audience, figures))


def _of_today(model: TradeTalks, name: str) -> float:
    return series_value(name, model.world, model.surroundings.markets, model.day)


def _status(model: TradeTalks, key: str) -> str:
    return str(model.tables[key].status)


SEED_DIGITS = 1000
"""Far more than anybody needs, and not more than a number can be read from."""


def _whole_seed(rng: object) -> int:
    """Return a seed as a whole number; a browser's text field hands out text."""
    if rng is None:
        return secrets.randbits(32)
    if isinstance(rng, str) and rng.isascii() and rng.strip().isdecimal():
        if len(rng) > SEED_DIGITS:
            raise TradetalksError(f"a seed has at most {SEED_DIGITS} digits, not {len(rng):,}")
        return int(rng)
    if isinstance(rng, bool) or not isinstance(rng, SupportsIndex) or rng.__index__() < 0:
        raise TradetalksError(f"a seed must be a whole number from 0, such as 7, not {rng!r}")
    return rng.__index__()


def _graph(setup: Scenario, setting: Setting) -> nx.Graph[int]:
    parties = {key: [setup.countries_of(party) for party in table.parties] for key, table in setup.tables.items()}
    edges = setup.network.by_pair() if setup.network else {}
    return diplomatic_network(setup.countries, edges, parties, setting.calibration)
