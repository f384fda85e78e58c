"""The tariff lever: an importer's additional rate on an exporter's goods."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.levers.base import (
    Complaint,
    Lever,
    Several,
    one_level,
    region_problems,
    sector_problems,
)
from tradetalks.model.rates import find_goods, goods_label
from tradetalks.model.world import Aspect, Cells, Setting, WorldState

_DUST = 1e-9
"""Percentage points by which a cut may exceed a base tariff, as decimals are not exact."""


@dataclass(frozen=True, kw_only=True)
class Tariff(Lever):
    """The rate that `importer` adds to its base tariffs on goods from `exporter`, in percentage points.

    A level below 0 takes as much of the base tariffs away, and can't take more than each of them is.
    """

    name: ClassVar[str] = "tariff"
    unit: ClassVar[str] = "%"
    lowest: ClassVar[float] = -100.0
    highest: ClassVar[float] = 500.0
    aspect: ClassVar[Aspect] = "trade"

    importer: Annotated[str, Field(description="region that levies the tariff")]
    exporter: Annotated[
        Several, Field(description="region whose goods are taxed, or several that are taxed alike: [VNM, MYS, KHM]")
    ]
    sectors: Annotated[str | None, Field(description="one sector or a named group; all goods if left out")] = None

    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which the additional rate is `level` percentage points."""
        return world.with_cells("added_tariffs", self._cells(world.setting), level / 100)

    def put_back(self, world: WorldState, source: WorldState) -> WorldState:
        """Return the world with its rates as they are in `source`."""
        return world.with_cells_of("added_tariffs", self._cells(world.setting), source)

    def today(self, world: WorldState) -> float | None:
        """Return the additional rate in force, in percentage points; None where exporters or sectors differ."""
        rates = world.added_tariffs
        return one_level(100 * float(rates[i, e, s]) for i, e, goods in self._cells(world.setting) for s in goods)

    def label(self, setting: Setting) -> str:
        """Return, say, "USA tariff on JPN: cars and parts"."""
        return f"{self.importer} tariff on {', '.join(self.exporter)}: {goods_label(setting, self.sectors)}"

    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield unknown regions and sectors."""
        yield from region_problems(setting, importer=self.importer, exporter=self.exporter)
        yield from sector_problems(setting, self.sectors)

    def level_problem(self, level: float, setting: Setting) -> str:
        """Return what is wrong with a level: out of range, or more than there is of a base tariff."""
        if level >= 0 or any(self.problems(setting)):
            return super().level_problem(level, setting)
        economy = setting.economy
        left = {(i, e, s): float(economy.base_tariffs[i, e, s]) for i, e, goods in self._cells(setting) for s in goods}
        importer, exporter, sector = least = min(left, key=left.__getitem__)
        base = 100 * left[least]
        if level >= -base - _DUST:
            return ""
        cell = f"{economy.regions[importer]}.{economy.regions[exporter]}.{economy.sectors[sector]}"
        most = math.floor(1000 * base) / 1000
        return (
            f"{level:g} takes more than there is of a base tariff: {cell} has {most:g} %, so {0 - most:g} is the lowest"
        )

    def _cells(self, setting: Setting) -> Cells:
        goods = find_goods(self.sectors, setting.economy)
        return [(setting.region(self.importer), setting.region(exporter), goods) for exporter in self.exporter]
