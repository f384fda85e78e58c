"""What threatens without a deal: the rates that a country still has the power to levy."""

from __future__ import annotations

from collections.abc import Mapping

from tradetalks.model.rates import with_rates
from tradetalks.model.world import WorldState


def in_power(world: WorldState, rates: Mapping[str, float]) -> dict[str, float]:
    """Return the rates, by path, that are left once those of countries without the power to levy them are taken out."""
    return {path: points for path, points in rates.items() if path.partition(".")[0] not in world.climate.powerless}


def with_threats(world: WorldState, rates: Mapping[str, float]) -> WorldState:
    """Return the world in which threatened rates are in force, but for those of countries without the power.

    Args:
        world: of the moment before.
        rates: percentage points on top of base tariffs by path.
    """
    able = in_power(world, rates)
    if not able:
        return world
    return world.changed(added_tariffs=with_rates(world.added_tariffs, able, world.setting.economy))
