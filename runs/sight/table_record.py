"""The record of a table that has closed: what everybody's eyes see of it, in full."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.coalition import Coalition
from tradetalks.agents.country import Country
from tradetalks.agents.interests.bilateral_balance import BilateralBalance
from tradetalks.agents.valuation import breakdown
from tradetalks.errors import TradetalksError
from tradetalks.model.negotiation.solutions import (
    CONCEPTS,
    Solutions,
    equal_utility_point,
    min_distance_opposition,
    opposition,
)
from tradetalks.model.negotiation.table import Table
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.runs.result.result import Benchmark, IssueResult, SideResult, TableResult, Worth
from tradetalks.runs.sight.paid import moves_worth
from tradetalks.runs.statics.appraisal import appraised
from tradetalks.runs.words.deals import who_gave_what
from tradetalks.runs.words.endings import ending


def table_result(live: OpenTable) -> TableResult:
    """Return how a table has ended.

    Raises:
        TradetalksError: it is not closed.
    """
    table = live.table
    if live.closed is None:
        raise TradetalksError(f"the table {live.key} never closed")
    appraisal = appraised(table.preferences)
    values, found = appraisal.values, appraisal.solved
    deal = None if table.agreement is None else table.space.levels(table.agreement)
    issues = _issues(live, deal)
    comparable = are_comparable(live)
    return TableResult(
        title=live.title,
        parties=live.parties,
        status=str(table.status),
        opened=live.opened,
        closed=live.closed,
        deadline=live.announced_day,
        summary=ending(live),
        why=who_gave_what(live, moves_worth(live)),
        outcomes=table.space.size,
        zone=len(found.zone),
        meetings=len({move.day for move in table.history}),
        deal=deal,
        partial=is_partial(live, table),
        belief=live.belief,
        extensions=live.extensions,
        issues=issues,
        sides={party: _side(live, table, place) for place, party in enumerate(table.parties)},
        on_frontier=appraisal.is_on_frontier(table.agreement),
        surplus_left=appraisal.surplus_left(table.agreement),
        benchmarks=_benchmarks(table, values, found, comparable=comparable),
        opposition=opposition(values, found.frontier) if comparable else None,
        min_distance_opposition=min_distance_opposition(values) if comparable else None,
    )


def are_comparable(live: OpenTable) -> bool:
    """Return whether utilities of two sides share a scale, so that they can be compared: scores do, money doesn't."""
    return live.scored and len(live.parties) == 2


def _issues(live: OpenTable, deal: dict[str, Any] | None) -> dict[str, IssueResult]:
    stakes = live.stakes
    issues = {}
    worth = moves_worth(live)
    for place, issue in enumerate(live.space.issues):
        lever = live.levers[place] if stakes is not None else None
        issues[issue.name] = IssueResult(
            label=issue.title,
            unit=issue.unit,
            levels=issue.levels,
            today=lever.today(stakes.today) if lever and stakes else None,
            without_deal=lever.today(stakes.disagreement) if lever and stakes else None,
            deal=deal[issue.name] if deal else None,
            moved=worth.get(issue.name, {}),
        )
    return issues


def is_partial(live: OpenTable, table: Table) -> bool:
    """Return whether a table ended in a deal that leaves an issue at today's level."""
    if table.agreement is None or live.stakes is None:
        return False
    levels = table.space.levels(table.agreement)
    today = live.stakes.today
    return any(lever.today(today) == levels[name] for lever, name in zip(live.levers, levels, strict=True))


