"""Spill-over: what a deal at one table does to another, and that it can be switched off."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np

from tradetalks.configs.load import drawn, load_scenario
from tradetalks.model.live_table import LiveTable
from tradetalks.model.talks import TradeTalks
from tradetalks.runs.scorecard import Measured, prediction

PARTNERS = ("JPN", "CHN", "VNM", "MYS", "KHM", "EU27")
SEEDS = range(1, 6)
HARD = {"name": "hardliner"}


@cache
def beside(partner: str, rival: str, switch: str) -> tuple[float, float]:
    """Return what a rival's deal does to a partner of the United States, and what is at stake at the partner's table.

    The rival's goods pay 46 points less from day 1 on; the partner's table meets on day 2.

    Args:
        partner: whose table it is.
        rival: who agrees with the United States first; "" for nobody.
        switch: of spill-over.

    Returns:
        The partner's real income in the world that its table sees, and what 10 points less instead of 10 more are worth
        to it; USD bn a year.
    """

    def table(code: str, cut: float, day: int, more: float) -> dict[str, Any]:
        goods = {"importer": "USA", "exporter": code, "sectors": "other_goods"}
        return {
            "parties": ["USA", code],
            "agenda": {"rate": {"lever": "tariff", **goods, "levels": [cut]}},
            "meetings": {"talks": {"on": [day]}},
            "deadline": {"on": day, "snap_back": {f"USA.{code}.other_goods": more}},
        }

    first = {"first_deal": {"weight": 1000}}
    data = {
        "economy": {"added_tariffs": {"USA.*": 10}},
        "spillover": switch,
        "countries": {
            "USA": {"strategy": {"name": "linear"}, "interests": first},
            partner: {"strategy": HARD, "interests": {"real_income": {"weight": 1}}},
            **({rival: {"strategy": {"name": "linear"}, "interests": first}} if rival else {}),
        },
        "tables": {"late": table(partner, 0, 2, 20), **({"early": table(rival, 0, 1, 20)} if rival else {})},
    }
    model = TradeTalks(data, rng=0)
    while model.day < 2:
        model.step()
    live = model.tables["late"]
    if rival and "early" not in model.world.deals:
        raise AssertionError("the rival has not agreed")
    return _income(model, live, partner), _at_stake(live)


def _income(model: TradeTalks, live: LiveTable, country: str) -> float:
    if live.stakes is None or model.trade_model is None:
        raise AssertionError("there is no trade at this table")
    seen = live.stakes.today
    solved = model.trade_model.solve(np.array([seen.tariffs]), np.array([seen.trade_costs]))
    return float(solved.income_gain[0, seen.setting.region(country)])


def _at_stake(live: LiveTable) -> float:
    if live.table is None:
        raise AssertionError("the table has not opened")
    own = live.table.preferences[1]
    return own.value(0) - own.disagreement


@prediction(
    claim="A deal elsewhere diverts trade: it costs those whose goods compete, and leaves them less at stake",
    setting=f"real trade model, the US levies 10 points on everyone; one of {', '.join(PARTNERS)} gets its other goods "
    "down to 0, then another, at whose table it is 0 or a threat of 20; each ordered pair, spill-over on and off",
    expected="30 of 30 have less real income, and lose less if the threat comes true instead of a deal; off, nothing "
    "changes at all for 30 of 30",
    source="Viner (1950); Bagwell, Staiger, Yurukoglu (2021)",
)
def diversion() -> Measured:
    """Value each table before and after each rival's deal."""
    poorer = less = untouched = 0
    pairs = list(itertools.permutations(PARTNERS, 2))
    losses = []
    for partner, rival in pairs:
        alone = beside(partner, "", "on")
        income, stake = beside(partner, rival, "on")
        poorer += income < alone[0]
        less += stake < alone[1]
        losses.append((income - alone[0], stake - alone[1], partner, rival))
        untouched += beside(partner, rival, "off") == alone
    print(*losses,sep="\n")
    most = len(pairs)
    return Measured(
        f"{poorer} and {less} of {most}; off {untouched} of {most}", poorer == less == untouched == most
    )
