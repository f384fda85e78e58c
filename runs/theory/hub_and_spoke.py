"""Hub and spoke: one who needs one of three talks to them one by one, or to all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.theory.domains import with_floors
from tradetalks.runs.theory.scorecard import Measured, estimates, prediction

SEEDS = range(500)
PILOTS = range(1000, 1200)
SPOKES = "ABC"
DAYS = 20
HIGHEST_FLOOR = 0.4


def table(spokes: str, opens: int, days: int, **more: Any) -> dict[str, Any]:
    """Return a table of the hub and some spokes about the hub's share of a pie of 100, a round a day."""
    last = opens + days - 1
    parties = ["H", *spokes]
    return {
        "parties": parties,
        "opens": opens,
        "agenda": {"share": {"levels": {"from": 0, "to": 100, "step": 1}}},
        "meetings": {"daily": {"every_days": 1}},
        "deadline": {"on": last},
        "score_sheets": {
            party: {
                "weights": {"share": 1},
                "points": {"share": {"first": 0, "last": 1} if party == "H" else {"first": 1, "last": 0}},
            }
            for party in parties
        },
        **more,
    }


def scenario(tables: Mapping[str, Any]) -> Scenario:
    """Return a scenario in which everybody is linear."""
    return load_scenario({"countries": {code: {"strategy": {"name": "linear"}} for code in "HABC"}, "tables": tables})


def one_by_one(options: Mapping[str, float]) -> Scenario:
    """Return talks with the spokes in sequence: the first deal is enough.

    Args:
        options: by spoke, what the hub counts on if it goes on to the next.
    """
    return scenario(
        {
            f"H-{spoke}": table(
                spoke,
                place * DAYS,
                DAYS,
                instead_of=[f"H-{before}" for before in SPOKES[:place]],
                outside_options={"H": {"kind": "outside", "value": options[spoke]}},
            )
            for place, spoke in enumerate(SPOKES)
        }
    )


def floors(seed: int) -> dict[str, float]:
    """Return what no deal is worth to each of a seed: nothing to the hub, up to .4 of the pie to a spoke."""
    drawn = np.random.default_rng(seed).uniform(0, HIGHEST_FLOOR, len(SPOKES))
    return {"H": 0.0, **{spoke: float(floor) for spoke, floor in zip(SPOKES, drawn, strict=True)}}


def share(setup: Scenario, seed: int) -> float:
    """Return what the hub gets, 0 without any deal."""
    model = TradeTalks(with_floors(setup, floors(seed)), rng=seed)
    model.run_model()
    agreed = [live.table for live in model.open_tables.values() if live.table.agreement is not None]
    return sum(each.preferences[0].value(each.agreement) for each in agreed if each.agreement is not None)


def counted_on() -> dict[str, float]:
    """Return, by spoke, what going on to the next is worth on average: known to the hub from other seeds."""
    options = dict.fromkeys(SPOKES, 0.0)
    for place in range(len(SPOKES) - 1, 0, -1):
        spoke, option = SPOKES[place], options[SPOKES[place]]
        alone = scenario({"alone": table(spoke, 0, DAYS, outside_options={"H": {"kind": "outside", "value": option}})})
        found = [share(alone, seed) or option for seed in PILOTS]
        options[SPOKES[place - 1]] = round(float(np.mean(found)), 6)
    return options


def shares(setup: Scenario) -> NDArray[np.float64]:
    """Return the hub's share by seed, shape (seeds,)."""
    return np.array([share(setup, seed) for seed in SEEDS])


@prediction(
    claim="A hub that needs one of three gets more by separate talks in sequence than at one table that must be "
    "unanimous",
    setting=f"three spokes, a pie of 100 with each of which one is enough, no deal 0 to the hub and drawn from 0 to "
    f"{HIGHEST_FLOOR} for each spoke; linear players, {DAYS} rounds a table, {DAYS * len(SPOKES)} at the common one, "
    f"where one share is for all; in sequence no deal is worth to the hub what going on brought it on average in "
    f"{len(PILOTS)} other seeds; {len(SEEDS)} seeds (from {SEEDS[0]}), paired",
    expected="the hub's share, 0 without a deal, is larger in sequence; its interval above 0",
    source="Binmore, Shaked, Sutton (1989), of outside options",
)
def hub_and_spoke() -> Measured:
    """Play both."""
    options = counted_on()
    common = shares(scenario({"common": table(SPOKES, 0, DAYS * len(SPOKES))}))
    apart, unaware = shares(one_by_one(options)), shares(one_by_one(dict.fromkeys(SPOKES, 0.0)))
    found, plain = estimates(np.column_stack([apart - common, unaware - common]), lambda rows: rows.mean(axis=0))
    counts = ", ".join(f"{options[spoke]:.2f}" for spoke in SPOKES)
    return Measured(
        f"share {apart.mean():.3f} in sequence, {common.mean():.3f} at one table: {found}",
        found.low > 0,
        (
            f"without a deal the hub counts on {counts} at the first, second and third table",
            f"a hub that counts on nothing gets {unaware.mean():.3f} in sequence: {plain}; so much is unanimity's",
        ),
    )
