"""Looking at a run: what is seen of it now, through everybody's eyes or one country's.

This is the one place that decides what a country may know. It knows its own values and reasons, the moves at its own
tables, the others' values only where a table's information is complete, and of tables where it doesn't sit how they
stand and what was agreed. Nobody but everybody's eyes sees what is hidden: whether a zone of agreement exists, or what
is planned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, reduce

import numpy as np

from tradetalks.app.sight import (
    EVERYBODY,
    CalendarEvent,
    CalendarRow,
    EconomySight,
    Floats,
    IssueRow,
    Offered,
    Said,
    Sight,
    Stake,
    TableSight,
    Tie,
)
from tradetalks.model.deadlines import with_threats
from tradetalks.model.markets import average_added_pct
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.solutions import Solutions, solve
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind, PublicMove
from tradetalks.model.talks.any_table import AnyTable
from tradetalks.model.talks.happenings import EVERYONE, NOBODY, Happening, HappeningKind
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import WorldState, pair
from tradetalks.runs.explain import ending
from tradetalks.runs.single import interest_worths, selected, table_result
from tradetalks.runs.tariffs import goods_balances
from tradetalks.runs.words.events import event_in_words
from tradetalks.runs.words.happenings import Names, happening_in_words

BEFORE_MOVES = frozenset({"event", "opened", "no_zone", "zone", "extended"})
"""Kinds of happenings that come before the day's moves; the others follow from them."""

ELSEWHERE = frozenset({"agreed", "walked_away", "expired", "broken_off", "extended", "snap_back", "letters"})
"""Kinds of happenings at other tables that are told at this one, too."""


def seats(model: TradeTalks) -> tuple[str, ...]:
    """Return the countries and coalitions that sit at some table: whose eyes there are."""
    return tuple(dict.fromkeys(party for live in model.tables.values() for party in live.parties))


def seat_of(model: TradeTalks, live: AnyTable, eyes: str) -> str:
    """Return the party as which the eyes sit at a table: themselves, or the coalition of a member; "" if they don't."""
    behind = (party for party in live.parties if eyes in {party, *model.setup.countries_of(party)})
    return next(behind, "")


def look(model: TradeTalks, table: str | None = None, eyes: str = EVERYBODY) -> Sight:
    """Return what is seen of a run now.

    Args:
        model: the run; nothing of it is changed.
        table: the chosen table's id; the first of the eyes' own, or of all, where it is None.
        eyes: whose, by id; EVERYBODY for all.
    """
    own = [key for key, live in model.tables.items() if seat_of(model, live, eyes)]
    key = table if table is not None else (own or [*model.tables])[0]
    chosen = _table(model, model.tables[key], eyes)
    return Sight(
        scenario=model.setup.name,
        title=model.setup.title or model.setup.name,
        seed=model.root_seed,
        eyes=eyes,
        day=model.day,
        start=model.setup.start,
        last_day=_last_day(model),
        over=not model.running,
        names={code: party.name for code, party in (model.countries | model.coalitions).items()},
        coalitions={code: model.setup.countries_of(code) for code in model.coalitions},
        behind=_members(model, eyes) or (),
        ties=tuple(_ties(model, eyes)),
        table=chosen,
        calendar=tuple(_calendar_row(live, eyes) for live in model.tables.values()),
        events=tuple(_events(model, eyes)),
        economy=_economy(model, model.tables[key], chosen, eyes),
    )


def _last_day(model: TradeTalks) -> int:
    days = [live.last_day for live in model.tables.values()]
    days += [item.day for item in model.happenings]
    return max(days)


def _known_status(live: AnyTable, eyes: str) -> str:
    """That no deal was possible is known to nobody who looks through one side's eyes."""
    status = live.status
    return str(Status.EXPIRED if eyes and status is Status.NO_ZONE else status)


# ---- around the table


def _ties(model: TradeTalks, eyes: str) -> Iterator[Tie]:
    graph, world = model.network.G, model.world
    own = _members(model, eyes)
    for here, there, told in graph.edges(data=True):
        one, other = graph.nodes[here]["code"], graph.nodes[there]["code"]
        yield Tie(
            one=one,
            other=other,
            trade=told["trade"],
            alliance=world.alliance(one, other) if own is None or {one, other} & {*own} else None,
            # Where a scenario says nothing of it, threats count in full; but nobody has called the two hostile.
            hostility=world.hostilities.get(pair(one, other), 0.0),
            tables=told["tables"],
            statuses=tuple(_known_status(model.tables[key], eyes) for key in told["tables"]),
        )


