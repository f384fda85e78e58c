"""Issue linkage: one package, or a table for each issue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.load import drawn, load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.theory.domains import with_floors
from tradetalks.runs.theory.scorecard import Measured, estimates, prediction

SEEDS = range(1, 201)
ISSUES = ("cars", "data", "rice")
EQUAL = dict.fromkeys(ISSUES, 1 / 3)
DIVERGING = {"A": dict(zip(ISSUES, (0.6, 0.3, 0.1), strict=True)), "B": dict(zip(ISSUES, (0.1, 0.3, 0.6), strict=True))}
ARMS = (
    "linkage against linkage_separate, 200 seeds (1 to 200), the same sides in both: boulware, e and no-deal scores "
    "drawn alike; joint gain over no deal and share of the issues agreed, paired by seed"
)
SOURCE = "Davis (2004)"

type Weights = Mapping[str, Mapping[str, float]]


def both_arms(weights: Weights) -> NDArray[np.float64]:
    """Return, by seed, joint gain and agreement of the package, then of separate tables; shape (seeds, 4)."""
    sheets = {f"tables.package.score_sheets.{side}.weights": dict(weights[side]) for side in "AB"}
    package_setup = load_scenario("linkage", overrides=sheets)
    separate_setup = load_scenario("linkage_separate")
    rows = []
    for seed in SEEDS:
        package = drawn(package_setup, seed)[0].without_draws()
        floors = {side: package.tables["package"].score_sheets[side].reservation for side in "AB"}
        # The same sides: what they would have without a deal is the same on every issue, hence in sum.
        separate = with_floors(drawn(separate_setup, seed)[0].without_draws(), floors)
        if any(package.countries[side].strategy != separate.countries[side].strategy for side in "AB"):
            raise AssertionError("the two arms draw other strategies")
        rows.append((*outcome(package, seed, None), *outcome(separate, seed, weights)))
    return np.array(rows)


def outcome(setup: Scenario, seed: int, weights: Weights | None) -> tuple[float, float]:
    """Return the joint gain over no deal, tables weighed by each side's weights if given, and the share agreed."""
    model = TradeTalks(setup, rng=seed)
    model.run_model()
    gain, agreed = 0.0, 0.0
    for key, live in model.open_tables.items():
        table = live.table
        if table.agreement is None:
            continue
        agreed += 1 / len(model.tables)
        for side, own in zip(table.parties, table.preferences, strict=True):
            share = weights[side][key] if weights else 1.0
            gain += share * (own.value(table.agreement) - own.disagreement)
    return gain, agreed


def differences(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the package's mean joint gain and agreement less those of separate tables."""
    return np.asarray((rows[:, :2] - rows[:, 2:]).mean(axis=0))


@prediction(
    claim="With diverging weights a package brings more joint gain and more agreement than separate tables",
    setting=f"{ARMS}; weights (.6, .3, .1) and (.1, .3, .6)",
    expected="both differences above 0, with their intervals",
    source=SOURCE,
)
def diverging_weights() -> Measured:
    """Play both arms."""
    gain, agreed = estimates(both_arms(DIVERGING), differences)
    return Measured(f"joint gain {gain}, agreement {agreed}", gain.low > 0 and agreed.low > 0)


@prediction(
    claim="With equal weights there is nothing to trade: a package brings no more",
    setting=f"{ARMS}; weights of a third for both",
    expected="joint gain not above 0, agreement just the same; some talks fail, most agree",
    source=SOURCE,
)
def equal_weights() -> Measured:
    """Play both arms."""
    rows = both_arms({"A": EQUAL, "B": EQUAL})
    gain, agreed = estimates(rows, differences)
    separate = float(rows[:, 3].mean())
    # It is no want of cases: some talks fail in both arms, most agree in both.
    passed = gain.high < 1e-6 and agreed.low == agreed.high == 0.0 and 0.5 < separate < 1.0
    return Measured(f"joint gain {gain}, agreement {agreed}; separate tables agree on {100 * separate:.0f} %", passed)


# ---- a red line


@cache
def with_a_red_line() -> Scenario:
    """Return the package with one more issue, of which each side needs what the other can't give.

    Of its own weight .6 each side must have all of the flag to reach its .5 of no deal: the rest, .4, is not enough.
    """
    sheets = {
        side: {
            "weights": {"flag": 0.6, **{issue: 0.4 * weight for issue, weight in DIVERGING[side].items()}},
            "points": {"flag": {"first": 0, "last": 1} if side == "A" else {"first": 1, "last": 0}},
            "reservation": 0.5,
        }
        for side in "AB"
    }
    return load_scenario(
        {
            "extends": "linkage",
            "tables": {"package": {"agenda": {"flag": {"levels": ["mine", "yours"]}}, "score_sheets": sheets}},
        }
    )


@prediction(
    claim="One issue with a red line in it sinks the package",
    setting="linkage with a fourth issue of weight .6 to both, of which only one can have its way; no deal .5 to both; "
    "the first three alone, no deal .5, agree; 50 seeds (1 to 50)",
    expected="agreement 1 without it, 0 with it",
    source=SOURCE,
)
def red_line() -> Measured:
    """Play the package with and without it."""
    floors = dict.fromkeys("AB", 0.5)
    without = load_scenario("linkage")
    agreed = []
    for seed in SEEDS[:50]:
        plain = with_floors(drawn(without, seed)[0].without_draws(), floors)
        sunk = drawn(with_a_red_line(), seed)[0].without_draws()
        agreed.append((outcome(plain, seed, None)[1], outcome(sunk, seed, None)[1]))
    before, after = np.mean(agreed, axis=0)
    return Measured(f"{before:.2f} without it, {after:.2f} with it", bool(before == 1 and after == 0))
