"""Retaliation is switched on, or off: whether a country answers tariffs with tariffs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.events.base import Event, country_complaints
from tradetalks.model.levers.base import Complaint
from tradetalks.model.markets import Markets
from tradetalks.model.world import Setting, WorldState


@dataclass(frozen=True, kw_only=True)
class Retaliation(Event):
    """A country puts retaliation on the table, or takes it off."""

    name: ClassVar[str] = "retaliation"
    public: ClassVar[tuple[str, ...]] = ("country", "switched")
    country: Annotated[str, Field(description="country that will, or won't, answer tariffs with tariffs")]
    switched: Annotated[
        bool, Field(title="retaliation on the table", description="true puts it on, false takes it off the table")
    ] = True

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Switch it."""
        now = world.climate.retaliating
        now = now | {self.country} if self.switched else now - {self.country}
        return world.changed(climate=replace(world.climate, retaliating=now))

    def problems(self, setting: Setting, tables: tuple[str, ...]) -> Iterator[Complaint]:  # noqa: ARG002
        """Yield an unknown country."""
        yield from country_complaints(setting, country=self.country)
