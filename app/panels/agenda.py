"""The chosen table."""

from __future__ import annotations

import solara

from tradetalks.app.charts.agenda import agenda
from tradetalks.app.panels.panel import Panel
from tradetalks.app.panels.picture import Picture
from tradetalks.app.sight import Sight


@solara.component
def AgendaPanel(sight: Sight) -> None:
    """Show the agenda with today, the last offers of all, and the deal."""
    with Panel("Table", "agenda"):
        Picture(agenda(sight), "the table", f"{sight.scenario}-{sight.table.key}-table")
