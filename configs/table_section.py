"""Tables in a scenario file: agenda, calendar, deadline, score-sheets."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Annotated, Literal

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
from tradetalks.errors import NegotiationError, did_you_mean
from tradetalks.model.calendar import Meeting, Meetings, schedule
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.protocols.base import AnyRules
from tradetalks.model.negotiation.score_sheet import ScoreSheet


class MeetingsSection(Section):
    """One kind of meetings: on given days, or every so many days."""

    on: Annotated[list[Day] | None, Field(description="the days of the meetings")] = None
    every_days: Annotated[int | None, Field(ge=1, le=3650, description="days from one meeting to the next")] = None
    start: Annotated[Day | None, Field(description="first day of `every_days`; the table's opening if left out")] = None
    rounds: Annotated[int, Field(ge=1, le=10_000, description="rounds of a meeting")] = 1

    @model_validator(mode="after")
    def _either(self) -> MeetingsSection:
        complaints = Complaints()
        if (self.on is None) == (self.every_days is None):
            complaints.add((), "give either `on` (a list of days) or `every_days`")
        if self.start is not None and self.every_days is None:
            complaints.add(("start",), "goes with `every_days`")
        complaints.check("meetings")
        return self


class DeadlineSection(Section):
    """When the talks end without a deal, and what follows."""

    on: Annotated[Day, Field(description="the last day on which the table can agree")]
    kind: Annotated[Literal["hard"], Field(description="a hard deadline is never put off")] = "hard"
    snap_back: Annotated[
        dict[str, Finite],
        Field(description="tariffs that follow: IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ] = {}

    _rates = field_validator("snap_back")(check_rates)


class LinePoints(Section):
    """Points along a straight line: `{first: 0, last: 1}`."""

    first: Annotated[Finite, Field(description="points of the first level")]
    last: Annotated[Finite, Field(description="points of the last level")]


class ScoreSheetSection(Section):
    """A side's utility as weights and points, in place of its country's interests."""

    weights: Annotated[dict[str, float], Field(description="by issue; they sum to 1")]
    points: Annotated[
        dict[str, list[Finite] | LinePoints],
        Field(description="by issue: one value in [0, 1] for each level, or {first, last} for a straight line"),
    ]
    reservation: Annotated[Finite, Field(description="score of no deal")] = 0.0
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
    opens: Annotated[Day, Field(description="the day on which it opens")] = 0
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

    @field_validator("parties")
    @classmethod
    def _known_parties(cls, parties: list[str], info: ValidationInfo) -> list[str]:
        facts = context_of(info).setting.facts
        complaints = Complaints()
        for place, party in enumerate(parties):
            if facts and party not in facts:
                hint = did_you_mean(party, facts)
                complaints.add((place,), f"there is no country {party!r}{hint}; there are {', '.join(facts)}")
            if party in parties[:place]:
                complaints.add((place,), f"{party} sits at the table twice")
        complaints.check("parties")
        return parties

    @model_validator(mode="after")
    def _check_parts(self) -> TableSection:
        complaints = Complaints()
        for field in ("strategies", "score_sheets"):
            for country in getattr(self, field):
                if country not in self.parties:
                    hint = did_you_mean(country, self.parties)
                    seated = ", ".join(self.parties)
                    complaints.add((field, country), f"doesn't sit at this table{hint}; {seated} do", at_key=True)
        self._check_times(complaints)
        self._check_agenda(complaints)
        complaints.check("table")
        return self

    def _check_times(self, complaints: Complaints) -> None:
        last = self.deadline.on
        if last < self.opens:
            complaints.add(("deadline", "on"), "the deadline is before the table opens")
            return
        if self.horizon <= last - self.opens:
            complaints.add(("horizon",), f"must exceed the {last - self.opens} days from the opening to the deadline")
        for name, meetings in self.meetings.items():
            for place, day in enumerate(meetings.on or []):
                if not self.opens <= day <= last:
                    complaints.add(
                        ("meetings", name, "on", place), "is not between the table's opening and its deadline"
                    )
        rounds = sum(meeting.rounds for meeting in self.calendar)
        if not rounds:
            complaints.add(("meetings",), "no meeting falls between the table's opening and its deadline")
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
    def calendar(self) -> list[Meeting]:
        """The meetings from the opening to the deadline, by day."""
        kinds = [
            Meetings(
                name,
                tuple(part.on) if part.on is not None else None,
                part.every_days,
                part.start,
                part.rounds,
            )
            for name, part in self.meetings.items()
        ]
        return schedule(kinds, self.opens, self.deadline.on)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
