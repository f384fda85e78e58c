"""A table of a scenario in a run: the bargaining engine's table, what is at stake, and its calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.coalition import Coalition
from tradetalks.agents.country import Country
from tradetalks.agents.history import offers_of, offers_of_others
from tradetalks.agents.valuation import Stakes
from tradetalks.configs.table_section import TableSection
from tradetalks.errors import TradetalksError
from tradetalks.model.calendar import Meeting, schedule
from tradetalks.model.deadlines import Deadline, with_threats
from tradetalks.model.economy.trade import TradeModel
from tradetalks.model.events.base import Salience
from tradetalks.model.levers.tariff import Tariff
from tradetalks.model.markets import Markets
from tradetalks.model.negotiation.outcomes import OutcomeSpace, outcome_space
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation, FlowReservation, ReservationRule
from tradetalks.model.negotiation.table import LIVE, Status, Table
from tradetalks.model.streams import uniform, uniforms
from tradetalks.model.world import Setting, WorldState, same_facts

type Party = Country | Coalition


@dataclass(frozen=True)
class Scene:
    """What surrounds a table on a day.

    Attributes:
        day: days from the scenario's start.
        world: the facts of the day, as far as the table is to see them.
        markets: how they react, and whom that presses.
        trade_model: what trade brings in each world; None in a scenario without an economy.
        threats: rates that would follow without a deal here beyond the deadline's own, by path.
        precedents: the average rate of an importer's first deal, percentage points, by importer.
        precedent_weight: how far that shifts what others expect.
    """

    day: int
    world: WorldState
    markets: Markets
    trade_model: TradeModel | None
    threats: Mapping[str, float] = field(default_factory=dict)
    precedents: Mapping[str, float] = field(default_factory=dict)
    precedent_weight: float = 0.0


class LiveTable:
    """One table of a run, from before its opening to after its close.

    Args:
        key: its id in the scenario.
        section: what the scenario says of it.
        setting: regions, sectors and facts.
        seated: who sits at it, in the order of their turns.
        root_seed: of the run.

    Attributes:
        key, section, seated: as given.
        title: what people call it.
        space: what is negotiated.
        calendar: its meetings, as far as they are fixed.
        meetings: these by day.
        deadline: when the talks end without a deal, and what follows.
        last_day: the last day on which it can agree, as announced now.
        closing_day: the day on which it does close; another than the announced one where the deadline is random.
        extensions: how often the deadline has been put off.
        neighbours: the other tables of the run.
        stakes: what its outcomes do to the world of the day on which it was last valued; None before it
            opens and where no issue has a lever.
        belief: how far its parties believe that what threatens without a deal will come, in [0, 1].
        table: the bargaining engine's table; None before it opens.
        opened, closed: the days, None before.
        reason: why it closed, where the table itself doesn't tell.
    """

    def __init__(
        self, key: str, section: TableSection, setting: Setting, seated: Sequence[Party], root_seed: int
    ) -> None:
        self.key = key
        self.title = setting.title(key)
        self.section = section
        self.seated = tuple(seated)
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
        self.deadline: Deadline = section.deadline.deadline(section.opens, section.parties)
        self.last_day = self.deadline.on
        self._root_seed = root_seed
        self.closing_day = self.last_day if section.invited else self._closing_day()
        self.extensions = 0
        self.neighbours: Sequence[LiveTable] = ()
        self.stakes: Stakes | None = None
        self.belief = 1.0
        self.table: Table | None = None
        self.opened: int | None = None
        self.closed: int | None = None
        self.reason = ""
        self._seen: tuple[WorldState, Sequence[Mapping[str, float]]] | None = None
        self._plain: list[Preferences] = []
        # By country: what it has besides as long as there is no deal, and what it would take instead of no deal.
        self._options: dict[str, tuple[float, float | None]] = {}

    @property
    def parties(self) -> tuple[str, ...]:
        """The countries (or coalitions) that sit at it, in the order of their turns."""
        return tuple(self.section.parties)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries at it, the members of coalitions among them."""
        return tuple(country.code for party in self.seated for country in party.countries)

    def place(self, country: str) -> int:
        """Return the place of the party that a country is, or is a member of."""
        return next(place for place, party in enumerate(self.seated) if country in (c.code for c in party.countries))

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
        """Return the days on which something can happen at it, as far as they are fixed."""
        opening = set() if self.section.invited else {self.section.opens}
        return {self.closing_day, *opening, *self.meetings}

    # ---- opening, valuing

    def invite(self, day: int) -> None:
        """Let it open on a day, by invitation: what recurs begins then, and so does the hazard of its end."""
        self.deadline = self.section.deadline.deadline(day, self.section.parties)
        self.closing_day = self._closing_day()
        self.calendar = schedule(self.section.kinds, day, self.last_day)
        self.meetings = {meeting.day: meeting for meeting in self.calendar}

    def _closing_day(self) -> int:
        return self.deadline.closes(uniform(self._root_seed, f"deadline:{self.key}"))

    def open(self, scene: Scene) -> Table:
        """Open it: value every outcome and seat the parties, each with a random stream of its own."""
        self.opened = scene.day
        players = [self.section.strategies.get(party.code, party.strategy) for party in self.seated]
        rounds = sum(meeting.rounds for meeting in self.calendar)
        announced = sum(meeting.rounds for meeting in self.calendar if meeting.day <= self.announced_end(scene.day))
        self._value(scene)
        table = Table(
            self.parties,
            self.space,
            self._believed(scene),
            [player for player in players if player is not None],
            length=self._length,
            announced=max(announced, 1) if self.section.length is None and announced < rounds else None,
            rules=self._rules(scene),
            protocol=self.section.protocol,
            complete=self.section.information == "complete",
            stream=partial(_stream, self._root_seed, self.key),
        )
        self.table = table
        self._expect(scene)
        return table

    def revalue(self, scene: Scene) -> bool:
        """Value every outcome anew if the world that the parties care about has changed; return whether it had.

        What waiting costs, and how far threats are believed, moves from day to day and is put right in any case.
        """
        if self.table is None:
            return False
        self._value(scene)
        preferences = self._believed(scene)
        rules = self._rules(scene)
        changed = any(new is not old for new, old in zip(preferences, self.table.preferences, strict=True))
        if changed:
            self.table.revalue(preferences)
        if tuple(rules) != self.table.rules:
            self.table.set_rules(rules)
        self._expect(scene)
        return changed

    @property
    def announced_day(self) -> int:
        """The day on which the talks end without a deal, as announced; of a random one, the expected."""
        start = self.opened if self.opened is not None else self.section.opens
        return int(self.announced_end(start))

    def announced_end(self, day: int) -> float:
        """Return the day on which the talks are to end without a deal, as announced, seen on a day."""
        return self.deadline.expected_end(day) if self.extensions == 0 else self.last_day

    def _threats(self, scene: Scene) -> list[Mapping[str, float]]:
        """Return what follows if the table closes without a deal: others' threats, if theirs do, too, and its own."""
        failing = self.neighbours if self.section.disagreement == "everyone" else ()
        threats: list[Mapping[str, float]] = [table.deadline.threats for table in failing if table.live]
        return [*threats, {**self.deadline.threats, **scene.threats}]

    def _value(self, scene: Scene) -> None:
        """Work out what each outcome is worth if the threats are carried out, where that has changed."""
        threats = self._threats(scene)
        if self._seen is not None and self._seen[1] == threats and same_facts(self._seen[0], scene.world):
            return
        self._seen = (scene.world, threats)
        if self.levers and len(self.levers) == len(self.space.issues):
            deal = (self.key, self.countries)
            without = reduce(with_threats, threats, scene.world)
            self.stakes = Stakes(self.space, self.levers, scene.world, without, scene.trade_model, deal)
        if self.scored:
            sheets = self.section.score_sheets
            self._plain = self._plain or [
                sheets[party].sheet(self.space).shared_preferences(self.space) for party in self.parties
            ]
            return
        if self.stakes is None:
            raise TradetalksError(f"the table {self.key} has an issue without a lever")
        stakes = self.stakes
        self._plain = [party.preferences(stakes) for party in self.seated]

    def _believed(self, scene: Scene) -> list[Preferences]:
        """Return the preferences, with no deal worth what the parties believe it is, their options included."""
        threatening = self.deadline.threatening | {path.partition(".")[0] for path in scene.threats}
        end = self.announced_end(scene.day)
        climate = scene.world.climate
        self.belief = min((climate.belief(country, scene.day, end) for country in threatening), default=1.0)
        now = self.table.preferences if self.table is not None else [None] * len(self.seated)
        return [
            self._with_options(party, plain, scene, old)
            for party, plain, old in zip(self.seated, self._plain, now, strict=True)
        ]

    def _with_options(self, party: Party, plain: Preferences, scene: Scene, old: Preferences | None) -> Preferences:
        without = plain.disagreement if self.scored else self.belief * plain.disagreement
        inside, outside = self.options(party, scene)
        without += inside
        for code, worth in self._besides(party, scene).items():
            taken = outside is not None and outside > without
            self._options[code] = (worth, None) if outside is None else (0.0, worth if taken else None)
        if outside is not None:
            without = max(without, outside)
        if without == plain.disagreement and inside == 0.0:
            return plain
        new = plain.against(disagreement=without, today=plain.today + inside)
        # What has not changed stays the same object: others may have worked things out for it.
        same = old is not None and old.values is new.values
        return old if same and (old.disagreement, old.today) == (new.disagreement, new.today) else new  # type: ignore[union-attr, return-value]

    def options(self, party: Party, scene: Scene) -> tuple[float, float | None]:
        """Return what a party has while there is no deal, and what it can take instead of one (None: nothing)."""
        option = self.section.outside_options.get(party.code)
        if option is None:
            return 0.0, None
        worth = sum(self._besides(party, scene).values())
        return (worth, None) if option.kind == "inside" else (0.0, worth)

    def _besides(self, party: Party, scene: Scene) -> dict[str, float]:
        """Return what each country of a party has besides a deal here; of what has no owner each has as much."""
        option = self.section.outside_options.get(party.code)
        if option is None:
            return {}
        count = len(party.countries)
        offered = {c.code: scene.world.offers.get((option.offered_by, c.code), 0.0) for c in party.countries}
        return {code: option.value / count + option.share * offer for code, offer in offered.items()}

    def without_of(self, country: Country) -> float:
        """Return what no deal is worth to a country, alone or in a coalition, as last valued, USD bn a year.

        The members of a coalition add up to what no deal is worth to it.
        """
        if self.stakes is None:
            raise TradetalksError(f"the table {self.key} has not been valued")
        inside, instead = self._options.get(country.code, (0.0, None))
        return self.belief * country.preferences(self.stakes).disagreement + inside if instead is None else instead

    def _rules(self, scene: Scene) -> list[ReservationRule]:
        rules: list[ReservationRule] = []
        for party in self.seated:
            _, outside = self.options(party, scene)
            sheet = self.section.score_sheets.get(party.code)
            if sheet is not None:
                rules.append(DiscountReservation(sheet.discount_per_turn, self._length, outside))
                continue
            end = self.announced_end(scene.day)
            cost = scene.markets.waiting_cost(scene.world, party.code, party.waiting_cost, scene.day)
            opening = self.opened if self.opened is not None else scene.day
            rules.append(FlowReservation(opening, end, self.section.horizon, cost, outside))
        return rules

    def _expect(self, scene: Scene) -> None:
        """Let the parties expect what the first deal of the importer here got, as far as it carries over."""
        if not scene.precedent_weight or self.table is None:
            return
        inside = np.ones(self.space.size, dtype=np.bool_)
        found = False
        for axis, lever in enumerate(self.levers):
            if isinstance(lever, Tariff) and lever.importer in scene.precedents:
                rate = scene.precedents[lever.importer]
                apart = np.abs(np.array(self.space.issues[axis].levels, dtype=np.float64) - rate)
                inside &= self.space.spread(np.arange(len(apart)) == apart.argmin(), [axis])
                found = True
        for view, rule in zip(self.table.views, self.table.rules, strict=True) if found else ():
            own = view.preferences
            mean = float(own.utilities[inside].mean())
            # The view's own clock stands at the last meeting.
            low = own.utility_of(rule.value(own, day=scene.day, offers=view.offers_made))
            view.precedent = low + scene.precedent_weight * (mean - low)

    # ---- meeting

    def haste(self, leader: Salience | None) -> dict[int, float]:
        """Return how a leader's presence speeds up its country, by place: only near a deal."""
        if leader is None or self.table is None or leader.country not in self.parties:
            return {}
        place = self.parties.index(leader.country)
        return {place: leader.speed} if self.distance(place) <= leader.near else {}

    def distance(self, place: int) -> float:
        """Return how far a party's last offer and the last of anyone else are apart, in its own utility, from 0."""
        if self.table is None:
            return 1.0
        view = self.table.views[place]
        own = offers_of(view, place)
        if not own or view.last_offer is None:
            return 1.0
        utility = view.preferences.utility
        return max(utility(own[-1]) - utility(view.last_offer), 0.0)

    def moved(self, place: int, since: int) -> float:
        """Return by how much the others' last offer is better for a party than their last before a day."""
        if self.table is None:
            return 0.0
        view = self.table.views[place]
        offers = [(move.day, move.outcome) for move in offers_of_others(view) if move.outcome is not None]
        before = [outcome for day, outcome in offers if day < since]
        if not offers or not before:
            return 1.0
        utility = view.preferences.utility
        return utility(offers[-1][1]) - utility(before[-1])

    def may_be_put_off(self, day: int) -> bool:
        """Whether the deadline could be put off on a day: before the rounds of the last meeting."""
        options = self.section.deadline
        if options.kind != "extendable" or self.extensions >= options.times:
            return False
        if self.table is None or self.table.protocol.finished:
            return False
        return day == max(self.meetings, default=-1) and bool(self._later(options.days))

    def _later(self, days: int) -> list[Meeting]:
        until = self.last_day + days
        start = self.opened if self.opened is not None else self.section.opens
        return [meeting for meeting in schedule(self.section.kinds, start, until) if meeting.day > self.last_day]

    def put_off(self) -> int:
        """Put the deadline off, and return the new last day."""
        if self.table is None:
            raise TradetalksError(f"the table {self.key} is not open: its deadline can't be put off")
        more = self._later(self.section.deadline.days)
        self.calendar = [*self.calendar, *more]
        self.meetings = {meeting.day: meeting for meeting in self.calendar}
        self.extensions += 1
        self.last_day += self.section.deadline.days
        self.closing_day = self.last_day
        self.table.put_off(sum(meeting.rounds for meeting in more))
        return self.last_day

    # ---- what follows

    def close(self, day: int, status: Status, reason: str = "") -> None:
        """Close it with a status, for a reason that the table itself doesn't tell."""
        if self.table is None:
            raise TradetalksError(f"the table {self.key} has not opened")
        self.table.status = status
        self.closed = day
        self.reason = reason

    def after_deal(self, world: WorldState, outcome: int) -> WorldState:
        """Return the world in which an outcome is its deal, and in force."""
        levels = self.space.levels(outcome)
        if self.levers:
            for lever, level in zip(self.levers, levels.values(), strict=True):
                world = lever.apply(world, float(level))
        return world.with_deal(self.key, self.countries)

    @property
    def _length(self) -> int:
        """How many offers there can be, as the calendar stands."""
        rounds = max(sum(meeting.rounds for meeting in self.calendar), 1)
        return self.section.length or self.section.protocol.offers(len(self.parties), rounds)


def _stream(root: int, table: str, party: str, count: int) -> NDArray[np.float64]:
    """Return random numbers of a party's strategy; of the name "" those of the table's rules."""
    return uniforms(root, f"strategy:{table}.{party}", count)
