"""A stop of a tour: a power visits a country with an offer, and opens a table there by invitation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.climate import Pressure
from tradetalks.model.events.base import Event, country_complaints, table_complaints
from tradetalks.model.levers.base import Complaint
from tradetalks.model.markets import Markets
from tradetalks.model.world import Setting, WorldState
from tradetalks.quantities import Money


@dataclass(frozen=True, kw_only=True)
class Tour(Event):
    """A leader visits a country with an offer."""

    name: ClassVar[str] = "tour"
    public: ClassVar[tuple[str, ...]] = ("country", "host")
    country: Annotated[str, Field(description="country whose leader travels")]
    host: Annotated[str, Field(description="country that is visited")]
    table: Annotated[str, Field(description='table that it opens, one that is `invited`; "" for none')] = ""
    promise: Annotated[
        Money,
        Field(
            le=1000,
            title="promise to the host",
            description="what the offer is worth to the host until a deal says more, USD bn a year",
        ),
    ] = 0.0
    rival: Annotated[str, Field(description='country that is pressed by it; "" for none')] = ""
    urgency: Annotated[
        Money, Field(le=1000, title="urgency of the rival", description="by how much, USD bn a year of waiting")
    ] = 0.0

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Put the offer beside what the host has elsewhere, and press the rival."""
        if self.promise:
            pair = (self.country, self.host)
            agreed = any(set(pair) <= set(parties) for parties in world.deals.values())
            # What a deal brings is not lost by a lesser promise.
            promise = self.promise
            if agreed:
                promise = max(promise, world.offers.get(pair, 0.0))
            world = world.with_offer(*pair, promise)
        if self.rival and self.urgency:
            pressure = Pressure(self.rival, key, rate=self.urgency)
            world = world.changed(climate=world.climate.with_pressure(pressure))
        return world

    @property
    def opens(self) -> str:
        """The table that opens."""
        return self.table

    @property
    def parties(self) -> Mapping[str, str]:
        """Who has to sit at it."""
        return {"country": self.country, "host": self.host}

    def problems(self, setting: Setting, tables: tuple[str, ...]) -> Iterator[Complaint]:
        """Yield unknown countries and tables."""
        yield from country_complaints(setting, country=self.country, host=self.host)
        if self.table:
            yield from table_complaints(tables, "table", self.table)
        if self.rival:
            yield from country_complaints(setting, rival=self.rival)
            if self.rival in {self.country, self.host}:
                yield "rival", f"must be another country than {self.country} and {self.host}"
        if self.country == self.host:
            yield "host", f"must be another country than {self.country} itself"
