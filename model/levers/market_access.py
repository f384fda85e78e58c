"""The market-access lever: a cut of the costs that standards, quotas and procedures put on imports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.levers.base import (
    Complaint,
    Lever,
    Several,
    one_level,
    region_problems,
    sector_problems,
)
from tradetalks.model.rates import find_goods, goods_label
from tradetalks.model.world import Aspect, Cells, Setting, WorldState


@dataclass(frozen=True, kw_only=True)
class MarketAccess(Lever):
    """By how much `market` cuts the trade costs of goods from `exporter`, in % of their delivered cost."""

    name: ClassVar[str] = "market_access"
    unit: ClassVar[str] = "% of trade cost cut"
    lowest: ClassVar[float] = 0.0
    highest: ClassVar[float] = 50.0
    aspect: ClassVar[Aspect] = "trade"

    market: Annotated[
        Several, Field(description="region that opens its market, or several that do so alike: [VNM, MYS, KHM]")
    ]
    exporter: Annotated[Several, Field(description="region whose goods come in more cheaply, or several")]
    sectors: Annotated[str | None, Field(description="one sector or a named group; all goods if left out")] = None

    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which trade costs are `level` % below the base."""
        return world.with_cells("trade_costs", self._cells(world.setting), 1 - level / 100)

    def put_back(self, world: WorldState, source: WorldState) -> WorldState:
        """Return the world with its trade costs as they are in `source`."""
        return world.with_cells_of("trade_costs", self._cells(world.setting), source)

    def today(self, world: WorldState) -> float | None:
        """Return the cut in force, in %; None where markets, exporters or sectors differ."""
        costs = world.trade_costs
        cells = self._cells(world.setting)
        return one_level(100 * (1 - float(costs[i, e, sector])) for i, e, goods in cells for sector in goods)

    def label(self, setting: Setting) -> str:
        """Return, say, "JPN market access for USA: all goods"."""
        goods = goods_label(setting, self.sectors)
        return f"{', '.join(self.market)} market access for {', '.join(self.exporter)}: {goods}"

    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield unknown regions and sectors."""
        yield from region_problems(setting, market=self.market, exporter=self.exporter)
        yield from sector_problems(setting, self.sectors)

    def _cells(self, setting: Setting) -> Cells:
        goods = find_goods(self.sectors, setting.economy)
        return [
            (setting.region(market), setting.region(exporter), goods)
            for market in self.market
            for exporter in self.exporter
        ]
