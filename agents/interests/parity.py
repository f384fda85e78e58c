"""Parity: not to be treated worse than others by the same importer."""

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
class Parity(Interest):
    """Shortfall against the best comparable deal: points by which `importer` taxes one's goods more.

    Compared are additional tariffs, averaged over the sectors by base imports, with the lowest that any other
    region pays. It is loss-averse: to be treated better than others counts nothing. The weight is USD bn a
    year for each percentage point.
    """

    name: ClassVar[str] = "parity"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"trade"})
    unit: ClassVar[str] = "percentage point"
    weight: Weight
    importer: Annotated[str, Field(description="region that levies the tariffs")]
    sectors: Annotated[str | None, Field(description="one sector or a named group; all goods if left out")] = None

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return minus the shortfall in percentage points, shape (W,)."""
        setting = assessment.setting
        importer, own = setting.region(self.importer), setting.region(country)
        sectors = list(find_goods(self.sectors, setting.economy))
        others = [place for place in range(len(setting.economy.regions)) if place not in {importer, own}]
        imports = setting.economy.flows[importer, own, sectors]
        shares = imports / imports.sum()
        # The same shares of sectors for all, so that only rates are compared.
        rates = 100 * (assessment.added_tariffs[:, importer][:, :, sectors] @ shares)
        return np.asarray(-np.maximum(rates[:, own] - rates[:, others].min(axis=1), 0.0))

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        """Yield unknown regions and sectors."""
        yield from super().problems(country, setting)
        if setting.calibration is not None:
            yield from region_problems(setting, importer=self.importer)
            yield from sector_problems(setting, self.sectors)
        if self.importer == country:
            yield "importer", f"must be another country than {country} itself"
