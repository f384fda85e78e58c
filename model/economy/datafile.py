"""A data file: its text, and its layout, blocks of figures with their units. The shipped icio_2022.yaml explains it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from tradetalks.encoding import wrong_encoding
from tradetalks.errors import EconomyError, NoElasticities, did_you_mean
from tradetalks.model.economy.checks import check_codes, first_few, numbers, position

__all__ = ["arguments", "file_text", "shipped_text"]

Floats = NDArray[np.float64]
Block = dict[Any, Any]

MONEY = {"USD bn": 1.0, "USD million": 1e-3, "USD thousand": 1e-6, "USD": 1e-9}
RATES = {"percent": 0.01, "fraction": 1.0}
BLOCKS = ("regions", "sectors", "flows", "base_tariffs", "input_coefficients", "trade_elasticities")


def shipped_text(name: str) -> str:
    """Return the text of shipped data.

    Raises:
        EconomyError: there is none of that name; says which there is.
    """
    folder = resources.files("tradetalks.configs") / "data"
    names = sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml"))
    if name not in names:
        hint = did_you_mean(name, names)
        raise EconomyError(
            f"there is no shipped data {name!r}{hint}; there are {first_few(names, 12)}; "
            "a file of your own is loaded by its path, which ends in .yaml"
        )
    return (folder / f"{name}.yaml").read_text(encoding="utf-8")


def file_text(path: Path) -> str:
    """Return the text of a data file.

    Raises:
        EconomyError: it can't be read, or isn't UTF-8 text.
    """
    try:
        content = path.read_bytes()
        reason: object = wrong_encoding(content)
        if not reason:
            return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
    raise EconomyError(f"can't read the data file {str(path)!r}: {reason}")


def arguments(text: str, file: str, elasticities: str) -> dict[str, Any]:
    """Return the arguments of a Calibration from the text of a data file.

    Args:
        text: the file's.
        file: its name, for messages.
        elasticities: which set of trade elasticities to take.

    Raises:
        EconomyError: it is no YAML, or a block, a row or a unit is missing or unknown; names the file and the place.
    """
    content = _read(text, file)
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
        raise NoElasticities(f"{file} has no elasticities {elasticities!r}{hint}; it has {', '.join(sets)}")

    def block(name: str, rows: tuple[str, ...], kind: str, units: Mapping[str, float], domestic: float) -> Floats:
        where = f"{file}: {name}"
        table = _table(content[name].get("values"), (regions, rows, sectors), kind, where)
        if rows is regions:
            diagonal = np.arange(len(regions))
            figures = table[diagonal, diagonal]
            table[diagonal, diagonal] = np.where(np.isnan(figures), domestic, figures)
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


def _read(text: str, file: str) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as error:
        raise EconomyError(f"{file} is not valid YAML: {error}") from None


def _scale(unit: object, units: Mapping[str, float], where: str) -> float:
    """Return what a figure in `unit` is in the program's; the unit may be followed by a remark."""
    for name, factor in units.items():
        if str(unit) == name or str(unit).startswith((f"{name} ", f"{name},")):
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
