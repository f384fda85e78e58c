"""What is watched on the page: a session that is no longer than others who watch can bear."""

from __future__ import annotations

import time
from collections.abc import Mapping

from tradetalks.app.controls import Value
from tradetalks.configs.load import Source, load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import TradetalksError
from tradetalks.model.calendar import schedule
from tradetalks.runs.play.session import Session

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


def session_of(source: Source, seed: int | str | None = None, changes: Mapping[str, Value] | None = None) -> Session:
    """Return a session to be watched, before its first day.

    Args:
        source: a Scenario, a shipped name, a path or a dict.
        seed: the root seed; drawn where it is None.
        changes: values by path, as `--set` takes them.

    Raises:
        ConfigError: the scenario or a change is not as it must be.
        UnknownName: there is no such scenario.
        TradetalksError: the seed is no whole number, or the tables meet for more than MOST_ROUNDS.
    """
    check_rounds(load_scenario(source, overrides=dict(changes or {})))
    return Session(source, seed, changes)


def hurry(session: Session, seconds: float) -> None:
    """Let a session go on for so long, or to its end: by whole days, one at least."""
    until = time.monotonic() + seconds
    while session.can_go_on:
        session.step()
        if time.monotonic() >= until:
            return


def blocked(session: Session) -> str:
    """Return why a session can't go on though it isn't over, "" if it can: a person has to move."""
    file = session.source if isinstance(session.source, str) else f"{session.setup.name}.yaml"
    for table, party in session.waiting:
        return (
            f"{party} is a person at the table {table}, whose moves can't be watched before they are made: "
            f"choose another strategy for {party}, or play it by `tradetalks play {file} --as {party}`"
        )
    return ""
