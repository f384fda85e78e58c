"""What an event is, when it happens, and how its kind is found by its name."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from tradetalks.errors import EconomyError, did_you_mean
from tradetalks.model.levers.base import Complaint
from tradetalks.model.markets import Markets
from tradetalks.model.rates import RatePath, check_points
from tradetalks.model.world import Setting, WorldState
from tradetalks.parts import Options
from tradetalks.registry import Registry

type Figure = str | float | bool | Mapping[str, float]
"""A code, an id, a number, or rates by path in percentage points."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When an event happens: on a day, or on each day from `start` to `until` with some chance, once at most.

    Attributes:
        on: the day; None for a random one.
        hazard: chance of a day, given that it has not happened before; 0 for a dated one.
        start, until: the first and the last day on which a random one can happen.
    """

    on: int | None
    hazard: float = 0.0
    start: int = 0
    until: int = 0

    def day(self, u: float) -> int | None:
        """Return the day at a uniform random number u in [0, 1); None if it doesn't happen."""
        if self.on is not None:
            return self.on
        if self.hazard <= 0.0:
            return None
        waited = int(math.log1p(-u) / math.log1p(-self.hazard)) if self.hazard < 1.0 else 0
        day = self.start + waited
        return day if day <= self.until else None


@dataclass(frozen=True, slots=True)
class Salience:
    """A leader's presence at a table, in its next meeting.

    Attributes:
        table: where.
        country: whose leader.
        near: within which distance of the two sides' last offers, in the country's own utility, it speeds things up.
        speed: what part of the time left is then as if over for the country.
    """

    table: str
    country: str
    near: float
    speed: float


class Event(Options, ABC):
    """A change from outside: frozen, range-checked options, and what it does to the world.

    Write one as a frozen pydantic dataclass with a `name`; its fields are its options in a scenario file. Those that
    everyone sees when it happens it lists as `public`; a sentence of its own stands in `tradetalks.runs.words.events`.
    """

    name: ClassVar[str]
    public: ClassVar[tuple[str, ...]] = ()
    """The options that everyone sees of it when it happens."""

    @property
    def figures(self) -> dict[str, Figure]:
        """What everyone sees of it: its kind, and its public options."""
        return {"event": self.name, **{option: getattr(self, option) for option in self.public}}

    def pending(self, world: WorldState, timing: Timing) -> WorldState:  # noqa: ARG002
        """Return the world on the first day on which a random event can happen: some are known to be possible."""
        return world

    @abstractmethod
    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:
        """Return the world after it, before markets react to what it does to tariffs.

        Args:
            world: of the moment before.
            markets: how these react.
            key: the event's id in the scenario.
            day: days from the scenario's start.
        """

    @property
    def opens(self) -> str:
        """The table to which it invites; "" if to none."""
        return ""

    @property
    def held_at(self) -> str:
        """The table at which it happens; "" where at none. In a layout without the table it doesn't happen."""
        return ""

    @property
    def parties(self) -> Mapping[str, str]:
        """The countries that have to sit at the table that it names, by option."""
        return {}

    @property
    def salience(self) -> Salience | None:
        """A leader's presence at a table, on the day or at its next meeting, if that is what it is."""
        return None

    def problems(self, setting: Setting, tables: tuple[str, ...]) -> Iterator[Complaint]:  # noqa: ARG002
        """Yield what the options name and the scenario doesn't have."""
        yield from ()


events: Registry[Event] = Registry("event", "tradetalks.model.events", Event)


def country_complaints(setting: Setting, **named: str) -> Iterator[Complaint]:
    """Yield a complaint for each of these options that names no country of the scenario."""
    for option, country in named.items():
        if country not in setting.facts:
            hint = did_you_mean(country, setting.facts)
            yield option, f"there is no country {country!r}{hint}; there are {', '.join(setting.facts)}"


def table_complaints(tables: tuple[str, ...], option: str, table: str) -> Iterator[Complaint]:
    """Yield a complaint if an option names no table of the scenario."""
    if table not in tables:
        yield option, f"there is no table {table!r}{did_you_mean(table, tables)}; there are {', '.join(tables)}"


def rate_complaints(setting: Setting, option: str, rates: dict[str, float]) -> Iterator[Complaint]:
    """Yield a complaint for each rate whose path or points are not allowed."""
    if setting.calibration is None:
        yield option, "needs the trade model: give the scenario an `economy`"
        return
    for path, points in rates.items():
        try:
            RatePath.parse(path, setting.calibration)
            check_points(path, points)
        except EconomyError as error:
            yield option, str(error)
