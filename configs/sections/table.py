"""Tables in a scenario file: agenda, calendar, deadline, score-sheets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field, ValidationInfo

from tradetalks.agents.strategies.base import Seat
from tradetalks.agents.valuation import MAX_SCHEDULES
from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.problems.soundness import if_sound
from tradetalks.configs.sections.agenda import IssueSection
from tradetalks.configs.sections.base import Day, Finite, Section, check, context_of
from tradetalks.configs.sections.country import AnyStrategy
from tradetalks.configs.sections.deadline import DeadlineSection
from tradetalks.configs.sections.world import OutsideOptionSection
from tradetalks.errors import NegotiationError, did_you_mean
from tradetalks.model.calendar import Meeting, Meetings, schedule
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.protocols.base import AnyRules
from tradetalks.model.negotiation.score_sheet import ScoreSheet
from tradetalks.parts import OneOf
from tradetalks.quantities import Count, Days, PositiveShare, Score, Span

HORIZON = 365
"""Days from a table's opening over which a deal counts, where the file doesn't say."""


class MeetingsSection(Section):
    """One kind of meetings: on given days, or every so many days."""

    on: Annotated[list[Day] | None, Field(description="the days of the meetings")] = None
    every_days: Annotated[Days | None, Field(description="days from one meeting to the next")] = None
    start: Annotated[Day | None, Field(description="first day of `every_days`; the table's opening if left out")] = None
    rounds: Annotated[Count, Field(le=10_000, description="rounds of a meeting")] = 1
    public: Annotated[bool, Field(description="whether the public hears what is demanded there")] = False

    @check
    def _either(self, complaints: Complaints) -> None:
        if (self.on is None) == (self.every_days is None):
            complaints.add((), "give either `on` (a list of days) or `every_days`", about=("every_days",))

    @check
    def _start_of(self, complaints: Complaints) -> None:
        if self.start is not None and self.every_days is None:
            complaints.add(("start",), "goes with `every_days`")


class LinePoints(Section):
    """Points along a straight line: `{first: 0, last: 1}`."""

    first: Annotated[Finite, Field(description="points of the first level")]
    last: Annotated[Finite, Field(description="points of the last level")]


Points = Annotated[
    list[Finite] | LinePoints,
    OneOf("a list of numbers, or {first: ..., last: ...}", {list: list[Finite], dict: LinePoints}),
]


class ScoreSheetSection(Section):
    """A side's utility as weights and points, in place of its country's interests."""

    weights: Annotated[dict[str, Annotated[float, Field(le=1)]], Field(description="by issue; they sum to 1")]
    points: Annotated[
        dict[str, Points],
        Field(description="by issue: one value in [0, 1] for each level, or {first, last} for a straight line"),
    ]
    reservation: Annotated[Score, Field(title="score of no deal", description="score of no deal")] = 0.0
    discount_per_turn: Annotated[
        PositiveShare, Field(description="what is left of a score from one offer to the next")
    ] = 1.0

    def sheet(self, space: OutcomeSpace) -> ScoreSheet:
        """Return the score-sheet over a space."""
        return self.sheet_of({issue.name: len(issue) for issue in space.issues})

    def sheet_of(self, levels: Mapping[str, int | None]) -> ScoreSheet:
        """Return the score-sheet over issues with so many levels; None where that isn't known."""
        points = {
            name: np.linspace(given.first, given.last, levels.get(name) or 2).tolist()
            if isinstance(given, LinePoints)
            else given
            for name, given in self.points.items()
        }
        return ScoreSheet(self.weights, points, self.reservation)


def _known_parties(parties: list[str], info: ValidationInfo) -> list[str]:
    context = context_of(info)
    known = (*context.setting.facts, *context.coalitions)
    complaints = Complaints()
    for place, party in enumerate(parties):
        if party not in known:
            hint = did_you_mean(party, known)
            complaints.add((place,), f"there is no country {party!r}{hint}; there are {', '.join(known)}")
        if party in parties[:place]:
            complaints.add((place,), f"{party} sits at the table twice")
    complaints.check("parties")
    return parties


