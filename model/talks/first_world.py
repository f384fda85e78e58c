"""The world on a scenario's first day: its trade model, the tariffs in force, the facts of its countries."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.sections.country import EconomySection
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.tariff_states import tariff_state
from tradetalks.model.climate import Climate
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.trade import TradeModel
from tradetalks.model.rates import with_rates
from tradetalks.model.world import CountryFacts, Setting, WorldState


@lru_cache(maxsize=16)
def _shared_trade_model(
    calibration: Calibration, rebate: str, labour_supply_elasticity: float, scale: float
) -> TradeModel:
    """The same model for the same options: what it works out about its base is worth keeping."""
    return TradeModel(calibration, rebate, labour_supply_elasticity, scale)  # type: ignore[arg-type]


def trade_model_of(economy: EconomySection | None) -> TradeModel | None:
    """Return the trade model of a scenario; None of one without an economy.

    Raises:
        EconomyError: its data can't be used.
    """
    if economy is None:
        return None
    calibration = Calibration.load(economy.data, economy.elasticities)
    return _shared_trade_model(calibration, economy.rebate, economy.labour_supply_elasticity, economy.scale)


def first_world(setup: Scenario, trade_model: TradeModel | None) -> WorldState:
    """Return the facts of day 0.

    Args:
        setup: the scenario, with nothing left to be drawn.
        trade_model: its trade model.
    """
    calibration = trade_model.calibration if trade_model else None
    last_deadline = max(table.latest for table in setup.tables.values())
    facts = {
        code: CountryFacts(
            name=country.name or code,
            gdp=country.gdp,
            planned_defence_pct=country.defence.planned_pct(setup.start, last_deadline) if country.defence else None,
        )
        for code, country in setup.countries.items()
    }
    setting = Setting(calibration, facts, {key: setup.table_title(key) for key in setup.tables})
    edges = setup.network.by_pair() if setup.network else {}
    facts_of_the_day: dict[str, Any] = {
        "defence_pct": {code: country.defence.share for code, country in setup.countries.items() if country.defence},
        "alliances": {two: edge.alliance for two, edge in edges.items() if edge.alliance is not None},
        "hostilities": {two: edge.hostility for two, edge in edges.items()},
        "climate": Climate(
            stress=setup.markets.start,
            retaliating=frozenset(part.country for part in setup.conflicts.values() if part.retaliates),
        ),
    }
    if calibration is None or setup.economy is None:
        return WorldState(setting, **facts_of_the_day)
    nothing = WorldState.at_base(setting)
    added = _first_tariffs(calibration, setup.economy.tariffs, tuple(setup.economy.added_tariffs.items()))
    return WorldState(setting, added, nothing.trade_costs, **facts_of_the_day)


@lru_cache(maxsize=64)
def _first_tariffs(
    calibration: Calibration, state: str | None, added: tuple[tuple[str, float], ...]
) -> NDArray[np.float64]:
    tariffs = np.zeros_like(calibration.flows)
    if state is not None:
        tariffs = with_rates(tariffs, tariff_state(state).rates, calibration)
    return with_rates(tariffs, dict(added), calibration)