def _calendar_row(live: AnyTable, eyes: str) -> CalendarRow:
    return CalendarRow(
        key=live.key,
        title=live.title,
        status=_known_status(live, eyes),
        opens=live.opened if live.opened is not None else None if live.section.invited else live.section.opens,
        closed=live.closed,
        deadline=live.announced_day,
        random=live.section.deadline.kind == "random",
        meetings=tuple((meeting.day, meeting.public) for meeting in live.calendar),
    )


def _events(model: TradeTalks, eyes: str) -> Iterator[CalendarEvent]:
    names = Names.of(model)
    for item in model.happenings:
        if item.kind in {HappeningKind.EVENT, HappeningKind.EXTENDED}:
            yield CalendarEvent(item.day, happening_in_words(item, names))
    for planned in model.surroundings.planned if eyes == EVERYBODY else ():
        # What comes at random is nobody's to know before.
        if planned.timing.on is not None and planned.day is not None and planned.day > model.day:
            yield CalendarEvent(planned.day, event_in_words(planned.event.figures, model.world.setting))


# ---- the table


def _table(model: TradeTalks, live: AnyTable, eyes: str) -> TableSight:
    table, seat = live.table if isinstance(live, OpenTable) else None, seat_of(model, live, eyes)
    seated = eyes == EVERYBODY or bool(seat)
    known = _whose_values(live, seat or eyes) if table is not None else ()
    offers = tuple(_offers(table, live)) if table is not None and seated else ()
    agreed = None if table is None else table.agreement
    standing = agreed if agreed is not None else offers[-1].outcome if offers else None
    found, chosen = None, {}
    if table is not None and len(known) == len(live.parties):
        values, found = _solved(table.preferences)
        chosen = selected(table, values, found, comparable=live.scored and len(live.parties) == 2)
    return TableSight(
        key=live.key,
        title=live.title,
        parties=live.parties,
        status=_known_status(live, eyes),
        opened=live.opened,
        closed=live.closed,
        deadline=live.announced_day,
        extensions=live.extensions,
        ending=_ending(live, eyes),
        unit="points" if live.scored else "bn",
        discounted=table is not None
        and any(isinstance(rule, DiscountReservation) and rule.discount < 1 for rule in table.rules),
        rows=tuple(_rows(model, live, offers, agreed)),
        said=_said(model, live, seat or eyes, seated=seated),
        offers=offers,
        standing=standing if seated else None,
        agreed=agreed,
        stakes={party: _stake(model, live, party, standing) for party in known} if isinstance(live, OpenTable) else {},
        frontier=found.frontier if found is not None else np.zeros(0, dtype=np.int64),
        solutions={name: outcome for name, (outcome, _) in chosen.items()},
        tied={name: len(outcomes) for name, (_, outcomes) in chosen.items()},
        zone=None if found is None else len(found.zone),
        seat=seat,
        valued=_valued(model, live),
        result=table_result(live) if isinstance(live, OpenTable) and live.closed is not None and not eyes else None,
    )


def _whose_values(live: AnyTable, eyes: str) -> tuple[str, ...]:
    """Return the parties of a table whose values the eyes know."""
    if eyes == EVERYBODY or (eyes in live.parties and live.section.information == "complete"):
        return live.parties
    return (eyes,) if eyes in live.parties else ()


@lru_cache(maxsize=32)
def _solved(preferences: tuple[Preferences, ...]) -> tuple[Floats, Solutions]:
    """The values of all and the solution concepts, worked out once as long as the outcomes are worth the same."""
    values = np.column_stack([own.values for own in preferences])
    return values, solve(values, [own.disagreement for own in preferences])


def _valued(model: TradeTalks, live: AnyTable) -> int | None:
    """Return the day on which an open table was valued last, if that was before today: it is at its meetings."""
    if live.opened is None or not live.live:
        return None
    last = max((day for day in live.meetings if live.opened <= day <= model.day), default=live.opened)
    return last if last < model.day else None


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


def _ending(live: AnyTable, eyes: str) -> str:
    if live.closed is None or not isinstance(live, OpenTable):
        return ""
    if eyes and live.status in {Status.NO_ZONE, Status.EXPIRED} and live.ending and not live.ending.figures:
        # In full it tells how near the sides were to a deal.
        return f"No deal: the deadline passed on day {live.closed}"
    return ending(live, live.table)


