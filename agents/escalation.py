"""What a country does between meetings in a conflict: its temper, as options and one decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass as checked

from tradetalks.model.escalation import Standing, Step


@dataclass(frozen=True, slots=True)
class Situation:
    """What a country knows when it decides, after a meeting without a deal.

    Attributes:
        standing: where it stands on its ladder.
        other_climbed: how many steps the other side has carried out.
        retaliates: whether its retaliation is switched on.
        moved: by how much the other side's last offer is better for it than the one before the meeting, in its own
            utility.
        luck: a uniform random number in [0, 1).
        hostility: how hostile the two are, in [0, 1]; 1 where no network tells.
    """

    standing: Standing
    other_climbed: int
    retaliates: bool
    moved: float
    luck: float
    hostility: float = 1.0


@checked(frozen=True, kw_only=True)
class Temper:
    """How a country escalates.

    It answers each step that the other side has carried out by one of its own, if its retaliation is switched on. Else
    it keeps its word, or not, if a threat of its own stands; and it may threaten if the other side doesn't move, the
    sooner the more hostile they are.
    """

    threatens: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            title="chance of a threat",
            description="chance that it threatens after a meeting without enough movement",
        ),
    ] = 0.0
    resolve: Annotated[
        float,
        Field(
            ge=0, le=1, title="chance of carrying it out", description="chance that it carries out a threat that stands"
        ),
    ] = 0.5
    patience: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            title="movement that is enough",
            description="movement of the other side, in own utility, that is enough to stand still",
        ),
    ] = 0.02

    def decide(self, situation: Situation) -> Step:
        """Return what it does now."""
        standing = situation.standing
        if standing.next_rate is None:
            return Step.STAND_STILL
        if situation.retaliates and situation.other_climbed > standing.answered:
            return Step.RETALIATE
        enough = situation.moved > self.patience
        if standing.threatened:
            if enough:
                return Step.STAND_STILL
            return Step.CARRY_OUT if situation.luck < self.resolve else Step.BACK_DOWN
        if situation.luck < self.threatens * situation.hostility and not enough:
            return Step.THREATEN
        return Step.STAND_STILL
