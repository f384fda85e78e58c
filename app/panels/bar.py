"""The bar: what is watched, where it stands, and the buttons that move it on."""

from __future__ import annotations

from collections.abc import Callable

import solara

from tradetalks.app.panels.text_field import TextField
from tradetalks.app.panels.theme import Theme
from tradetalks.app.visit import SPEEDS, Visit
from tradetalks.runs.sight.eyes import EVERYBODY
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.words.amounts import counted
from tradetalks.runs.words.names import possessive
from tradetalks.runs.words.statuses import status_kind

EVERYBODYS = "everybody's"


@solara.component
def Bar(visit: Visit, sight: Sight | None) -> None:
    """Show the bar."""
    with solara.Div(classes=["tt-bar"], attributes={"role": "toolbar", "aria-label": "the run"}):
        solara.Select("Scenario", values=[*visit.names.value], value=visit.name.value, on_value=visit.choose)
        if sight is None or visit.session is None:
            return
        TextField("Seed", str(sight.seed), visit.set_seed, "tt-seed")
        Eyes(visit, sight)
        with solara.Div(classes=["tt-buttons"]):
            at_start, can_go_on = sight.day < 0, visit.session.can_go_on
            playing = visit.playing.value
            Move("Reset", visit.reset, able=not at_start)
            Move("Back", visit.back, able=not at_start and not playing)
            Move("Step", visit.step, able=can_go_on and not playing)
            Move(
                "Pause" if playing else "Play", visit.pause if playing else visit.play, able=can_go_on, color="primary"
            )
            Move("To the end", visit.to_end, able=can_go_on)
        solara.Select("Speed", values=[*SPEEDS], value=visit.speed, classes=["tt-speed"])
        Theme()
    with solara.Div(classes=["tt-stand"]):
        with solara.Div(classes=["tt-where"], attributes={"aria-live": "polite"}):
            solara.Text(where(sight))
        Days(visit, sight)


def where(sight: Sight) -> str:
    """Write where a run stands: its day, and how long the next deadline is off."""
    if sight.day < 0:
        stands = f"before the first day, {sight.when(0)}"
    else:
        stands = f"day {sight.day}" if sight.start is None else f"{sight.when(sight.day)}, day {sight.day}"
    running = [row for row in sight.calendar if status_kind(row.status) == "talk" and row.deadline >= sight.day]
    if sight.over:
        deals = sum(status_kind(row.status) == "deal" for row in sight.calendar)
        ended = f"over: {deals} of {len(sight.calendar)} tables with a deal"
        return f"{sight.title} · {stands} · {sight.table.ending if len(sight.calendar) == 1 else ended}"
    if not running:
        return f"{sight.title} · {stands}"
    # Of several on the same day the one that is looked at.
    first = min(running, key=lambda row: (row.deadline, row.key != sight.table.key))
    left = first.deadline - max(sight.day, 0)
    end = "the expected end" if first.random else "the deadline"
    days = f"{counted(left, 'day')} to {end}"
    return f"{sight.title} · {stands} · {days}" + (f" of {first.title}" if len(sight.calendar) > 1 else "")


@solara.component
def Move(label: str, on_click: Callable[[], None], *, able: bool, color: str | None = None) -> None:
    """Show a button; one that can do nothing now keeps the focus, which a browser takes from what it disables."""
    solara.Button(
        label,
        on_click=on_click if able else None,
        color=color if able else None,
        classes=[] if able else ["tt-off"],
        attributes={"aria-disabled": str(not able).lower()},
    )


@solara.component
def Eyes(visit: Visit, sight: Sight) -> None:
    """Show whose eyes it is seen through."""
    known = visit.seats
    words = {code: possessive(sight.names[code]) for code in known}
    names = {EVERYBODYS: EVERYBODY} | {word: code for code, word in words.items()}
    solara.Select(
        "Whose eyes",
        values=[*names],
        value=words.get(sight.eyes, EVERYBODYS),
        on_value=lambda word: visit.look_through(names[word]),
        classes=["tt-eyes"],
    )


@solara.component
def Days(visit: Visit, sight: Sight) -> None:
    """Show the days as a slider: any of them can be gone to, forwards and backwards."""
    # A run that is over has no days after it.
    last = sight.day if sight.over else max(sight.last_day, sight.day)
    with solara.Div(classes=["tt-days"]):
        solara.SliderInt(
            f"Day {sight.day} of {last}" if sight.day >= 0 else f"Before day 0 of {last}",
            value=sight.day,
            on_value=visit.to_day,
            min=-1,
            max=last,
            thumb_label=False,
            disabled=visit.playing.value,
        )