class TableSection(Section):
    """A negotiation between two or more countries."""

    title: Annotated[str, Field(description="what people call it; the scenario's title if left out")] = ""
    parties: Annotated[
        list[str],
        AfterValidator(_known_parties),
        Field(min_length=2, description="countries, in the order of their turns"),
    ]
    layouts: Annotated[
        list[str], Field(description="it is held in these layouts of the scenario alone; in all if left out")
    ] = []
    opens: Annotated[Day, Field(description="the day on which it opens; of an invited one the first possible")] = 0
    invited: Annotated[bool, Field(description="it opens once an event, such as a tour, invites to it")] = False
    instead_of: Annotated[
        list[str], Field(description="tables of which one deal is enough: it closes when one of them agrees")
    ] = []
    horizon: Annotated[
        Span,
        Field(
            description="days from the opening over which a deal counts; beyond the deadline; not of score-sheets",
        ),
    ] = float(HORIZON)
    protocol: AnyRules = Field(default="alternating_offers", validate_default=True)
    agenda: Annotated[dict[str, IssueSection], Field(min_length=1)]
    meetings: Annotated[
        dict[str, MeetingsSection],
        Field(min_length=1, description="by kind; where two kinds fall on a day, the first of them is held"),
    ]
    deadline: DeadlineSection
    disagreement: Annotated[
        Literal["alone", "everyone"],
        Field(description="whose world changes without a deal: this table's alone, or that of every open table"),
    ] = "alone"
    information: Annotated[
        Literal["private", "complete"],
        Field(description="whether the parties know each other's preferences"),
    ] = "private"
    below_reservation: Annotated[
        Literal["warn", "refuse"],
        Field(
            description="whether a person may bind itself to less than no deal is worth to it: `warn` it and let it, "
            "or `refuse` it as strategies are refused"
        ),
    ] = "warn"
    messages: Annotated[
        bool, Field(description="whether a message of at most 280 characters may go with a person's move")
    ] = False
    length: Annotated[
        Count | None,
        Field(
            description="how many offers it allows, those made at once counted as one; until the deadline if left out",
        ),
    ] = None
    strategies: Annotated[
        dict[str, AnyStrategy],
        Field(description="by country; in place of the country's own"),
    ] = {}
    score_sheets: Annotated[
        dict[str, ScoreSheetSection], Field(description="by country; in place of its interests")
    ] = {}
    outside_options: Annotated[
        dict[str, OutsideOptionSection], Field(description="by country: what it has besides a deal here")
    ] = {}

    @check
    def _check_seated(self, complaints: Complaints) -> None:
        seated = ", ".join(self.parties)
        for field in ("strategies", "score_sheets", "outside_options"):
            with if_sound():
                for country in getattr(self, field):
                    if country not in self.parties:
                        hint = did_you_mean(country, self.parties)
                        message = f"doesn't sit at this table{hint}; {seated} do"
                        complaints.add((field, country), message, at_key=True)
        for key, listed in self.deadline.of_parties:
            for place, country in enumerate(listed):
                if country not in self.parties:
                    complaints.add(("deadline", key, place), f"{country} doesn't sit at this table; {seated} do")

    @check
    def _check_offered(self, complaints: Complaints) -> None:
        for country, option in self.outside_options.items():
            with if_sound():
                if option.offered_by == country:
                    complaints.add(("outside_options", country, "offered_by"), "must be another country than itself")

    @check
    def _check_deadline(self, complaints: Complaints) -> None:
        if self.deadline.on < self.opens:
            complaints.add(("deadline", "on"), "the deadline is before the table opens")

    @check
    def _check_horizon(self, complaints: Complaints) -> None:
        if not self.paid_by_interests:
            return
        days = self.latest - self.opens
        if self.horizon <= days:
            until = "the deadline" if self.latest == self.deadline.on else "the last deadline that can be reached"
            is_now = f"not {self.horizon:g}" if "horizon" in self.model_fields_set else f"and is {HORIZON} if left out"
            years = days // HORIZON + 1
            complaints.add(
                ("horizon",),
                f"must exceed the {days} days from the opening to {until}, {is_now}: write `horizon: "
                f"{years * HORIZON}`, say",
            )

    @check
    def _check_days(self, complaints: Complaints) -> None:
        for name, meetings in self.meetings.items():
            with if_sound():
                for place, day in enumerate(meetings.on or []):
                    if not self.opens <= day <= self.latest:
                        message = "is not between the table's opening and its deadline"
                        complaints.add(("meetings", name, "on", place), message)

    @check
    def _check_start(self, complaints: Complaints) -> None:
        for key, day in self.deadline.of_days:
            if not self.opens <= day <= self.deadline.on:
                complaints.add(("deadline", key), "is not between the table's opening and its last possible day")

    @check
    def _check_calendar(self, complaints: Complaints) -> None:
        if not self.calendar:
            complaints.add(("meetings",), "no meeting falls between the table's opening and its deadline")

    @check
    def _check_length(self, complaints: Complaints) -> None:
        if self.length is None:
            return
        if not self.deadline.stands:
            complaints.add(
                ("length",), f"a table of so many offers has a hard deadline, not one that is {self.deadline.kind}"
            )
            return
        rounds = sum(meeting.rounds for meeting in self.calendar)
        most = self.protocol.offers(len(self.parties), rounds)
        if self.length > most:
            until = f"the meetings until the deadline have {_count(rounds, 'round')} alone"
            complaints.add(("length",), f"{until}: {self.protocol.name} allows {_count(most, 'offer')}")

    @check
    def _check_sheets(self, complaints: Complaints) -> None:
        levels: dict[str, int | None] = dict.fromkeys(self.agenda)
        for name, section in self.agenda.items():
            with if_sound():
                levels[name] = len(section.levels)
        for country, sheet in self.score_sheets.items():
            with if_sound():
                for path, message in sheet.sheet_of(levels).problems(levels):
                    complaints.add(("score_sheets", country, *path), message)

    @check
    def _check_scored(self, complaints: Complaints) -> None:
        missing = ", ".join(party for party in self.parties if party not in self.score_sheets)
        if missing and self.score_sheets:
            complaints.add(("score_sheets",), f"either all parties have one or none; missing: {missing}")

    @check
    def _check_levers(self, complaints: Complaints) -> None:
        if self.score_sheets:
            return
        for name, section in self.agenda.items():
            with if_sound():
                if section.lever is None:
                    complaints.add(
                        ("agenda", name),
                        "has no lever: it changes nothing that interests measure; give it a `lever`, "
                        "or every party a score-sheet",
                        about=("agenda", name, "lever"),
                    )

    @check
    def _check_size(self, complaints: Complaints) -> None:
        try:
            _ = self.space
        except NegotiationError as error:
            complaints.add(("agenda",), str(error))
            return
        schedules = math.prod(
            len(section.levels)
            for section in self.agenda.values()
            if section.lever is not None and section.lever.aspect == "trade"
        )
        if schedules > MAX_SCHEDULES:
            complaints.add(
                ("agenda",),
                f"its trade issues combine to {schedules:,} tariff schedules; at most {MAX_SCHEDULES:,} are solved: "
                "give the issue with the most levels fewer",
            )

    @property
    def paid_by_interests(self) -> bool:
        """Whether a party's utility is what its interests are paid, day by day; a score-sheet's isn't."""
        return not self.score_sheets or any(party not in self.score_sheets for party in self.parties)

    def in_layout(self, layout: str) -> bool:
        """Whether it is held in a layout of its scenario."""
        return not self.layouts or layout in self.layouts

    @cached_property
    def space(self) -> OutcomeSpace:
        """What is negotiated, without what levers say for people."""
        return OutcomeSpace([section.issue(name, "", "") for name, section in self.agenda.items()])

    @property
    def seat(self) -> Seat:
        """What a strategy is told of the table before it sits down."""
        complete = self.information == "complete"
        return Seat(self.space, len(self.parties), bool(self.score_sheets), complete, self.protocol.name)

    @cached_property
    def kinds(self) -> list[Meetings]:
        """The kinds of its meetings, those that come first before the others."""
        return [
            Meetings(
                name,
                tuple(part.on) if part.on is not None else None,
                part.every_days,
                part.start,
                part.rounds,
                part.public,
            )
            for name, part in self.meetings.items()
        ]

    @cached_property
    def latest(self) -> int:
        """The last day on which it can still be open, extensions included."""
        return self.deadline.latest

    @cached_property
    def ends(self) -> int:
        """The last day on which anything can follow from it, letters after its last deadline included."""
        letters = self.deadline.letters
        return self.latest + (letters.after if letters is not None else 0)

    @cached_property
    def calendar(self) -> list[Meeting]:
        """The meetings from its opening, or the first day on which it may be invited, to the deadline, by day."""
        return schedule(self.kinds, self.opens, self.deadline.on)


def _count(number: int, what: str) -> str:
    if number == 1:
        return f"{number} {what}"
    return f"{number} {what}s"
