"""A public claim of progress: markets take heart, and fall the deeper if nothing comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.events.base import Event, country_complaints, table_complaints
from tradetalks.model.levers.base import Complaint
from tradetalks.model.markets import Markets
from tradetalks.model.world import Setting, WorldState
from tradetalks.quantities import Stress


@dataclass(frozen=True, kw_only=True)
class PublicClaim(Event):
    """A country claims progress at a table in public."""

    name: ClassVar[str] = "public_claim"
    public: ClassVar[tuple[str, ...]] = ("country", "table")
    country: Annotated[str, Field(description="country that claims it")]
    table: Annotated[str, Field(description="table of which it is claimed")]
    relief: Annotated[
        Stress,
        Field(title="relief of stress", description="by how much the stress of markets falls at once"),
    ] = 0.1
    disappointment: Annotated[
        Stress,
        Field(
            title="rise of stress without a deal",
            description="by how much it rises if the table ends without a deal",
        ),
    ] = 0.2

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Calm the markets, and remember the claim."""
        calmer = markets.shaken(world, day, -self.relief)
        claims = {**calmer.climate.claims, self.table: self.disappointment}
        return calmer.changed(climate=replace(calmer.climate, claims=claims))

    @property
    def held_at(self) -> str:
        """The table."""
        return self.table

    @property
    def parties(self) -> Mapping[str, str]:
        """Who has to sit at it."""
        return {"country": self.country}

    def problems(self, setting: Setting, tables: tuple[str, ...]) -> Iterator[Complaint]:
        """Yield an unknown country or table."""
        yield from country_complaints(setting, country=self.country)
        yield from table_complaints(tables, "table", self.table)
