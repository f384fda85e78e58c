"""Tables in a scenario file: agenda, calendar, deadline, score-sheets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import (
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from tradetalks.agents.strategies.base import Seat
from tradetalks.agents.valuation import MAX_SCHEDULES
from tradetalks.configs.agenda_section import IssueSection
from tradetalks.configs.country_section import AnyStrategy
from tradetalks.configs.rate_fields import check_rates
from tradetalks.configs.sections import (
    Complaints,
    Day,
    Finite,
    Section,
    context_of,
)
from tradetalks.configs.world_sections import OutsideOptionSection
from tradetalks.errors import NegotiationError, did_you_mean
from tradetalks.model.calendar import Meeting, Meetings, schedule
from tradetalks.model.deadlines import Deadline, ExtendableDeadline, HardDeadline, RandomDeadline
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.protocols.base import AnyRules
from tradetalks.model.negotiation.score_sheet import ScoreSheet


class MeetingsSection(Section):
    """One kind of meetings: on given days, or every so many days."""

    on: Annotated[list[Day] | None, Field(description="the days of the meetings")] = None
    every_days: Annotated[int | None, Field(ge=1, le=3650, description="days from one meeting to the next")] = None
    start: Annotated[Day | None, Field(description="first day of `every_days`; the table's opening if left out")] = None
    rounds: Annotated[int, Field(ge=1, le=10_000, description="rounds of a meeting")] = 1
    public: Annotated[bool, Field(description="whether the public hears what is demanded there")] = False

    @model_validator(mode="after")
    def _either(self) -> MeetingsSection:
        complaints = Complaints()
        if (self.on is None) == (self.every_days is None):
            complaints.add((), "give either `on` (a list of days) or `every_days`")
        if self.start is not None and self.every_days is None:
            complaints.add(("start",), "goes with `every_days`")
        complaints.check("meetings")
        return self


_OF_KIND = {
    "hard": (),
    "extendable": ("by", "times", "days", "near", "chance", "credibility"),
    "random": ("hazard", "from"),
}
"""The options of each kind of deadline."""

DEADLINES = {"hard": "never put off", "extendable": "some may put it off", "random": "it may pass on any day"}
"""What each kind of deadline is."""


def options_of_other_kinds(kind: str) -> tuple[str, ...]:
    """Return the options that go with other kinds of deadlines than this one."""
    return tuple(option for other, options in _OF_KIND.items() if other != kind for option in options)


class LettersSection(Section):
    """Letters that announce new rates once the deadline has passed."""

    rates: Annotated[
        dict[str, Finite],
        Field(min_length=1, description="IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ]
    after: Annotated[int, Field(ge=0, le=3650, description="days from the deadline until they are in force")]

    _rates = field_validator("rates")(check_rates)


class DeadlineSection(Section):
    """When the talks end without a deal, who may put that off, and what follows."""

    on: Annotated[
        Day, Field(description="the last day on which the table can agree; of a random one the last possible")
    ]
    kind: Annotated[
        Literal["hard", "extendable", "random"],
        Field(description="; ".join(f"{kind}: {told}" for kind, told in DEADLINES.items())),
    ] = "hard"
    snap_back: Annotated[
        dict[str, Finite],
        Field(description="tariffs that follow at once: IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ] = {}
    letters: Annotated[LettersSection | None, Field(description="tariffs that follow some days later")] = None
    by: Annotated[list[str], Field(description="extendable: parties of which any may put it off; all if left out")] = []
    times: Annotated[int, Field(ge=1, le=100, title="times it may be put off", description="extendable: how often")] = 1
    days: Annotated[
        int, Field(ge=1, le=3650, title="days it is put off", description="extendable: by how many days each time")
    ] = 30
    near: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            title="nearness needed",
            description="extendable: how near the last offers must be, in the own utility of who does it",
        ),
    ] = 1.0
    chance: Annotated[
        float,
        Field(
            ge=0, le=1, title="chance of putting off", description="extendable: with which chance it is, if they are"
        ),
    ] = 1.0
    credibility: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            title="belief left each time",
            description="extendable: what is left of the belief in the threat each time",
        ),
    ] = 1.0
    hazard: Annotated[
        float | None, Field(gt=0, le=1, description="random: chance of a day, if it has not passed before")
    ] = None
    start: Annotated[
        Day | None, Field(alias="from", description="random: the first day on which it may; the opening if left out")
    ] = None

    _rates = field_validator("snap_back")(check_rates)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> DeadlineSection:
        complaints = Complaints()
        for kind, options in _OF_KIND.items():
            for option in options if kind != self.kind else ():
                if ("start" if option == "from" else option) in self.model_fields_set:
                    complaints.add((option,), f"goes with `kind: {kind}`", at_key=True)
        if self.kind == "random" and self.hazard is None:
            complaints.add(("kind",), "`random` needs a `hazard`, the chance of a day")
        complaints.check("deadline")
        return self

    def deadline(self, opens: int, parties: Sequence[str]) -> Deadline:
        """Return the deadline of a table that opens on a day."""
        letters = {} if self.letters is None else dict(self.letters.rates)
        after = 0 if self.letters is None else self.letters.after
        threat: dict[str, Any] = {
            "on": self.on,
            "snap_back": self.snap_back,
            "letters": letters,
            "letters_after": after,
        }
        if self.kind == "extendable":
            options = {key: getattr(self, key) for key in _OF_KIND["extendable"] if key != "by"}
            return ExtendableDeadline(**threat, **options, by=tuple(self.by or parties))
        if self.kind == "random":
            return RandomDeadline(
                **threat, hazard=self.hazard or 1.0, start=opens if self.start is None else self.start
            )
        return HardDeadline(**threat)


class LinePoints(Section):
    """Points along a straight line: `{first: 0, last: 1}`."""

    first: Annotated[Finite, Field(description="points of the first level")]
    last: Annotated[Finite, Field(description="points of the last level")]


class ScoreSheetSection(Section):
    """A side's utility as weights and points, in place of its country's interests."""

    weights: Annotated[dict[str, Annotated[float, Field(le=1)]], Field(description="by issue; they sum to 1")]
    points: Annotated[
        dict[str, list[Finite] | LinePoints],
        Field(description="by issue: one value in [0, 1] for each level, or {first, last} for a straight line"),
    ]
    reservation: Annotated[Finite, Field(title="score of no deal", description="score of no deal")] = 0.0
    discount_per_turn: Annotated[
        float, Field(gt=0, le=1, description="what is left of a score from one offer to the next")
    ] = 1.0

    def sheet(self, space: OutcomeSpace) -> ScoreSheet:
        """Return the score-sheet over a space."""
        lengths = {issue.name: len(issue) for issue in space.issues}
        points = {
            name: np.linspace(given.first, given.last, lengths.get(name, 2)).tolist()
            if isinstance(given, LinePoints)
            else given
            for name, given in self.points.items()
        }
        return ScoreSheet(self.weights, points, self.reservation)


class TableSection(Section):
    """A negotiation between two or more countries."""

    title: Annotated[str, Field(description="what people call it; the scenario's title if left out")] = ""
    parties: Annotated[list[str], Field(min_length=2, description="countries, in the order of their turns")]
    layouts: Annotated[
        list[str], Field(description="it is held in these layouts of the scenario alone; in all if left out")
    ] = []
    opens: Annotated[Day, Field(description="the day on which it opens; of an invited one the first possible")] = 0
    invited: Annotated[bool, Field(description="it opens once an event, such as a tour, invites to it")] = False
    instead_of: Annotated[
        list[str], Field(description="tables of which one deal is enough: it closes when one of them agrees")
    ] = []
    horizon: Annotated[
        float, Field(gt=0, description="days from the opening over which a deal counts; beyond the deadline")
    ] = 365.0
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
    length: Annotated[
        int | None,
        Field(
            ge=1,
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

    @field_validator("parties")
    @classmethod
    def _known_parties(cls, parties: list[str], info: ValidationInfo) -> list[str]:
        context = context_of(info)
        known = (*context.setting.facts, *context.coalitions)
        complaints = Complaints()
        for place, party in enumerate(parties):
            if known and party not in known:
                hint = did_you_mean(party, known)
                complaints.add((place,), f"there is no country {party!r}{hint}; there are {', '.join(known)}")
            if party in parties[:place]:
                complaints.add((place,), f"{party} sits at the table twice")
        complaints.check("parties")
        return parties

    @model_validator(mode="after")
    def _check_parts(self) -> TableSection:
        complaints = Complaints()
        for field in ("strategies", "score_sheets", "outside_options"):
            for country in getattr(self, field):
                if country not in self.parties:
                    hint = did_you_mean(country, self.parties)
                    seated = ", ".join(self.parties)
                    complaints.add((field, country), f"doesn't sit at this table{hint}; {seated} do", at_key=True)
        for place, country in enumerate(self.deadline.by):
            if country not in self.parties:
                seated = ", ".join(self.parties)
                complaints.add(("deadline", "by", place), f"{country} doesn't sit at this table; {seated} do")
        for country, option in self.outside_options.items():
            if option.offered_by == country:
                complaints.add(("outside_options", country, "offered_by"), "must be another country than itself")
        self._check_times(complaints)
        self._check_agenda(complaints)
        complaints.check("table")
        return self

    def _check_times(self, complaints: Complaints) -> None:
        last = self.latest
        if self.deadline.on < self.opens:
            complaints.add(("deadline", "on"), "the deadline is before the table opens")
            return
        if self.horizon <= last - self.opens:
            until = "the deadline" if last == self.deadline.on else "the last deadline that can be reached"
            complaints.add(("horizon",), f"must exceed the {last - self.opens} days from the opening to {until}")
        for name, meetings in self.meetings.items():
            for place, day in enumerate(meetings.on or []):
                if not self.opens <= day <= last:
                    complaints.add(
                        ("meetings", name, "on", place), "is not between the table's opening and its deadline"
                    )
        start = self.deadline.start
        if start is not None and not self.opens <= start <= self.deadline.on:
            complaints.add(("deadline", "from"), "is not between the table's opening and its last possible day")
        rounds = sum(meeting.rounds for meeting in self.calendar)
        if not rounds:
            complaints.add(("meetings",), "no meeting falls between the table's opening and its deadline")
        elif self.length is not None and self.deadline.kind != "hard":
            complaints.add(
                ("length",), f"a table of so many offers has a hard deadline, not one that is {self.deadline.kind}"
            )
        elif self.length is not None and self.length > (most := self.protocol.offers(len(self.parties), rounds)):
            until = f"the meetings until the deadline have {_count(rounds, 'round')} alone"
            complaints.add(("length",), f"{until}: {self.protocol.name} allows {_count(most, 'offer')}")

    def _check_agenda(self, complaints: Complaints) -> None:
        try:
            space = self.space
        except NegotiationError as error:
            complaints.add(("agenda",), str(error))
            return
        for country, sheet in self.score_sheets.items():
            for path, message in sheet.sheet(space).problems(space):
                complaints.add(("score_sheets", country, *path), message)
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
        scored = [party for party in self.parties if party in self.score_sheets]
        for name, section in self.agenda.items():
            if section.lever is None and not scored:
                complaints.add(
                    ("agenda", name),
                    "has no lever: it changes nothing that interests measure; give it a `lever`, "
                    "or every party a score-sheet",
                )
        if 0 < len(scored) < len(self.parties):
            missing = ", ".join(party for party in self.parties if party not in scored)
            complaints.add(("score_sheets",), f"either all parties have one or none; missing: {missing}")

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
        return self.deadline.deadline(self.opens, self.parties).latest

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
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
