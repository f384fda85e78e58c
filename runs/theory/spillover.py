"""Spill-over: what a deal at one table does to another, and that it can be switched off."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

from tradetalks.configs.load import drawn, load_scenario
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.theory.scorecard import Measured, prediction

PARTNERS = ("JPN", "CHN", "VNM", "MYS", "KHM", "EU27")
SEEDS = range(1, 11)


@dataclass(frozen=True)
class Seen:
    """What a table of the United States and a partner sees, USD bn a year.

    Attributes:
        income: the partner's gain of real income over the base.
        stake: by how much its deal is better for it than none.
        sales: what it sells to the United States.
        to_rival: what it sells to the rival.
    """

    income: float
    stake: float
    sales: float
    to_rival: float


def table(partner: str, day: int) -> dict[str, Any]:
    """Return a table that meets on one day: no US tariff on other goods, or 20 points without a deal."""
    goods = {"importer": "USA", "exporter": partner, "sectors": "other_goods"}
    return {
        "parties": ["USA", partner],
        "agenda": {"rate": {"lever": "tariff", **goods, "levels": [0]}},
        "meetings": {"talks": {"on": [day]}},
        "deadline": {"on": day, "snap_back": {f"USA.{partner}.other_goods": 20}},
    }


def beside(partner: str, rival: str, *, agreed: bool, switch: str = "on") -> Seen:
    """Return what a partner's table sees on day 2, if the rival's has agreed on day 1 or has not yet met."""
    # All are content with any deal, so that who agrees is a matter of the calendar alone.
    wants = {"first_deal": {"weight": 1000}}
    data = {
        "economy": {"added_tariffs": {"USA.*": 10}},
        "spillover": switch,
        "countries": {
            "USA": {"strategy": {"name": "linear"}, "interests": wants},
            rival: {"strategy": {"name": "linear"}, "interests": wants},
            partner: {"strategy": {"name": "linear"}, "interests": {"real_income": {"weight": 1}}},
        },
        "tables": {"own": table(partner, 2), "other": table(rival, 1 if agreed else 3)},
    }
    model = TradeTalks(data, rng=0)
    while model.day < 2:
        model.step()
    if ("other" in model.world.deals) is not agreed:
        raise AssertionError("the calendar decides whether the rival has agreed")
    return _seen(model, model.open_tables["own"], partner, rival)


def _seen(model: TradeTalks, live: OpenTable, partner: str, rival: str) -> Seen:
    if live.stakes is None or model.trade_model is None:
        raise AssertionError("the table has met about trade")
    world, own = live.stakes.today, live.table.preferences[1]
    solved = model.trade_model.solve(np.array([world.tariffs]), np.array([world.trade_costs]))
    home, other, market = (world.setting.region(code) for code in (partner, rival, "USA"))
    sold = solved.flows[0].sum(axis=2)
    stake = own.value(0) - own.disagreement
    return Seen(float(solved.income_gain[0, home]), stake, float(sold[market, home]), float(sold[other, home]))


@prediction(
    claim="A deal elsewhere diverts trade: a rival's cut takes sales from the others, and leaves them less at stake",
    setting=f"real trade model, the US levies 10 points on everyone; two of {', '.join(PARTNERS)} have a table each, "
    "at which the tariff on other goods is 0, or 20 without a deal; one agrees before the other meets, or hasn't yet; "
    "each ordered pair, spill-over on and off",
    expected="30 of 30 sell less to the US and gain less by a deal of their own instead of none; most are poorer, and "
    "who is not sells the rival more by more than it loses in the US; off, nothing changes for 30 of 30",
    source="Viner (1950); of inputs: Caliendo, Parro (2015)",
)
def diversion() -> Measured:
    """Look at each table with and without the rival's deal."""
    sales = stakes = poorer = explained = untouched = 0
    notes = []
    pairs = list(itertools.permutations(PARTNERS, 2))
    for partner, rival in pairs:
        before, after = (beside(partner, rival, agreed=agreed) for agreed in (False, True))
        lost, won = before.sales - after.sales, after.to_rival - before.to_rival
        sales += lost > 0
        stakes += after.stake < before.stake
        poorer += after.income < before.income
        if after.income >= before.income:
            explained += won > lost
            notes.append(
                f"{partner} when {rival} agrees: {after.income - before.income:+.2f} bn a year; sells {lost:.2f} less "
                f"to the US, {won:.2f} more to {rival}"
            )
        apart = [beside(partner, rival, agreed=agreed, switch="off") for agreed in (False, True)]
        untouched += apart[0] == apart[1] == before
    most = len(pairs)
    return Measured(
        f"{sales} and {stakes} of {most}; {poorer} poorer, {explained} of the other {most - poorer} sell the rival "
        f"more; off {untouched} of {most}",
        sales == stakes == untouched == most and poorer > most / 2 and poorer + explained == most,
        tuple(notes),
    )


def course(model: TradeTalks, key: str) -> tuple[object, ...]:
    """Return how a table's talks went: when they closed and every move with its reason; run to the end first."""
    model.run_model()
    live = model.open_tables[key]
    return live.closed, live.status, live.table.transcript


@prediction(
    claim="Without spill-over each table's talks go as if there were no other; with it many go otherwise",
    setting=f"spring_2025, its nine tables together, and each of them alone without spill-over; move by move, with "
    f"reasons and days; {len(SEEDS)} seeds ({SEEDS[0]} to {SEEDS[-1]})",
    expected="off: all the same; on: fewer than 3 of 4",
    source="by definition of the switch",
)
def isolated_tables() -> Measured:
    """Play them together and alone."""
    same = {"on": 0, "off": 0}
    count = 0
    for seed in SEEDS:
        setup = drawn(load_scenario("spring_2025"), seed)[0].without_draws()
        switched = {
            switch: setup.model_copy(update={"spillover": setup.spillover.model_copy(update={"switch": switch})})
            for switch in ("on", "off")
        }
        together = {switch: TradeTalks(each, rng=seed) for switch, each in switched.items()}
        for key, section in setup.tables.items():
            alone = switched["off"].model_copy(update={"tables": {key: section}})
            expected = course(TradeTalks(alone, rng=seed), key)
            count += 1
            for switch, model in together.items():
                same[switch] += course(model, key) == expected
    return Measured(
        f"off {same['off']} of {count}; on {same['on']} of {count}",
        same["off"] == count and same["on"] < 0.75 * count,
    )
