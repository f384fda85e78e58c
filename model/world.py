"""The world state: the frozen facts of a day, and what stays the same behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.climate import Climate
from tradetalks.model.economy.calibration import Calibration

type Aspect = Literal[
    "trade",
    "defence",
    "base_costs",
    "purchases",
    "investment",
    "alignment",
    "deals",
    "alliances",
    "hostilities",
    "offers",
]
"""A part of the world that levers touch and interests read."""

type Cells = Sequence[tuple[int, int, tuple[int, ...]]]
"""Where rates or trade costs stand: importer, exporter and sectors, as places in the arrays."""

type Pair = tuple[str, str]
"""Two countries; of an edge, which has no direction, the lesser code comes first."""


def pair(one: str, other: str) -> Pair:
    """Return the edge of two countries.

    >>> pair("USA", "JPN")
    ('JPN', 'USA')
    """
    return (one, other) if one <= other else (other, one)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one country owes another beyond today, year by year.

    Attributes:
        kind: "base_costs", "purchases", "investment" or "alignment".
        giver: who pays, buys, invests or aligns itself.
        receiver: who is paid, sells, hosts the investment, or is aligned with.
        against: the third country that an alignment keeps out; "" for the others.
    """

    kind: Aspect
    giver: str
    receiver: str
    against: str = ""


def the(name: str) -> str:
    """Write a country's name as it stands in a sentence.

    >>> the("United States"), the("Japan"), the("Rest of the world")
    ('the United States', 'Japan', 'the rest of the world')
    """
    if name.startswith("Rest of "):
        return f"the r{name[1:]}"
    if name.startswith(("United ", "European ")):
        return f"the {name}"
    return name


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """What doesn't change about a country in a run.

    Attributes:
        name: what people call it.
        gdp: gross domestic product, USD bn a year; None where nothing needs it.
        planned_defence_pct: the share of GDP that it plans to spend on defence; None without a plan.
    """

    name: str
    gdp: float | None = None
    planned_defence_pct: float | None = None


@dataclass(frozen=True, eq=False)
class Setting:
    """What doesn't change in a run: the economy's data and facts about the countries.

    Attributes:
        calibration: regions, sectors and base tariffs; None in a scenario without an economy.
        facts: by country.
        titles: what tables are called, by id; of those that have another name than that.
    """

    calibration: Calibration | None
    facts: Mapping[str, CountryFacts]
    titles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """A hash of the content, the same in every process."""
        parts = [self.calibration.digest if self.calibration else "", repr(sorted(self.facts.items()))]
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    def named(self, code: str) -> str:
        """Return what a country or region is called in a sentence."""
        if code in self.facts:
            return the(self.facts[code].name)
        if self.calibration is None:
            return the(code)
        return the(self.calibration.region_names.get(code, code))

    def title(self, table: str) -> str:
        """Return what a table is called."""
        return self.titles.get(table, table)

    def region(self, country: str) -> int:
        """Return the place of a country among the regions of the trade model."""
        return self.economy.region(country)

    @property
    def economy(self) -> Calibration:
        """The calibration, where the scenario is known to have one."""
        if self.calibration is None:
            raise TypeError("this scenario has no economy")
        return self.calibration


def _no_trade() -> NDArray[np.float64]:
    return np.zeros((0, 0, 0))


