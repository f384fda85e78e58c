"""The record of a run: what everybody's eyes see of it, in full, from which results, tables and files are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tradetalks.errors import TradetalksError
from tradetalks.model.talks.happenings import NOBODY, Happening, HappeningKind
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.result.changes import what_changed
from tradetalks.runs.result.result import EventLine, Line, RunResult
from tradetalks.runs.sight.table_record import table_result
from tradetalks.runs.versions import versions
from tradetalks.runs.words.happenings import Names, happening_in_words


def result_of(model: TradeTalks, log: Sequence[Mapping[str, Any]] = ()) -> RunResult:
    """Return the result of a model that has run to its end; `log` is what people and instructors did, as data.

    Raises:
        TradetalksError: a table can still change.
    """
    if model.running:
        raise TradetalksError("the run is not over: some table can still change")
    setup = model.setup
    return RunResult(
        scenario=setup.name,
        title=setup.title or setup.name,
        seed=model.root_seed,
        start=_date(model, 0),
        countries={code: party.name for code, party in (model.countries | model.coalitions).items()},
        drawn=model.drawn,
        content=setup.content,
        tables={key: table_result(live) for key, live in model.open_tables.items()},
        transcript=transcript_of(model),
        events=events_of(model),
        world=what_changed(model),
        series={name: tuple(model.datacollector.model_vars[name]) for name in ("day", *model.series)},
        log=tuple(log),
        versions=versions(model),
    )


def transcript_of(model: TradeTalks) -> tuple[Line, ...]:
    """Return every move that was made, by day; of a run that is not over, those so far."""
    lines = [line for live in model.open_tables.values() for line in _lines(live, model)]
    # Stable: moves of one day stay in the tables' order, and each table's in its own.
    return tuple(sorted(lines, key=lambda line: line.day))


def events_of(model: TradeTalks) -> tuple[EventLine, ...]:
    """Return everything that has happened besides moves, by day."""
    names = Names.of(model)
    return tuple(
        EventLine(
            day=item.day,
            date=_date(model, item.day),
            kind=_kind(item, model),
            table=item.table,
            text=happening_in_words(item, names),
            hidden=item.audience == NOBODY,
        )
        for item in model.happenings
    )


def _kind(item: Happening, model: TradeTalks) -> str:
    """Return the kind of a happening; a deadline's tells whether a deal was possible then, which nobody knows."""
    return str(model.tables[item.table].status if item.kind is HappeningKind.EXPIRED else item.kind)


def _date(model: TradeTalks, day: int) -> str:
    date = model.setup.date_of(day)
    if date:
        return date.isoformat()
    return ""


def _lines(live: OpenTable, model: TradeTalks) -> list[Line]:
    table = live.table
    return [
        Line(
            day=entry.move.day,
            date=_date(model, entry.move.day),
            table=live.key,
            meeting=live.meetings[entry.move.day].kind,
            round=entry.move.round,
            t=entry.move.t,
            party=table.parties[entry.move.party],
            move=str(entry.move.kind),
            offer=None if entry.move.outcome is None else table.space.levels(entry.move.outcome),
            utility=entry.utility,
            reason=entry.reason,
            decider=str(entry.decider),
            message=entry.move.message,
        )
        for entry in table.transcript
    ]
