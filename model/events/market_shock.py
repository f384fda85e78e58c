"""A market shock: stress that comes, or goes, for a reason outside of the talks."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.events.base import Event
from tradetalks.model.markets import Markets
from tradetalks.model.world import WorldState
from tradetalks.quantities import Stress


@dataclass(frozen=True, kw_only=True)
class MarketShock(Event):
    """Markets fall, or recover."""

    name: ClassVar[str] = "market_shock"
    public: ClassVar[tuple[str, ...]] = ("size",)
    size: Annotated[
        Stress,
        Field(ge=-10, title="rise of stress", description="by how much stress rises; negative for a recovery"),
    ]

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:  # noqa: ARG002
        """Raise or lower the stress."""
        return markets.shaken(world, day, self.size)