def _side(live: OpenTable, table: Table, place: int) -> SideResult:
    own, party = table.preferences[place], live.seated[place]
    agreed = table.agreement
    weights: dict[str, float] = {}
    recorded: dict[str, float] = {}
    for country in party.countries if not live.scored and live.stakes is not None else ():
        for name, interest in country.interests.items():
            weights[name] = interest.weight
            if isinstance(interest, BilateralBalance) and interest.recorded is not None:
                recorded[name] = interest.recorded
    return SideResult(
        unit="score" if live.scored else "USD bn a year",
        form="" if live.scored else party.form.name if isinstance(party, Country) else "additive",
        total=Worth(None if agreed is None else own.value(agreed), own.disagreement),
        utility=Worth(None if agreed is None else own.utility(agreed), own.utility_of(own.disagreement)),
        interests=interest_worths(live, place, agreed),
        weights=weights if isinstance(party, Country) else {},
        recorded=recorded,
        option=own.today,
        reservation=None if agreed is None else _reservation(table, place),
        members=_divided(live, party, agreed) if isinstance(party, Coalition) and not live.scored else {},
        division=party.division if isinstance(party, Coalition) else "",
    )


def _reservation(table: Table, place: int) -> float:
    """Return a party's reservation as the deal was signed."""
    offers = max(table.protocol.offers_made - 1, 0)
    return table.rules[place].value(table.preferences[place], day=table.history[-1].day, offers=offers)


def interest_worths(live: OpenTable, place: int, outcome: int | None) -> dict[str, Worth]:
    """Return, by interest, what an outcome (None: no deal) and no deal are worth to a party, as it is valued now.

    A coalition's are its members' together. Empty for a score-sheet.
    """
    if live.scored or live.stakes is None:
        return {}
    worths: dict[str, Worth] = {}
    for country in live.seated[place].countries:
        for name, (with_, without) in breakdown(live.stakes, country.code, country.interests, outcome or 0).items():
            # No deal counts as far as the parties believed in the threat.
            part = Worth(None if outcome is None else with_, live.belief * without)
            worths[name] = _added(worths[name], part) if name in worths else part
    return worths


def _added(one: Worth, other: Worth) -> Worth:
    deal = None if one.deal is None or other.deal is None else one.deal + other.deal
    return Worth(deal, one.without_deal + other.without_deal)


def _divided(live: OpenTable, party: Coalition, agreed: int | None) -> dict[str, Worth]:
    """Return what each member of a coalition has, once what a deal brings has been divided."""
    without = [live.without_of(member) for member in party.members]
    if agreed is None or live.stakes is None:
        shares: list[float | None] = [None] * len(without)
    else:
        shares = [*party.divided([m.preferences(live.stakes).value(agreed) for m in party.members], without)]
    return {m.code: Worth(share, floor) for m, share, floor in zip(party.members, shares, without, strict=True)}


def _benchmarks(
    table: Table, values: NDArray[np.float64], found: Solutions, *, comparable: bool
) -> dict[str, Benchmark]:
    return {
        name: Benchmark(
            outcomes=tuple(table.space.levels(int(outcome)) for outcome in tied),
            values=dict(zip(table.parties, values[near].tolist(), strict=True)),
        )
        for name, (near, tied) in selected(table, values, found, comparable=comparable).items()
    }


def selected(
    table: Table, values: NDArray[np.float64], found: Solutions, *, comparable: bool
) -> dict[str, tuple[int, NDArray[np.int64]]]:
    """Return, by concept, the outcome that it selects, of several the one nearest to the deal, and all of them.

    Args:
        table: with its deal, if there is one; without one the first is returned.
        values: of the outcomes to each party, shape (outcomes, parties).
        found: the solutions of these.
        comparable: whether the values of two parties share a scale: the equal-utility point is for these alone.
    """
    if not len(found.zone):
        return {}
    concepts = {name: getattr(found, name) for name in CONCEPTS}
    if comparable:
        concepts["equal_utility"] = equal_utility_point(values, found.frontier)
    near = dict.fromkeys(concepts, 0)
    if table.agreement is not None:
        deal = values[table.agreement]
        near = {name: int(np.abs(values[tied] - deal).sum(axis=1).argmin()) for name, tied in concepts.items()}
    return {name: (int(tied[near[name]]), tied) for name, tied in concepts.items()}
