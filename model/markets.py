"""Markets: a state of stress that reacts to announcements, fades, and makes waiting dearer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.climate import Climate
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.world import WorldState


@dataclass(frozen=True)
class Markets:
    """How markets react, and whom that presses.

    Stress is a number without a unit: 0 is calm, 1 is what they were like at the announcement. It halves every
    `half_life` days.

    Attributes:
        start: stress on day 0.
        half_life: days in which it halves.
        importer: whose average additional tariff they watch; "" for nobody's.
        per_point: stress for each percentage point by which an announcement raises it; a cut relieves as much.
        deal_relief: what part of the stress a deal in force takes away.
        waiting: what stress 1 costs a country that waits, USD bn a year, by country.
    """

    start: float = 0.0
    half_life: float = 30.0
    importer: str = ""
    per_point: float = 0.0
    deal_relief: float = 0.0
    waiting: Mapping[str, float] = field(default_factory=dict)

    def stress(self, climate: Climate, day: int) -> float:
        """Return the stress of a day."""
        return climate.stress * float(0.5 ** ((day - climate.stress_day) / self.half_life))

    def shaken(self, world: WorldState, day: int, change: float) -> WorldState:
        """Return the world in which stress has risen, or fallen, by so much; it never falls below 0."""
        stress = max(self.stress(world.climate, day) + change, 0.0)
        return world.changed(climate=replace(world.climate, stress=stress, stress_day=day))

    def after_announcement(self, before: WorldState, after: WorldState, day: int) -> WorldState:
        """Return the world once markets have taken in a change of tariffs."""
        if not self.importer or not self.per_point or before.added_tariffs is after.added_tariffs:
            return after
        points = average_added_pct(after, self.importer) - average_added_pct(before, self.importer)
        if not points:
            return after
        return self.shaken(after, day, self.per_point * points)

    def after_deal(self, world: WorldState, day: int) -> WorldState:
        """Return the world once markets have taken in that a deal is in force."""
        relief = self.deal_relief * self.stress(world.climate, day)
        if not relief:
            return world
        return self.shaken(world, day, -relief)

    def waiting_cost(self, world: WorldState, country: str, own: float, day: int) -> float:
        """Return what waiting costs a country on a day, USD bn a year: never less than nothing.

        Args:
            world: with its climate.
            country: who waits.
            own: its own cost, whatever happens outside.
            day: days from the scenario's start.
        """
        cost = own + self.waiting.get(country, 0.0) * self.stress(world.climate, day)
        for pressure in world.climate.pressures:
            if pressure.country == country:
                cost += pressure.rate
                if pressure.per_point:
                    surprise = average_added_pct(world, country) - pressure.expected_pct
                    cost += pressure.per_point * max(surprise, 0.0)
        return max(cost, 0.0)


def average_added_pct(world: WorldState, importer: str, exporter: str = "") -> float:
    """Return an importer's additional tariff, averaged over goods by base imports, in percentage points.

    On all that it imports, or on what it imports from one exporter; 0 where it imports nothing.
    """
    place, weights = _import_weights(world.setting.economy, importer, exporter)
    return 100 * float(np.vdot(world.added_tariffs[place], weights))


@lru_cache(maxsize=512)
def _import_weights(economy: Calibration, importer: str, exporter: str) -> tuple[int, NDArray[np.float64]]:
    """Return the place of a region, and the shares of its imports of goods by exporter and sector."""
    place = economy.region(importer)
    imports = np.zeros_like(economy.flows[place])
    goods = [economy.sectors.index(sector) for sector in economy.goods]
    imports[:, goods] = economy.flows[place][:, goods]
    imports[place] = 0.0
    if exporter:
        only = economy.region(exporter)
        imports[:only] = imports[only + 1 :] = 0.0
    total = imports.sum()
    return place, imports / total if total else imports
