"""The trade model alone: what a set of tariffs does, region by region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.tariff_states import tariff_state
from tradetalks.errors import ConvergenceError
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.checks import first_few
from tradetalks.model.economy.trade import FAR_FROM_BASE, Equilibrium, Rebate, TradeModel
from tradetalks.model.rates import with_rates


@dataclass(frozen=True, slots=True)
class RegionEffect:
    """What happens to a region against the base year; money in USD bn a year.

    Attributes:
        name: what people call it.
        real_income_pct: percent.
        real_income: money.
        against_state: real income against the named state that was started from; None without one.
        prices_pct: consumer prices, percent, against the world's factor income.
        employment_pct: percent.
        revenue: change of tariff revenue.
        goods_balance: goods exports less imports, a level.
        goods_balance_change: its change.
    """

    name: str
    real_income_pct: float
    real_income: float
    against_state: float | None
    prices_pct: float
    employment_pct: float
    revenue: float
    goods_balance: float
    goods_balance_change: float


@dataclass(frozen=True, slots=True)
class TariffEffects:
    """What a set of tariffs does.

    Attributes:
        calibration: the data's name.
        rebate: what tariff revenue is used for.
        state: the named state started from, "" for base tariffs.
        rates: what was added, percentage points by path.
        regions: by code.
        balances: change of each importer's goods balance with each exporter, USD bn a year, by code.
    """

    calibration: str
    rebate: str
    state: str
    rates: dict[str, float]
    regions: dict[str, RegionEffect]
    balances: dict[str, dict[str, float]]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"format": 1, **asdict(self)}


def tariff_effects(
    rates: Mapping[str, float],
    *,
    state: str = "",
    rebate: str = "lump_sum",
    elasticities: str = "median",
    data: str = "icio_2022",
) -> TariffEffects:
    """Solve the trade model for some additional tariffs.

    Args:
        rates: percentage points on top of base tariffs, by IMPORTER.EXPORTER[.SECTOR].
        state: a named tariff state to start from; its rates are replaced where `rates` name others.
        rebate: "lump_sum" or "income_tax".
        elasticities: which set of trade elasticities.
        data: shipped data by name, or a path.

    Raises:
        EconomyError: a path or its points are not allowed.
        ConvergenceError: the trade model finds no equilibrium.
        UnknownName: there is no such state.
    """
    calibration = Calibration.load(data, elasticities)
    model = TradeModel(calibration, cast("Rebate", rebate))
    nothing = np.zeros_like(calibration.flows)
    start = with_rates(nothing, tariff_state(state).rates, calibration) if state else nothing
    added = with_rates(start, rates, calibration)
    try:
        both = model.solve(calibration.base_tariffs + np.array([start, added]))
    except ConvergenceError as error:
        listed = first_few(f"{path} {points:g}" for path, points in rates.items())
        where = f"under the tariff state {state}" if 0 in error.schedules else f"with {listed}"
        raise ConvergenceError(f"the trade model finds no equilibrium {where}; {FAR_FROM_BASE}") from None
    base_balance = goods_balances(calibration.flows, calibration)
    balance = goods_balances(both.flows[1], calibration)
    return TariffEffects(
        calibration=calibration.name,
        rebate=rebate,
        state=state,
        rates=dict(rates),
        regions={
            code: _effect(code, place, calibration, both, bool(state), base_balance, balance)
            for place, code in enumerate(calibration.regions)
        },
        balances={
            code: {
                other: float((balance - base_balance)[place, at])
                for at, other in enumerate(calibration.regions)
                if at != place
            }
            for place, code in enumerate(calibration.regions)
        },
    )


def _effect(
    code: str,
    place: int,
    calibration: Calibration,
    both: Equilibrium,
    has_state: bool,
    base_balance: NDArray[np.float64],
    balance: NDArray[np.float64],
) -> RegionEffect:
    gain = float(both.income_gain[1, place])
    return RegionEffect(
        name=calibration.region_names[code],
        real_income_pct=float(both.welfare_pct[1, place]),
        real_income=gain,
        against_state=gain - float(both.income_gain[0, place]) if has_state else None,
        prices_pct=float(both.price_pct[1, place]),
        employment_pct=float(both.employment_pct[1, place]),
        revenue=float(both.revenue[1, place] - calibration.base_revenue[place]),
        goods_balance=float(balance[place].sum()),
        goods_balance_change=float((balance - base_balance)[place].sum()),
    )


def goods_balances(flows: NDArray[np.float64], calibration: Calibration) -> NDArray[np.float64]:
    """Return goods exports less imports of each region with each other, in the unit of the flows.

    Args:
        flows: by importer, exporter and sector, shape (..., N, N, S).
        calibration: whose regions and sectors they are.

    Returns:
        shape (..., N, N).
    """
    goods = [calibration.sector(sector) for sector in calibration.goods]
    imports = flows[..., goods].sum(axis=-1)
    return np.asarray(imports.swapaxes(-1, -2) - imports)
