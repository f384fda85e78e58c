"""The chosen table."""

from __future__ import annotations

from collections.abc import Callable

import solara

from tradetalks.app.charts.agenda import agenda
from tradetalks.app.panels.panel import Panel
from tradetalks.app.panels.picture import Picture
from tradetalks.runs.sight.sight import Sight


@solara.component
def AgendaPanel(sight: Sight, on_pick: Callable[[str], None]) -> None:
    """Show the agenda with today, the last offers of all, and the deal; where there are several, let choose one."""
    titles = {f"{row.title} ({row.key})" if row.title != row.key else row.key: row.key for row in sight.calendar}
    chosen = next(title for title, key in titles.items() if key == sight.table.key)
    with Panel("Table", "agenda"):
        if len(titles) > 1:
            solara.Select("Which table", values=[*titles], value=chosen, on_value=lambda title: on_pick(titles[title]))
        Picture(sight, agenda(sight), "the table", "table", of_table=True)
