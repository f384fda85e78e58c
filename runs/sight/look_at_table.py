"""Looking at a table: its agenda, its moves and what was told there, and what is at stake as far as the eyes know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

import numpy as np

from tradetalks.model.deadlines.threats import with_threats
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind
from tradetalks.model.talks.any_table import AnyTable
from tradetalks.model.talks.happenings import NOBODY, Happening, HappeningKind
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import WorldState
from tradetalks.runs.sight.eyes import Eyes
from tradetalks.runs.sight.table_record import interest_worths, selected, table_result
from tradetalks.runs.sight.table_sight import IssueRow, Offered, Said, Stake, TableSight
from tradetalks.runs.statics.appraisal import appraised
from tradetalks.runs.words.endings import ending, how_it_closed
from tradetalks.runs.words.happenings import Names, happening_in_words

BEFORE_MOVES = frozenset(
    {
        HappeningKind.EVENT,
        HappeningKind.OPENED,
        HappeningKind.NO_ZONE,
        HappeningKind.ZONE,
        HappeningKind.EXTENDED,
    }
)
"""Kinds of happenings that come before the day's moves; the others follow from them."""


def look_at_table(model: TradeTalks, live: AnyTable, eyes: Eyes) -> TableSight:
    """Return what given eyes see of a table now."""
    if not isinstance(live, OpenTable):
        return _planned(model, live, eyes)
    table, known = live.table, eyes.know_values_at(live)
    offers = tuple(_offers(live)) if eyes.see_moves_at(live) else ()
    standing = table.agreement if table.agreement is not None else offers[-1].outcome if offers else None
    found, chosen = None, {}
    if len(known) == len(live.parties):
        appraisal = appraised(table.preferences)
        found = appraisal.solved
        chosen = selected(table, appraisal.values, found, comparable=live.scored and len(live.parties) == 2)
    return TableSight(
        key=live.key,
        title=live.title,
        parties=live.parties,
        status=str(eyes.status_of(live)),
        opened=live.opened,
        closed=live.closed,
        deadline=live.announced_day,
        extensions=live.extensions,
        ending=_ending(live, eyes),
        unit="points" if live.scored else "bn",
        discounted=any(_is_discounted(live, party) for party in known),
        rows=tuple(_rows(model, live, offers, table.agreement)),
        said=_said(model, live, eyes),
        offers=offers,
        standing=standing if eyes.see_moves_at(live) else None,
        agreed=table.agreement,
        stakes={party: _stake(model, live, party, standing) for party in known},
        frontier=found.frontier if found is not None else np.zeros(0, dtype=np.int64),
        solutions={name: outcome for name, (outcome, _) in chosen.items()},
        tied={name: len(outcomes) for name, (_, outcomes) in chosen.items()},
        zone=None if found is None else len(found.zone),
        seat=eyes.seat_at(live),
        valued=_valued(model, live),
        result=table_result(live) if live.closed is not None and eyes.see_all else None,
    )


def _planned(model: TradeTalks, live: AnyTable, eyes: Eyes) -> TableSight:
    """Return what is seen of a table that has not opened: its agenda, and what happens outside."""
    return TableSight(
        key=live.key,
        title=live.title,
        parties=live.parties,
        status=str(eyes.status_of(live)),
        opened=None,
        closed=None,
        deadline=live.announced_day,
        extensions=live.extensions,
        ending="",
        unit="points" if live.scored else "bn",
        discounted=False,
        rows=tuple(_rows(model, live, (), None)),
        said=_said(model, live, eyes),
        offers=(),
        standing=None,
        agreed=None,
        stakes={},
        frontier=np.zeros(0, dtype=np.int64),
        solutions={},
        tied={},
        zone=None,
        seat=eyes.seat_at(live),
    )


def _valued(model: TradeTalks, live: AnyTable) -> int | None:
    """Return the day on which an open table was valued last, if that was before today: it is at its meetings."""
    if live.opened is None or not live.live:
        return None
    last = max((day for day in live.meetings if live.opened <= day <= model.day), default=live.opened)
    if last < model.day:
        return last
    return None


def _is_discounted(live: OpenTable, party: str) -> bool:
    rule = live.table.rules[live.parties.index(party)]
    return isinstance(rule, DiscountReservation) and rule.discount < 1


