"""The climate of a run: what presses countries to agree from outside, and what their threats are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Pressure:
    """Something that makes waiting dearer for a country, or cheaper.

    Attributes:
        country: whom it presses.
        source: the event that it comes from, by id; a later one from the same source takes its place.
        rate: USD bn a year; negative where it makes waiting cheaper.
        per_point: USD bn a year for every percentage point by which the country's average additional tariff
            exceeds the one that was expected.
        expected_pct: that expectation, in percentage points.
    """

    country: str
    source: str
    rate: float = 0.0
    per_point: float = 0.0
    expected_pct: float = 0.0


@dataclass(frozen=True, slots=True)
class Pending:
    """A case before the courts that may take away a country's power to set tariffs.

    Attributes:
        hazard: chance of such a ruling on a day.
        until: the last day on which it can come.
    """

    hazard: float
    until: int

    def survival(self, day: int, deadline: float) -> float:
        """Return the chance, as seen on a day, that the power still stands when a deadline passes."""
        return float((1.0 - self.hazard) ** max(min(deadline, self.until) - day, 0.0))


@dataclass(frozen=True, slots=True)
class Climate:
    """What is known of pressures and threats on a day.

    Attributes:
        stress: of the markets on `stress_day`; 0 is calm, and it fades (see `Markets`).
        stress_day: the day on which it last changed.
        pressures: what makes waiting dearer or cheaper.
        credibility: by country, what part of the belief in its threats is left; 1 where it isn't named.
        pending: cases before the courts, by the country whose power is at issue.
        powerless: countries that have lost it.
        retaliating: countries whose retaliation is switched on.
        claims: tables of which somebody has claimed success in public: the stress that returns if they fail.
    """

    stress: float = 0.0
    stress_day: int = 0
    pressures: tuple[Pressure, ...] = ()
    credibility: Mapping[str, float] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    powerless: frozenset[str] = frozenset()
    retaliating: frozenset[str] = frozenset()
    claims: Mapping[str, float] = field(default_factory=dict)

    def with_pressure(self, pressure: Pressure) -> Climate:
        """Return the climate with a pressure; one of the same source on the same country is replaced."""
        kept = [old for old in self.pressures if (old.country, old.source) != (pressure.country, pressure.source)]
        return replace(self, pressures=(*kept, pressure))

    def with_credibility(self, country: str, factor: float) -> Climate:
        """Return the climate in which a country's threats are believed so much less (or more), never above 1."""
        now = min(self.credibility.get(country, 1.0) * factor, 1.0)
        return replace(self, credibility={**self.credibility, country: now})

    def belief(self, country: str, day: int, deadline: float) -> float:
        """Return how far a threat of a country that is due at a deadline is believed on a day, in [0, 1].

        It is the credibility that is left, times the chance that the courts leave it the power.
        """
        if country in self.powerless:
            return 0.0
        credibility, pending = self.credibility.get(country, 1.0), self.pending.get(country)
        if pending is None:
            return credibility
        return credibility * pending.survival(day, deadline)
