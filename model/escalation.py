"""Escalation: between rounds a country may threaten, carry out, retaliate or stand still.

Each conflict is a ladder of tariffs that one country may climb against another. Who decides, and by which rule, is not
known here (`agents/escalation.py`); this is the state, and what each step does to the world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a country does between two meetings."""

    STAND_STILL = "stand_still"
    THREATEN = "threaten"
    CARRY_OUT = "carry_out"
    BACK_DOWN = "back_down"
    RETALIATE = "retaliate"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps that one country may climb against another.

    Attributes:
        country: who climbs.
        against: whose goods it taxes.
        rates: percentage points on top of base tariffs, step by step, upwards.
        sectors: one sector or a named group; "" for all goods.
    """

    country: str
    against: str
    rates: tuple[float, ...]
    sectors: str = ""

    def path(self) -> str:
        """Return the rate's path, IMPORTER.EXPORTER[.SECTOR]."""
        return f"{self.country}.{self.against}" + (f".{self.sectors}" if self.sectors else "")


@dataclass(slots=True)
class Standing:
    """Where a country stands on its ladder.

    Attributes:
        ladder: its ladder.
        climbed: how many steps have been carried out.
        passed: how many were passed over, as what was in force was no less.
        threatened: whether the next one has been threatened and not yet carried out or withdrawn.
        answered: how many steps of the other side it has answered, or let pass.
    """

    ladder: Ladder
    climbed: int = 0
    passed: int = 0
    threatened: bool = False
    answered: int = 0

    @property
    def next_rate(self) -> float | None:
        """The rate of the next step, percentage points; None at the top."""
        rates: Sequence[float] = self.ladder.rates
        done = self.climbed + self.passed
        if done < len(rates):
            return rates[done]
        return None

    @property
    def threat(self) -> dict[str, float]:
        """The threatened rate by path; empty where none stands."""
        rate = self.next_rate
        if not self.threatened or rate is None:
            return {}
        return {self.ladder.path(): rate}
