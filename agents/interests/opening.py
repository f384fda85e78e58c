"""Opening: the politics of opening a market, beyond what trade itself brings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.model.levers.base import Complaint, region_problems, sector_problems
from tradetalks.model.rates import find_goods
from tradetalks.model.world import Aspect, Setting


@dataclass(frozen=True, kw_only=True)
class Opening(Interest):
    """Trade costs that `market` cuts for goods of `exporter`, in percentage points, by weight of trade.

    A cost to the government that opens (its farmers and makers object), a gain to the one whose exporters
    come in. The weight is USD bn a year for each point; the effect on trade itself is in real income.
    """

    name: ClassVar[str] = "opening"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"trade"})
    unit: ClassVar[str] = "percentage point cut"
    weight: Weight
    market: Annotated[str, Field(description="region that opens its market")]
    exporter: Annotated[str, Field(description="region whose goods come in more cheaply")]
    sectors: Annotated[str | None, Field(description="one sector or a named group; all goods if left out")] = None

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return +- the points cut, averaged over the sectors by base imports, shape (W,)."""
        setting = assessment.setting
        importer, exporter = setting.region(self.market), setting.region(self.exporter)
        sectors = list(find_goods(self.sectors, setting.economy))
        imports = setting.economy.flows[importer, exporter, sectors]
        shares = imports / imports.sum()
        points = 100 * (1 - assessment.trade_costs[:, importer, exporter][:, sectors]) @ shares
        if country == self.market:
            return -points
        return points

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        """Yield unknown regions and sectors."""
        yield from super().problems(country, setting)
        if setting.calibration is not None:
            yield from region_problems(setting, market=self.market, exporter=self.exporter)
            yield from sector_problems(setting, self.sectors)
