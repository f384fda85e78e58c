"""Tariff revenue: a political weight on top of its part in real income."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.model.world import Aspect


@dataclass(frozen=True, kw_only=True)
class TariffRevenue(Interest):
    """Change of the country's tariff revenue against today, USD bn a year."""

    name: ClassVar[str] = "tariff_revenue"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"trade"})
    unit: ClassVar[str] = "USD bn a year"
    weight: Weight

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return the revenue in USD bn a year, shape (W,)."""
        return assessment.economy.revenue[:, assessment.setting.region(country)]
