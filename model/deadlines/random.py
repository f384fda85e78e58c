"""A deadline on a day that nobody knows: talks may break off on any.

Talks go on beyond k days with chance (1 - hazard)^(k + 1), and beyond the last possible day never: the expected number
of days is the sum of these.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.deadlines.base import Deadline
from tradetalks.quantities import DayNumber, PositiveDailyChance


@dataclass(frozen=True, kw_only=True)
class RandomDeadline(Deadline):
    """It may pass on any day; announced is the expected one."""

    name: ClassVar[str] = "random"
    is_drawn: ClassVar[bool] = True
    of_days: ClassVar[tuple[str, ...]] = ("start",)
    keys: ClassVar[Mapping[str, str]] = MappingProxyType({"start": "from"})
    hazard: Annotated[PositiveDailyChance, Field(description="chance of a day, if it has not passed before")]
    start: Annotated[DayNumber | None, Field(description="the first day on which it may; the opening if left out")] = (
        None
    )

    @property
    def first(self) -> int:
        """The first day on which it may pass."""
        return self.opens if self.start is None else self.start

    def expected_end(self, day: int) -> float:
        """Return its expectation at the beginning; once that has passed, the day itself."""
        stays = 1.0 - self.hazard
        days = stays * (1.0 - stays ** max(self.on - self.first, 0)) / self.hazard
        return max(self.first + days, float(day))

    def closes(self, u: float) -> int:
        """Return the day on which it passes, the last at the latest."""
        if self.hazard >= 1.0:
            return min(self.first, self.on)
        return min(self.first + int(math.log1p(-u) / math.log1p(-self.hazard)), self.on)
