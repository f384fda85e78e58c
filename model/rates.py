"""Additional tariff rates in one notation: `IMPORTER.EXPORTER[.SECTOR]: points`.

Used by named tariff states, by a deadline's snap-back, by `--add` and by scenarios. Points are percentage
points on top of the base tariffs. `*` as exporter is everyone else; a sector may be a named group; without
one, all goods. The more specific replaces the less specific: a named exporter before `*`, then one sector
before a group before all goods; of equals the later.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import EconomyError, did_you_mean
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.checks import first_few
from tradetalks.model.world import Setting, WorldState

LOWEST_POINTS, HIGHEST_POINTS = -100.0, 1000.0


@dataclass(frozen=True, slots=True)
class RatePath:
    """What a path names, as indices into arrays (importer, exporter, sector)."""

    importer: int
    exporters: tuple[int, ...]
    sectors: tuple[int, ...]
    specificity: tuple[bool, int]

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, path: str, calibration: Calibration) -> RatePath:
        """Read a path such as "USA.JPN.AUT", "USA.*" or "USA.JPN.metals".

        Raises:
            EconomyError: it has another form, or names what the calibration doesn't have.
        """
        parts = path.split(".")
        if len(parts) not in {2, 3} or not all(parts):
            raise EconomyError(f"{path!r} is not of the form IMPORTER.EXPORTER or IMPORTER.EXPORTER.SECTOR")
        if parts[0] == "*":
            raise EconomyError(f"{path!r}: '*' stands for exporters alone; name the importer")
        importer = calibration.region(parts[0])
        if parts[1] == "*":
            exporters = tuple(place for place in range(len(calibration.regions)) if place != importer)
        else:
            exporters = (calibration.region(parts[1]),)
            if exporters[0] == importer:
                raise EconomyError(f"{path!r}: a region levies no tariff on itself")
        sector, detail = None, 0
        if len(parts) == 3:
            sector, detail = parts[2], 2
        if sector in calibration.groups:
            detail = 1
        return cls(importer, exporters, find_goods(sector, calibration), (parts[1] != "*", detail))


@lru_cache(maxsize=1024)
def find_goods(name: str | None, calibration: Calibration) -> tuple[int, ...]:
    """Return the places of one sector's or a group's goods; all goods without a name.

    Raises:
        EconomyError: there is no such sector, or it holds services, on which no tariff is levied.
    """
    if name is None:
        names: tuple[str, ...] = tuple(calibration.goods)
    elif name in calibration.groups:
        names = tuple(calibration.groups[name])
    else:
        names = (name,)
    allowed = (*calibration.goods, *calibration.groups)
    for sector in names:
        if sector not in calibration.goods:
            kind = "is not a good" if sector in calibration.sectors else "is no sector"
            raise EconomyError(f"{sector!r} {kind}{did_you_mean(sector, allowed)}; allowed are {', '.join(allowed)}")
    return tuple(calibration.sectors.index(sector) for sector in names)


def rates_between(
    before: NDArray[np.float64], after: NDArray[np.float64], calibration: Calibration
) -> dict[str, float]:
    """Return the rates that have changed, by path as files write them, the farthest from the base first.

    Args:
        before: shape (importer, exporter, sector), additional tariffs as fractions.
        after: likewise; percentage points are of these.
        calibration: for the names.
    """
    goods = list(find_goods(None, calibration))
    everyone = len(calibration.regions) - 1
    rates: dict[str, float] = {}
    for importer in np.flatnonzero((before != after).any(axis=(1, 2))):
        code = calibration.regions[importer]
        exporters = np.flatnonzero((before[importer] != after[importer]).any(axis=1))
        if len(exporters) == everyone and len(np.unique(after[importer][np.ix_(exporters, goods)])) == 1:
            rates[f"{code}.*"] = _points(after[importer, exporters[0], goods[0]])
            continue
        for exporter in exporters:
            row, old = after[importer, exporter], before[importer, exporter]
            pair = f"{code}.{calibration.regions[exporter]}"
            if len(np.unique(row[goods])) == 1:
                rates[pair] = _points(row[goods[0]])
            else:
                rates |= {f"{pair}.{calibration.sectors[s]}": _points(row[s]) for s in goods if row[s] != old[s]}
    # A rate may be so near to -100 that it rounds to it.
    return dict(sorted(rates.items(), key=lambda rate: -abs(math.log1p(max(rate[1], -99.999999) / 100))))


def first_rates(world: WorldState, before: WorldState | None = None) -> str:
    """Write the added rates of a world, as files write them; "none" without any.

    The farthest from the base come first, the rest are counted.

    Args:
        world: whose rates they are.
        before: another world: only the rates that it doesn't have are written, unless they are the same in both.
    """
    rates: dict[str, float] = {}
    for other in (before, WorldState.at_base(world.setting)):
        if other is not None and not rates:
            rates = rates_between(other.added_tariffs, world.added_tariffs, world.setting.economy)
    return first_few(f"{path} {points:g}" for path, points in rates.items()) or "none"


def _points(rate: float) -> float:
    return round(100 * float(rate), 9) + 0.0


def check_points(path: str, points: float) -> None:
    """Check the points of a rate.

    Raises:
        EconomyError: they are no number in the range that makes sense.
    """
    if not (math.isfinite(points) and LOWEST_POINTS < points <= HIGHEST_POINTS):
        raise EconomyError(
            f"{path}: {points:g} percentage points are out of range; "
            f"above {LOWEST_POINTS:g} and up to {HIGHEST_POINTS:g} are allowed"
        )


def goods_label(setting: Setting, sectors: str | None) -> str:
    """Return a group of goods as people read it: "cars and parts", "all goods"."""
    if sectors in {None, "goods"}:
        return "all goods"
    names = setting.economy.sector_names
    return str(names.get(sectors, sectors)).replace("_", " ")


def with_rates(added: NDArray[np.float64], rates: Mapping[str, float], calibration: Calibration) -> NDArray[np.float64]:
    """Return additional tariffs with these rates put in.

    Args:
        added: shape (importer, exporter, sector), additional tariffs as fractions.
        rates: percentage points by path.
        calibration: for the names.

    Returns:
        A new array of the same shape.

    Raises:
        EconomyError: a path or its points are not allowed.
    """
    changed = added.copy()
    parsed = [(RatePath.parse(path, calibration), points) for path, points in rates.items()]
    for path, points in rates.items():
        check_points(path, points)
    for where, points in sorted(parsed, key=lambda item: item[0].specificity):
        changed[np.ix_([where.importer], where.exporters, where.sectors)] = points / 100
    return changed
