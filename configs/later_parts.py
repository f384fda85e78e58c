"""Parts that come into a run while it goes on: an event that is put in, a strategy that takes a seat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from tradetalks.agents.strategies.base import Strategy
from tradetalks.configs.load import load_scenario
from tradetalks.configs.parts.choices import build
from tradetalks.configs.problems.complaints import problems_of
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import ConfigError, Problem
from tradetalks.model.events.base import Event, events


def event_of(data: Mapping[str, Any]) -> Event:
    """Return the event that a mapping describes, as in a scenario file without its day: `{event: tour, country: ...}`.

    Raises:
        ConfigError: it describes none.
    """
    try:
        return build(events, "event", data)
    except ValidationError as error:
        told = [Problem(message, "the event", path=".".join(map(str, path))) for path, message, _ in problems_of(error)]
        raise ConfigError(told) from None


def strategy_of(setup: Scenario, table: str, party: str, data: Mapping[str, Any]) -> Strategy:
    """Return the strategy that a mapping describes, as in a scenario file, for a seat at a table.

    Raises:
        ConfigError: it describes none, one that can't sit there, or one with an option that is drawn per run.
    """
    group = "coalitions" if party in setup.coalitions else "countries"
    path = f"{group}.{party}.strategy"
    changed = load_scenario(setup, overrides={path: dict(data)})
    strategy = changed.seat(party).strategy
    drawn = [".".join(map(str, key)) for key in changed.draws if list(map(str, key[:3])) == path.split(".")]
    if strategy is None or drawn:
        what = f"{', '.join(drawn)} would be drawn: give a value" if drawn else "is no strategy"
        raise ConfigError([Problem(what, f"the seat of {party} at {table}")])
    for option, message in strategy.problems(setup.tables[table].seat):
        raise ConfigError([Problem(message, f"the seat of {party} at {table}", path=option)])
    return strategy
