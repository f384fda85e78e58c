"""The defence lever: what share of its GDP a country spends on defence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.errors import did_you_mean
from tradetalks.model.levers.base import Complaint, Lever
from tradetalks.model.world import Aspect, Setting, WorldState


@dataclass(frozen=True, kw_only=True)
class Defence(Lever):
    """The defence spending of `country`, in % of its GDP."""

    name: ClassVar[str] = "defence"
    unit: ClassVar[str] = "% of GDP"
    lowest: ClassVar[float] = 0.0
    highest: ClassVar[float] = 10.0
    aspect: ClassVar[Aspect] = "defence"

    country: Annotated[str, Field(description="country that spends")]

    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which the country spends `level` % of its GDP."""
        return world.with_defence(self.country, level)

    def put_back(self, world: WorldState, source: WorldState) -> WorldState:
        """Return the world in which the country spends what it does in `source`."""
        return world.with_defence(self.country, source.defence_pct[self.country])

    def today(self, world: WorldState) -> float | None:
        """Return the share in force, % of GDP."""
        return world.defence_pct[self.country]

    def label(self, setting: Setting) -> str:
        """Return, say, "defence spending of Japan"."""
        return f"defence spending of {setting.named(self.country)}"

    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield a country that is unknown or has no defence figures."""
        yield from defence_problems(setting, "country", self.country)


def defence_problems(setting: Setting, option: str, country: str) -> Iterator[Complaint]:
    """Yield a complaint if a country is unknown or lacks the figures that defence needs."""
    facts = setting.facts.get(country)
    if facts is None:
        codes = ", ".join(setting.facts)
        yield (
            option,
            f"there is no country {country!r}{did_you_mean(country, setting.facts)}; there are {codes}",
        )
    elif facts.gdp is None or facts.planned_defence_pct is None:
        yield option, f"{country} needs `gdp` and `defence` under countries.{country}"
