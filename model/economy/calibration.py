"""The data of the trade model: flows, base tariffs, input use, elasticities; and what follows from them."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tradetalks.errors import EconomyError, did_you_mean
from tradetalks.model.economy.checks import check_codes, first_few, name_cells, numbers, position, raise_all
from tradetalks.model.economy.datafile import arguments, file_text, shipped_text

__all__ = ["Calibration"]

Floats = NDArray[np.float64]

ROUNDING = 1e-9
"""Final demand may be negative by so much of a market's size: figures in files are rounded."""

MOST_NEGATIVE = -0.01
"""An input coefficient may be as low as this, -1 % of the using sector's output. Tables that were balanced by
statisticians hold such cells (one of Caliendo and Parro's is -0.00057); a larger one is a mistake."""

NAMED = 20
"""So many of them the warning names; the rest are counted."""


@dataclass(frozen=True, eq=False, repr=False)
class Calibration:
    """A world economy in its base year, immutable and checked.

    Arrays are (importer, exporter, sector), or (region, input, using sector) for input coefficients; they
    are copied and read-only. Money is USD bn a year. N regions, S sectors. Two calibrations are equal if
    their contents are.

    Args:
        regions: codes of the regions, (N,).
        sectors: codes of the sectors, (S,).
        flows: trade M at producer prices before tariff, USD bn, (N, N, S); the diagonal is domestic use.
        base_tariffs: rates t0 as fractions, (N, N, S); 0 on the diagonal.
        input_coefficients: value g of an input per unit of gross output of the using sector, (N, S, S); cells from
            -0.01 to 0 are taken as they are, with a warning that names them.
        trade_elasticity: theta, (S,) or one number for all.
        region_names: names for people, by code; the code itself where there is none.
        sector_names: likewise for sectors.
        goods: the sectors that cross a border as goods (can bear a tariff); all by default.
        groups: names for several sectors; `goods` is always among them.
        name: what to call the data.

    Raises:
        EconomyError: names every figure that is wrong, with region, sector and value.

    Example:
        >>> world = Calibration(["N", "S"], ["all"], [[[9], [1]], [[1], [4]]], np.zeros((2, 2, 1)), [[[0]], [[0]]], 4)
        >>> world.factor_income
        array([10.,  5.])
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Floats
    base_tariffs: Floats
    input_coefficients: Floats
    trade_elasticity: Floats
    region_names: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    sector_names: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    goods: tuple[str, ...] = field(default=(), kw_only=True)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict, kw_only=True)
    name: str = field(default="", kw_only=True)

    def __init__(
        self,
        regions: Sequence[str],
        sectors: Sequence[str],
        flows: ArrayLike,
        base_tariffs: ArrayLike,
        input_coefficients: ArrayLike,
        trade_elasticity: ArrayLike,
        *,
        region_names: Mapping[str, str] | None = None,
        sector_names: Mapping[str, str] | None = None,
        goods: Sequence[str] | None = None,
        groups: Mapping[str, Sequence[str]] | None = None,
        name: str = "",
    ) -> None:
        regions, sectors = check_codes(regions, "region"), check_codes(sectors, "sector")
        N, S = len(regions), len(sectors)
        theta = numbers(trade_elasticity, "the trade elasticity")
        if theta.ndim == 0:
            theta = np.full(S, theta)
        arrays = {
            "flows": numbers(flows, "flows (importer, exporter, sector)", (N, N, S)),
            "base_tariffs": numbers(base_tariffs, "base tariffs (importer, exporter, sector)", (N, N, S)),
            "input_coefficients": numbers(
                input_coefficients, "input coefficients (region, input, using sector)", (N, S, S)
            ),
            "trade_elasticity": numbers(theta, "the trade elasticity (sector)", (S,)),
        }
        for key, array in arrays.items():
            array.setflags(write=False)
            object.__setattr__(self, key, array)
        members = {key: tuple(value) for key, value in (groups or {}).items()}
        traded = members.get("goods", sectors)
        if goods is not None:
            traded = tuple(goods)
        members["goods"] = traded
        for group, codes in members.items():
            for code in codes:
                try:
                    position(code, sectors, "sector")
                except EconomyError as error:
                    raise EconomyError(f"group {group!r}: {error}") from None
        settings: dict[str, Any] = {
            "regions": regions,
            "sectors": sectors,
            "region_names": _names(region_names, regions, "region"),
            "sector_names": _names(sector_names, sectors, "sector"),
            "goods": traded,
            "groups": members,
            "name": name,
        }
        for key, value in settings.items():
            object.__setattr__(self, key, value)
        self._check()

    def _check(self) -> None:
        pairs = (self.regions, self.regions, self.sectors)
        uses = (self.regions, self.sectors, self.sectors)
        M, t0, g, theta = self.flows, self.base_tariffs, self.input_coefficients, self.trade_elasticity
        diagonal = np.eye(len(self.regions), dtype=bool)[:, :, None]
        wrong = [
            (~np.isfinite(M), M, pairs, "a flow is not a finite number"),
            (M < 0, M, pairs, "a flow is negative"),
            (~np.isfinite(t0), t0, pairs, "a base tariff is not a finite number"),
            (t0 <= -1, t0, pairs, "a base tariff must be above -1 (-100 %)"),
            (diagonal & (t0 != 0), t0, pairs, "a region has a base tariff on itself"),
            (~np.isfinite(g), g, uses, "an input coefficient is not a finite number"),
            (
                g < MOST_NEGATIVE,
                g,
                uses,
                f"an input coefficient is below {MOST_NEGATIVE:g} (-1 % of the using sector's output)",
            ),
            (
                ~(np.isfinite(theta) & (theta > 0)),
                theta,
                (self.sectors,),
                "a trade elasticity must be above 0",
            ),
        ]
        problems = [f"{text}: {name_cells(bad, values, axes)}" for bad, values, axes, text in wrong if bad.any()]
        raise_all(problems, self._title)
        gamma, F = self.value_added_shares, self.final_demand
        places = (self.regions, self.sectors)
        if (low := gamma <= 0).any():
            text = "inputs use up all of a sector's output (value added share gamma must be above 0)"
            problems.append(f"{text}: {name_cells(low, gamma, places)}")
        if (low := -ROUNDING * self.expenditure > F).any():
            text = "sectors use more of an input than the region buys (final demand F must not be negative)"
            problems.append(f"{text}: {name_cells(low, F, places)}")
        raise_all(problems, self._title)
        for text, values in (("no factor income", self.factor_income), ("no final demand", self.income)):
            if (low := values <= 0).any():
                problems.append(f"a region has {text}: {name_cells(low, values, (self.regions,))}")
        raise_all(problems, self._title)
        if (low := g < 0).any():
            text = (
                f"{self._title}: negative input coefficients are taken as they are "
                f"(region, input, using sector: value): {name_cells(low, g, uses, NAMED)}"
            )
            warnings.warn(text, stacklevel=3)

    @property
    def _title(self) -> str:
        if not self.name:
            return "calibration"
        return f"calibration {self.name!r}"

    # What follows from the data; letters as in docs/explanation/trade-model.md.

    @cached_property
    def base_rates(self) -> Floats:
        """One plus base tariffs, (N, N, S)."""
        return _frozen(1 + self.base_tariffs)

    @cached_property
    def output(self) -> Floats:
        """Gross output Y0 at producer prices, USD bn, (N, S)."""
        return _frozen(self.flows.sum(axis=0))

    @cached_property
    def expenditure(self) -> Floats:
        """Expenditure X0 at purchasers' prices, tariffs included, USD bn, (N, S)."""
        return _frozen((self.flows * (1 + self.base_tariffs)).sum(axis=1))

    @cached_property
    def shares(self) -> Floats:
        """Expenditure shares pi, (importer, exporter, sector); a market without buyers counts as domestic."""
        X0 = self.expenditure[:, None, :]
        domestic = np.eye(len(self.regions))[:, :, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            return _frozen(np.where(X0 > 0, self.flows * (1 + self.base_tariffs) / X0, domestic))

    @cached_property
    def value_added_shares(self) -> Floats:
        """Value added per unit of output, gamma, (N, S): above 0; above 1 only where a sector's inputs are negative."""
        return _frozen(1 - self.input_coefficients.sum(axis=1))

    @cached_property
    def factor_income(self) -> Floats:
        """Factor income V, USD bn, (N,)."""
        return _frozen((self.value_added_shares * self.output).sum(axis=1))

    @cached_property
    def final_demand(self) -> Floats:
        """Final demand F, USD bn, (N, S)."""
        used = np.einsum("nks,ns->nk", self.input_coefficients, self.output)
        F = self.expenditure - used
        return _frozen(np.where(np.abs(F) <= ROUNDING * self.expenditure, 0.0, F))

    @cached_property
    def income(self) -> Floats:
        """Income I0: what is spent on final demand, USD bn, (N,)."""
        return _frozen(self.final_demand.sum(axis=1))

    @cached_property
    def final_shares(self) -> Floats:
        """Shares of sectors in final demand, alpha, (N, S)."""
        return _frozen(self.final_demand / self.income[:, None])

    @cached_property
    def base_revenue(self) -> Floats:
        """Tariff revenue R0, USD bn, (N,)."""
        return _frozen((self.base_tariffs * self.flows).sum(axis=(1, 2)))

    @cached_property
    def deficit(self) -> Floats:
        """Trade deficit D, USD bn, (N,); sums to zero."""
        return _frozen(self.income - self.factor_income - self.base_revenue)

    # Names

    def region(self, code: str) -> int:
        """Return the index of a region; EconomyError if there is none of that code."""
        return position(code, self.regions, "region")

    def sector(self, code: str) -> int:
        """Return the index of a sector; EconomyError if there is none of that code."""
        return position(code, self.sectors, "sector")

    def group(self, name: str) -> NDArray[np.intp]:
        """Return the indices of a group's sectors, or of one sector; EconomyError if there is neither."""
        if name in self.groups:
            codes = self.groups[name]
        elif name in self.sectors:
            codes = (name,)
        else:
            names = [*self.groups, *self.sectors]
            hint = did_you_mean(name, names)
            raise EconomyError(f"there is no group or sector {name!r}{hint}; there are {first_few(names, 20)}")
        return np.array([self.sectors.index(code) for code in codes], dtype=np.intp)

    # Identity

    @cached_property
    def digest(self) -> str:
        """A hash of everything that results depend on (codes and figures), the same in every process."""
        content = hashlib.blake2b(digest_size=16)
        content.update(repr((self.regions, self.sectors)).encode())
        for array in (self.flows, self.base_tariffs, self.input_coefficients, self.trade_elasticity):
            content.update((array + 0.0).tobytes())  # + 0.0: there is one zero, not two
        return content.hexdigest()

    def _identity(self) -> tuple[Any, ...]:
        names = tuple(tuple(sorted(value.items())) for value in (self.region_names, self.sector_names, self.groups))
        return self.digest, self.goods, self.name, *names

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calibration) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        name = f"{self.name}: " if self.name else ""
        return f"<Calibration {name}{len(self.regions)} regions x {len(self.sectors)} sectors, {self.digest[:8]}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, ({item.name: getattr(self, item.name) for item in fields(self)},)

    # Files

    @staticmethod
    def load(name: str | Path, elasticities: str = "median") -> Calibration:
        """Load shipped data by name ("icio_2022"), or your own file by path, in the same format.

        Args:
            name: the name of a shipped file, or the path of a .yaml file.
            elasticities: which of the file's sets of trade elasticities to use.

        Raises:
            EconomyError: no such file or set, a missing block, or figures that can't be used.
        """
        if isinstance(name, Path) or name.endswith((".yaml", ".yml")):
            return _loaded(file_text(Path(name)), str(name), elasticities)
        return _shipped(name, elasticities)


def _frozen(array: Floats) -> Floats:
    array.setflags(write=False)
    return array


def _rebuild(content: dict[str, Any]) -> Calibration:
    """Return a calibration that has been checked, and warned of, where it was first made."""
    calibration = object.__new__(Calibration)
    for key, value in content.items():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
        object.__setattr__(calibration, key, value)
    return calibration


def _names(names: Mapping[str, str] | None, codes: tuple[str, ...], kind: str) -> dict[str, str]:
    for code in names or {}:
        position(code, codes, kind)
    return {code: str((names or {}).get(code, code)) for code in codes}


@lru_cache(maxsize=32)
def _shipped(name: str, elasticities: str) -> Calibration:
    """Return shipped data; found once in a process."""
    return _loaded(shipped_text(name), f"{name}.yaml", elasticities)


@lru_cache(maxsize=32)
def _loaded(text: str, file: str, elasticities: str) -> Calibration:
    """Return the data of a file; made once in a process, and warned of once, as they are immutable."""
    return Calibration(**arguments(text, file, elasticities))
