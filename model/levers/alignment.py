"""The alignment lever: a clause on a third country, whose offers are given up in part or whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.levers.base import Complaint, Lever, Several, one_level, repeated
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

    giver: Annotated[Several, Field(description="country that aligns itself, or several that do so alike")]
    receiver: Annotated[str, Field(description="country that it aligns itself with")]
    against: Annotated[str, Field(description="the third country")]

    def commitments(self) -> list[Commitment]:
        """Return who keeps whom out for whom."""
        return [Commitment(self.aspect, giver, self.receiver, self.against) for giver in self.giver]

    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which `level` % of the third country's offers are given up."""
        for owed in self.commitments():
            world = world.with_commitment(owed, level)
        return world

    def put_back(self, world: WorldState, source: WorldState) -> WorldState:
        """Return the world in which as much is given up as in `source`."""
        for owed in self.commitments():
            world = world.with_commitment(owed, source.commitments.get(owed, 0.0))
        return world

    def today(self, world: WorldState) -> float | None:
        """Return what is given up, in %; None where it differs."""
        return one_level(world.commitments.get(owed, 0.0) for owed in self.commitments())

    def label(self, setting: Setting) -> str:
        """Return, say, "Vietnam turns from China"."""
        names = ", ".join(setting.named(giver) for giver in self.giver)
        return f"{names} {'turns' if len(self.giver) == 1 else 'turn'} from {setting.named(self.against)}"

    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield unknown countries, and one that is named twice."""
        yield from country_problems(setting, giver=self.giver, receiver=self.receiver, against=self.against)
        yield from repeated("country", giver=self.giver, receiver=self.receiver, against=self.against)
