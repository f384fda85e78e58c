"""Talks on a free-trade area: levels of a tariff below 0, down to what there is of the base tariff."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tradetalks.configs.load import load_scenario
from tradetalks.errors import ConfigError
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.trade import TradeModel
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.statics.domain import domain

COUNTRY = {"strategy": {"name": "linear"}, "interests": {"real_income": {}}}


def scenario(levels: list[float], exporter: Any = "EU27", sectors: str | None = "AUT", **more: Any) -> dict[str, Any]:
    cars = {"lever": "tariff", "importer": "ROW", "exporter": exporter, "levels": levels}
    return {
        "economy": more,
        "countries": {"EU27": COUNTRY, "ROW": COUNTRY},
        "tables": {
            "talks": {
                "parties": ["EU27", "ROW"],
                "agenda": {"cars": cars | ({} if sectors is None else {"sectors": sectors})},
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 9},
            }
        },
    }


def test_a_deal_without_the_base_tariff_is_worth_what_the_trade_model_says() -> None:
    data = Calibration.load("icio_2022")
    cell = data.region("ROW"), data.region("EU27"), data.sector("AUT")
    base = float(data.base_tariffs[cell])
    values = domain(scenario([-100 * base, 0])).values
    tariffs = data.base_tariffs.copy()
    tariffs[cell] = 0
    gains = TradeModel(data).solve(tariffs).income_gain
    assert values[1] == pytest.approx([0, 0], abs=1e-6)
    assert values[0] == pytest.approx([gains[data.region("EU27")], gains[data.region("ROW")]], abs=1e-5)
    # The exporter gains, the importer loses: what is bargained about.
    assert values[0, 0] > 1 > -1 > values[0, 1]


def test_a_cut_in_force_is_seen_as_today_s_level() -> None:
    model = TradeTalks(scenario([-2, -1, 0], added_tariffs={"ROW.EU27.AUT": -1}), rng=1)
    (lever,) = model.tables["talks"].levers
    assert lever.today(model.first_world) == -1
    after = lever.apply(model.first_world, -2)
    assert lever.today(after) == -2
    assert np.count_nonzero(after.tariffs != model.first_world.tariffs) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"levels": [-2.1, 0]},
            "levels.0: -2.1 takes more than there is of a base tariff: ROW.EU27.AUT has 2.086 %, so -2.086",
        ),
        # The least of several cells is the bound.
        ({"levels": [-2, 0], "exporter": ["EU27", "USA"]}, "ROW.USA.AUT has 0.972 %, so -0.972 is the lowest"),
        ({"levels": [-2.05, 0], "sectors": None}, "ROW.EU27.ELM has 2.016 %, so -2.016 is the lowest"),
        ({"levels": [0, 501]}, "501 is outside the range of 'tariff', -100 to 500 %"),
    ],
)
def test_a_cut_too_deep_is_refused_by_its_cell(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_scenario(scenario(**options))
    assert said in str(caught.value)
