"""Emergency financing: loans and aid at home that make waiting cheaper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.climate import Pressure
from tradetalks.model.events.base import Event, country_complaints
from tradetalks.model.levers.base import Complaint
from tradetalks.model.markets import Markets
from tradetalks.model.world import Setting, WorldState
from tradetalks.quantities import Money


@dataclass(frozen=True, kw_only=True)
class EmergencyFinancing(Event):
    """A government helps those at home who are hit."""

    name: ClassVar[str] = "emergency_financing"
    public: ClassVar[tuple[str, ...]] = ("country",)
    country: Annotated[str, Field(description="country that helps its own")]
    relief: Annotated[
        Money,
        Field(le=1000, title="relief of waiting", description="by how much waiting becomes cheaper, USD bn a year"),
    ]

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Make waiting cheaper."""
        return world.changed(climate=world.climate.with_pressure(Pressure(self.country, key, rate=-self.relief)))

    def problems(self, setting: Setting, tables: tuple[str, ...]) -> Iterator[Complaint]:  # noqa: ARG002
        """Yield an unknown country."""
        yield from country_complaints(setting, country=self.country)
