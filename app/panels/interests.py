"""What each side's value of the last offer is made of."""

from __future__ import annotations

import solara

from tradetalks.app.charts.interests import interests
from tradetalks.app.charts.paid import paid
from tradetalks.app.panels.panel import Panel
from tradetalks.app.panels.picture import Picture
from tradetalks.runs.sight.sight import Sight


@solara.component
def InterestsPanel(sight: Sight) -> None:
    """Show the interests of those whose values the eyes know; nothing before an offer has been made."""
    if not sight.table.stakes or sight.table.standing is None:
        return
    with Panel("What the last offer is made of", "interests"):
        Picture(sight, interests(sight), "the interests", "interests", of_table=True)
        # Of one country's eyes there is no result, as it tells what all have.
        told = paid(sight.table.result) if sight.table.result is not None else ""
        if told:
            Picture(sight, told, "what paid for what", "paid", of_table=True)
