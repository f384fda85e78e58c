"""The alignment lever: a clause on a third country, whose offers are given up in part or whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.levers.base import Complaint, Lever
from tradetalks.model.levers.commitments import country_problems
from tradetalks.model.world import Aspect, Commitment, Setting, WorldState


@dataclass(frozen=True, kw_only=True)
class Alignment(Lever):
    """How much of what `against` has on offer `giver` gives up in favour of `receiver`: an exclusivity clause."""

    name: ClassVar[str] = "alignment"
    unit: ClassVar[str] = "% of its offers given up"
    lowest: ClassVar[float] = 0.0
    highest: ClassVar[float] = 100.0
    aspect: ClassVar[Aspect] = "alignment"

    giver: Annotated[str, Field(description="country that aligns itself")]
    receiver: Annotated[str, Field(description="country that it aligns itself with")]
    against: Annotated[str, Field(description="the third country")]

    def commitment(self) -> Commitment:
        """Return who keeps whom out for whom."""
        return Commitment(self.aspect, self.giver, self.receiver, self.against)

    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which `level` % of the third country's offers are given up."""
        return world.with_commitment(self.commitment(), level)

    def today(self, world: WorldState) -> float:
        """Return what is given up, in %."""
        return world.commitments.get(self.commitment(), 0.0)

    def label(self, setting: Setting) -> str:
        """Return, say, "Viet Nam turns from China"."""
        return f"{setting.facts[self.giver].name} turns from {setting.facts[self.against].name}"

    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield unknown countries, and one that is named twice."""
        yield from country_problems(setting, giver=self.giver, receiver=self.receiver, against=self.against)
        if len({self.giver, self.receiver, self.against}) < 3:
            yield "against", f"must be another country than {self.giver} and {self.receiver}"
