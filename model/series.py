"""What is recorded of the network on every day on which something happens: markets, alliances, belief in threats."""

from __future__ import annotations

from collections.abc import Iterable

from tradetalks.model.markets import Markets
from tradetalks.model.world import WorldState


def series_names(world: WorldState, threatening: Iterable[str]) -> tuple[str, ...]:
    """Return what is recorded of a run: `market stress`, `deals`, and by pair and country alliances and credibility.

    Args:
        world: of day 0.
        threatening: the countries that may threaten somebody.
    """
    alliances = [f"alliance {'-'.join(edge)}" for edge in world.alliances]
    return ("market stress", "deals", *alliances, *(f"credibility {code}" for code in sorted(set(threatening))))


def series_value(name: str, world: WorldState, markets: Markets, day: int) -> float:
    """Return the value of one of these on a day."""
    kind, _, of = name.partition(" ")
    match kind:
        case "market":
            return markets.stress(world.climate, day)
        case "deals":
            return float(len(world.deals))
        case "alliance":
            return world.alliance(*of.split("-"))
    return world.climate.credibility.get(of, 1.0)
