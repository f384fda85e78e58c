"""What went wrong, and what a replay has found out."""

from __future__ import annotations

import solara

from tradetalks.app.sight import EVERYBODY
from tradetalks.app.visit import Visit


@solara.component
def Problems(visit: Visit) -> None:
    """Show the problems of the last action as they are in the terminal, with lines and carets; nothing if none."""
    problems = visit.problems.value
    if problems:
        with solara.Div(classes=["tt-problems"], attributes={"role": "alert"}):
            solara.Text("This can't be done:" if len(problems) == 1 else f"{len(problems)} things are wrong:")
            for problem in problems:
                solara.Preformatted(problem)
            if visit.watch is None:
                solara.Button("Read the file again", on_click=lambda: visit.choose(visit.name.value))
    blocked = visit.watch.blocked if visit.watch is not None else ""
    # What a replay has found may tell a move's reason.
    note = visit.note.value if visit.eyes.value == EVERYBODY else ""
    for said in (note, blocked):
        if said:
            with solara.Div(classes=["tt-note"], attributes={"role": "status"}):
                solara.Text(said)
