"""The market-access lever: a cut of the costs that standards, quotas and procedures put on imports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.levers.base import Complaint, Lever, goods_label, region_problems, sector_problems
from tradetalks.model.rates import find_goods
from tradetalks.model.world import Aspect, Setting, WorldState


@dataclass(frozen=True, kw_only=True)
class MarketAccess(Lever):
    """By how much `market` cuts the trade costs of goods from `exporter`, in % of their delivered cost."""

    name: ClassVar[str] = "market_access"
    unit: ClassVar[str] = "% of trade cost cut"
    lowest: ClassVar[float] = 0.0
    highest: ClassVar[float] = 50.0
    aspect: ClassVar[Aspect] = "trade"

    market: Annotated[str, Field(description="region that opens its market")]
    exporter: Annotated[str, Field(description="region whose goods come in more cheaply")]
    sectors: Annotated[str | None, Field(description="one sector or a named group; all goods if left out")] = None

    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which trade costs are `level` % below the base."""
        return world.with_cells("trade_costs", *self._cells(world.setting), 1 - level / 100)

    def today(self, world: WorldState) -> float | None:
        """Return the cut in force, in %; None where sectors differ."""
        market, exporter, sectors = self._cells(world.setting)
        cuts = {round(100 * (1 - float(world.trade_costs[market, exporter, sector])), 9) for sector in sectors}
        return cuts.pop() + 0.0 if len(cuts) == 1 else None

    def label(self, setting: Setting) -> str:
        """Return, say, "JPN market access for USA: all goods"."""
        return f"{self.market} market access for {self.exporter}: {goods_label(setting, self.sectors)}"

    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield unknown regions and sectors."""
        yield from region_problems(setting, market=self.market, exporter=self.exporter)
        yield from sector_problems(setting, self.sectors)

    def _cells(self, setting: Setting) -> tuple[int, int, tuple[int, ...]]:
        economy = setting.economy
        return (
            setting.region(self.market),
            setting.region(self.exporter),
            find_goods(self.sectors, economy),
        )
