"""Real income: the gain in welfare that the trade model finds."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.model.world import Aspect


@dataclass(frozen=True, kw_only=True)
class RealIncome(Interest):
    """Gain of real income against today, USD bn a year; tariff revenue is part of it."""

    name: ClassVar[str] = "real_income"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"trade"})
    unit: ClassVar[str] = "USD bn a year"
    weight: Weight = 1.0

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return the income gain in USD bn a year, shape (W,)."""
        return assessment.economy.income_gain[:, assessment.setting.region(country)]
