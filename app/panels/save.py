"""Saving what is watched, and opening files."""

from __future__ import annotations

import solara

from tradetalks.app.panels.open_file import OpenFile
from tradetalks.app.panels.panel import Panel
from tradetalks.app.visit import Visit
from tradetalks.runs.sight.eyes import EVERYBODY
from tradetalks.runs.sight.sight import Sight


@solara.component
def SaveTab(visit: Visit, sight: Sight) -> None:
    """Show how to save the result, how to repeat the run, and where to open a file."""
    session = visit.session
    if session is None:
        return
    with solara.Div(classes=["tt-row"]):
        with Panel("Save", "save-panel"):
            if sight.eyes != EVERYBODY:
                solara.Text("The result and the command tell everything: look through everybody's eyes to have them.")
            elif not sight.over:
                solara.Text("The result can be saved once the run is over.")
                solara.Button("Run it to its end", on_click=visit.to_end, disabled=not session.can_go_on)
            else:
                solara.FileDownload(
                    lambda: session.result().to_json().encode(),
                    filename=f"{visit.run_name}.json",
                    label="Save the result (JSON)",
                    mime_type="application/json",
                )
            if sight.eyes == EVERYBODY and visit.command:
                solara.Text("This command repeats the run:")
                solara.Preformatted(visit.command)
            elif sight.eyes == EVERYBODY:
                solara.Text(f"No command repeats this run: {visit.no_command}.", classes=["tt-block"])
            solara.Text("Each picture has buttons of its own.", classes=["tt-block"])
        with Panel("Open", "open"):
            OpenFile("A scenario (.yaml) to watch, or a result (.json) to replay:", visit.open, visit.refuse)
            if visit.is_a_file:
                solara.Button("Read the file again", on_click=lambda: visit.choose(visit.name.value))
