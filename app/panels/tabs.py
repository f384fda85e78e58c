"""The tabs below: economy, calendar, settings, saving and opening."""

from __future__ import annotations

from collections.abc import Callable

import solara

from tradetalks.app.charts.calendar import calendar
from tradetalks.app.charts.economy import incomes, prices, tariffs
from tradetalks.app.panels.panel import Panel
from tradetalks.app.panels.picture import Picture
from tradetalks.app.panels.save import SaveTab
from tradetalks.app.panels.settings import SettingsTab
from tradetalks.app.visit import Visit
from tradetalks.runs.sight.sight import Sight


@solara.component
def Tabs(visit: Visit, sight: Sight) -> None:
    """Show one of the tabs: named ones side by side on a wide page, a menu on a narrow one."""
    tabs: dict[str, Callable[[], None]] = {
        "Calendar": lambda: CalendarTab(sight, visit.pick),
        "Settings": lambda: SettingsTab(visit, sight),
        "Save and open": lambda: SaveTab(visit, sight),
    }
    if sight.economy is not None:
        tabs = {"Economy": lambda: EconomyTab(sight), **tabs}
    names = [*tabs]
    chosen, choose = solara.use_state(names[0])
    shown = chosen if chosen in tabs else names[0]
    with solara.Div(classes=["tt-tabs"]):
        with solara.Div(classes=["tt-tab-names"], attributes={"role": "group", "aria-label": "what is shown below"}):
            for name in names:
                solara.Button(
                    name,
                    on_click=lambda name=name: choose(name),
                    text=True,
                    attributes={"aria-pressed": str(name == shown).lower()},
                    classes=["tt-tab", "tt-tab-chosen"] if name == shown else ["tt-tab"],
                )
        with solara.Div(classes=["tt-tab-menu"]):
            solara.Select("Show", values=names, value=shown, on_value=choose)
        tabs[shown]()


@solara.component
def EconomyTab(sight: Sight) -> None:
    """Show tariffs, incomes, prices and balances, as the trade model has them."""
    with solara.Div(classes=["tt-row"]):
        with Panel("Tariffs", "tariffs"):
            Picture(sight, tariffs(sight), "the tariffs", "tariffs")
        with Panel("Real income", "incomes"):
            Picture(sight, incomes(sight), "real incomes", "real-income")
        with Panel("Prices and balances", "prices"):
            Picture(sight, prices(sight), "prices and balances", "prices")


@solara.component
def CalendarTab(sight: Sight, on_pick: Callable[[str], None]) -> None:
    """Show all tables with their meetings and deadlines, and the events; for a wide page and for a narrow one."""
    with Panel("Calendar", "calendar"):
        for width, only in ((400, "tt-narrow"), (1380, "tt-wide")):
            with solara.Div(classes=[only]):
                Picture(sight, calendar(sight, width), "the calendar", "calendar", on_pick=on_pick)
