"""What outcomes, and no deal, are worth to the parties of a table as they see the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from tradetalks.agents.country import Country
from tradetalks.agents.valuation import Stakes
from tradetalks.errors import TradetalksError
from tradetalks.model.deadlines.threats import with_threats
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation, FlowReservation, ReservationRule
from tradetalks.model.talks.any_table import Agenda, Party
from tradetalks.model.talks.scene import Scene
from tradetalks.model.talks.timetable import Timetable
from tradetalks.model.world import WorldState, same_facts


class Valuing:
    """Values the outcomes of a table, and tells how the wish to agree moves with time.

    Args:
        agenda: what doesn't change about the table.
        timetable: its meetings and its deadline.
        opened: the day on which it opened.

    Attributes:
        stakes: what the outcomes do to the world of the day on which they were last valued; None where no issue has
            a lever.
        belief: how far the parties believe that what threatens without a deal will come, in [0, 1].
    """

    def __init__(self, agenda: Agenda, timetable: Timetable, opened: int) -> None:
        self._agenda = agenda
        self._timetable = timetable
        self._opened = opened
        self.stakes: Stakes | None = None
        self.belief = 1.0
        self._seen: tuple[WorldState, Sequence[Mapping[str, float]]] | None = None
        self._plain: list[Preferences] = []
        # By country: what it has besides as long as there is no deal, and what it would take instead of no deal.
        self._options: dict[str, tuple[float, float | None]] = {}

    def preferences(self, scene: Scene, before: Sequence[Preferences] = ()) -> list[Preferences]:
        """Return the preferences, with no deal worth what the parties believe it is, their options included.

        Args:
            scene: what surrounds the table now.
            before: the preferences until now; what has not changed stays the same object.
        """
        self._value(scene)
        deadline = self._timetable.deadline
        threatening = deadline.threatening | {path.partition(".")[0] for path in scene.threats}
        end = self._timetable.announced_end(scene.day)
        climate = scene.world.climate
        self.belief = min((climate.belief(country, scene.day, end) for country in threatening), default=1.0)
        old: Sequence[Preferences | None] = before or [None] * len(self._plain)
        return [
            self._with_options(party, plain, scene, former)
            for party, plain, former in zip(self._agenda.seated, self._plain, old, strict=True)
        ]

    def _value(self, scene: Scene) -> None:
        """Work out what each outcome is worth if the threats are carried out, where that has changed."""
        threats = self._threats(scene)
        if self._seen is not None and self._seen[1] == threats and same_facts(self._seen[0], scene.world):
            return
        self._seen = (scene.world, threats)
        agenda = self._agenda
        if agenda.levers and len(agenda.levers) == len(agenda.space.issues):
            without = reduce(with_threats, threats, scene.world)
            deal = (agenda.key, tuple(country.code for party in agenda.seated for country in party.countries))
            self.stakes = Stakes(agenda.space, agenda.levers, scene.world, without, scene.trade_model, deal)
        sheets = agenda.section.score_sheets
        if sheets:
            self._plain = self._plain or [
                sheets[party].sheet(agenda.space).shared_preferences(agenda.space) for party in agenda.section.parties
            ]
            return
        if self.stakes is None:
            raise TradetalksError(f"the table {agenda.key} has an issue without a lever")
        stakes = self.stakes
        self._plain = [party.preferences(stakes) for party in agenda.seated]

    def _threats(self, scene: Scene) -> list[Mapping[str, float]]:
        """Return what follows if the table closes without a deal: others' threats, if theirs do, too, and its own."""
        threats = {**self._timetable.deadline.threats, **scene.threats}
        if self._agenda.section.disagreement == "everyone":
            return [*scene.elsewhere, threats]
        return [threats]

    def _with_options(self, party: Party, plain: Preferences, scene: Scene, old: Preferences | None) -> Preferences:
        without = plain.disagreement
        if not self._agenda.section.score_sheets:
            without = self.belief * without
        inside, outside = self._option_of(party, scene)
        without += inside
        for code, worth in self._besides(party, scene).items():
            if outside is None:
                self._options[code] = (worth, None)
            elif outside > without:
                self._options[code] = (0.0, worth)
            else:
                self._options[code] = (0.0, None)
        if outside is not None:
            without = max(without, outside)
        if without == plain.disagreement and inside == 0.0:
            return plain
        new = plain.against(disagreement=without, today=plain.today + inside)
        # What has not changed stays the same object: others may have worked things out for it.
        if old is None or old.values is not new.values:
            return new
        if (old.disagreement, old.today) != (new.disagreement, new.today):
            return new
        return old

    def _option_of(self, party: Party, scene: Scene) -> tuple[float, float | None]:
        """Return what a party has while there is no deal, and what it can take instead of one (None: nothing)."""
        option = self._agenda.section.outside_options.get(party.code)
        if option is None:
            return 0.0, None
        worth = sum(self._besides(party, scene).values())
        if option.kind == "inside":
            return worth, None
        return 0.0, worth

    def _besides(self, party: Party, scene: Scene) -> dict[str, float]:
        """Return what each country of a party has besides a deal here; of what has no owner each has as much."""
        option = self._agenda.section.outside_options.get(party.code)
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
            raise TradetalksError(f"the table {self._agenda.key} has no stakes")
        inside, instead = self._options.get(country.code, (0.0, None))
        if instead is not None:
            return instead
        return self.belief * country.preferences(self.stakes).disagreement + inside

    def rules(self, scene: Scene) -> list[ReservationRule]:
        """Return how each party's reservation moves with time."""
        section, length = self._agenda.section, self._timetable.offers()
        end = self._timetable.announced_end(scene.day)
        rules: list[ReservationRule] = []
        for party in self._agenda.seated:
            _, outside = self._option_of(party, scene)
            sheet = section.score_sheets.get(party.code)
            if sheet is not None:
                rules.append(DiscountReservation(sheet.discount_per_turn, length, outside))
                continue
            cost = scene.markets.waiting_cost(scene.world, party.code, party.waiting_cost, scene.day)
            rules.append(FlowReservation(self._opened, end, section.horizon, cost, outside))
        return rules
