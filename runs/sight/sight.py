"""What is seen of a run on a day, through everybody's eyes or one country's: plain data, all that faces may show.

`tradetalks.runs.sight.look` makes it from a model, and leaves out what the eyes could not know; so nothing that is
drawn from it can tell more. Days count from the scenario's start; money is USD bn a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tradetalks.model.world import the
from tradetalks.runs.sight.table_sight import Floats, TableSight
from tradetalks.wording import day_in_words


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge of the network: two countries, their trade and their tables.

    Attributes:
        one, other: the countries.
        trade: in goods, both ways, in the base year.
        alliance: of the day, in [0, 1]; None for countries that the eyes don't sit with, whom what they ask of each
            other in private would show.
        hostility: of the day, in [0, 1]; it moves by what all see, deals in force and tariffs that are carried out.
        tables: by id, in the scenario's order; a table of more than two parties has an edge for each
            pair of countries that are not of one coalition.
        statuses: of these tables, as the eyes know them.
    """

    one: str
    other: str
    trade: float
    alliance: float | None
    hostility: float
    tables: tuple[str, ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A table on the calendar.

    Attributes:
        key, title, status: as the eyes know it.
        opens: the day on which it opens or has opened; None if that isn't fixed.
        closed: None before.
        deadline: as announced now; of a random one, when it is expected to end.
        random: whether it may end sooner or later than that, on a day that nobody knows.
        meetings: the days, with whether a meeting is in public.
    """

    key: str
    title: str
    status: str
    opens: int | None
    closed: int | None
    deadline: int
    random: bool
    meetings: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event from outside: of the past, or a dated one to come, which only everybody's eyes see."""

    day: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class EconomySight:
    """The trade model's world of the day.

    Attributes:
        regions: names by code, in the model's order.
        tariffs: additional tariffs, averaged over goods by base imports, percentage points, shape (importers,
            exporters); NaN on the diagonal.
        at_start: the same on day 0.
        real_income: change since day 0, by region, USD bn a year.
        real_income_pct: the same in percent.
        prices_pct: change of consumer prices since day 0, percent, against the world's factor income.
        goods_balance: change since day 0 of goods exports less imports, USD bn a year.
        offer_income: by region that the eyes may see it for, what the standing offer of the chosen table (or its deal)
            would change of its real income, against today; empty where nothing stands, or nothing trades.
        stress: of the markets, without a unit; 0 is calm, 1 what they were like at the announcement; None where it
            moves nothing.
    """

    regions: Mapping[str, str]
    tariffs: Floats
    at_start: Floats
    real_income: Mapping[str, float]
    real_income_pct: Mapping[str, float]
    prices_pct: Mapping[str, float]
    goods_balance: Mapping[str, float]
    offer_income: Mapping[str, float]
    stress: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """All that is seen of a run on a day.

    Attributes:
        scenario, title: its name, and for people.
        seed: the root seed.
        eyes: whose, by id; EVERYBODY for all.
        day: the day that was lived through last; -1 before the first.
        start: the date of day 0; None in a scenario without dates.
        last_day: the last day on which anything is planned.
        over: whether no table can change any more.
        names: of countries and coalitions, by id.
        coalitions: the members of each, by id.
        behind: the countries behind the eyes: one, or a coalition's members; empty for everybody's.
        ties: the network.
        table: the chosen one.
        calendar: all tables.
        events: what the calendar shows besides.
        economy: None in a scenario without one.
    """

    scenario: str
    title: str
    seed: int
    eyes: str
    day: int
    start: date | None
    last_day: int
    over: bool
    names: Mapping[str, str]
    coalitions: Mapping[str, tuple[str, ...]]
    behind: tuple[str, ...]
    ties: tuple[Tie, ...]
    table: TableSight
    calendar: tuple[CalendarRow, ...]
    events: tuple[CalendarEvent, ...]
    economy: EconomySight | None

    def name(self, party: str) -> str:
        """Return what a party is called, its id where it has no name."""
        return self.names.get(party, party)

    def named(self, party: str) -> str:
        """Return what a party is called in a sentence, "the United States"."""
        return the(self.name(party))

    def when(self, day: int) -> str:
        """Write a day for people: "16 Apr", or "day 5" in a scenario without dates."""
        return day_in_words(day, self.start)
