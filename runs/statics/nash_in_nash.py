"""Nash-in-Nash: each table at the Nash solution, given the deals of all other tables.

A benchmark for negotiations that affect each other: no table wants another Nash outcome while the others keep
theirs. It is found by letting the tables bargain in turn, each by the Nash solution in the world of the others'
deals, until nothing changes. Such a fixed point need not exist, nor be the only one: where the tables go round in a
circle, that is said.

Sources: Horn, Wolinsky, "Bilateral monopolies and incentives for merger", RAND Journal of Economics 19 (1988),
408-419; for tariffs Bagwell, Staiger, Yurukoglu, "Quantitative analysis of multiparty tariff negotiations",
Econometrica 89 (2021), 1595-1631. We depart from both in that an agenda has finitely many outcomes, that a table
without a zone of agreement has no deal, which has its consequences, and that no deal is worth what the parties of
the table believe of these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradetalks.configs.load import Source
from tradetalks.model.deadlines.threats import with_threats
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.preferences import DECIMALS
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.planned_table import PlannedTable
from tradetalks.model.talks.scene import Scene
from tradetalks.model.talks.surroundings import without_promises
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import WorldState
from tradetalks.runs.statics.appraisal import appraised

ROUNDS = 100
"""After so many rounds of the network that neither settle nor repeat themselves the search is given up."""


@dataclass(frozen=True, slots=True)
class TableAtNash:
    """A table at the Nash solution, given the others.

    Attributes:
        title: what people call it.
        deal: the level of each issue; None without a zone of agreement.
        values: what that is worth to each party, or what no deal is, relative to the world of the others' deals:
            USD bn a year or a score.
        without_deal: what no deal is worth to each.
        zone: how many possible deals are at least as good as no deal for all.
        tied: how many outcomes the Nash solution has.
    """

    title: str
    deal: dict[str, Level] | None
    values: dict[str, float]
    without_deal: dict[str, float]
    zone: int
    tied: int


@dataclass(frozen=True, slots=True)
class NashInNash:
    """The network at its fixed point, or where the search for one was given up.

    Attributes:
        day: the day of whose world, without any deal, the tables bargain: the first on which all have opened.
        settled: whether it is a fixed point.
        rounds: how often all tables have bargained until then.
        summary: how the search ended, in a sentence.
        tables: by id; those that nobody invites to in this run are left out.
    """

    day: int
    settled: bool
    rounds: int
    summary: str
    tables: dict[str, TableAtNash]


def nash_in_nash(setup: Source, *, seed: int) -> NashInNash:
    """Find the fixed point at which each table is at the Nash solution given all other deals.

    The tables bargain in the world of the day on which the last of them opens, after the events of the run
    with this seed until then, and in their order in the scenario. Of outcomes that tie a table keeps the one that it
    has, or takes the first.

    Args:
        setup: a Scenario, a shipped name, a path or a dict.
        seed: the root seed of the run to compare with: it draws what the scenario draws, and the events.

    Raises:
        ConfigError: the scenario is not as it must be.

    Example:
        >>> nash_in_nash("split_the_pie", seed=7).tables["pie"].deal
        {'share': 50.0}
    """
    return _Search(TradeTalks(setup, rng=seed)).run()


class _Search:
    def __init__(self, model: TradeTalks) -> None:
        self.model = model
        self.around = model.surroundings
        self.day = max(live.section.opens for live in model.tables.values())
        invited: set[str] = set()
        for day in range(self.day + 1):
            invited |= {planned.event.opens for planned in self.around.happen(day)}
        self.base = self.around.world
        planned = [table for table in model.tables.values() if isinstance(table, PlannedTable)]
        self.planned = [table for table in planned if not table.section.invited or table.key in invited]
        self.tables: dict[str, OpenTable] = {}
        self.deals: dict[str, int | None] = {}

    def run(self) -> NashInNash:
        """Let the tables bargain in turn until nothing changes, or a state comes back."""
        seen = [self._state()]
        while len(seen) <= ROUNDS:
            for planned in self.planned:
                self._bargain(planned)
            state = self._state()
            if state == seen[-1]:
                rounds = len(seen)
                said = f"settled after {rounds} rounds: no table wants another Nash outcome"
                if rounds == 1:
                    said = said.replace("rounds", "round")
                return self._found(rounds, said, settled=True)
            if state in seen:
                back = len(seen) - seen.index(state)
                moving = [
                    key for key in self.tables if len({dict(past[0])[key] for past in seen[-back:] if past[0]}) > 1
                ]
                who = ", ".join(moving) or "what the deals are worth"
                said = f"no fixed point was found: the tables go round in a circle of {back} rounds ({who})"
                return self._found(len(seen), said, settled=False)
            seen.append(state)
        return self._found(ROUNDS, f"no fixed point was found within {ROUNDS} rounds", settled=False)

    def world_for(self, key: str) -> WorldState:
        """Return the world of the others' deals, or of what follows where they have none."""
        world = self.base
        for other in self.tables.values() if self.around.spills else ():
            if other.key == key:
                continue
            outcome = self.deals[other.key]
            if outcome is None:
                world = with_threats(without_promises(world, other.countries), other.deadline.threats)
            else:
                world = self.around.with_deal(world, other, outcome)
        return world

    def _bargain(self, planned: PlannedTable) -> None:
        key = planned.key
        elsewhere = [other.deadline.threats for other in self.model.tables.values() if other.key != key]
        scene = Scene(
            self.day,
            self.world_for(key),
            self.around.markets,
            self.model.trade_model,
            self.around.threats_at(planned),
            elsewhere,
        )
        if key in self.tables:
            self.tables[key].revalue(scene)
        else:
            self.tables[key] = planned.open(scene)
        live = self.tables[key]
        nash = appraised(live.table.preferences).solved.nash.tolist()
        before = self.deals.get(live.key)
        self.deals[live.key] = before if before in nash else nash[0] if nash else None

    def _state(self) -> tuple[tuple[tuple[str, int | None], ...], tuple[tuple[float, ...], ...]]:
        """Return all that a table could see of the others: their deals, and what these are worth to their parties."""
        worth = []
        for key, outcome in self.deals.items():
            values = appraised(self.tables[key].table.preferences).values
            worth.append(() if outcome is None else tuple(np.round(values[outcome], DECIMALS).tolist()))
        return tuple(self.deals.items()), tuple(worth)

    def _found(self, rounds: int, summary: str, *, settled: bool) -> NashInNash:
        return NashInNash(self.day, settled, rounds, summary, {key: self._table(key) for key in self.tables})

    def _table(self, key: str) -> TableAtNash:
        live, outcome = self.tables[key], self.deals[key]
        appraisal = appraised(live.table.preferences)
        values, point = appraisal.values, appraisal.point
        reached = point if outcome is None else values[outcome]
        return TableAtNash(
            title=live.title,
            deal=None if outcome is None else live.space.levels(outcome),
            values=dict(zip(live.parties, reached.tolist(), strict=True)),
            without_deal=dict(zip(live.parties, point.tolist(), strict=True)),
            zone=len(appraisal.solved.zone),
            tied=len(appraisal.solved.nash),
        )
