"""A central bank's warning: waiting costs the more, the larger the surprise in tariffs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.climate import Pressure
from tradetalks.model.events.base import Event, country_complaints
from tradetalks.model.levers.base import Complaint, region_problems
from tradetalks.model.markets import Markets
from tradetalks.model.world import Setting, WorldState
from tradetalks.quantities import Money, Points


@dataclass(frozen=True, kw_only=True)
class CentralBankWarning(Event):
    """The central bank says that tariffs are larger than expected: more inflation, less growth."""

    name: ClassVar[str] = "central_bank_warning"
    public: ClassVar[tuple[str, ...]] = ("country",)
    country: Annotated[str, Field(description="country whose central bank warns")]
    expected: Annotated[
        Points,
        Field(
            title="expected tariff",
            description="the average additional tariff that was expected, percentage points",
        ),
    ]
    per_point: Annotated[
        Money,
        Field(
            le=1000,
            title="cost of waiting per point",
            description="cost of waiting for each point above, USD bn a year, as it stands",
        ),
    ]

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Make waiting dearer; how much follows the tariffs of the day."""
        pressure = Pressure(self.country, key, per_point=self.per_point, expected_pct=self.expected)
        return world.changed(climate=world.climate.with_pressure(pressure))

    def problems(self, setting: Setting, tables: tuple[str, ...]) -> Iterator[Complaint]:  # noqa: ARG002
        """Yield an unknown country."""
        yield from country_complaints(setting, country=self.country)
        yield from region_problems(setting, country=self.country)
