"""What surrounds the tables of a run: the world, events to come, markets, conflicts, precedents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, permutations

from tradetalks.agents.escalation import Situation, Temper
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import TradetalksError
from tradetalks.model.deadlines.threats import in_power, with_threats
from tradetalks.model.escalation import Standing, Step
from tradetalks.model.events.base import Event, Timing
from tradetalks.model.levers.tariff import Tariff
from tradetalks.model.markets import average_added_pct
from tradetalks.model.network import Ties
from tradetalks.model.streams import uniform
from tradetalks.model.talks.any_table import AnyTable
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.world import WorldState

type Change = Callable[[WorldState], WorldState]


@dataclass(frozen=True, slots=True)
class Planned:
    """An event as this run will have it.

    Attributes:
        key: its id in the scenario.
        event: what happens.
        timing: when it can happen.
        day: when it does; None if it doesn't in this run.
    """

    key: str
    event: Event
    timing: Timing
    day: int | None


class Conflict:
    """A ladder of tariffs in play: where its country stands, and how it decides.

    Attributes:
        key: its id in the scenario.
        standing: where the country stands on its ladder.
        temper: how it decides.
        credibility: what is left of the belief in its threats when it backs down.
        provoked_by_deadline: whether a deadline that passes between the two without a deal switches it on.
    """

    def __init__(self, key: str, standing: Standing, temper: Temper, credibility: float, *, provoked: bool) -> None:
        self.key = key
        self.standing = standing
        self.temper = temper
        self.credibility = credibility
        self.provoked_by_deadline = provoked

    @property
    def country(self) -> str:
        """Who climbs."""
        return self.standing.ladder.country

    @property
    def against(self) -> str:
        """Whose goods it taxes."""
        return self.standing.ladder.against


class Surroundings:
    """The world around the tables, and how it changes.

    With spill-over there is one world. Without, each table sees one of its own, in which events happen, and of what
    other tables do nothing: no deal, no failure, no deadline put off, no demand, no step in a conflict.

    Args:
        setup: the scenario, with this run's drawn values.
        world: of day 0.
        root_seed: of the run.

    Attributes:
        world: the facts of the day.
        markets: how these react.
        ties: how alliances and hostilities move.
        planned: all events, by id in the scenario's order.
        conflicts: ladders of tariffs, likewise.
        precedents: the average rate of an importer's first deal, percentage points, by importer.
    """

    def __init__(self, setup: Scenario, world: WorldState, root_seed: int) -> None:
        self.markets = setup.markets.markets()
        self.ties = setup.network.ties() if setup.network else Ties()
        self.spills = setup.spillover.switch == "on"
        self.precedent_weight = setup.spillover.precedent if self.spills else 0.0
        self.world = world
        # By table; empty with spill-over.
        self._apart: dict[str, WorldState] = {} if self.spills else dict.fromkeys(setup.tables, world)
        self.precedents: dict[str, float] = {}
        last = max(table.ends for table in setup.tables.values())
        self.planned = [
            Planned(key, part.event, timing := part.timing(last), timing.day(uniform(root_seed, f"event:{key}")))
            for key, part in setup.events.items()
        ]
        self.conflicts = [
            Conflict(
                key,
                Standing(part.ladder()),
                part.temper(),
                part.credibility,
                provoked=part.provoked_by_deadline,
            )
            for key, part in setup.conflicts.items()
        ]
        self._root_seed = root_seed

    def seen(self, table: str) -> WorldState:
        """Return the facts of the day as a table sees them."""
        return self._apart.get(table, self.world)

    def busy_days(self) -> set[int]:
        """Return the days on which an event happens, or is known to be possible from then on."""
        days = {planned.day for planned in self.planned if planned.day is not None}
        return days | {planned.timing.start for planned in self.planned if planned.timing.on is None}

    def happen(self, day: int) -> Iterator[Planned]:
        """Let the events of a day happen, and yield each once it has."""
        for planned in self.planned:
            if planned.timing.on is None and planned.timing.start == day:
                self.announce(lambda world, it=planned: it.event.pending(world, it.timing), day)  # type: ignore[misc]
            if planned.day == day:
                self.put_in(planned.event, planned.key, day)
                yield planned

    def put_in(self, event: Event, key: str, day: int) -> None:
        """Let an event happen that was not planned."""
        self.announce(lambda world: event.apply(world, self.markets, key, day), day)

    def foresee(self, day: int) -> None:
        """Let happen all that is dated until a day, and nothing random: a look at its world before any talks."""
        self.planned = [item if item.timing.on is not None else replace(item, day=None) for item in self.planned]
        for passing in range(day + 1):
            for _ in self.happen(passing):
                pass

    # ---- how the world changes

    def announce(self, change: Change, day: int) -> None:
        """Let something happen that all tables see; markets take it in."""
        self._change(change, day, self._apart)

    def at_table(self, change: Change, day: int, table: str) -> None:
        """Let something happen at one table, which the others see by spill-over alone; markets take it in."""
        self._change(change, day, {table} & self._apart.keys())

    def _change(self, change: Change, day: int, tables: Iterable[str]) -> None:
        # Worlds that are one object stay one: what they are worth is then worked out once.
        after: dict[int, WorldState] = {}
        for world in (self.world, *(self._apart[key] for key in tables)):
            if id(world) not in after:
                after[id(world)] = self.markets.after_announcement(world, change(world), day)
        for key in tables:
            self._apart[key] = after[id(self._apart[key])]
        self.world = after[id(self.world)]

    def bring_into_force(self, live: OpenTable, day: int) -> None:
        """Bring a table's deal into force: its terms, what it tells others, and what it does to ties and markets."""
        outcome = live.table.agreement
        if outcome is None:
            raise TradetalksError(f"the table {live.key} has no deal")
        for lever in live.levers:
            if isinstance(lever, Tariff):
                self._set_precedent(live, lever.importer, outcome)
        after = self.with_deal(self.world, live, outcome)
        self.world = self.markets.after_deal(after, day)

    def with_deal(self, world: WorldState, live: OpenTable, outcome: int) -> WorldState:
        """Return the world with an outcome as a table's deal: its terms, allies closer, and what each now offers."""
        after = live.after_deal(world, outcome)
        countries = live.countries
        for two in combinations(countries, 2):
            after = after.with_alliance(*two, after.alliance(*two) + self.ties.deal)
            after = after.with_hostility(*two, after.hostility(*two) - self.ties.deal)
        if live.scored or len(countries) != 2:
            return after
        # A deal of two countries counts as what each has from the other, in USD bn a year.
        for place, code in enumerate(countries):
            worth = live.table.preferences[place].value(outcome)
            after = after.with_offer(countries[1 - place], code, max(worth, 0.0))
        return after

    def _set_precedent(self, live: OpenTable, importer: str, outcome: int) -> None:
        if importer in self.precedents:
            return
        levels = list(live.space.levels(outcome).values())
        rates = [
            float(level)
            for lever, level in zip(live.levers, levels, strict=True)
            if isinstance(lever, Tariff) and lever.importer == importer
        ]
        self.precedents[importer] = sum(rates) / len(rates)

    def fail(self, live: OpenTable, day: int) -> dict[str, float]:
        """Let follow what a table's end without a deal brings at once; return the rates that have come."""
        rates = in_power(self.world, live.deadline.snap_back)
        self.at_table(lambda world: with_threats(without_promises(world, live.countries), rates), day, live.key)
        disappointment = self.world.climate.claims.get(live.key, 0.0)
        if disappointment:
            self.at_table(lambda world: self.markets.shaken(world, day, disappointment), day, live.key)
        return rates

    def send_letters(self, live: OpenTable, day: int) -> dict[str, float]:
        """Let follow what letters announced at a table's end without a deal; return the rates that have come."""
        rates = in_power(self.world, live.deadline.letters)
        self.at_table(lambda world: with_threats(world, rates), day, live.key)
        return rates

    def lose_credibility(self, countries: Iterable[str], factor: float, day: int, table: str) -> None:
        """Let threats of some countries be believed less: one has not been carried out at a table."""
        for code in countries:
            self.at_table(partial(_less_credible, code=code, factor=factor), day, table)

    def strain(self, one: str, other: str, day: int, table: str, *, public: bool) -> bool:
        """Let a demand at a table drive two allies apart; return whether it does."""
        much = self.ties.public_strain if public else self.ties.strain
        if not much or not self.seen(table).alliance(one, other):
            return False
        self.at_table(lambda world: world.with_alliance(one, other, world.alliance(one, other) - much), day, table)
        return True

    # ---- conflicts

    def threats_at(self, live: AnyTable) -> Mapping[str, float]:
        """Return the rates, by path, that would follow without a deal at a table beyond its deadline's own."""
        rates: dict[str, float] = {}
        countries = set(live.countries)
        threatening = live.deadline.threatening
        retaliating = self.seen(live.key).climate.retaliating
        for conflict in self.conflicts:
            if not {conflict.country, conflict.against} <= countries:
                continue
            rates |= conflict.standing.threat
            rate = conflict.standing.next_rate
            if conflict.against in threatening and conflict.country in retaliating and rate:
                rates[conflict.standing.ladder.path()] = rate
        return rates

    def escalate(self, live: OpenTable, day: int) -> Iterator[tuple[Conflict, Step]]:
        """Let the sides of a table decide after a meeting without a deal; yield each step but standing still."""
        for conflict in self.conflicts:
            if not {conflict.country, conflict.against} <= set(live.countries):
                continue
            world = self.seen(live.key)
            if conflict.country in world.climate.powerless:
                continue
            self._pass_steps_in_force(conflict, world)
            situation = Situation(
                conflict.standing,
                self._climbed_against(conflict),
                conflict.country in world.climate.retaliating,
                live.moved(live.place(conflict.country), day),
                uniform(self._root_seed, f"conflict:{conflict.key}:{live.key}:{day}"),
                world.hostility(conflict.country, conflict.against),
            )
            step = conflict.temper.decide(situation)
            if step is not Step.STAND_STILL:
                self._take(conflict, step, day, live.key)
                yield conflict, step

    def provoke(self, live: OpenTable, day: int) -> Iterator[tuple[Conflict, Step]]:
        """Let a deadline that has passed without a deal switch retaliation on, and yield each answer."""
        for conflict in self.conflicts:
            concerns = {conflict.country, conflict.against} <= set(live.countries)
            # Who has lost the power to carry its threat out has provoked nobody.
            threatened = conflict.against in live.deadline.threatening - self.world.climate.powerless
            if not (concerns and conflict.provoked_by_deadline and threatened):
                continue
            self.at_table(partial(_retaliating, code=conflict.country), day, live.key)
            self._pass_steps_in_force(conflict, self.seen(live.key))
            if conflict.standing.next_rate is not None and conflict.country not in self.world.climate.powerless:
                self._take(conflict, Step.RETALIATE, day, live.key)
                yield conflict, Step.RETALIATE

    def _pass_steps_in_force(self, conflict: Conflict, world: WorldState) -> None:
        """Pass over steps that would not raise what the other side pays on average: a ladder leads upwards."""
        standing = conflict.standing
        two = conflict.country, conflict.against
        while (rate := standing.next_rate) is not None and not standing.threatened:
            after = with_threats(world, {standing.ladder.path(): rate})
            if average_added_pct(after, *two) > average_added_pct(world, *two):
                return
            standing.passed += 1

    def _climbed_against(self, conflict: Conflict) -> int:
        return sum(
            other.standing.climbed
            for other in self.conflicts
            if (other.country, other.against) == (conflict.against, conflict.country)
        )

    def _take(self, conflict: Conflict, step: Step, day: int, table: str) -> None:
        standing = conflict.standing
        match step:
            case Step.THREATEN:
                standing.threatened = True
            case Step.BACK_DOWN:
                standing.threatened = False
                self.lose_credibility([conflict.country], conflict.credibility, day, table)
            case Step.CARRY_OUT | Step.RETALIATE:
                rate = standing.next_rate
                standing.climbed += 1
                standing.threatened = False
                standing.answered = self._climbed_against(conflict)
                if rate is not None:
                    self.at_table(lambda world: with_threats(world, {standing.ladder.path(): rate}), day, table)
                much = self.ties.escalation
                two = conflict.country, conflict.against
                if much:
                    self.at_table(lambda world: world.with_hostility(*two, world.hostility(*two) + much), day, table)


def without_promises(world: WorldState, countries: Sequence[str]) -> WorldState:
    """Return the world in which what two countries had on offer for each other is gone, as their talks failed.

    What a deal of theirs at another table brings stays, and so does everything where more than two fail together.
    """
    if len(countries) != 2 or any(set(countries) <= set(parties) for parties in world.deals.values()):
        return world
    for giver, receiver in permutations(countries):
        if (giver, receiver) in world.offers:
            world = world.with_offer(giver, receiver, 0.0)
    return world


def _retaliating(world: WorldState, *, code: str) -> WorldState:
    return world.changed(climate=replace(world.climate, retaliating=world.climate.retaliating | {code}))


def _less_credible(world: WorldState, *, code: str, factor: float) -> WorldState:
    return world.changed(climate=world.climate.with_credibility(code, factor))
