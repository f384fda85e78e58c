"""The layout of a data file: blocks of figures with their units. The shipped icio_2022.yaml explains it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import EconomyError, did_you_mean
from tradetalks.model.economy.checks import check_codes, first_few, numbers, position

__all__ = ["arguments"]

Floats = NDArray[np.float64]
Block = dict[Any, Any]

MONEY = {"USD bn": 1.0, "USD million": 1e-3, "USD thousand": 1e-6, "USD": 1e-9}
RATES = {"percent": 0.01, "fraction": 1.0}
BLOCKS = ("regions", "sectors", "flows", "base_tariffs", "input_coefficients", "trade_elasticities")


def arguments(content: object, file: str, elasticities: str) -> dict[str, Any]:
    """Return the arguments of a Calibration from the content of a data file.

    Args:
        content: the file as YAML gives it.
        file: its name, for messages.
        elasticities: which set of trade elasticities to take.

    Raises:
        EconomyError: a block, a row or a unit is missing or unknown; names the file and the place.
    """
    if not isinstance(content, dict):
        raise EconomyError(f"{file} must be a mapping of blocks: {', '.join(BLOCKS)}")
    for name in BLOCKS:
        if not isinstance(content.get(name), dict):
            hint = did_you_mean(name, [key for key in content if key not in BLOCKS])
            raise EconomyError(f"{file}: the block {name!r} is missing or not a mapping{hint}")
    regions = check_codes(list(content["regions"]), "region")
    sectors = check_codes(list(content["sectors"]), "sector")
    for name in BLOCKS[2:]:
        columns = content[name].get("columns", list(sectors))
        if tuple(columns) != sectors:
            raise EconomyError(f"{file}: {name}: columns must be {', '.join(sectors)}, as under sectors")
    sets = {key: value for key, value in content["trade_elasticities"].items() if isinstance(value, dict)}
    if elasticities not in sets:
        hint = did_you_mean(elasticities, sets)
        raise EconomyError(f"{file} has no elasticities {elasticities!r}{hint}; it has {', '.join(sets)}")

    def block(name: str, rows: tuple[str, ...], kind: str, units: Mapping[str, float], own: float) -> Floats:
        where = f"{file}: {name}"
        table = _table(content[name].get("values"), (regions, rows, sectors), kind, where)
        if rows is regions:
            diagonal = np.arange(len(regions))
            table[diagonal, diagonal] = np.where(np.isnan(table[diagonal, diagonal]), own, table[diagonal, diagonal])
        if (missing := np.isnan(table).all(axis=2)).any():
            places = [f"{regions[n]}: {rows[i]}" for n, i in np.argwhere(missing)]
            raise EconomyError(f"{where}: no row of figures for {first_few(places)}")
        return table * _scale(content[name].get("unit"), units, where)

    return {
        "regions": regions,
        "sectors": sectors,
        "flows": block("flows", regions, "region", MONEY, np.nan),
        "base_tariffs": block("base_tariffs", regions, "region", RATES, 0.0),
        "input_coefficients": block("input_coefficients", sectors, "sector", {"fraction": 1.0}, np.nan),
        "trade_elasticity": sets[elasticities].get("values"),
        "region_names": content["regions"],
        "sector_names": content["sectors"],
        "goods": content.get("goods"),
        "groups": content.get("groups"),
        "name": str(content.get("name", Path(file).stem)),
    }


def _scale(unit: object, units: Mapping[str, float], where: str) -> float:
    """Return what a figure in `unit` is in the program's; the unit may be followed by a remark."""
    for known, factor in units.items():
        if str(unit) == known or str(unit).startswith((f"{known} ", f"{known},")):
            return factor
    raise EconomyError(f"{where}: unit must begin with one of {', '.join(units)}, not {unit!r}")


def _table(values: object, axes: tuple[tuple[str, ...], ...], kind: str, where: str) -> Floats:
    """Return a table of tables as an array; rows that aren't there are not a number."""
    outer, inner, columns = axes
    table = np.full((len(outer), len(inner), len(columns)), np.nan)
    for name, rows in _mapping(values, f"{where}: values").items():
        n = _place(name, outer, "region", where)
        for row, figures in _mapping(rows, f"{where}: {name}").items():
            i = _place(row, inner, kind, f"{where}: {name}")
            table[n, i] = numbers(figures, f"{where}: {name}: {row}", (len(columns),))
    return table


def _mapping(value: object, where: str) -> Block:
    if not isinstance(value, dict):
        raise EconomyError(f"{where}: must be a mapping")
    return value


def _place(name: str, names: tuple[str, ...], kind: str, where: str) -> int:
    try:
        return position(name, names, kind)
    except EconomyError as error:
        raise EconomyError(f"{where}: {error}") from None
