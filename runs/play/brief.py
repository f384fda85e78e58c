"""The brief of a seat, as data: who you are, what you want, what no deal brings, until when, by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.runs.sight.seat import Seat
from tradetalks.runs.words.rules import rules_in_words


@dataclass(frozen=True, slots=True)
class Wish:
    """What the levels of an issue are worth to a party.

    Attributes:
        issue: its name, title, unit and levels.
        values: by level, in the brief's unit: of money against today's level, of a score what it adds.
        today: the level of today; None where there is no single one.
        without: the level without a deal; likewise.
    """

    issue: Issue
    values: Mapping[Level, float]
    today: float | None
    without: float | None


@dataclass(frozen=True, slots=True)
class Brief:
    """What the person who takes a seat is told before it plays; nothing of the others' preferences.

    Attributes:
        table, title: the table, by id and for people.
        party, name: who you are, by id and for people.
        others: across from whom you sit, names for people.
        description: the situation, as the scenario tells it; "" if it doesn't.
        start: the date of day 0; None in a scenario without dates.
        opens, deadline: the first day of the talks, and the last on which they can agree.
        meetings, rounds: how many there are until then.
        one_offer: whether there is a single offer, however many meetings there could be.
        rules: the rules of play in a sentence or two; "" where they are the usual ones.
        unit: of values: "bn" for USD bn a year, "points" for a score-sheet.
        wishes: what you want, by issue.
        no_deal: what no deal is worth to you.
        may_err: whether you may bind yourself to less than that; you are warned.
        messages: whether a message may go with a move.
    """

    table: str
    title: str
    party: str
    name: str
    others: tuple[str, ...]
    description: str
    start: date | None
    opens: int
    deadline: int
    meetings: int
    rounds: int
    one_offer: bool
    rules: str
    unit: str
    wishes: tuple[Wish, ...]
    no_deal: float
    may_err: bool
    messages: bool


def brief_of(seat: Seat) -> Brief:
    """Return the brief of a seat at a table that has opened."""
    values, today = seat.level_values(), seat.today()
    return Brief(
        table=seat.key,
        title=seat.title,
        party=seat.country,
        name=seat.name(seat.country),
        others=tuple(seat.name(party) for party in seat.parties if party != seat.country),
        description=" ".join(seat.description.split()),
        start=seat.start,
        opens=seat.opens,
        deadline=seat.deadline,
        meetings=seat.meetings,
        rounds=seat.rounds,
        one_offer=seat.rules.one_offer,
        rules=rules_in_words(seat.rules),
        unit="points" if seat.scored else "bn",
        wishes=tuple(Wish(issue, values[issue.name], *today[issue.name]) for issue in seat.issues),
        no_deal=seat.no_deal,
        may_err=seat.may_err,
        messages=seat.messages,
    )
