"""Behaviour-dependent concession: relative, random-absolute and averaged tit-for-tat.

What the other side has conceded is given back. Let g be the own utility of the other side's offers, and 1 - g what
they still leave short of the own best. The side starts at its best, and keeps its aspiration P within its
reservation and 1. With its last offer's utility P' and a delay of d offers it asks for

- relative: P = P' (1 - g(now - d + 1)) / (1 - g(now - d)), the same share of what is missing;
- random-absolute: P = P' - (g(now - d + 1) - g(now - d)) + noise, the same amount, the noise uniform in [-M, M];
- averaged: P = P' (1 - g(now)) / (1 - g(now - w)), over a window of w offers.

Source: Faratin, Sierra, Jennings, "Negotiation decision functions for autonomous agents", Robotics and Autonomous
Systems 24 (1998), 159-182. They imitate issue by issue, on numbers; we imitate in utility, so that any agenda will
do: what they divide are the values of the other's offers, we divide what these leave short. Where the side's own
agenda is too coarse to follow, P' is the aspiration that led to its last offer, not the offer itself, so that no
concession gets lost; random-absolute starts from the offer, as the paper does. With several others their offers are
averaged, first with first and so on.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.history import offers_of, received
from tradetalks.agents.strategies.bidder import Bidder, floor_of
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import Count, Utility

Delay = Annotated[
    Count,
    Field(
        le=100,
        title="lag of the imitated concession",
        description="how many of the other side's offers ago the imitated concession began",
    ),
]


def missing_ratio(before: float, after: float) -> float:
    """Return (1 - after) / (1 - before): what is left of what was missing; 1 where nothing was."""
    if before >= 1.0:
        return 1.0
    return (1.0 - after) / (1.0 - before)


@dataclass(frozen=True, kw_only=True)
class Carried(Bidder):
    """Tit-for-tat whose aspiration goes from turn to turn: replayed from the offers, as nothing is kept."""

    @abstractmethod
    def factor(self, got: list[float], count: int) -> float:
        """Return what the aspiration is multiplied by once `count` offers have come; `got` holds all of them."""

    def aspiration(self, view: View) -> float:
        """Replay the aspiration over the offers received."""
        low = floor_of(view)
        got = received(view)
        aspired = 1.0
        for count in range(2, len(got) + 1):
            aspired = min(max(aspired * self.factor(got, count), low), 1.0)
        return aspired


@dataclass(frozen=True, kw_only=True)
class RelativeTitForTat(Carried):
    """Concedes in the proportion in which the other side did, some offers ago."""

    name: ClassVar[str] = "relative_tft"
    delay: Delay = 1

    def factor(self, got: list[float], count: int) -> float:
        """The other side's concession `delay` offers ago, as a ratio."""
        if count <= self.delay:
            return 1.0
        return missing_ratio(got[count - 1 - self.delay], got[count - self.delay])


@dataclass(frozen=True, kw_only=True)
class AveragedTitForTat(Carried):
    """Concedes in the proportion in which the other side did over a window of offers."""

    name: ClassVar[str] = "averaged_tft"
    window: Annotated[
        Count,
        Field(le=100, title="window of offers w", description="over how many of the other side's offers it looks, w"),
    ] = 3

    def factor(self, got: list[float], count: int) -> float:
        """The other side's concession over the window, as a ratio; over what there is as long as it is short."""
        return missing_ratio(got[max(count - 1 - self.window, 0)], got[count - 1])


@dataclass(frozen=True, kw_only=True)
class RandomAbsoluteTitForTat(Bidder):
    """Concedes as much as the other side did, some offers ago, plus or minus a random amount."""

    name: ClassVar[str] = "random_absolute_tft"
    delay: Delay = 1
    noise: Annotated[
        Utility, Field(le=0.5, title="noise M", description="the most that is added or taken off at random, M")
    ] = 0.02

    def aspiration(self, view: View) -> float:
        """Return the utility of the last offer, less the other side's concession, with noise."""
        low = floor_of(view)
        made, got = offers_of(view, view.party), received(view)
        if not made or len(got) <= self.delay:
            return 1.0
        conceded = got[-self.delay] - got[-1 - self.delay]
        shift = 0.0
        if self.noise:
            shift = self.noise * (2 * view.random(len(made)) - 1)
        return min(max(view.preferences.utility(made[-1]) - conceded + shift, low), 1.0)
