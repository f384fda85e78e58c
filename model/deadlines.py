"""Deadlines: when talks end without a deal, who may put that off, and the world that follows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from tradetalks.model.rates import with_rates
from tradetalks.model.world import WorldState


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """What all deadlines have in common: a last day, and a threat of what follows without a deal.

    Attributes:
        on: the last day on which the table can agree, as announced; of a random one, the last that is possible.
        snap_back: tariffs that follow at once without a deal, percentage points on top of base tariffs by path.
        letters: tariffs that letters announce then, in force some days later; likewise.
        letters_after: how many days later.
    """

    on: int
    snap_back: Mapping[str, float] = field(default_factory=dict)
    letters: Mapping[str, float] = field(default_factory=dict)
    letters_after: int = 0

    @property
    def latest(self) -> int:
        """The last day on which the table could still be open, whatever happens."""
        return self.on

    @property
    def threats(self) -> dict[str, float]:
        """All tariffs that follow without a deal, sooner or later, by path."""
        return {**self.snap_back, **self.letters}

    @property
    def threatening(self) -> frozenset[str]:
        """The countries that would levy them."""
        return frozenset(path.partition(".")[0] for path in self.threats)

    def expected_end(self, day: int) -> float:  # noqa: ARG002
        """Return the day on which the talks are expected to end, as announced, seen on a day."""
        return self.on

    def closes(self, u: float) -> int:  # noqa: ARG002
        """Return the day on which it passes, at a uniform random number in [0, 1)."""
        return self.on


@dataclass(frozen=True, kw_only=True)
class HardDeadline(Deadline):
    """A deadline that is never put off."""


@dataclass(frozen=True, kw_only=True)
class ExtendableDeadline(Deadline):
    """A deadline that may be put off, before the rounds of the last meeting: who threatens is believed less then.

    Attributes:
        by: countries of which any may put it off.
        times: how often at most.
        days: by how many days each time.
        near: it is put off only if the last offers are so near, in the utility of the country that does it.
        chance: with which chance, if they are.
        credibility: what is left of the belief in the threat each time.
    """

    by: tuple[str, ...] = ()
    times: int = 1
    days: int = 30
    near: float = 1.0
    chance: float = 1.0
    credibility: float = 1.0

    @property
    def latest(self) -> int:
        """The last day on which the table could still be open."""
        return self.on + self.times * self.days


@dataclass(frozen=True, kw_only=True)
class RandomDeadline(Deadline):
    """Talks that may break off on any day from `start` on: announced is the expected end.

    Attributes:
        hazard: chance of a day, given that it has not happened before.
        start: the first day on which they may.
    """

    hazard: float
    start: int = 0

    def expected_end(self, day: int) -> float:
        """Return its expectation at the beginning; once that has passed, the day itself.

        Talks go on beyond k days with chance (1 - hazard)^(k + 1), and beyond the last possible day never: the
        expected number of days is the sum of these.
        """
        stays = 1.0 - self.hazard
        days = stays * (1.0 - stays ** max(self.on - self.start, 0)) / self.hazard
        return max(self.start + days, float(day))

    def closes(self, u: float) -> int:
        """Return the day on which it passes, the last at the latest."""
        if self.hazard >= 1.0:
            return min(self.start, self.on)
        return min(self.start + int(math.log1p(-u) / math.log1p(-self.hazard)), self.on)


def in_power(world: WorldState, rates: Mapping[str, float]) -> dict[str, float]:
    """Return the rates, by path, that are left once those of countries without the power to levy them are taken out."""
    return {path: points for path, points in rates.items() if path.partition(".")[0] not in world.climate.powerless}


def with_threats(world: WorldState, rates: Mapping[str, float]) -> WorldState:
    """Return the world in which threatened rates are in force, but for those of countries without the power.

    Args:
        world: of the moment before.
        rates: percentage points on top of base tariffs by path.
    """
    able = in_power(world, rates)
    if not able:
        return world
    return world.changed(added_tariffs=with_rates(world.added_tariffs, able, world.setting.economy))
