"""The shipped tariff states: what the exemptions of April 2025 change, and only that."""

from __future__ import annotations

import numpy as np
import pytest

from tradetalks.configs.tariff_states import tariff_state
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.rates import with_rates
from tradetalks.runs.single import run
from tradetalks.runs.statics.tariffs import tariff_effects


def points(state: str) -> np.ndarray:
    """Return a state's rates in percentage points, shape (importer, exporter, sector)."""
    economy = Calibration.load("icio_2022")
    return 100 * with_rates(np.zeros_like(economy.flows), tariff_state(state).rates, economy)


def test_exemptions_lower_electronics_and_china_s_cars_and_metals_alone() -> None:
    economy = Calibration.load("icio_2022")
    before, after = points("april_16"), points("april_16_exemptions")
    lower = {tuple(map(int, cell)) for cell in np.argwhere(after < before)}
    usa, china = economy.region("USA"), economy.region("CHN")
    electronics = {(usa, place, economy.sector("ELM")) for place in range(1, len(economy.regions) - 1)}
    assert lower == electronics | {(usa, china, economy.sector(sector)) for sector in ("MET", "AUT")}
    assert not (after > before).any()


@pytest.mark.parametrize(
    ("region", "sector", "expected"),
    [
        ("CHN", "ELM", 145 - 125 * 101 / (0.460 * 438.9)),
        ("CHN", "MET", 0.612 * 45 + 0.388 * 145),
        ("CHN", "AUT", 20 + 25),
        ("JPN", "ELM", 10 - 0.7 / 0.349),
        ("VNM", "ELM", 10 - 3.2 / 0.531),
        ("MYS", "ELM", 10 - 4.6 / 0.713),
        ("KHM", "ELM", 10 - 0.1 / 0.134),
        ("THA", "ELM", 10 - 2.9 / 0.597),
        ("IDN", "ELM", 10 - 0.6 / 0.209),
        ("EU27", "ELM", 10 - 0.6 / 0.210),
    ],
)
def test_the_rates_follow_from_the_shares_in_the_file(region: str, sector: str, expected: float) -> None:
    economy = Calibration.load("icio_2022")
    rate = points("april_16_exemptions")[0, economy.region(region), economy.sector(sector)]
    assert rate == pytest.approx(expected, abs=0.06)


def test_what_is_freed_is_worth_something_and_a_scenario_may_start_from_it() -> None:
    headline, freed = (tariff_effects({}, state=state).regions for state in ("april_16", "april_16_exemptions"))
    for code in ("USA", "CHN"):
        assert freed[code].real_income > headline[code].real_income
    assert run("us_japan_2025", seed=7, economy__tariffs="april_16_exemptions").tables