def _offers(table: Table, live: AnyTable) -> Iterator[Offered]:
    for move in table.history:
        if move.kind in OFFERS and move.outcome is not None:
            yield Offered(move.day, live.parties[move.party], move.outcome, move.kind is MoveKind.DEMAND)


# ---- what was said


def _said(model: TradeTalks, live: AnyTable, eyes: str, *, seated: bool) -> tuple[Said, ...]:
    names, countries = Names.of(model), _members(model, eyes)
    happened = [item for item in model.happenings if _is_told(item, live, countries)]
    lines = [_happened(item, names) for item in happened if item.kind in BEFORE_MOVES]
    lines += list(_moves(live, eyes)) if seated else []
    lines += [_happened(item, names) for item in happened if item.kind not in BEFORE_MOVES]
    # Stable: within a day first what comes from outside, then the moves, then what they led to.
    return tuple(sorted(lines, key=lambda line: line.day))


def _is_told(item: Happening, live: AnyTable, countries: tuple[str, ...] | None) -> bool:
    if countries is not None and not item.audience.includes(countries):
        return False
    return item.table in {live.key, ""} or (item.kind in ELSEWHERE and item.audience == EVERYONE)


def _happened(item: Happening, names: Names) -> Said:
    text = happening_in_words(item, names)
    return Said(item.day, str(item.kind), "", text, hidden=item.audience == NOBODY)


def _moves(live: AnyTable, eyes: str) -> Iterator[Said]:
    if not isinstance(live, OpenTable):
        return
    table = live.table
    # A sealed move is known to its maker alone until all are opened; each move is one object in both lists.
    opened = {id(move) for move in table.history}
    known = _whose_values(live, eyes) if eyes != EVERYBODY else live.parties
    for entry in table.transcript:
        move: PublicMove = entry.move
        party = live.parties[move.party]
        if eyes not in {EVERYBODY, party} and id(move) not in opened:
            continue
        yield Said(
            day=move.day,
            kind=str(move.kind),
            party=party,
            text="" if move.outcome is None else live.space.write(move.outcome),
            meeting=live.meetings[move.day].kind,
            t=move.t,
            utility=entry.utility if party in known else None,
            reason=entry.reason if eyes in {EVERYBODY, party} else "",
        )


# ---- the economy


def _economy(model: TradeTalks, live: AnyTable, table: TableSight, eyes: str) -> EconomySight | None:
    trade, setting = model.trade_model, model.world.setting
    if trade is None or setting.calibration is None:
        return None
    calibration = setting.calibration
    worlds = [model.first_world, model.world]
    if table.standing is not None and isinstance(live, OpenTable) and live.stakes is not None:
        worlds += [live.stakes.today, live.stakes.world_of(table.standing)]
    found = trade.solve(
        np.array([world.tariffs for world in worlds]), np.array([world.trade_costs for world in worlds])
    )
    balances = goods_balances(found.flows, calibration).sum(axis=-1)
    regions, markets = calibration.region_names, model.surroundings.markets
    seen = _members(model, eyes)
    offered = found.income_gain[3] - found.income_gain[2] if len(worlds) > 2 else None

    def by_region(values: Floats) -> dict[str, float]:
        return {code: float(value) for code, value in zip(calibration.regions, values, strict=True)}

    return EconomySight(
        # A country has one name on a page: the scenario's, where it has one.
        regions={code: model.countries[code].name if code in model.countries else regions[code] for code in regions},
        tariffs=_average_pct(model.world),
        at_start=_average_pct(model.first_world),
        real_income=by_region(found.income_gain[1] - found.income_gain[0]),
        real_income_pct=by_region(found.welfare_pct[1] - found.welfare_pct[0]),
        prices_pct=by_region(found.price_pct[1] - found.price_pct[0]),
        goods_balance=by_region(balances[1] - balances[0]),
        offer_income={}
        if offered is None
        else {code: gain for code, gain in by_region(offered).items() if seen is None or code in seen},
        stress=markets.stress(model.world.climate, max(model.day, 0)) if markets.waiting else None,
    )


def _members(model: TradeTalks, eyes: str) -> tuple[str, ...] | None:
    """Return the countries behind the eyes; None for everybody's."""
    return None if eyes == EVERYBODY else model.setup.countries_of(eyes)


def _average_pct(world: WorldState) -> Floats:
    """Return additional tariffs averaged over goods by base imports, percentage points; NaN on the diagonal."""
    regions = world.setting.economy.regions
    return np.array([[average_added_pct(world, to, of) if to != of else np.nan for of in regions] for to in regions])
