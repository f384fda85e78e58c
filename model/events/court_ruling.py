"""A court ruling: a country loses the power by which it set its country-specific tariffs.

While the case hangs everyone knows how likely the ruling is: a threat weighs by the chance that the power to carry it
out survives until then. Once it has come, the tariffs set by that power fall back, and threats of the country have no
force any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.climate import Pending
from tradetalks.model.events.base import Event, Timing, country_complaints, rate_complaints
from tradetalks.model.events.tariff_change import Rates
from tradetalks.model.levers.base import Complaint
from tradetalks.model.markets import Markets
from tradetalks.model.rates import with_rates
from tradetalks.model.world import Setting, WorldState


@dataclass(frozen=True, kw_only=True)
class CourtRuling(Event):
    """Courts strip a country of its power to set country-specific tariffs."""

    name: ClassVar[str] = "court_ruling"
    public: ClassVar[tuple[str, ...]] = ("country",)
    country: Annotated[str, Field(description="country whose power is at issue")]
    leaves: Annotated[Rates, Field(description="the rates that are left where its own fall")]

    def pending(self, world: WorldState, timing: Timing) -> WorldState:
        """Let everyone know that the case hangs."""
        case = Pending(timing.hazard, timing.until)
        return world.changed(climate=replace(world.climate, pending={**world.climate.pending, self.country: case}))

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Let the tariffs fall to what is left, and the country's threats lose their force."""
        added = with_rates(world.added_tariffs, self.leaves, world.setting.economy)
        climate = world.climate
        pending = {country: case for country, case in climate.pending.items() if country != self.country}
        climate = replace(climate, pending=pending, powerless=climate.powerless | {self.country})
        return world.changed(added_tariffs=added, climate=climate)

    def problems(self, setting: Setting, tables: tuple[str, ...]) -> Iterator[Complaint]:  # noqa: ARG002
        """Yield an unknown country, and rates that are not allowed."""
        yield from country_complaints(setting, country=self.country)
        yield from rate_complaints(setting, "leaves", self.leaves)
        for path in self.leaves:
            importer, dot, _ = path.partition(".")
            if dot and importer != self.country:
                yield "leaves", f"{path} is no rate of {self.country}, whose power is at issue"
