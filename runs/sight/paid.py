"""What paid for what: what the move of each issue by a deal was worth to each party."""

from __future__ import annotations

from tradetalks.model.talks.open_table import OpenTable


def moves_worth(live: OpenTable) -> dict[str, dict[str, float]]:
    """Return, for each issue that the deal moves from where it is without one, what that brought each party.

    It is the value of the deal less that of the deal with this issue alone put back. Interests that join
    issues make the parts add up to less or more than the whole.
    """
    table = live.table
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