@dataclass(frozen=True, eq=False)
class WorldState:
    """The facts of a day; changed only by making a new one.

    Attributes:
        setting: what stays the same.
        added_tariffs: tariffs on top of the base, as fractions, shape (importer, exporter, sector).
        trade_costs: iceberg trade costs relative to the base, the same shape; 1 is none of a change.
        defence_pct: defence spending by country, % of GDP.
        commitments: USD bn a year beyond what was owed on day 0; an alignment in degrees.
        deals: the parties of the deals in force, by table.
        alliances: how close two allied countries are, in [0, 1], by pair.
        hostilities: how hostile two countries are, in [0, 1], by pair.
        offers: what the first of two countries has on offer, or has agreed to, for the second, in USD bn a year
            to the second.
        climate: what presses the countries from outside, and what their threats are worth.
    """

    setting: Setting
    added_tariffs: NDArray[np.float64] = field(default_factory=_no_trade)
    trade_costs: NDArray[np.float64] = field(default_factory=_no_trade)
    defence_pct: Mapping[str, float] = field(default_factory=dict)
    commitments: Mapping[Commitment, float] = field(default_factory=dict)
    deals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alliances: Mapping[Pair, float] = field(default_factory=dict)
    hostilities: Mapping[Pair, float] = field(default_factory=dict)
    offers: Mapping[Pair, float] = field(default_factory=dict)
    climate: Climate = field(default_factory=Climate)
    _parts: dict[Aspect, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ASPECTS_OF:
            _freeze(self, name, getattr(self, name))
        object.__setattr__(self, "_parts", {})

    def changed(self, **facts: Any) -> WorldState:
        """Return the world with other facts under some of its attributes; what is known of the rest stays known."""
        world = object.__new__(type(self))
        vars(world).update(vars(self))
        dropped: set[Aspect] = set()
        for name, value in facts.items():
            _freeze(world, name, value)
            dropped.update(ASPECTS_OF.get(name, ()))
        kept = {aspect: text for aspect, text in self._parts.items() if aspect not in dropped}
        object.__setattr__(world, "_parts", kept)
        return world

    @classmethod
    def at_base(cls, setting: Setting) -> WorldState:
        """Return the world of the base year: no additional tariffs, trade costs as they were."""
        shape = setting.economy.flows.shape
        return cls(setting, np.zeros(shape), np.ones(shape))

    @property
    def tariffs(self) -> NDArray[np.float64]:
        """Total tariff rates as fractions, shape (importer, exporter, sector)."""
        return self.setting.economy.base_tariffs + self.added_tariffs

    def with_cells(self, which: Literal["added_tariffs", "trade_costs"], cells: Cells, value: float) -> WorldState:
        """Return the world with some rates or costs set to one value."""
        changed = getattr(self, which).copy()
        for importer, exporter, sectors in cells:
            changed[importer, exporter, list(sectors)] = value
        return self.changed(**{which: changed})

    def with_cells_of(
        self, which: Literal["added_tariffs", "trade_costs"], cells: Cells, source: WorldState
    ) -> WorldState:
        """Return the world with some rates or costs as they are in another world."""
        changed, there = getattr(self, which).copy(), getattr(source, which)
        for importer, exporter, sectors in cells:
            changed[importer, exporter, list(sectors)] = there[importer, exporter, list(sectors)]
        return self.changed(**{which: changed})

    def with_defence(self, country: str, share: float) -> WorldState:
        """Return the world in which a country spends another share of its GDP, %, on defence."""
        return self.changed(defence_pct={**self.defence_pct, country: share})

    def with_commitment(self, commitment: Commitment, amount: float) -> WorldState:
        """Return the world in which an amount, USD bn a year, is owed."""
        return self.changed(commitments={**self.commitments, commitment: amount})

    def with_deal(self, table: str, parties: tuple[str, ...]) -> WorldState:
        """Return the world in which a table's deal is in force."""
        return self.changed(deals={**self.deals, table: parties})

    def with_alliance(self, one: str, other: str, strength: float) -> WorldState:
        """Return the world in which two allies are so close, in [0, 1]; unchanged where they are none."""
        edge = pair(one, other)
        if edge not in self.alliances:
            return self
        return self.changed(alliances={**self.alliances, edge: min(max(strength, 0.0), 1.0)})

    def with_hostility(self, one: str, other: str, strength: float) -> WorldState:
        """Return the world in which two countries are so hostile, cut to [0, 1]; unchanged where they have no edge."""
        edge = pair(one, other)
        if edge not in self.hostilities:
            return self
        return self.changed(hostilities={**self.hostilities, edge: min(max(strength, 0.0), 1.0)})

    def with_offer(self, giver: str, receiver: str, value: float) -> WorldState:
        """Return the world in which what one country offers is worth so much to another, USD bn a year."""
        return self.changed(offers={**self.offers, (giver, receiver): value})

    def alliance(self, one: str, other: str) -> float:
        """Return how close two countries are as allies, in [0, 1]; 0 where they are none."""
        return self.alliances.get(pair(one, other), 0.0)

    def hostility(self, one: str, other: str) -> float:
        """Return how hostile two countries are, in [0, 1]: 0 where they have no edge, 1 without any network."""
        if not self.hostilities:
            return 1.0
        return self.hostilities.get(pair(one, other), 0.0)

    def owed(self, kind: Aspect) -> dict[Commitment, float]:
        """Return what is owed of one kind, USD bn a year; an alignment in degrees."""
        return {owed: much for owed, much in self.commitments.items() if owed.kind == kind}

    def part(self, aspect: Aspect) -> str:
        """Return a text that tells apart worlds which differ in one aspect, the same in every process."""
        if aspect not in self._parts:
            self._parts[aspect] = self._told(aspect)
        return self._parts[aspect]

    def _told(self, aspect: Aspect) -> str:
        match aspect:
            case "trade":
                content = hashlib.blake2b(self.setting.digest.encode(), digest_size=16)
                for array in (self.added_tariffs, self.trade_costs):
                    content.update(array.tobytes())
                return content.hexdigest()
            case "defence":
                return repr(sorted(self.defence_pct.items()))
            case "deals" | "alliances" | "hostilities" | "offers":
                return repr(sorted(getattr(self, aspect).items()))
        return repr(sorted((repr(owed), much) for owed, much in self.owed(aspect).items()))


ASPECTS_OF: dict[str, tuple[Aspect, ...]] = {
    "added_tariffs": ("trade",),
    "trade_costs": ("trade",),
    "defence_pct": ("defence",),
    "commitments": ("base_costs", "purchases", "investment", "alignment"),
    "deals": ("deals",),
    "alliances": ("alliances",),
    "hostilities": ("hostilities",),
    "offers": ("offers",),
}
"""By attribute of a world, the aspects that stand for it; none stands for the setting and the climate."""


def same_facts(one: WorldState, other: WorldState) -> bool:
    """Return whether two worlds, one made from the other, differ in their climate's stress and the like at most.

    What threats weigh is looked up anew each day; who has lost the power to carry them out is a fact.
    """
    return one is other or (
        all(getattr(one, name) is getattr(other, name) for name in ASPECTS_OF)
        and one.climate.powerless == other.climate.powerless
    )


def _freeze(world: WorldState, name: str, value: Any) -> None:
    """Set an attribute of a world that is being made, so that nobody can change it later."""
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif name in ASPECTS_OF and not isinstance(value, MappingProxyType):
        value = MappingProxyType(dict(value))
    object.__setattr__(world, name, value)
