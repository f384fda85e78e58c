"""The settings: sliders and choices made from the scenario."""

from __future__ import annotations

from itertools import groupby

import solara

from tradetalks.app.changes import controls_reaching
from tradetalks.app.controls import Control, Value
from tradetalks.app.panels.date_field import DateField
from tradetalks.app.panels.number_field import NumberField
from tradetalks.app.panels.panel import Panel
from tradetalks.app.visit import Visit
from tradetalks.runs.sight.settings import may_see
from tradetalks.runs.sight.sight import Sight


@solara.component
def SettingsTab(visit: Visit, sight: Sight) -> None:
    """Show what can be changed; a change runs the scenario again up to the day that is shown."""
    session = visit.session
    controls = solara.use_memo(
        lambda: () if session is None else controls_reaching(session, visit.controls),
        [None if session is None else session.setup],
    )
    if session is None:
        return
    known = [control for control in controls if may_see(control.path, control.owner, sight.eyes)]
    with Panel("Settings", "settings"):
        solara.Text(
            "A change runs the scenario again with the same seed, up to the day that is shown. What is drawn per run "
            "stays drawn until it is set."
        )
        if visit.known_changes:
            solara.Button("Take all changes back", on_click=visit.take_back, classes=["tt-block"]).key("take back")
        for group, members in groupby(known, key=lambda control: control.group):
            own = [*members]
            changed = sum(control.path in session.changes for control in own)
            shown = group in visit.unfolded.value
            title = f"{'▾' if shown else '▸'} {group} ({len(own)}{f', {changed} changed' if changed else ''})"
            # By a key of its own each stays the same button when one is put in above it: a click that is under way
            # would else reach its neighbour.
            solara.Button(
                title,
                on_click=lambda group=group: visit.unfolded.set(visit.unfolded.value ^ {group}),
                text=True,
                classes=["tt-group"],
                attributes={"aria-expanded": str(shown).lower()},
            ).key(f"group {group}")
            # What is not shown is not made: a large scenario has well over a hundred of them.
            if shown:
                with solara.Div(classes=["tt-controls"]).key(f"controls {group}"):
                    for control in own:
                        Setting(visit, control, visit.drawn(control, sight.eyes)).key(control.path)


@solara.component
def Setting(visit: Visit, control: Control, drawn: Value | None) -> None:
    """Show one setting, with its value and unit."""
    session = visit.session
    changed = session is not None and control.path in session.changes
    value = control.value if drawn is None or changed else drawn

    def change(new: Value) -> None:
        if new == value:
            visit.leave_value()
        elif control.kind != "choice" or new in control.choices:
            visit.set_value(control.path, new)

    with solara.Div(classes=["tt-control"]):
        match control.kind:
            case "switch":
                solara.Switch(label=control.label, value=bool(value), on_value=change)
            case "choice":
                solara.Select(control.label, values=[*control.choices], value=str(value), on_value=change)
            case "date":
                DateField(control, str(value), change)
            case "whole" | "number":
                NumberField(control, float(value) if control.kind == "number" else int(value), change)
        note = control.notes.get(str(value), "")
        solara.Text(f"{control.help}; {value}: {note}" if note else control.help, classes=["tt-drawn"])
        if changed:
            solara.Button(
                "Take back", on_click=lambda: visit.set_value(control.path, None), text=True, classes=["tt-small"]
            )
        elif control.drawn:
            solara.Text(control.drawn, classes=["tt-drawn"])
