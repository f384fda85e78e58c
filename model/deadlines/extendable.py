"""A deadline that may be put off: who threatens is believed less then."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.deadlines.base import Deadline, Extension
from tradetalks.quantities import Chance, Count, Days, Share, Utility


@dataclass(frozen=True, kw_only=True)
class ExtendableDeadline(Deadline):
    """Some may put it off, before the rounds of the last meeting."""

    name: ClassVar[str] = "extendable"
    of_parties: ClassVar[tuple[str, ...]] = ("by",)
    by: Annotated[list[str], Field(description="parties of which any may put it off; all if left out")] = Field(
        default_factory=list
    )
    times: Annotated[Count, Field(le=100, title="times it may be put off", description="how often")] = 1
    days: Annotated[Days, Field(title="days it is put off", description="by how many days each time")] = 30
    near: Annotated[
        Utility,
        Field(
            title="nearness needed",
            description="how near the last offers must be, in the own utility of who does it",
        ),
    ] = 1.0
    chance: Annotated[
        Chance,
        Field(title="chance of putting off", description="with which chance it is, if they are"),
    ] = 1.0
    credibility: Annotated[
        Share,
        Field(title="belief left each time", description="what is left of the belief in the threat each time"),
    ] = 1.0

    @property
    def extension(self) -> Extension:
        """How it may be put off."""
        return Extension(tuple(self.by), self.times, self.days, self.near, self.chance, self.credibility)

    @property
    def latest(self) -> int:
        """The last day on which the table could still be open."""
        return self.on + self.times * self.days
