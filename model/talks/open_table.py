"""A table that has opened: the bargaining engine's table, what is at stake, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tradetalks.agents.country import Country
from tradetalks.agents.history import offers_of, offers_of_others
from tradetalks.agents.valuation import Stakes
from tradetalks.errors import IllegalMove
from tradetalks.model.events.base import Salience
from tradetalks.model.levers.tariff import Tariff
from tradetalks.model.negotiation.players import Player
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table
from tradetalks.model.talks.any_table import Agenda, AnyTable
from tradetalks.model.talks.happenings import Happening
from tradetalks.model.talks.scene import Scene
from tradetalks.model.talks.timetable import Timetable
from tradetalks.model.talks.valuing import Valuing
from tradetalks.model.world import WorldState


class OpenTable(AnyTable):
    """A table from its opening on, also when it has closed.

    Args:
        agenda: what doesn't change about it.
        timetable: its meetings and its deadline.
        players: who decides for its parties, in their order.
        scene: what surrounds it as it opens.

    Attributes:
        table: the bargaining engine's table.
        opened: the day.
        ending: what closed it; None before.
    """

    opened: int

    def __init__(self, agenda: Agenda, timetable: Timetable, players: Sequence[Player], scene: Scene) -> None:
        super().__init__(agenda, timetable, players)
        self.opened = scene.day
        self.ending: Happening | None = None
        self._valuing = Valuing(agenda, timetable, scene.day)
        section = agenda.section
        rounds, announced = max(timetable.announced_rounds(scene.day), 1), None
        if section.length is None and rounds < timetable.rounds:
            announced = rounds
        preferences = self._valuing.preferences(scene)
        self.table = Table(
            self.parties,
            self.space,
            preferences,
            self.players,
            length=timetable.offers(),
            announced=announced,
            rules=self._valuing.rules(scene),
            protocol=section.protocol,
            complete=section.information == "complete",
            stream=agenda.stream(),
            people_may_err=section.below_reservation == "warn",
            messages=section.messages,
        )
        self._expect(scene)

    @property
    def status(self) -> Status:
        """Where it stands."""
        return self.table.status

    @property
    def stakes(self) -> Stakes | None:
        """What its outcomes do to the world of the day on which it was last valued; None without levers."""
        return self._valuing.stakes

    @property
    def belief(self) -> float:
        """How far its parties believe that what threatens without a deal will come, in [0, 1]."""
        return self._valuing.belief

    @property
    def waiting(self) -> str | None:
        """The party whose move from outside is waited for; None if none is."""
        if self.table.waiting is None:
            return None
        return self.parties[self.table.waiting]

    # ---- valuing

    def without_of(self, country: Country) -> float:
        """Return what no deal is worth to a country, alone or in a coalition, as last valued, USD bn a year.

        The members of a coalition add up to what no deal is worth to it.
        """
        return self._valuing.without_of(country)

    def revalue(self, scene: Scene) -> bool:
        """Value every outcome anew if the world that the parties care about has changed; return whether it had.

        What waiting costs, and how far threats are believed, moves from day to day and is put right in any case.
        """
        now = self.table.preferences
        preferences = self._valuing.preferences(scene, now)
        rules = self._valuing.rules(scene)
        changed = any(new is not old for new, old in zip(preferences, now, strict=True))
        if changed:
            self.table.revalue(preferences)
        if tuple(rules) != self.table.rules:
            self.table.set_rules(rules)
        self._expect(scene)
        return changed

    def _expect(self, scene: Scene) -> None:
        """Let the parties expect what the first deal of the importer here got, as far as it carries over."""
        if not scene.precedent_weight or not scene.precedents:
            return
        rates = {
            axis: scene.precedents[lever.importer]
            for axis, lever in enumerate(self.levers)
            if isinstance(lever, Tariff) and lever.importer in scene.precedents
        }
        if not rates:
            return
        inside = np.ones(self.space.size, dtype=np.bool_)
        for axis, rate in rates.items():
            apart = np.abs(np.array(self.space.issues[axis].levels, dtype=np.float64) - rate)
            inside &= self.space.spread(np.arange(len(apart)) == apart.argmin(), [axis])
        for view, rule in zip(self.table.views, self.table.rules, strict=True):
            preferences = view.preferences
            mean = float(preferences.utilities[inside].mean())
            # The view's own clock stands at the last meeting.
            low = preferences.utility_of(rule.value(preferences, day=scene.day, offers=view.offers_made))
            view.precedent = low + scene.precedent_weight * (mean - low)

    # ---- meeting

    def meet(self, day: int, leader: Salience | None) -> None:
        """Hold the meeting of a day, until it ends or somebody has to move from outside."""
        self.table.meet(day, self.meetings[day].rounds, self._haste(leader))

    def seat(self, place: int, player: Player) -> None:
        """Let another player decide for a party from its next turn on."""
        self.table.seat(place, player)
        super().seat(place, player)

    def _haste(self, leader: Salience | None) -> dict[int, float]:
        """Return how a leader's presence speeds up its country, by place: only near a deal."""
        if leader is None or leader.country not in self.parties:
            return {}
        place = self.parties.index(leader.country)
        if self.distance(place) > leader.near:
            return {}
        return {place: leader.speed}

    def distance(self, place: int) -> float:
        """Return how far a party's last offer and the last of anyone else are apart, in its own utility, from 0."""
        view = self.table.views[place]
        offers = offers_of(view, place)
        if not offers or view.last_offer is None:
            return 1.0
        utility = view.preferences.utility
        return max(utility(offers[-1]) - utility(view.last_offer), 0.0)

    def moved(self, place: int, since: int) -> float:
        """Return by how much the others' last offer is better for a party than their last before a day."""
        view = self.table.views[place]
        offers = [(move.day, move.outcome) for move in offers_of_others(view) if move.outcome is not None]
        before = [outcome for day, outcome in offers if day < since]
        if not offers or not before:
            return 1.0
        utility = view.preferences.utility
        return utility(offers[-1][1]) - utility(before[-1])

    # ---- the deadline

    def may_be_put_off(self, day: int) -> bool:
        """Whether its parties could put the deadline off on a day: before the rounds of the last meeting."""
        extension = self.deadline.extension
        if extension is None or self.extensions >= extension.times or self.table.protocol.finished:
            return False
        return day == max(self.meetings, default=-1) and bool(self.timetable.more_meetings(extension.days))

    def put_off(self, days: int) -> None:
        """Put the deadline off by some days.

        Raises:
            IllegalMove: no meeting would come of it, or the talks are over; nothing has changed.
        """
        if self.section.length is not None:
            raise IllegalMove(f"the table {self.key} has so many offers, not so many days: it can't be put off")
        if self.deadline.is_drawn:
            raise IllegalMove(f"the day on which the table {self.key} breaks off is drawn: it can't be put off")
        if self.table.protocol.finished or not self.live:
            raise IllegalMove(f"the talks of the table {self.key} are over: they can't be put off")
        if not self.timetable.more_meetings(days):
            raise IllegalMove(f"the table {self.key} would not meet once more if it were put off by {days} days")
        if self.section.paid_by_interests and self.last_day + days >= self.opened + self.section.horizon:
            most = self.opened + self.section.horizon - self.last_day
            raise IllegalMove(f"the table {self.key} can be put off by less than {most:g} days: its horizon ends then")
        self.table.put_off(self.timetable.put_off(days))

    # ---- how it ends

    def end_with(self, ending: Happening) -> None:
        """Keep what has closed it."""
        self.ending = ending
        self.closed = ending.day

    def after_deal(self, world: WorldState, outcome: int) -> WorldState:
        """Return the world in which an outcome is its deal, and in force."""
        levels = self.space.levels(outcome)
        if self.levers:
            for lever, level in zip(self.levers, levels.values(), strict=True):
                world = lever.apply(world, float(level))
        return world.with_deal(self.key, self.countries)
