"""The table of events: every move and everything that happened in the runs of which it is kept."""

from __future__ import annotations

import json
from typing import Any

from tradetalks.configs.experiment.columns import Column
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.record import events_of, transcript_of

type EventRow = dict[str, Any]

EVENT_COLUMNS = (
    Column("run", "int", "the number of the run"),
    Column("number", "int", "the number of the event in its run, from 0: by day, moves before what followed"),
    Column("day", "int", "days from the scenario's start"),
    Column("table", "text", "where; missing for what happens elsewhere"),
    Column("kind", "text", "of a move `offer`, `accept` and so on; else what happened, such as `agreed`"),
    Column("party", "text", "who moved; missing for other events"),
    Column("t", "float", "what part of the time was over, in [0, 1]; of moves"),
    Column("offer", "text", "the outcome offered, accepted, rejected or withdrawn, as JSON"),
    Column("utility", "float", "the mover's own utility of it"),
    Column("text", "text", "the reason of a move, or what happened"),
    Column("hidden", "bool", "whether the parties don't know it"),
)


def rows_of(run: int, model: TradeTalks) -> list[EventRow]:
    """Return the events of a run, those so far of one that was stopped."""
    found: list[EventRow] = [
        {
            "day": line.day,
            "table": line.table,
            "kind": line.move,
            "party": line.party,
            "t": line.t,
            "offer": None if line.offer is None else json.dumps(line.offer, ensure_ascii=False),
            "utility": line.utility if line.utility is not None and abs(line.utility) < float("inf") else None,
            "text": line.reason,
            "hidden": False,
        }
        for line in transcript_of(model)
    ]
    found += [
        {
            "day": item.day,
            "table": item.table or None,
            "kind": item.kind,
            "party": None,
            "t": None,
            "offer": None,
            "utility": None,
            "text": item.text,
            "hidden": item.hidden,
        }
        for item in events_of(model)
    ]
    found.sort(key=lambda row: int(row["day"]))
    return [{"run": run, "number": number, **row} for number, row in enumerate(found)]
