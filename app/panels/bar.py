"""The bar: what is watched, where it stands, and the buttons that move it on."""

from __future__ import annotations

import solara

from tradetalks.app.look import seats
from tradetalks.app.panels.text_field import TextField
from tradetalks.app.panels.theme import Theme
from tradetalks.app.sight import EVERYBODY, Sight
from tradetalks.app.style import possessive, status_kind
from tradetalks.app.visit import SPEEDS, Visit

EVERYBODYS = "everybody's"


@solara.component
def Bar(visit: Visit, sight: Sight | None) -> None:
    """Show the bar."""
    with solara.Div(classes=["tt-bar"], attributes={"role": "toolbar", "aria-label": "the run"}):
        solara.Select("Scenario", values=[*visit.names.value], value=visit.name.value, on_value=visit.choose)
        if sight is None or visit.watch is None:
            return
        TextField("Seed", str(sight.seed), visit.set_seed, "tt-seed")
        Eyes(visit, sight)
        with solara.Div(classes=["tt-buttons"]):
            at_start, can_go_on = sight.day < 0, visit.watch.can_go_on
            playing = visit.playing.value
            solara.Button("Reset", on_click=visit.reset, disabled=at_start)
            solara.Button("Back", on_click=visit.back, disabled=at_start or playing)
            solara.Button("Step", on_click=visit.step, disabled=not can_go_on or playing)
            solara.Button(
                "Pause" if playing else "Play",
                on_click=visit.pause if playing else visit.play,
                disabled=not can_go_on,
                color="primary",
            )
            solara.Button("To the end", on_click=visit.to_end, disabled=not can_go_on)
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
    first = min(running, key=lambda row: row.deadline)
    left = first.deadline - max(sight.day, 0)
    end = "the expected end" if first.random else "the deadline"
    days = f"{left} day{'s' * (left != 1)} to {end}"
    return f"{sight.title} · {stands} · {days}" + (f" of {first.title}" if len(sight.calendar) > 1 else "")


@solara.component
def Eyes(visit: Visit, sight: Sight) -> None:
    """Show whose eyes it is seen through."""
    known = seats(visit.watch.model) if visit.watch is not None else ()
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
    with solara.Div(classes=["tt-days"]):
        solara.SliderInt(
            f"Day {sight.day} of {sight.last_day}" if sight.day >= 0 else f"Before day 0 of {sight.last_day}",
            value=sight.day,
            on_value=visit.to_day,
            min=-1,
            max=max(sight.last_day, sight.day),
            thumb_label=False,
            disabled=visit.playing.value,
        )
