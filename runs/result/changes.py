"""What deals and events have changed in the world by the end of a run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import Pair
from tradetalks.runs.result.result import Change, Owed, WorldResult


def what_changed(model: TradeTalks) -> WorldResult:
    """Return what is other than on day 0 in a model's world."""
    first, last = model.first_world, model.world
    economy = first.setting.calibration
    climate = last.climate
    return WorldResult(
        tariffs={} if economy is None else _cells(100 * first.added_tariffs, 100 * last.added_tariffs, economy),
        access={} if economy is None else _cells(100 * (1 - first.trade_costs), 100 * (1 - last.trade_costs), economy),
        defence=_changes(first.defence_pct, last.defence_pct),
        alliances=_changes(_by_key(first.alliances), _by_key(last.alliances)),
        hostilities=_changes(_by_key(first.hostilities), _by_key(last.hostilities)),
        owed=tuple(
            Owed(item.kind, item.giver, item.receiver, item.against, amount)
            for item, amount in last.commitments.items()
            if amount
        ),
        offers={"-".join(two): value for two, value in last.offers.items() if value},
        credibility={code: left for code, left in climate.credibility.items() if left < 1},
        powerless=tuple(sorted(climate.powerless)),
        retaliating=tuple(sorted(climate.retaliating)),
        market_stress=model.surroundings.markets.stress(climate, model.day),
    )


def _by_key(edges: Mapping[Pair, float]) -> dict[str, float]:
    return {"-".join(two): strength for two, strength in edges.items()}


def _changes(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, Change]:
    return {key: Change(before[key], after[key]) for key in before if abs(after[key] - before[key]) > 1e-9}


def _cells(before: NDArray[np.float64], after: NDArray[np.float64], economy: Calibration) -> dict[str, Change]:
    """Return what changed by path: an exporter's goods together where all of them changed alike."""
    goods = [economy.sector(sector) for sector in economy.goods]
    changed: dict[str, Change] = {}
    moved = (np.abs(after - before) > 1e-9)[:, :, goods]
    for importer, exporter in np.argwhere(moved.any(axis=2)):
        path = f"{economy.regions[importer]}.{economy.regions[exporter]}"
        pairs = [(float(before[importer, exporter, at]), float(after[importer, exporter, at])) for at in goods]
        alike = all(np.allclose(pair, pairs[0], rtol=0, atol=1e-9) for pair in pairs)
        if alike:
            changed[path] = Change(*pairs[0])
            continue
        for sector, pair, here in zip(economy.goods, pairs, moved[importer, exporter], strict=True):
            if here:
                changed[f"{path}.{sector}"] = Change(*pair)
    return changed
