"""Explanations: how a table ended, and what paid for what, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.model.talks.happenings import Happening, HappeningKind
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.runs.result import SideResult, TableResult
from tradetalks.runs.words.amounts import counted, money

SMALL = 0.05
"""USD bn a year (or, of a score, hundredths of it) below which a term is not worth a word."""


def before_deadline(days: int) -> str:
    """Write how long before the announced deadline something was.

    >>> before_deadline(3), before_deadline(0), before_deadline(-1)
    ('3 days before the deadline', 'on the last day', '1 day after the expected end')
    """
    if days < 0:
        return f"{counted(-days, 'day')} after the expected end"
    return f"{counted(days, 'day')} before the deadline" if days else "on the last day"


def ending(live: OpenTable, table: Table) -> str:
    """Return how a table ended, in a line that anyone understands."""
    reason = _reason(live)
    if reason:
        return f"No deal: {reason}"
    match table.status:
        case Status.IN_FORCE | Status.AGREED:
            return f"Deal on day {live.closed}, {before_deadline(live.announced_day - (live.closed or 0))}"
        case Status.NO_ZONE:
            return f"No deal: in the end there was no zone of agreement ({shortfall(live, table)})"
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
                end = f"{table.protocol.end} on day {table.history[-1].day}"
            return f"No deal: {end}, though {inside} would have suited all sides"
    return f"The table is {table.status}"


def _reason(live: OpenTable) -> str:
    """Return why a table closed where its moves don't tell; "" where they do."""
    match live.ending:
        case Happening(kind=HappeningKind.BROKEN_OFF, figures=figures):
            return f"a deal at {figures['deal_at']} was enough"
        case Happening(figures={"invited": False}):
            return "nobody invited to it"
        case Happening(figures={"early": True}):
            return f"the talks were closed on day {live.closed}"
    return ""


def shortfall(live: OpenTable, table: Table) -> str:
    """Return which outcome comes nearest to suiting all, by how much it fails someone, and if no payment mends that."""
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
    return f"{amount:.2f}" if amount >= 0.1 else f"{amount:.1g}"


def moves_worth(live: OpenTable, table: Table) -> dict[str, dict[str, float]]:
    """Return, for each issue that the deal moves from where it is without one, what that brought each party.

    It is the value of the deal less that of the deal with this issue alone put back. Interests that join
    issues make the parts add up to less or more than the whole.
    """
    if table.agreement is None or live.stakes is None:
        return {}
    space, deal, stakes = table.space, table.agreement, live.stakes
    worth = {}
    for axis, issue in enumerate(space.issues):
        level = live.levers[axis].today(stakes.disagreement)
        if level is not None and level in issue.levels:
            back = space.replace(deal, axis, issue.levels.index(level))
            if back == deal:
                continue
            values = [own.value(back) for own in table.preferences]
        elif live.scored:
            continue
        else:
            # Without a deal it is at no level of the agenda, or at one for each country.
            beside = stakes.assess_beside_today(stakes.put_back(deal, axis))
            values = [party.value_in(stakes, beside) for party in live.seated]
        worth[issue.name] = {
            party: own.value(deal) - value
            for party, own, value in zip(table.parties, table.preferences, values, strict=True)
        }
    return worth


def who_gave_what(live: OpenTable, table: Table) -> str:
    """Return, for a deal, on which issues each party gave and on which it got, in a sentence."""
    worth = moves_worth(live, table)
    titles = {issue.name: issue.title for issue in live.space.issues}
    sentences = []
    for party in live.parties:
        gave = [titles[name] for name, parts in worth.items() if parts[party] < -SMALL]
        got = [titles[name] for name, parts in worth.items() if parts[party] > SMALL]
        if gave or got:
            gift = f"gave on {_list(gave)}" if gave else ""
            gain = f"got {_list(got)}" if got else ""
            sentences.append(f"{party} {' and '.join(part for part in (gift, gain) if part)}")
    still = [titles[name] for name in titles if name not in worth]
    if sentences and still:
        sentences.append(f"{_list(still)} stayed as without a deal")
    return "; ".join(sentences)


def remarks(table: TableResult) -> Iterator[str]:
    """Yield what is to be said of how a table ended, besides its summary."""
    if table.changes_nothing:
        yield "a deal that changes nothing: every issue stays as it is today"
    elif table.partial:
        yield "a partial deal: some issues stay as they are today"
    if table.extensions:
        yield f"the deadline was put off {counted(table.extensions, 'time')}"
    if table.belief < 1:
        yield (
            f"that what threatens would come was believed to {100 * table.belief:.0f} %: no deal counts to that part, "
            "each issue in full"
        )
    for party, side in table.sides.items():
        if side.unit != "score" and side.total.deal is not None and side.total.deal < side.total.without_deal:
            yield f"{party} agreed to less than no deal brings: waiting for it would have cost more"
    if table.deal is None and "nash" in table.benchmarks:
        missed = table.benchmarks["nash"].outcomes[0]
        terms = ", ".join(
            f"{name} {Issue(name, part.levels).show(missed[name])}" for name, part in table.issues.items()
        )
        yield f"Nash's solution would have been {terms}"


DIVISIONS = {"own": "each keeps what falls to it", "equal": "divided alike", "gdp": "divided by size"}


def divided(party: str, side: SideResult, gap: str = " ") -> str:
    """Say what each member of a coalition has: of a deal the gain over none, once that has been divided."""
    parts = []
    for code, worth in side.members.items():
        got = worth.without_deal if worth.deal is None else worth.gain
        parts.append(f"{code}{gap}{money(got)}")
    if any(worth.deal is None for worth in side.members.values()):
        return f"within {party}, no deal: {', '.join(parts)}"
    return f"within {party}, {DIVISIONS[side.division]}: {', '.join(parts)}"


def joint(table: TableResult) -> tuple[str, dict[str, float]]:
    """Return what of a deal's gain over no deal no issue brings by itself, with its name.

    Interests join issues; and an issue is put back in full, while no deal counts as far as the threat was believed.
    """
    rest = {
        party: side.total.gain - sum(part.moved[party] for part in table.issues.values() if part.moved)
        for party, side in table.sides.items()
    }
    doubt = f", and a threat believed to {100 * table.belief:.0f} %" * (table.belief < 1)
    return f"what issues do together{doubt}", rest


def _list(names: list[str]) -> str:
    return " + ".join(names)