def _stake(model: TradeTalks, live: OpenTable, party: str, standing: int | None) -> Stake:
    table, place = live.table, live.parties.index(party)
    own = table.preferences[place]
    until = model.day if live.closed is None else live.closed
    offers = max(table.protocol.offers_made - 1, 0)
    worths = interest_worths(live, place, standing)
    return Stake(
        party=party,
        values=own.values,
        no_deal=own.disagreement,
        reservation=table.rules[place].value(own, day=max(until, live.opened or 0), offers=offers),
        interests={name: worth.deal for name, worth in worths.items() if worth.deal is not None},
        without={name: worth.without_deal for name, worth in worths.items()},
    )


def _rows(model: TradeTalks, live: AnyTable, offers: Sequence[Offered], agreed: int | None) -> Iterator[IssueRow]:
    before, latest = _last_two(live, offers)
    deal = {} if agreed is None else live.space.levels(agreed)
    today, without = _worlds(model, live)
    for axis, issue in enumerate(live.space.issues):
        lever = live.levers[axis] if live.levers else None
        yield IssueRow(
            issue=issue,
            today=None if lever is None else lever.today(today),
            without=None if lever is None else lever.today(without),
            offers={party: levels[issue.name] for party, levels in latest.items()},
            before={party: levels[issue.name] for party, levels in before.items()},
            deal=deal.get(issue.name),
        )


def _last_two(
    live: AnyTable, offers: Sequence[Offered]
) -> tuple[Mapping[str, Mapping[str, Level]], Mapping[str, Mapping[str, Level]]]:
    """Return by party its last offer but one, and its last."""
    before: dict[str, Mapping[str, Level]] = {}
    latest: dict[str, Mapping[str, Level]] = {}
    for offer in offers:
        if offer.party in latest:
            before[offer.party] = latest[offer.party]
        latest[offer.party] = live.space.levels(offer.outcome)
    return before, latest


def _worlds(model: TradeTalks, live: AnyTable) -> tuple[WorldState, WorldState]:
    """Return the world as a table last saw it, and the one that follows without a deal."""
    if isinstance(live, OpenTable) and live.stakes is not None:
        return live.stakes.today, live.stakes.disagreement
    world = model.surroundings.seen(live.key)
    threats = [live.deadline.threats, model.surroundings.threats_at(live)]
    return world, reduce(with_threats, threats, world) if world.setting.calibration is not None else world


def _ending(live: OpenTable, eyes: Eyes) -> str:
    if live.closed is None:
        return ""
    if not eyes.know_how_near(live):
        return f"No deal: {how_it_closed(live)}"
    return ending(live)


def _offers(live: OpenTable) -> Iterator[Offered]:
    for move in live.table.history:
        if move.kind in OFFERS and move.outcome is not None:
            yield Offered(move.day, live.parties[move.party], move.outcome, move.kind is MoveKind.DEMAND)


# ---- what was said


def _said(model: TradeTalks, live: AnyTable, eyes: Eyes) -> tuple[Said, ...]:
    names = Names.of(model)
    happened = [item for item in model.happenings if eyes.are_told(item, live)]
    lines = [_happened(item, names) for item in happened if item.kind in BEFORE_MOVES]
    lines += list(_moves(live, eyes)) if isinstance(live, OpenTable) and eyes.see_moves_at(live) else []
    lines += [_happened(item, names) for item in happened if item.kind not in BEFORE_MOVES]
    # Stable: within a day first what comes from outside, then the moves, then what they led to.
    return tuple(sorted(lines, key=lambda line: line.day))


def _happened(item: Happening, names: Names) -> Said:
    text = happening_in_words(item, names)
    return Said(item.day, str(item.kind), "", text, hidden=item.audience == NOBODY)


def _moves(live: OpenTable, eyes: Eyes) -> Iterator[Said]:
    table = live.table
    # A sealed move is known to its maker alone until all are opened; each move is one object in both lists.
    opened = {id(move) for move in table.history}
    known = eyes.know_values_at(live)
    for entry in table.transcript:
        move = entry.move
        party = live.parties[move.party]
        if id(move) not in opened and not eyes.see_sealed(move, live):
            continue
        with_reasons = eyes.know_reasons_of(party, live)
        yield Said(
            day=move.day,
            kind=str(move.kind),
            party=party,
            text="" if move.outcome is None else live.space.write(move.outcome),
            meeting=live.meetings[move.day].kind,
            # A leader near a deal makes its own side's time pass faster: that tells what an offer is worth to it.
            t=move.t if with_reasons else None,
            utility=entry.utility if party in known else None,
            reason=entry.reason if with_reasons else "",
            message=move.message,
        )
