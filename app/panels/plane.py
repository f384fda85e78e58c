"""What the offers are worth: the utility plane, or the own value over time where the others' are unknown."""

from __future__ import annotations

from itertools import combinations

import solara

from tradetalks.app.charts.offers import offers_over_time
from tradetalks.app.charts.plane import plane
from tradetalks.app.panels.panel import Panel
from tradetalks.app.panels.picture import Picture
from tradetalks.runs.sight.sight import Sight


@solara.component
def PlanePanel(sight: Sight) -> None:
    """Show what the offers are worth to whose values the eyes know; nothing before the table has opened."""
    table = sight.table
    pair, set_pair = solara.use_state(0)
    pairs = [*combinations(table.parties, 2)]
    chosen = pairs[pair] if pair < len(pairs) else pairs[0]
    with Panel("What offers are worth", "plane"):
        if table.all_known:
            if len(pairs) > 1:
                words = [f"{one} and {other}" for one, other in pairs]
                solara.Select(
                    "Two of them",
                    values=words,
                    value=words[pairs.index(chosen)],
                    on_value=lambda word: set_pair(words.index(word)),
                )
            Picture(sight, plane(sight, chosen), "the utility plane", "plane", of_table=True)
        elif table.stakes:
            party = next(iter(table.stakes))
            Picture(sight, offers_over_time(sight, party), "what offers are worth", "offers", of_table=True)
        elif table.opened is None:
            solara.Text("The talks have not opened yet.", classes=["tt-none"])
        else:
            who = sight.name(sight.eyes)
            solara.Text(f"{who} doesn't sit at {table.title}, and knows nobody's values there.", classes=["tt-none"])
