"""The clock of a table: rounds, and what part of the time is over."""

from __future__ import annotations

from dataclasses import dataclass

from tradetalks.errors import NegotiationError


@dataclass(frozen=True, slots=True)
class Clock:
    """Rounds of a table, from 0 to `rounds - 1`, over all its meetings.

    Attributes:
        rounds: how many there are until the deadline; a round is over when every party had a turn.
    """

    rounds: int

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise NegotiationError(f"a table needs at least one round, not {self.rounds}")

    def time(self, round_number: int) -> float:
        """Return t in [0, 1]: 0 in the first round, 1 in the last; 1 if there is one round."""
        return round_number / (self.rounds - 1) if self.rounds > 1 else 1.0
