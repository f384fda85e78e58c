"""Deadlines: the world that follows when a table has not agreed in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tradetalks.model.rates import with_rates
from tradetalks.model.world import WorldState


@dataclass(frozen=True)
class HardDeadline:
    """A deadline that is never put off.

    Attributes:
        day: the last day on which the table can agree.
        snap_back: tariffs that follow without a deal, percentage points on top of base tariffs by path.
    """

    day: int
    snap_back: Mapping[str, float]

    def without_deal(self, world: WorldState) -> WorldState:
        """Return the world that follows if the table closes without a deal."""
        if not self.snap_back:
            return world
        added = with_rates(world.added_tariffs, self.snap_back, world.setting.economy)
        return replace(world, added_tariffs=added)
