"""Nash-in-Nash: a network at which no table wants another Nash outcome."""

from __future__ import annotations

from typing import Any

import numpy as np

from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.deadlines.threats import with_threats
from tradetalks.model.negotiation.solutions import solve
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.planned_table import PlannedTable
from tradetalks.model.talks.scene import Scene
from tradetalks.model.talks.surroundings import without_promises
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import WorldState
from tradetalks.runs.statics.nash_in_nash import NashInNash, nash_in_nash
from tradetalks.runs.theory.scorecard import Measured, prediction

SEEDS = range(10)
DECIMALS = 5
SOURCE = "Horn, Wolinsky (1988); Bagwell, Staiger, Yurukoglu (2021)"


def sales(weights: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Return a network in which A may sell 0 to 10 to B and to C; what each country is interested in, by weight."""
    return {
        "countries": {
            code: {
                "strategy": {"name": "linear"},
                "interests": {name: {"weight": weight} for name, weight in interests.items()},
            }
            for code, interests in weights.items()
        },
        "tables": {
            f"A-{buyer}": {
                "parties": ["A", buyer],
                "agenda": {
                    "goods": {
                        "lever": "purchases",
                        "buyer": buyer,
                        "seller": "A",
                        "levels": {"from": 0, "to": 10, "step": 1},
                    }
                },
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 10},
            }
            for buyer in "BC"
        },
    }


@prediction(
    claim="Where the first deal is worth more, tables that see each other settle on what a second deal brings",
    setting="A sells 0 to 10 units to B and to C, each a gain to A and a loss to the buyer; a first deal is worth 4 to "
    "A and 10 to each buyer: alone (x + 4)(10 - x) is largest, beside another deal x (10 - x)",
    expected="spill-over on: 5, 5, settled; off: 3, 3, settled",
    source=f"{SOURCE}, by hand",
)
def nash_in_nash_by_hand() -> Measured:
    """Find both."""
    network = sales(
        {
            "A": {"purchases": 1, "first_deal": 4},
            "B": {"purchases": 1, "first_deal": 10},
            "C": {"purchases": 1, "first_deal": 10},
        }
    )
    said = []
    for switch in ("on", "off"):
        found = nash_in_nash({**network, "spillover": switch}, seed=0)
        goods = ", ".join(f"{table.deal['goods']:g}" if table.deal else "none" for table in found.tables.values())
        said.append(f"{switch}: {goods}, {'settled' if found.settled else found.summary}")
    got = f"spill-over {'; '.join(said)}"
    return Measured(got, got == nash_in_nash_by_hand.expected)


def at_nash(setup: Scenario, seed: int, found: NashInNash) -> list[bool]:
    """Return, by table, whether it is at a Nash solution given all others, valued afresh in another run."""
    model = TradeTalks(setup, rng=seed)
    around = model.surroundings
    for day in range(found.day + 1):
        list(around.happen(day))
    base, deals = around.world, {}
    tables: dict[str, OpenTable] = {}
    for key, table in found.tables.items():
        planned = model.tables[key]
        if isinstance(planned, PlannedTable):
            tables[key] = planned.open(Scene(found.day, base, around.markets, model.trade_model))
        deals[key] = None if table.deal is None else planned.space.outcome(table.deal)
    # What a deal counts as an offer depends on the others: valued until that stands still, too.
    for _ in range(2 * len(deals)):
        for key in deals:
            world = base
            for other, outcome in deals.items():
                if other != key:
                    world = _after(model, world, tables[other], outcome)
            live = tables[key]
            live.revalue(Scene(found.day, world, around.markets, model.trade_model, around.threats_at(live)))
    return [_is_nash(tables[key], outcome, [*found.tables[key].values.values()]) for key, outcome in deals.items()]


def _after(model: TradeTalks, world: WorldState, live: OpenTable, outcome: int | None) -> WorldState:
    if outcome is None:
        return with_threats(without_promises(world, live.countries), live.deadline.threats)
    return model.surroundings.with_deal(world, live, outcome)


def _is_nash(live: OpenTable, outcome: int | None, values: list[float]) -> bool:
    own = live.table.preferences
    nash = solve(np.column_stack([one.values for one in own]), [one.disagreement for one in own]).nash
    if outcome is None:
        return not len(nash)
    same = np.abs(np.array([one.value(outcome) for one in own]) - values).max() < 10.0**-DECIMALS
    return bool(outcome in nash and same)


@prediction(
    claim="Where the search settles, no table of the network wants another Nash outcome, given the others' deals",
    setting=f"spring_2025, nine tables; {len(SEEDS)} seeds (from {SEEDS[0]}); each table valued afresh in another run "
    "in which the others have these deals",
    expected="every table of every seed that settles, at the value that is told; more than half of the seeds settle",
    source=SOURCE,
)
def nash_in_nash_fixed_point() -> Measured:
    """Find it and look at each table again."""
    setup = load_scenario("spring_2025")
    held: list[bool] = []
    rounds: list[int] = []
    for seed in SEEDS:
        found = nash_in_nash(setup, seed=seed)
        if found.settled:
            rounds.append(found.rounds)
            held += at_nash(setup, seed, found)
    return Measured(
        f"{sum(held)} of {len(held)} tables; {len(rounds)} of {len(SEEDS)} seeds settle, in {min(rounds, default=0)} "
        f"to {max(rounds, default=0)} rounds",
        all(held) and len(rounds) > len(SEEDS) / 2,
    )
