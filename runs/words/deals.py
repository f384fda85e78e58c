"""What a deal brought whom, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.solutions import TOLERANCE
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.runs.result.result import SideResult, TableResult
from tradetalks.runs.words.amounts import counted, money

SMALL = 0.05
"""USD bn a year (or, of a score, hundredths of it) below which a term is not worth a word."""


def who_gave_what(live: OpenTable, worth: Mapping[str, Mapping[str, float]]) -> str:
    """Return, for a deal, on which issues each party gave and on which it got, in a sentence."""
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
        if side.total.deal is None:
            continue
        if side.reservation is not None and side.total.deal < side.reservation - TOLERANCE:
            yield f"{party} signed below its reservation: no deal would have been better for it"
        elif side.unit != "score" and side.total.deal < side.total.without_deal:
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
    what = "what issues do together"
    if table.belief < 1:
        what += f", and a threat believed to {100 * table.belief:.0f} %"
    return what, rest


def _list(names: list[str]) -> str:
    return " + ".join(names)
