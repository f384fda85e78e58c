"""Looking at the economy: the trade model's world of the day, as far as the eyes know."""

from __future__ import annotations

import numpy as np

from tradetalks.model.markets import average_added_pct
from tradetalks.model.talks.any_table import AnyTable
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import WorldState
from tradetalks.runs.sight.eyes import Eyes
from tradetalks.runs.sight.sight import EconomySight
from tradetalks.runs.sight.table_sight import Floats, TableSight
from tradetalks.runs.statics.tariffs import goods_balances


def look_at_economy(model: TradeTalks, live: AnyTable, table: TableSight, eyes: Eyes) -> EconomySight | None:
    """Return what given eyes see of the economy, beside a table; None in a scenario without one."""
    trade, setting = model.trade_model, model.world.setting
    if trade is None or setting.calibration is None:
        return None
    calibration = setting.calibration
    worlds = [model.first_world, model.world]
    if table.standing is not None and isinstance(live, OpenTable) and live.stakes is not None:
        worlds += [live.stakes.today, live.stakes.world_of(table.standing)]
    found = trade.solve(
        np.array([world.tariffs for world in worlds]), np.array([world.trade_costs for world in worlds])
    )
    balances = goods_balances(found.flows, calibration).sum(axis=-1)
    regions, markets = calibration.region_names, model.surroundings.markets
    offered = found.income_gain[3] - found.income_gain[2] if len(worlds) > 2 else None

    def by_region(values: Floats) -> dict[str, float]:
        return {code: float(value) for code, value in zip(calibration.regions, values, strict=True)}

    return EconomySight(
        # A country has one name on a page: the scenario's, where it has one.
        regions={code: model.countries[code].name if code in model.countries else regions[code] for code in regions},
        tariffs=_average_pct(model.world),
        at_start=_average_pct(model.first_world),
        real_income=by_region(found.income_gain[1] - found.income_gain[0]),
        real_income_pct=by_region(found.welfare_pct[1] - found.welfare_pct[0]),
        prices_pct=by_region(found.price_pct[1] - found.price_pct[0]),
        goods_balance=by_region(balances[1] - balances[0]),
        offer_income={}
        if offered is None
        else {code: gain for code, gain in by_region(offered).items() if eyes.know_income_of(code)},
        stress=markets.stress(model.world.climate, max(model.day, 0)) if markets.waiting else None,
    )


def _average_pct(world: WorldState) -> Floats:
    """Return additional tariffs averaged over goods by base imports, percentage points; NaN on the diagonal."""
    regions = world.setting.economy.regions
    return np.array([[average_added_pct(world, to, of) if to != of else np.nan for of in regions] for to in regions])
