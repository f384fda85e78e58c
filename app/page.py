"""The page: watch the talks. Solara serves it, one visit for each visitor."""

from __future__ import annotations

import time
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

STYLE = Path(__file__).with_name("page.css")


@solara.component
def Layout(children: list[Any]) -> Any:
    """Show the page alone: Solara's own layout would add a bar and its navigation."""
    return solara.v.App(children=children, class_="tt-app")


@solara.component
def Page() -> None:
    """Show what one visitor watches."""
    query = solara.use_router().search or ""
    visit: Visit = solara.use_memo(lambda: Visit(LAUNCH, query), [])
    solara.Title("Tradetalks")
    solara.Style(style_sheet())
    solara.Style(STYLE)

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
