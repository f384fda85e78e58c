"""Watching a run: day by day, forwards and backwards, as it happens or as it was recorded."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from functools import cached_property

from tradetalks.agents.strategies.human import Human
from tradetalks.app.controls import Control, Value, controls_of
from tradetalks.configs.load import Source, load_scenario
from tradetalks.configs.schema import Scenario
from tradetalks.errors import TradetalksError
from tradetalks.model.calendar import schedule
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.replay import Recording

SEED = 7
"""What a scenario is watched with at first: that of the documentation's runs."""

MOST_ROUNDS = 50_000
"""Of all tables of a run: many more would take the memory of the server, which others watch by as well."""


def check_rounds(setup: Scenario) -> None:
    """Check how long the tables of a scenario meet, deadlines that are put off included.

    Raises:
        TradetalksError: for more than MOST_ROUNDS.
    """
    rounds = sum(
        meeting.rounds
        for table in setup.tables.values()
        for meeting in schedule(table.kinds, table.opens, table.latest)
    )
    if rounds > MOST_ROUNDS:
        raise TradetalksError(
            f"{setup.name}: its tables meet for {rounds:,} rounds; at most {MOST_ROUNDS:,} can be watched here: "
            "`tradetalks run` has no such limit"
        )


class Watch:
    """A run that somebody watches. Only its own steps change the model: who looks at it leaves it as it is.

    A day that has passed is reached by running from the start again, which takes as long as a blink and gives the same
    days, so that nothing of the past has to be kept.

    Args:
        source: a Scenario, a shipped name, a path or a dict; not used for a recording.
        seed: the root seed; drawn where it is None.
        changes: values by path, as `--set` takes them.
        recording: what is replayed, people's moves included; None for a run of its own.

    Attributes:
        source: as given; of a recording the scenario that it holds.
        setup: the scenario, changes included.
        seed: the root seed.
        changes: as given.
        recording: as given.
        model: the run, at some day.

    Raises:
        ConfigError: the scenario or a change is not as it must be.
        UnknownName: there is no such scenario.
        TradetalksError: the seed is no whole number, or the tables meet for more than MOST_ROUNDS.
    """

    def __init__(
        self,
        source: Source,
        seed: int | str | None = None,
        changes: Mapping[str, Value] | None = None,
        recording: Recording | None = None,
    ) -> None:
        self.changes: Mapping[str, Value] = dict(changes or {})
        self.recording = recording
        self.source: Source = recording.setup if recording is not None else source
        self.setup: Scenario = load_scenario(self.source, overrides=self.changes)
        check_rounds(self.setup)
        self.model = TradeTalks(self.setup, rng=recording.seed if recording is not None else seed)  # type: ignore[arg-type]
        self.seed = self.model.root_seed

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """What can be changed of it."""
        return controls_of(self.setup)

    @property
    def day(self) -> int:
        """The day that was lived through last; -1 before the first."""
        return self.model.day

    @property
    def over(self) -> bool:
        """Whether no table can change any more."""
        return not self.model.running

    @property
    def blocked(self) -> str:
        """Why it can't go on though it isn't over, "" if it can: a person has to move."""
        if self.model.waiting is None:
            return ""
        live, party = self.model.waiting
        file = self.source if isinstance(self.source, str) else f"{self.setup.name}.yaml"
        return (
            f"{party} is a person at the table {live.key}, whose moves can't be watched before they are made: "
            f"choose another strategy for {party}, or play it by `tradetalks play {file} --as {party}`"
        )

    @property
    def has_a_person(self) -> bool:
        """Whether a person decides for somebody at a table."""
        own = [
            table.strategies.get(party, self.setup.seat(party).strategy)
            for table in self.setup.tables.values()
            for party in table.parties
        ]
        return any(isinstance(strategy, Human) for strategy in own)

    @property
    def can_go_on(self) -> bool:
        """Whether there is a next day."""
        return not self.over and self.model.waiting is None

    def step(self) -> None:
        """Go on to the next day on which anything happens."""
        told = self._told()
        while self.can_go_on and self._told() == told:
            self._live_a_day()

    def back(self) -> None:
        """Go back to the last day before this one on which anything happened; to before the first, if none did."""
        days = [item.day for item in self.model.happenings]
        days += [move.day for live in self.model.tables.values() if live.table for move in live.table.history]
        self.to_day(max((day for day in days if day < self.day), default=-1))

    def to_day(self, day: int) -> None:
        """Go to a day, in the past or to come, or as far as the run goes."""
        if day < self.day:
            self.reset()
        while self.can_go_on and self.day < day:
            self._live_a_day()

    def to_end(self) -> None:
        """Go on to the end."""
        self.hurry(math.inf)

    def hurry(self, seconds: float) -> None:
        """Go on for so long, or to the end: by whole days, one at least."""
        until = time.monotonic() + seconds
        while self.can_go_on:
            self._live_a_day()
            if time.monotonic() >= until:
                return

    def reset(self) -> None:
        """Go back to before the first day."""
        self.model = TradeTalks(self.setup, rng=self.seed)

    def _live_a_day(self) -> None:
        self.model.step()
        while self.recording is not None and self.recording.go_on(self.model):
            pass

    def _told(self) -> tuple[int, int]:
        moves = sum(len(live.table.transcript) for live in self.model.tables.values() if live.table is not None)
        return len(self.model.happenings), moves
