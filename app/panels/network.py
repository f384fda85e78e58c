"""The network of countries and tables."""

from __future__ import annotations

from collections.abc import Callable

import solara

from tradetalks.app.charts.network import network
from tradetalks.app.panels.panel import Panel
from tradetalks.app.panels.picture import Picture
from tradetalks.runs.sight.sight import Sight


@solara.component
def NetworkPanel(sight: Sight, on_pick: Callable[[str], None]) -> None:
    """Show the network; a table is picked by its edge."""
    with Panel("Network", "network"):
        Picture(sight, network(sight), "the network", "network", on_pick=on_pick)
