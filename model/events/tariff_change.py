"""A tariff change: rates that a government puts in force from outside of any table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.events.base import Event, rate_complaints
from tradetalks.model.levers.base import Complaint
from tradetalks.model.markets import Markets
from tradetalks.model.rates import with_rates
from tradetalks.model.world import Setting, WorldState

Rates = Annotated[
    dict[str, float],
    Field(min_length=1, description="IMPORTER.EXPORTER[.SECTOR]: percentage points on top of base tariffs"),
]


@dataclass(frozen=True, kw_only=True)
class TariffChange(Event):
    """Tariffs change by decree."""

    name: ClassVar[str] = "tariff_change"
    public: ClassVar[tuple[str, ...]] = ("rates",)
    rates: Rates

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Put the rates in force."""
        return world.changed(added_tariffs=with_rates(world.added_tariffs, self.rates, world.setting.economy))

    def problems(self, setting: Setting, tables: tuple[str, ...]) -> Iterator[Complaint]:  # noqa: ARG002
        """Yield rates that are not allowed."""
        yield from rate_complaints(setting, "rates", self.rates)
