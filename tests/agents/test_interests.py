"""Each interest against a figure worked out by hand or by the trade model alone."""

from __future__ import annotations

from typing import Any

import pytest

from tradetalks.agents.interests.base import interests
from tradetalks.errors import ConfigError
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.statics.tariffs import tariff_effects

AGENDA: dict[str, Any] = {
    "cars": {"lever": "tariff", "importer": "USA", "exporter": "JPN", "sectors": "AUT", "levels": [15, 25]},
    "rest": {"lever": "tariff", "importer": "USA", "exporter": "JPN", "sectors": "other_goods", "levels": [10, 24]},
    "access": {"lever": "market_access", "market": "JPN", "exporter": "USA", "levels": [0, 3]},
    "defence": {"lever": "defence", "country": "JPN", "levels": [1.8, 2.0, 2.5]},
    "bases": {"lever": "base_costs", "host": "JPN", "guest": "USA", "levels": [0, 2]},
    "goods": {"lever": "purchases", "buyer": "JPN", "seller": "USA", "levels": [0, 6]},
    "plants": {"lever": "investment", "investor": "JPN", "host": "USA", "levels": [0, 40]},
}
TODAY = {"cars": 25, "rest": 10, "access": 0, "defence": 1.8, "bases": 0, "goods": 0, "plants": 0}


def worth(country: str, interest: dict[str, Any], **changes: float) -> tuple[float, float]:
    """Return the value of today's world with these changes, and of no deal, to a country with one interest."""
    ((name, options),) = interest.items()
    data = {
        "economy": {"tariffs": "april_16"},
        "countries": {
            "USA": {"strategy": {"name": "linear"}, "interests": {"real_income": {}}},
            "JPN": {
                "gdp": 4204.5,
                "defence": {"share": 1.8, "planned": 2.0},
                "strategy": {"name": "linear"},
                "interests": {"real_income": {}},
            },
        },
        "tables": {
            "talks": {
                "parties": ["USA", "JPN"],
                "agenda": AGENDA,
                "meetings": {"working": {"every_days": 10}},
                "deadline": {"on": 20, "snap_back": {"USA.JPN.other_goods": 24}},
            }
        },
    }
    data["countries"][country]["interests"] = {name: options}  # type: ignore[index]
    model = TradeTalks(data, rng=1)
    model.step()
    live = model.open_tables["talks"]
    own = live.table.preferences[live.parties.index(country)]
    outcome = live.space.outcome({name: float(level) for name, level in (TODAY | changes).items()})
    assert own.value(live.space.outcome({name: float(level) for name, level in TODAY.items()})) == 0
    return own.value(outcome), own.disagreement


def test_every_interest_is_tried_here() -> None:
    tried = {"real_income", "tariff_revenue", "bilateral_balance", "opening", "defence", "transfers"}
    tried |= {"face", "purchases", "investment", "parity", "alignment", "first_deal", "alliance"}
    assert set(interests) == tried


def test_real_income_is_the_worked_table() -> None:
    """25/25/24 against 25/25/10: US -1.78, Japan -5.25; 15/25/10: 1.02 and 1.64 (facts of April 2025)."""
    for country, snap_back, fifteen in (("USA", -1.78, 1.02), ("JPN", -5.25, 1.64)):
        deal, none = worth(country, {"real_income": {"weight": 1}}, cars=15)
        assert (deal, none) == pytest.approx((fifteen, snap_back), abs=0.01)


def test_revenue_and_balance_are_the_trade_model_s() -> None:
    rates = {"USA.JPN": 10.0, "USA.JPN.MET": 25.0}
    before = tariff_effects(rates | {"USA.JPN.AUT": 25.0}, state="april_16")
    after = tariff_effects(rates | {"USA.JPN.AUT": 15.0}, state="april_16")
    deal, _ = worth("USA", {"tariff_revenue": {"weight": 0.5}}, cars=15)
    assert deal == pytest.approx(0.5 * (after.regions["USA"].revenue - before.regions["USA"].revenue), abs=1e-4)
    deal, _ = worth("USA", {"bilateral_balance": {"weight": 2, "partner": "JPN"}}, cars=15)
    assert deal == pytest.approx(2 * (after.balances["USA"]["JPN"] - before.balances["USA"]["JPN"]), abs=1e-4)
    assert deal < 0


