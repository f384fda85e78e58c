"""A leader's intervention: the leader comes to ministerial talks in person, and speeds concession near a deal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.events.base import Event, Salience, country_complaints, table_complaints
from tradetalks.model.levers.base import Complaint
from tradetalks.model.markets import Markets
from tradetalks.model.world import Setting, WorldState
from tradetalks.quantities import Share, Utility


@dataclass(frozen=True, kw_only=True)
class LeaderIntervention(Event):
    """A leader joins the next meeting of a table: on the day itself, if it meets then."""

    name: ClassVar[str] = "leader_intervention"
    public: ClassVar[tuple[str, ...]] = ("country", "table")
    country: Annotated[str, Field(description="country whose leader it is")]
    table: Annotated[str, Field(description="table at whose next meeting it sits down")]
    near: Annotated[
        Utility,
        Field(
            title="nearness that matters",
            description="how near the last offers must be, in the country's own utility, to matter",
        ),
    ] = 0.5
    speed: Annotated[
        Share,
        Field(
            title="time as if over",
            description="what part of the time left is then as if over for the country",
        ),
    ] = 0.5

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Change nothing in the world: what it changes is how the country negotiates there."""
        return world

    @property
    def salience(self) -> Salience:
        """The leader's presence."""
        return Salience(self.table, self.country, self.near, self.speed)

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
