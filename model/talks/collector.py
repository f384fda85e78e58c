"""What Mesa's data collector records of a run, on the days on which something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from tradetalks.model.series import series_names, series_value

if TYPE_CHECKING:
    from tradetalks.model.talks.talks import TradeTalks


def series_of(model: TradeTalks) -> tuple[str, ...]:
    """Return the names of what is recorded of the network."""
    threatening = {code for table in model.tables.values() for code in table.deadline.threatening}
    threatening |= {conflict.country for conflict in model.surroundings.conflicts}
    return series_names(model.first_world, threatening)


def collector_of(model: TradeTalks) -> mesa.DataCollector:
    """Return the collector of a run: of the day, its series and the status of each table."""
    return mesa.DataCollector(
        model_reporters={"day": "day"}
        | {name: [_of_today, [model, name]] for name in model.series}
        | {f"status {key}": [_status, [model, key]] for key in model.tables}
    )


def collect(model: TradeTalks) -> None:
    """Record the day; of one that somebody has changed since it was recorded, what it is now."""
    columns = model.datacollector.model_vars
    if columns["day"][-1:] == [model.day]:
        for column in columns.values():
            column.pop()
    model.datacollector.collect(model)


def _of_today(model: TradeTalks, name: str) -> float:
    return series_value(name, model.world, model.surroundings.markets, model.day)


def _status(model: TradeTalks, key: str) -> str:
    return str(model.tables[key].status)