@pytest.mark.parametrize(
    ("country", "interest", "changes", "expected"),
    [
        # 0.5 points above the plan of 2.0 % of 4,204.5 bn; up to the plan nothing.
        ("JPN", {"defence": {"weight": 0.3, "spender": "JPN"}}, {"defence": 2.5}, -0.3 * 0.5 * 42.045),
        ("USA", {"defence": {"weight": 0.2, "spender": "JPN"}}, {"defence": 2.5}, 0.2 * 0.5 * 42.045),
        ("JPN", {"defence": {"weight": 0.3, "spender": "JPN"}}, {"defence": 2.0}, 0.0),
        ("JPN", {"opening": {"weight": 0.8, "market": "JPN", "exporter": "USA"}}, {"access": 3}, -2.4),
        ("USA", {"opening": {"weight": 0.4, "market": "JPN", "exporter": "USA"}}, {"access": 3}, 1.2),
        ("JPN", {"transfers": {}}, {"bases": 2}, -2.0),
        ("USA", {"transfers": {"weight": 0.5}}, {"bases": 2}, 1.0),
        ("JPN", {"purchases": {"weight": 0.1}}, {"goods": 6}, -0.6),
        ("USA", {"purchases": {"weight": 0.3}}, {"goods": 6}, 1.8),
        ("JPN", {"investment": {"weight": 0.02}}, {"plants": 40}, -0.8),
        ("USA", {"investment": {"weight": 0.05}}, {"plants": 40}, 2.0),
        # Others pay 25 on cars too: better treatment counts nothing.
        ("JPN", {"parity": {"weight": 2, "importer": "USA", "sectors": "AUT"}}, {"cars": 15}, 0.0),
        # Others pay 10 on the rest: 14 points more than the best treated.
        ("JPN", {"parity": {"weight": 2, "importer": "USA", "sectors": "other_goods"}}, {"rest": 24}, -28.0),
    ],
)
def test_the_others_by_hand(country: str, interest: dict[str, Any], changes: dict[str, float], expected: float) -> None:
    assert worth(country, interest, **changes)[0] == pytest.approx(expected, abs=1e-5)


def test_face_is_lost_by_what_one_s_own_tariff_on_the_rival_falls() -> None:
    """From 25 to 15 on cars: ten points of the cars' share of imports; raising a rate brings nothing."""
    economy = Calibration.load("icio_2022", "median")
    imports = economy.flows[economy.region("USA"), economy.region("JPN")]
    goods = [economy.sectors.index(sector) for sector in economy.goods]
    share = imports[economy.sector("AUT")] / imports[goods].sum()
    lowered, none = worth("USA", {"face": {"weight": 2, "rival": "JPN"}}, cars=15)
    assert lowered == pytest.approx(-2 * 10 * share, abs=1e-5)
    assert none == 0  # without a deal its rates rise
    assert worth("USA", {"face": {"weight": 2, "rival": "JPN"}}, rest=24)[0] == 0
    assert worth("USA", {"face": {"weight": 2, "rival": "CHN"}}, cars=15)[0] == 0
    with pytest.raises(ConfigError, match="must be another country than USA itself"):
        worth("USA", {"face": {"weight": 2, "rival": "USA"}})


def test_an_interest_under_a_name_of_its_own() -> None:
    deal, _ = worth("JPN", {"farmers": {"kind": "opening", "weight": 1, "market": "JPN", "exporter": "USA"}}, access=3)
    assert deal == pytest.approx(-3.0)


def test_each_interest_says_what_its_weight_is_for_one_of() -> None:
    assert all(interests[name].unit for name in interests)
