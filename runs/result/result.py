"""The result of a run: what was agreed, what it is worth to each side, every move, and how to repeat it.

docs/reference/result.md documents the JSON form.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tradetalks.model.negotiation.issues import Level
from tradetalks.runs.files.csv_cells import csv_cell
from tradetalks.wording import day_in_words

if TYPE_CHECKING:
    from tradetalks.runs.statics.nash_in_nash import NashInNash

FORMAT = 1
"""Version of the JSON form; raised when a reader of the old one would misread the new one."""


@dataclass(frozen=True, slots=True)
class IssueResult:
    """An issue of a table: its levels, and which holds in which case.

    `today` and `without_deal` are None where sectors differ, or in a score-sheet; `deal` without a deal.
    `moved` tells, by party, what the move from the level without a deal to the deal's was worth: the value
    of the deal less that of the deal with this issue alone put back. It is empty where nothing moved.
    """

    label: str
    unit: str
    levels: tuple[Level, ...]
    today: float | None
    without_deal: float | None
    deal: Level | None
    moved: dict[str, float]


@dataclass(frozen=True, slots=True)
class Worth:
    """What something is worth in the deal and without one, relative to today.

    `deal` is None without a deal.
    """

    deal: float | None
    without_deal: float

    @property
    def gain(self) -> float:
        """What the deal brings over none; 0 without a deal."""
        if self.deal is None:
            return 0.0
        return self.deal - self.without_deal


@dataclass(frozen=True, slots=True)
class SideResult:
    """What the outcome is worth to one side.

    Attributes:
        unit: "USD bn a year", or "score" for a score-sheet.
        form: how its interests combine; with another than "additive" they don't add up to the total. "" for a
            score-sheet.
        total: the sum over its interests, or the score; for a score-sheet not relative to anything.
        utility: the same as the strategies see it, in [0, 1] for outcomes.
        interests: the terms of the total by id, weights included; empty for a score-sheet.
        weights: the weights of these terms.
        recorded: figures on record that belong beside the model's, by interest, USD bn a year.
        option: what it has besides as long as there is no deal, beyond its interests: an inside option.
        reservation: the value below which agreeing was worse than no deal when the deal was signed; None without one.
        members: of a coalition, what each country has once the gain has been divided; empty for a country.
        division: of a coalition, by which rule the gain is divided; "" for a country.
    """

    unit: str
    form: str
    total: Worth
    utility: Worth
    interests: dict[str, Worth]
    weights: dict[str, float]
    recorded: dict[str, float]
    option: float
    reservation: float | None
    members: dict[str, Worth]
    division: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One solution concept: its outcomes, more than one on ties, and the values of the one nearest to the deal."""

    outcomes: tuple[dict[str, Level], ...]
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class TableResult:
    """How a table ended.

    Attributes:
        title: what people call it.
        parties: the countries at it.
        status: its final status.
        opened, closed: days from the scenario's start.
        deadline: the last day on which it could agree, as announced when it closed.
        summary: how it ended, in a line.
        why: who gave what for what, in a sentence; "" without a deal.
        outcomes: how many deals were possible.
        zone: how many of them are at least as good as no deal for all sides.
        meetings: how many were held.
        deal: the level of each issue; None without a deal.
        partial: whether the deal leaves an issue at today's level.
        issues: by name.
        sides: by party.
        on_frontier: whether no other outcome is better for one side and no worse for the others.
        belief: how far its parties believed, in the end, that what threatens without a deal would come, in [0, 1].
        extensions: how often its deadline was put off.
        surplus_left: what part of the largest joint gain over no deal was not realised; None without a
            zone of agreement.
        benchmarks: the solution concepts by name; empty without a zone of agreement.
        opposition: distance from the equal-utility point to (1, 1); None but for two parties with
            score-sheets, and without a zone of agreement.
        min_distance_opposition: the least distance from any outcome to (1, 1); None but for two parties with
            score-sheets.
    """

    title: str
    parties: tuple[str, ...]
    status: str
    opened: int
    closed: int
    deadline: int
    summary: str
    why: str
    outcomes: int
    zone: int
    meetings: int
    deal: dict[str, Level] | None
    partial: bool
    belief: float
    extensions: int
    issues: dict[str, IssueResult]
    sides: dict[str, SideResult]
    on_frontier: bool | None
    surplus_left: float | None
    benchmarks: dict[str, Benchmark]
    opposition: float | None
    min_distance_opposition: float | None

    @property
    def changes_nothing(self) -> bool:
        """Whether it is a deal that leaves every issue as it was."""
        return self.deal is not None and all(
            part.today is not None and part.today == part.deal for part in self.issues.values()
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the transcript.

    Attributes:
        day, date: when; the date is "" in a scenario without dates.
        table, meeting: where; the meeting by its kind.
        round: from 0, over all meetings of the table.
        t: what part of the time is over, in [0, 1].
        party: who moved.
        move: offer, counter_offer, demand, accept, reject, walk_away, withdraw, forfeit, pass, vote_yes or vote_no.
        offer: the outcome offered, accepted, rejected, withdrawn, voted on, or that fell by a forfeit or a pass; None
            where none stood.
        utility: the mover's own utility of it.
        reason: why, in words and numbers.
        decider: who decided it: a person, a bot (a strategy), the clock, an instructor or the rules alone.
        message: what a person said with it; "" where nothing.
    """

    day: int
    date: str
    table: str
    meeting: str
    round: int
    t: float
    party: str
    move: str
    offer: dict[str, Level] | None
    utility: float | None
    reason: str
    decider: str = "bot"
    message: str = ""


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something that happened; `hidden` from the parties or not."""

    day: int
    date: str
    kind: str
    table: str
    text: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal: where, when, what."""

    table: str
    day: int
    levels: dict[str, Level]
    partial: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of the world on day 0, and at the end."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Owed:
    """What one country owes another at the end, beyond day 0: USD bn a year, an alignment in %."""

    kind: str
    giver: str
    receiver: str
    against: str
    amount: float


@dataclass(frozen=True, slots=True)
class WorldResult:
    """What deals and events have changed in the world; what is as on day 0 is left out.

    Attributes:
        tariffs: additional tariffs, percentage points, by IMPORTER.EXPORTER[.SECTOR].
        access: trade costs cut, %, by MARKET.EXPORTER[.SECTOR].
        defence: spending, % of GDP, by country.
        alliances: how close two allies are, in [0, 1], by pair.
        hostilities: how hostile two countries are, in [0, 1], by pair.
        owed: what is owed.
        offers: what the first of two has on offer or has agreed to, USD bn a year to the second, by GIVER-RECEIVER.
        credibility: what is left of the belief in a country's threats, by country.
        powerless: countries that have lost the power to set tariffs.
        retaliating: countries whose retaliation is switched on.
        market_stress: on the last day.
    """

    tariffs: dict[str, Change]
    access: dict[str, Change]
    defence: dict[str, Change]
    alliances: dict[str, Change]
    hostilities: dict[str, Change]
    owed: tuple[Owed, ...]
    offers: dict[str, float]
    credibility: dict[str, float]
    powerless: tuple[str, ...]
    retaliating: tuple[str, ...]
    market_stress: float


@dataclass(frozen=True, slots=True)
class RunResult:
    """All of a run. Deterministic: the same scenario, seed and versions give the same bytes.

    Attributes:
        scenario: the scenario's name.
        title: its title.
        seed: the root seed.
        start: the date of day 0, "" in a scenario without dates.
        countries: names by code.
        drawn: what was drawn for this run, by path; private to the country it belongs to.
        content: the scenario as it was run, `extends` and overrides included, as plain data.
        tables: by id.
        transcript: every move of every table, by day.
        events: everything that happened, by day.
        world: what has changed in the world by the end.
        series: by name what was recorded on each day on which something happened, these days under "day".
        log: what people, time and instructors have done, as plain data: what it takes to run it again besides the
            scenario and the seed; empty where strategies alone decided.
        versions: of what the numbers depend on.
    """

    scenario: str
    title: str
    seed: int
    start: str
    countries: dict[str, str]
    drawn: dict[str, Any]
    content: dict[str, Any]
    tables: dict[str, TableResult]
    transcript: tuple[Line, ...]
    events: tuple[EventLine, ...]
    world: WorldResult
    series: dict[str, tuple[float, ...]]
    log: tuple[Mapping[str, Any], ...]
    versions: dict[str, str]

    @property
    def deals(self) -> tuple[Deal, ...]:
        """The deals, in the tables' order."""
        return tuple(
            Deal(key, table.closed, table.deal, table.partial)
            for key, table in self.tables.items()
            if table.deal is not None
        )

    @property
    def values(self) -> dict[str, dict[str, float]]:
        """What how each table ended is worth to each of its parties, by table: USD bn a year or a score."""
        return {
            key: {
                party: side.total.without_deal if side.total.deal is None else side.total.deal
                for party, side in table.sides.items()
            }
            for key, table in self.tables.items()
        }

    def when(self, day: int) -> str:
        """Write a day for people: "16 Apr", or "day 5" in a scenario without dates."""
        return day_in_words(day, self._start)

    def span(self, first: int, last: int) -> str:
        """Write a stretch of days for people: "2 Apr - 9 Jul 2025", or "1 Dec 2024 - 20 Jan 2025" over a New Year."""
        if self._start is None:
            return f"{self.when(first)} - {self.when(last)}"
        begin, end = (self._start + timedelta(days=day) for day in (first, last))
        year = "" if begin.year == end.year else f" {begin.year}"
        return f"{self.when(first)}{year} - {self.when(last)} {end.year}"

    @property
    def _start(self) -> date | None:
        if self.start:
            return date.fromisoformat(self.start)
        return None

    def nash_in_nash(self) -> NashInNash:
        """Return the benchmark of a network: each table at the Nash solution, given the deals of all others.

        It is worked out anew on each call, from the scenario as it was run and the seed.
        """
        from tradetalks.runs.statics.nash_in_nash import nash_in_nash

        return nash_in_nash(self.content, seed=self.seed)

    def to_dict(self, nash_in_nash: NashInNash | None = None) -> dict[str, Any]:
        """Return the result as plain data, as in the JSON form; with a benchmark of the network where one is given."""
        data = _plain(asdict(self))
        benchmark = {} if nash_in_nash is None else {"nash_in_nash": _plain(asdict(nash_in_nash))}
        return {
            "format": FORMAT,
            **{key: data[key] for key in ("scenario", "title", "seed", "start", "countries", "drawn")},
            "deals": [_plain(asdict(deal)) for deal in self.deals],
            "values": _plain(self.values),
            **{key: data[key] for key in ("tables", "world", "series", "events", "transcript", "log")},
            **benchmark,
            **{key: data[key] for key in ("content", "versions")},
        }

    def to_json(self, nash_in_nash: NashInNash | None = None) -> str:
        """Return the result as JSON text, ending in a newline; with a benchmark of the network where one is given."""
        return json.dumps(self.to_dict(nash_in_nash), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def to_csv(self) -> str:
        """Return the transcript as a CSV table, a column for each issue of each table."""
        issues = list(dict.fromkeys(name for table in self.tables.values() for name in table.issues))
        fixed = (
            "day",
            "date",
            "table",
            "meeting",
            "round",
            "t",
            "party",
            "move",
            "utility",
            "reason",
            "decider",
            "message",
        )
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*fixed, *(f"offer_{name}" for name in issues)])
        for line in self.transcript:
            row = _plain(asdict(line))
            offer = line.offer or {}
            cells = [*(row[name] for name in fixed), *(offer.get(name, "") for name in issues)]
            writer.writerow(map(csv_cell, cells))
        return text.getvalue()


def _plain(value: Any) -> Any:
    """Return data as JSON has it: lists, no infinities, floats without the dust of their last bits."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        # JSON has no infinity: a reservation that is always or never reached is told by its sign.
        return round(value, 9) + 0.0 if abs(value) < float("inf") else ("inf" if value > 0 else "-inf")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
