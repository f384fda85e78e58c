"""Bilateral balance: the goods deficit with one partner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.model.levers.base import Complaint, region_problems
from tradetalks.model.world import Aspect, Setting
from tradetalks.quantities import Balance


@dataclass(frozen=True, kw_only=True)
class BilateralBalance(Interest):
    """Fall of the long-run goods deficit with `partner` against today, USD bn a year, as the model has it."""

    name: ClassVar[str] = "bilateral_balance"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"trade"})
    unit: ClassVar[str] = "USD bn a year"
    weight: Weight
    partner: Annotated[str, Field(description="region with which the deficit is")]
    recorded: Annotated[
        Balance | None,
        Field(description="deficit on record, USD bn a year; shown beside the model's, not used"),
    ] = None

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return minus the deficit in USD bn a year, shape (W,)."""
        setting = assessment.setting
        home, partner = setting.region(country), setting.region(self.partner)
        goods = [setting.economy.sectors.index(sector) for sector in setting.economy.goods]
        flows = assessment.economy.flows
        imports = flows[:, home, partner, :][:, goods].sum(axis=1)
        exports = flows[:, partner, home, :][:, goods].sum(axis=1)
        return np.asarray(exports - imports)

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        """Yield an unknown partner."""
        yield from super().problems(country, setting)
        if setting.calibration is not None:
            yield from region_problems(setting, partner=self.partner)
        if self.partner == country:
            yield "partner", f"must be another country than {country} itself"
