"""The transcript: moves with their reasons, and what happened between, newest on top."""

from __future__ import annotations

from html import escape

import solara

from tradetalks.app.charts.transcript import transcript
from tradetalks.app.panels.panel import Panel
from tradetalks.app.panels.picture import Picture
from tradetalks.app.style import colours
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.transcript import line

MOST = 200
"""How many lines are shown; older ones are in the result."""

MEANING = (
    "Numbers are the maker's own utility: 0 is its worst deal, 1 its best. t is the part of the time that is over for "
    "it: later once its leader joins, earlier again once the deadline is put off."
)
"""What stands above the lines, as their reasons are short."""


@solara.component
def TranscriptPanel(sight: Sight) -> None:
    """Show the newest lines, and save them as a picture."""
    with Panel("Transcript", "transcript"):
        solara.HTML("div", unsafe_innerHTML=listed(sight), attributes={"tabindex": "0", "aria-label": "transcript"})
        Picture(sight, transcript(sight), "the transcript", "transcript", of_table=True, shown=False)


def listed(sight: Sight) -> str:
    """Return the transcript as a list in HTML; whatever comes from files or people is escaped."""
    said = sight.table.said[-MOST:]
    if not said:
        return '<p class="tt-none">Nothing has happened yet: press Step or Play.</p>'
    colour = colours(sight.table.parties)
    items = []
    for item in reversed(said):
        words = line(item, sight)
        when = f'<span class="tt-when">{escape(words.when)}</span>'
        if not item.is_move:
            hidden = " <em>(hidden from the parties)</em>" if item.hidden else ""
            items.append(f'<li class="tt-event">{when} {escape(words.what)}{hidden}</li>')
            continue
        dot = f'<span class="tt-dot" style="background:{colour[item.party]}"></span>'
        worth = f' <span class="tt-worth">{escape(words.worth)}</span>' if words.worth else ""
        reason = f'<div class="tt-reason">{escape(words.reason)}</div>' if words.reason else ""
        items.append(f"<li>{when} {dot}<b>{escape(words.who)}</b> {escape(words.what)}{worth}{reason}</li>")
    moved = any(item.is_move for item in said)
    told = f'<p class="tt-meaning">{escape(MEANING)}</p>' if moved and any(item.reason for item in said) else ""
    more = len(sight.table.said) - len(said)
    rest = f'<p class="tt-none">{more} older lines: save the result.</p>' if more else ""
    return f'{told}<ol class="tt-lines">{"".join(items)}</ol>{rest}'
