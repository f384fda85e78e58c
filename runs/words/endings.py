"""How a table ended, in words."""

from __future__ import annotations

import numpy as np

from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.model.talks.happenings import Happening, HappeningKind
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.runs.words.amounts import counted
from tradetalks.runs.words.rules import end_in_words


def before_deadline(days: int) -> str:
    """Write how long before the announced deadline something was.

    >>> before_deadline(3), before_deadline(0), before_deadline(-1)
    ('3 days before the deadline', 'on the last day', '1 day after the expected end')
    """
    if days < 0:
        return f"{counted(-days, 'day')} after the expected end"
    if days:
        return f"{counted(days, 'day')} before the deadline"
    return "on the last day"


def ending(live: OpenTable) -> str:
    """Return how a table ended, in a line that anyone understands."""
    table = live.table
    cause = circumstance(live)
    if cause:
        return f"No deal: {cause}"
    match table.status:
        case Status.IN_FORCE | Status.AGREED:
            return f"Deal on day {live.closed}, {before_deadline(live.announced_day - (live.closed or 0))}"
        case Status.NO_ZONE:
            return f"No deal: in the end there was no zone of agreement ({shortfall(live)})"
        case Status.WALKED_AWAY:
            last = table.history[-1]
            who = live.parties[last.party]
            if last.kind is MoveKind.FORFEIT:
                return f"No deal: {who} lost the table on day {live.closed}, by faults of its strategy"
            return f"No deal: {who} walked away on day {live.closed}"
        case Status.EXPIRED:
            inside = counted(int(table.zone().sum()), "possible deal")
            end = f"the deadline passed on day {live.closed}"
            if table.protocol.end:
                why = end_in_words(table.protocol.end, live.section.protocol)
                end = f"{why} on day {table.history[-1].day}"
            return f"No deal: {end}, though {inside} would have suited all sides"
    return f"The table is {table.status}"


def how_it_closed(live: OpenTable) -> str:
    """Return why a table closed without a deal, as all know who don't know how near its sides were to one."""
    return circumstance(live) or f"the deadline passed on day {live.closed}"


def circumstance(live: OpenTable) -> str:
    """Return why a table closed where its moves don't tell; "" where they do."""
    match live.ending:
        case Happening(kind=HappeningKind.BROKEN_OFF, figures=figures):
            return f"a deal at {figures['deal_at']} was enough"
        case Happening(figures={"invited": False}):
            return "nobody invited to it"
        case Happening(figures={"early": True}):
            return f"the talks were closed on day {live.closed}"
    return ""


def shortfall(live: OpenTable) -> str:
    """Return which outcome comes nearest to suiting all, by how much it fails someone, and if no payment mends that."""
    table = live.table
    gains = np.array([own.values - own.disagreement for own in table.preferences])
    short = np.minimum(gains, 0.0)
    best = int(short.sum(axis=0).argmax())
    unit = "points" if live.scored else "bn a year"
    lacking = {name: -float(short[place, best]) for place, name in enumerate(table.parties) if short[place, best] < 0}
    parts = [f"{name} {_lack(lack)}" for name, lack in lacking.items()]
    told = f"the nearest deal, {table.space.write(best)}, leaves {' and '.join(parts)} {unit} short"
    together = float(gains[:, best].sum())
    # Points are no money: nobody can pay another in them.
    if live.scored or together >= 0:
        return told
    return f"{told}; the sides together lose {_lack(-together)} by it: no payment between them could mend that"


def _lack(amount: float) -> str:
    """Write what is lacking; never 0, as somebody is short."""
    if amount >= 0.1:
        return f"{amount:.2f}"
    return f"{amount:.1g}"
