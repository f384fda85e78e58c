"""The clock of a table: rounds, and what part of the time is over."""

from __future__ import annotations

from dataclasses import dataclass

from tradetalks.errors import NegotiationError


@dataclass(frozen=True, slots=True)
class Clock:
    """Rounds of a table, from 0 to `rounds - 1`, over all its meetings until the announced deadline.

    Attributes:
        rounds: how many there are until then; a round is over when every party had a turn.
        since: the first round that runs by this clock; above 0 once the deadline has been put off.
        start: the time of the round before that.
    """

    rounds: int
    since: int = 0
    start: float = 0.0

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise NegotiationError(f"a table needs at least one round, not {self.rounds}")

    def time(self, round_number: int) -> float:
        """Return t in [0, 1]: 0 in the first round, 1 in the last and in any after it; 1 if there is one round.

        Once the deadline has been put off, the rounds that are left share the time that was left.
        """
        if self.since:
            share = (round_number - self.since + 1) / (self.rounds - self.since)
            return min(self.start + (1.0 - self.start) * share, 1.0)
        last = self.rounds - 1
        if round_number >= last:
            return 1.0
        return round_number / last

    def put_off(self, next_round: int, more: int) -> Clock:
        """Return the clock with more rounds, from the next one on; what is over is over.

        Raises:
            NegotiationError: no round is added, or the last one is over.
        """
        if more < 1 or next_round >= self.rounds:
            raise NegotiationError(f"{more} rounds can't be added after round {next_round} of {self.rounds}")
        return Clock(self.rounds + more, next_round, self.time(next_round - 1) if next_round else 0.0)
