"""The worlds of the exam: the spring of 2025 on its first day, and what each lever, deal, tie and shock makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from tradetalks.agents.interests.base import Assessment, TradeResults
from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.climate import Climate
from tradetalks.model.talks.first_world import first_world, trade_model_of
from tradetalks.model.world import Setting, WorldState

SCENARIO = "spring_2025"


@lru_cache(maxsize=1)
def setup() -> Scenario:
    """Return the scenario whose world, countries and tables the exam uses."""
    return load_scenario(SCENARIO)


@lru_cache(maxsize=1)
def worlds() -> tuple[WorldState, ...]:
    """Return the worlds, W of them, today's first."""
    today = first_world(setup(), trade_model_of(setup().economy))
    return (today, *_others(today))


def setting() -> Setting:
    """Return what is the same in all of them."""
    return worlds()[0].setting


def _others(today: WorldState) -> Iterator[WorldState]:
    tried: set[str] = set()
    for table in setup().tables.values():
        for issue in table.agenda.values():
            lever = issue.lever
            if lever is not None and repr(lever) not in tried:
                tried.add(repr(lever))
                yield lever.apply(today, float(issue.levels[len(issue.levels) // 2]))
                yield lever.apply(today, float(issue.levels[-1]))
    for key, table in setup().tables.items():
        yield today.with_deal(key, tuple(table.parties))
    for one, other in today.alliances:
        yield today.with_alliance(one, other, today.alliance(one, other) / 2)
    for one, other in today.hostilities:
        yield today.with_hostility(one, other, 0.5 + today.hostility(one, other) / 2)
        yield today.with_offer(one, other, 3.0)
        yield today.with_offer(other, one, 2.0)
    yield today.changed(climate=Climate(stress=1.0))


@lru_cache(maxsize=1)
def assessment() -> Assessment:
    """Return the worlds with what the trade model says of each."""
    found = trade_model_of(setup().economy)
    if found is None:
        raise TypeError(f"{SCENARIO} has no economy")
    everywhere = worlds()
    solved = found.solve(
        np.array([world.tariffs for world in everywhere]), np.array([world.trade_costs for world in everywhere])
    )
    return Assessment(everywhere, TradeResults(solved.income_gain, solved.revenue, solved.flows))


def beside_today(place: int) -> Assessment:
    """Return today's world and one other, of those in `assessment`."""
    whole = assessment()
    rows = [0, place]
    economy = whole.economy
    return Assessment(
        [whole.worlds[row] for row in rows],
        TradeResults(economy.income_gain[rows], economy.revenue[rows], economy.flows[rows]),
    )
