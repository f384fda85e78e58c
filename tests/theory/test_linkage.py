"""Issue linkage (Davis 2004): with diverging weights a package gains and agrees more; with equal weights no more."""

from __future__ import annotations

from typing import Any

import numpy as np

from tradetalks.configs.load import load_scenario
from tradetalks.configs.schema import Scenario
from tradetalks.model.talks import TradeTalks

SEEDS = range(1, 201)
ISSUES = ("cars", "data", "rice")
EQUAL = dict.fromkeys(ISSUES, 1 / 3)
DIVERGING = {"A": dict(zip(ISSUES, (0.6, 0.3, 0.1), strict=True)), "B": dict(zip(ISSUES, (0.1, 0.3, 0.6), strict=True))}


def both_arms(weights: dict[str, dict[str, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return, by seed, (joint gain over no deal, share of the issues agreed) of the package and of separate tables."""
    sheets = {f"tables.package.score_sheets.{side}.weights": weights[side] for side in "AB"}
    package_setup = load_scenario("linkage", overrides=sheets)
    separate_setup = load_scenario("linkage_separate")
    rows = []
    for seed in SEEDS:
        package = finished(package_setup, seed)
        floors = {side: package.drawn[f"tables.package.score_sheets.{side}.reservation"] for side in "AB"}
        # The same sides: what they would have without a deal is the same on every issue, hence in sum.
        same: dict[str, Any] = {
            f"tables__{issue}__score_sheets__{side}__reservation": floors[side] for issue in ISSUES for side in "AB"
        }
        separate = finished(separate_setup, seed, **same)
        assert package.countries["A"].strategy == separate.countries["A"].strategy
        rows.append(
            (*outcome(package, {"package": 1.0}, None), *outcome(separate, dict.fromkeys(ISSUES, 1.0), weights))
        )
    table = np.array(rows)
    return table[:, :2], table[:, 2:]


def finished(setup: Scenario, seed: int, **more: Any) -> TradeTalks:
    model = TradeTalks(setup, rng=seed, **more)
    model.run_model()
    return model


def outcome(
    model: TradeTalks, tables: dict[str, float], weights: dict[str, dict[str, float]] | None
) -> tuple[float, float]:
    gain, agreed = 0.0, 0.0
    for key in tables:
        table = model.tables[key].table
        assert table is not None
        if table.agreement is None:
            continue
        agreed += 1 / len(tables)
        for side, own in zip(table.parties, table.preferences, strict=True):
            share = weights[side][key] if weights else 1.0
            gain += share * (own.value(table.agreement) - own.disagreement)
    return gain, agreed


def interval(differences: np.ndarray) -> tuple[float, float]:
    """A 95 % bootstrap interval of the mean of paired differences."""
    draws = np.random.default_rng(1).choice(differences, (2000, len(differences))).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return float(low), float(high)


def test_with_diverging_weights_a_package_gains_more_and_agrees_more() -> None:
    package, separate = both_arms(DIVERGING)
    low, _ = interval(package[:, 0] - separate[:, 0])
    assert low > 0
    low, _ = interval(package[:, 1] - separate[:, 1])
    assert low > 0


def test_with_equal_weights_a_package_gains_no_more_and_agrees_no_more() -> None:
    package, separate = both_arms({"A": EQUAL, "B": EQUAL})
    gains, agreements = package[:, 0] - separate[:, 0], package[:, 1] - separate[:, 1]
    assert interval(gains)[1] < 1e-6
    assert interval(agreements) == (0.0, 0.0)
    # It is no want of cases: some talks fail in both arms, most agree in both.
    assert 0.5 < separate[:, 1].mean() < 1.0
