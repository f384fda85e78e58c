"""The page: watch the talks. Solara serves it, one visit for each visitor."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import solara
import solara.lab

from tradetalks.app.launch import LAUNCH
from tradetalks.app.panels.address import Address
from tradetalks.app.panels.agenda import AgendaPanel
from tradetalks.app.panels.bar import Bar
from tradetalks.app.panels.interests import InterestsPanel
from tradetalks.app.panels.network import NetworkPanel
from tradetalks.app.panels.plane import PlanePanel
from tradetalks.app.panels.problems import Problems
from tradetalks.app.panels.tabs import Tabs
from tradetalks.app.panels.transcript import TranscriptPanel
from tradetalks.app.style import style_sheet
from tradetalks.app.visit import Visit
from tradetalks.app.visitors import VISITORS

STYLE = Path(__file__).with_name("page.css")


def _arrived() -> Callable[[], None]:
    """Return what is to be done once the page has been closed, or given up as its visitor has gone."""
    page = solara.get_kernel_id()
    return lambda: VISITORS.leave(page)


solara.lab.on_kernel_start(_arrived)


@solara.component
def Layout(children: list[Any]) -> Any:
    """Show the page alone: Solara's own layout would add a bar and its navigation."""
    return solara.v.App(children=children, class_="tt-app")


@solara.component
def Page() -> None:
    """Show the page, or that there is no place for another visitor."""
    has_a_place = solara.use_memo(lambda: VISITORS.enter(solara.get_kernel_id()), [])
    solara.Title("Tradetalks")
    solara.Style(style_sheet())
    solara.Style(STYLE)
    if has_a_place:
        Watching()
    else:
        with solara.Div(classes=["tt"]), solara.Div(classes=["tt-note"], attributes={"role": "alert"}):
            solara.Text(VISITORS.refusal)


@solara.component
def Watching() -> None:
    """Show what one visitor watches."""
    query = solara.use_router().search or ""
    visit: Visit = solara.use_memo(lambda: Visit(LAUNCH, query), [])

    def play() -> None:
        while visit.playing.value:
            time.sleep(visit.rest)
            if not visit.play_on():
                return

    solara.lab.use_task(play, dependencies=[visit.playing.value], prefer_threaded=True)
    sight = visit.sight.value
    with solara.Div(classes=["tt"]):
        Address(visit, sight)
        Bar(visit, sight)
        Problems(visit, sight)
        if sight is None:
            return
        with solara.Div(classes=["tt-main"]):
            with solara.Div(classes=["tt-left"]):
                NetworkPanel(sight, visit.pick)
                InterestsPanel(sight)
            with solara.Div(classes=["tt-middle"]):
                AgendaPanel(sight, visit.pick)
                PlanePanel(sight)
            with solara.Div(classes=["tt-right"]):
                TranscriptPanel(sight)
        Tabs(visit, sight)
