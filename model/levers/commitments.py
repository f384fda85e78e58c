"""Levers that bind one country to give another something year by year: base costs, purchases, investment."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, cast

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.errors import did_you_mean
from tradetalks.model.levers.base import Complaint, Lever, codes_of, repeated
from tradetalks.model.world import Aspect, Commitment, Setting, WorldState


class CommitmentLever(Lever):
    """What the three have in common: an amount in USD bn a year beyond what is owed on day 0."""

    unit: ClassVar[str] = "USD bn a year more"
    lowest: ClassVar[float] = 0.0
    highest: ClassVar[float] = 1000.0

    def commitment(self) -> Commitment:
        """Return who owes what to whom."""
        giver, receiver = self._roles()
        return Commitment(self.aspect, getattr(self, giver), getattr(self, receiver))

    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which `level` USD bn a year are owed."""
        return world.with_commitment(self.commitment(), level)

    def put_back(self, world: WorldState, source: WorldState) -> WorldState:
        """Return the world in which as much is owed as in `source`."""
        return world.with_commitment(self.commitment(), self.today(source))

    def today(self, world: WorldState) -> float:
        """Return what is owed beyond day 0, USD bn a year."""
        return world.commitments.get(self.commitment(), 0.0)

    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield unknown countries."""
        roles = self._roles()
        yield from country_problems(setting, **{role: getattr(self, role) for role in roles})
        yield from repeated("country", **{role: getattr(self, role) for role in roles})

    def _roles(self) -> tuple[str, str]:
        """The options that name who gives and who receives, in the order of their declaration."""
        giver, receiver = (option.name for option in dataclasses.fields(cast("Any", self)))
        return giver, receiver


@dataclass(frozen=True, kw_only=True)
class BaseCosts(CommitmentLever):
    """What `host` pays `guest` towards the cost of its bases, beyond what it pays on day 0."""

    host: Annotated[str, Field(description="country that pays")]
    guest: Annotated[str, Field(description="country that is paid")]

    name: ClassVar[str] = "base_costs"
    aspect: ClassVar[Aspect] = "base_costs"

    def label(self, setting: Setting) -> str:
        """Return, say, "Japan's share of US base costs"."""
        return f"{setting.named(self.host)} pays for bases of {setting.named(self.guest)}"


@dataclass(frozen=True, kw_only=True)
class Purchases(CommitmentLever):
    """What `buyer` commits itself to buy from `seller`, beyond what markets bring."""

    buyer: Annotated[str, Field(description="country that buys")]
    seller: Annotated[str, Field(description="country that sells")]

    name: ClassVar[str] = "purchases"
    aspect: ClassVar[Aspect] = "purchases"

    def label(self, setting: Setting) -> str:
        """Return, say, "Japan buys from the United States"."""
        return f"{setting.named(self.buyer)} buys from {setting.named(self.seller)}"


@dataclass(frozen=True, kw_only=True)
class Investment(CommitmentLever):
    """What `investor` commits itself to invest in `host`, beyond what markets bring."""

    investor: Annotated[str, Field(description="country that invests")]
    host: Annotated[str, Field(description="country that is invested in")]

    name: ClassVar[str] = "investment"
    aspect: ClassVar[Aspect] = "investment"

    def label(self, setting: Setting) -> str:
        """Return, say, "Japan invests in the United States"."""
        return f"{setting.named(self.investor)} invests in {setting.named(self.host)}"


def country_problems(setting: Setting, **named: str | tuple[str, ...]) -> Iterator[Complaint]:
    """Yield a complaint for each of these options that names no country of the scenario."""
    for option, codes in named.items():
        for country in codes_of(codes):
            if country not in setting.facts:
                hint = did_you_mean(country, setting.facts)
                yield option, f"there is no country {country!r}{hint}; there are {', '.join(setting.facts)}"
