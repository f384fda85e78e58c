"""Looking at a run: what is seen of it now, through everybody's eyes or one country's."""

from __future__ import annotations

from collections.abc import Iterator

from tradetalks.model.talks.any_table import AnyTable
from tradetalks.model.talks.happenings import HappeningKind
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import pair
from tradetalks.runs.sight.eyes import EVERYBODY, Eyes
from tradetalks.runs.sight.look_at_economy import look_at_economy
from tradetalks.runs.sight.look_at_table import look_at_table
from tradetalks.runs.sight.sight import CalendarEvent, CalendarRow, Sight, Tie
from tradetalks.runs.words.events import event_in_words
from tradetalks.runs.words.happenings import Names, happening_in_words


def look(model: TradeTalks, table: str | None = None, eyes: str = EVERYBODY) -> Sight:
    """Return what is seen of a run now.

    Args:
        model: the run; nothing of it is changed.
        table: the chosen table's id; the first of the eyes' own, or of all, where it is None.
        eyes: whose, by id; EVERYBODY for all.
    """
    pair_of_eyes = Eyes.of(model, eyes)
    own = [key for key, live in model.tables.items() if pair_of_eyes.seat_at(live)]
    key = table if table is not None else (own or [*model.tables])[0]
    chosen = look_at_table(model, model.tables[key], pair_of_eyes)
    return Sight(
        scenario=model.setup.name,
        title=model.setup.title or model.setup.name,
        seed=model.root_seed,
        eyes=eyes,
        day=model.day,
        start=model.setup.start,
        last_day=_last_day(model, pair_of_eyes),
        over=not model.running,
        names={code: party.name for code, party in model.parties.items()},
        coalitions={code: model.setup.countries_of(code) for code in model.coalitions},
        behind=pair_of_eyes.countries,
        ties=tuple(_ties(model, pair_of_eyes)),
        table=chosen,
        calendar=tuple(_calendar_row(live, pair_of_eyes) for live in model.tables.values()),
        events=tuple(_events(model, pair_of_eyes)),
        economy=look_at_economy(model, model.tables[key], chosen, pair_of_eyes),
    )


def _last_day(model: TradeTalks, eyes: Eyes) -> int:
    days = [live.last_day for live in model.tables.values()]
    days += [item.day for item in model.happenings if eyes.know_of(item)]
    return max(days)


def _ties(model: TradeTalks, eyes: Eyes) -> Iterator[Tie]:
    graph, world = model.network.G, model.world
    for here, there, told in graph.edges(data=True):
        one, other = graph.nodes[here]["code"], graph.nodes[there]["code"]
        yield Tie(
            one=one,
            other=other,
            trade=told["trade"],
            alliance=world.alliance(one, other) if eyes.know_alliance(one, other) else None,
            # Where a scenario says nothing of it, threats count in full; but nobody has called the two hostile.
            hostility=world.hostilities.get(pair(one, other), 0.0),
            tables=told["tables"],
            statuses=tuple(str(eyes.status_of(model.tables[key])) for key in told["tables"]),
        )


def _calendar_row(live: AnyTable, eyes: Eyes) -> CalendarRow:
    return CalendarRow(
        key=live.key,
        title=live.title,
        status=str(eyes.status_of(live)),
        opens=live.opened if live.opened is not None else None if live.section.invited else live.section.opens,
        closed=live.closed,
        deadline=live.announced_day,
        random=live.deadline.is_drawn,
        meetings=tuple((meeting.day, meeting.public) for meeting in live.calendar),
    )


def _events(model: TradeTalks, eyes: Eyes) -> Iterator[CalendarEvent]:
    names = Names.of(model)
    for item in model.happenings:
        if item.kind in {HappeningKind.EVENT, HappeningKind.EXTENDED} and eyes.know_of(item):
            yield CalendarEvent(item.day, happening_in_words(item, names))
    for planned in model.surroundings.planned if eyes.know_plans() else ():
        # What comes at random is nobody's to know before.
        if planned.timing.on is not None and planned.day is not None and planned.day > model.day:
            yield CalendarEvent(planned.day, event_in_words(planned.event.figures, model.world.setting))
