"""Issues: what a table negotiates about, each with a name, a unit and ordered levels."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tradetalks.errors import NegotiationError

type Level = float | str
"""One value that an issue can take: a number in the issue's unit, or a word."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of an agenda.

    Attributes:
        name: the issue's id in its agenda.
        levels: its possible levels in their order. Neighbours count as one step apart, whatever their
            distance in the unit, as the step is what a side concedes.
        unit: the unit of the levels, for people ("%", "USD bn a year", ...).
        label: what people read instead of the id; the id where it is empty.

    Raises:
        NegotiationError: no level, a level twice, a number that isn't finite, or numbers out of order.
    """

    name: str
    levels: tuple[Level, ...]
    unit: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        if not self.levels:
            raise NegotiationError(f"issue {self.name!r} has no level; give at least one")
        if len(set(self.levels)) < len(self.levels):
            twice = next(level for level in self.levels if self.levels.count(level) > 1)
            raise NegotiationError(f"issue {self.name!r} has the level {twice!r} twice")
        numbers = [level for level in self.levels if not isinstance(level, str)]
        if any(not math.isfinite(number) for number in numbers):
            raise NegotiationError(f"issue {self.name!r} has a level that is not a finite number: {numbers}")
        if len(numbers) == len(self.levels) and numbers not in (
            sorted(numbers),
            sorted(numbers, reverse=True),
        ):
            raise NegotiationError(
                f"the levels of issue {self.name!r} are out of order: {numbers}; sort them up or down"
            )

    def __len__(self) -> int:
        return len(self.levels)

    @property
    def title(self) -> str:
        """What people read: the label, or else the id."""
        return self.label or self.name

    def show(self, level: Level | None) -> str:
        """Write a level with as many decimals as the issue's levels need; "mixed" for no single level."""
        if level is None or isinstance(level, str):
            return level or "mixed"
        numbers = [number for number in (*self.levels, level) if not isinstance(number, str)]
        decimals = max(len(f"{number:g}".partition(".")[2]) for number in numbers)
        return f"{level:.{decimals}f}"

    def position(self, level: Level) -> int:
        """Return the position of a level, from 0.

        Raises:
            NegotiationError: the issue has no such level; names those it has.
        """
        try:
            return self.levels.index(level)
        except ValueError:
            allowed = ", ".join(map(self.show, self.levels))
            raise NegotiationError(f"issue {self.name!r} has no level {level!r}; its levels are {allowed}") from None
