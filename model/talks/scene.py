"""A scene: what surrounds a table on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tradetalks.model.economy.trade import TradeModel
from tradetalks.model.markets import Markets
from tradetalks.model.world import WorldState


@dataclass(frozen=True)
class Scene:
    """What surrounds a table on a day.

    Attributes:
        day: days from the scenario's start.
        world: the facts of the day, as far as the table is to see them.
        markets: how they react, and whom that presses.
        trade_model: what trade brings in each world; None in a scenario without an economy.
        threats: rates that would follow without a deal here beyond the deadline's own, by path.
        elsewhere: the threats of other tables that could still fail, by path, a mapping each.
        precedents: the average rate of an importer's first deal, percentage points, by importer.
        precedent_weight: how far that shifts what others expect.
    """

    day: int
    world: WorldState
    markets: Markets
    trade_model: TradeModel | None
    threats: Mapping[str, float] = field(default_factory=dict)
    elsewhere: Sequence[Mapping[str, float]] = ()
    precedents: Mapping[str, float] = field(default_factory=dict)
    precedent_weight: float = 0.0
