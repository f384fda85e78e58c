"""What went wrong, and what a replay has found out."""

from __future__ import annotations

import solara

from tradetalks.app.visit import Visit
from tradetalks.runs.sight.eyes import EVERYBODY
from tradetalks.runs.sight.sight import Sight


@solara.component
def Problems(visit: Visit, sight: Sight | None) -> None:
    """Show the problems of the last action as they are in the terminal, with lines and carets; nothing if none.

    They stay in view, as what has gone wrong may have been done far below.
    """
    problems = visit.problems.value
    blocked = visit.blocked
    # What a replay has found may tell a move's reason.
    note = visit.note.value if sight is not None and sight.eyes == EVERYBODY else ""
    with solara.Div(classes=["tt-told"]):
        if problems:
            with solara.Div(classes=["tt-problems"], attributes={"role": "alert"}):
                solara.Text("This can't be done:" if len(problems) == 1 else "Several things are wrong:")
                for problem in problems:
                    solara.Preformatted(problem)
                if visit.session is None:
                    solara.Button("Read the file again", on_click=lambda: visit.choose(visit.name.value))
        for said in (note, blocked):
            if said:
                with solara.Div(classes=["tt-note"], attributes={"role": "status"}):
                    solara.Text(said)
