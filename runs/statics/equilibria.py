"""Whether the trade model finds the equilibria that a scenario can't do without, before anybody runs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np

from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.sections.table import TableSection
from tradetalks.configs.yaml.tree import KeyPath
from tradetalks.errors import ConvergenceError, Problem
from tradetalks.model.deadlines.threats import with_threats
from tradetalks.model.economy.trade import FAR_FROM_BASE
from tradetalks.model.rates import first_rates
from tradetalks.model.talks.first_world import first_world, trade_model_of
from tradetalks.model.world import WorldState


@dataclass(frozen=True, slots=True)
class Case:
    """A world that a scenario leads to.

    Attributes:
        world: its facts.
        path: what in the file makes it.
        said: the same in words.
    """

    world: WorldState
    path: KeyPath
    said: str


def without_equilibrium(setup: Scenario) -> list[Problem]:
    """Return where a scenario leads to tariffs under which the trade model finds no equilibrium.

    Solved are the first day's world, for each table the one that follows from it without a deal, and those with all
    levels at their lowest, and at their highest: a few milliseconds. What a scenario draws takes the middle; what
    events bring, and deals in between, is seen when it runs.

    Args:
        setup: the scenario.

    Raises:
        EconomyError: the data of its economy can't be used.
    """
    setup = setup.without_draws()
    trade_model = trade_model_of(setup.economy)
    if trade_model is None:
        return []
    world = first_world(setup, trade_model)
    cases = [Case(world, ("economy",), f"the first day's added tariffs: {first_rates(world)}")]
    for key, table in setup.tables.items():
        cases += _cases(key, table, world)
    try:
        trade_model.solve(
            np.array([case.world.tariffs for case in cases]), np.array([case.world.trade_costs for case in cases])
        )
    except ConvergenceError as error:
        # Where there is none on the first day, there is none that follows from it either.
        failed = [cases[place] for place in error.schedules]
        failed = [case for case in failed if case is cases[0]] or failed
        return [
            setup.tree.problem(case.path, f"the trade model finds no equilibrium for {case.said}; {FAR_FROM_BASE}")
            for case in failed
        ]
    return []


def _cases(key: str, table: TableSection, world: WorldState) -> Iterator[Case]:
    threats = table.deadline.deadline(table.opens).threats
    if threats:
        without = with_threats(world, threats)
        yield Case(without, ("tables", key, "deadline"), f"what follows without a deal: {first_rates(without, world)}")
    levers = [part.lever for part in table.agenda.values()]
    if not levers or None in levers:
        return
    for pick, name in ((min, "lowest"), (max, "highest")):
        levels = [pick(part.levels) for part in table.agenda.values()]
        deal = reduce(lambda now, one: one[0].apply(now, float(one[1])), zip(levers, levels, strict=True), world)
        said = f"a deal with all levels at their {name}: {first_rates(deal, world)}"
        yield Case(deal, ("tables", key, "agenda"), said)
