"""The schema of scenario files. Descriptions and units stand here; `tradetalks schema scenario` prints it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PrivateAttr,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema

from tradetalks.agents.forms.additive import Additive
from tradetalks.agents.forms.base import Form, forms
from tradetalks.agents.interests.base import Interest, interests
from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.agents.valuation import MAX_SCHEDULES
from tradetalks.configs.draws import Distribution
from tradetalks.configs.sections import (
    Choice,
    Complaints,
    Day,
    Finite,
    Section,
    as_date,
    build,
    context_of,
    json_schema,
)
from tradetalks.configs.yaml_tree import KeyPath, Tree
from tradetalks.errors import EconomyError, NegotiationError, did_you_mean
from tradetalks.model.calendar import Meeting, Meetings, schedule
from tradetalks.model.levers.base import Lever, levers
from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.protocols.base import protocols
from tradetalks.model.negotiation.score_sheet import ScoreSheet
from tradetalks.model.rates import RatePath, check_points


def _check_rates(rates: dict[str, float], info: ValidationInfo) -> dict[str, float]:
    calibration = context_of(info).setting.calibration
    complaints = Complaints()
    for path, points in rates.items():
        if calibration is None:
            complaints.add((path,), "needs the trade model: give the scenario an `economy`", at_key=True)
            continue
        try:
            RatePath.parse(path, calibration)
        except EconomyError as error:
            complaints.add((path,), str(error), at_key=True)
        try:
            check_points(path, points)
        except EconomyError as error:
            complaints.add((path,), str(error))
    complaints.check("rates")
    return rates


AnyForm = Annotated[Form, Choice(forms, "name")]
AnyStrategy = Annotated[Strategy, Choice(strategies, "name")]
"""A strategy with its options; outside the sections, where a field would hide the registry of its name."""


class EconomySection(Section):
    """The trade model and the tariffs in force on day 0."""

    data: Annotated[str, Field(description="shipped data by name, or the path of a file of your own")] = "icio_2022"
    elasticities: Annotated[str, Field(description="set of trade elasticities of that file")] = "median"
    rebate: Annotated[Literal["lump_sum", "income_tax"], Field(description="what tariff revenue is used for")] = (
        "lump_sum"
    )
    labour_supply_elasticity: Annotated[float, Field(ge=0, le=10, description="kappa; 0 switches it off")] = 0.5
    scale: Annotated[float, Field(ge=0, le=1, description="psi, external economies of scale")] = 0.0
    tariffs: Annotated[str | None, Field(description="named tariff state; base tariffs alone if left out")] = None
    added_tariffs: Annotated[
        dict[str, Finite],
        Field(description="IMPORTER.EXPORTER[.SECTOR]: percentage points on top of base tariffs"),
    ] = {}

    @field_validator("tariffs")
    @classmethod
    def _known_state(cls, name: str | None, info: ValidationInfo) -> str | None:
        known = context_of(info).tariff_states
        if name is not None and name not in known:
            hint = did_you_mean(name, known)
            raise ValueError(f"there is no tariff state {name!r}{hint}; there are {', '.join(known)}")
        return name

    _rates = field_validator("added_tariffs")(_check_rates)


class DefenceSection(Section):
    """What a country spends on defence, and plans to."""

    share: Annotated[float, Field(ge=0, le=10, description="% of GDP on day 0")]
    planned: Annotated[float, Field(ge=0, le=10, description="% of GDP that the plan aims at")]
    plan: Annotated[
        Literal["target", "path"],
        Field(
            description="what counts as planned: the target, or the way from today's share to it, read at "
            "the last deadline"
        ),
    ] = "target"
    planned_by: Annotated[
        date | None, BeforeValidator(as_date), Field(description="date of the target; needed for `plan: path`")
    ] = None

    @model_validator(mode="after")
    def _dated(self, info: ValidationInfo) -> DefenceSection:
        complaints = Complaints()
        start = context_of(info).start
        if self.plan == "path" and (self.planned_by is None or start is None):
            complaints.add(("plan",), "`path` needs `planned_by`, and the scenario a `start` date")
        elif self.planned_by is not None and start is not None and self.planned_by <= start:
            complaints.add(("planned_by",), f"{self.planned_by} is not after the scenario's start, {start}")
        complaints.check("defence")
        return self

    def planned_pct(self, start: date | None, last_deadline: int) -> float:
        """Return the share that counts as planned, % of GDP."""
        if self.plan == "target" or start is None or self.planned_by is None:
            return self.planned
        way = min(last_deadline / (self.planned_by - start).days, 1.0)
        return self.share + (self.planned - self.share) * way


def _read_interests(data: object, info: ValidationInfo) -> dict[str, Interest]:
    complaints = Complaints()
    context = context_of(info)
    if not isinstance(data, Mapping):
        complaints.add((), f"must be a mapping from interest to its options, not {data!r}")
        complaints.check("interests")
        return {}
    found: dict[str, Interest] = {}
    for name, options in data.items():
        given = {} if options is None else options
        if not isinstance(given, Mapping):
            complaints.add((name,), f"must be a mapping such as {{weight: 1}}, not {given!r}")
            continue
        if "kind" not in given and name not in interests:
            complaints.add((name,), f"{interests.unknown(name)}; under a name of its own it needs `kind`", at_key=True)
            continue
        with complaints.collecting((name,)):
            found[name] = build(interests, "kind", given, default=name)
            for option, message in found[name].problems(context.country, context.setting):
                complaints.add((name, option) if option else (name,), message)
    complaints.check("interests")
    return found


Interests = Annotated[
    dict[str, Any],
    BeforeValidator(_read_interests),
    WithJsonSchema(
        {
            "type": "object",
            "description": "interest: options; under a name of its own an interest needs `kind`",
            "additionalProperties": json_schema(interests, "kind", required=False),
        }
    ),
]


class CountrySection(Section):
    """A country: facts about it, what it wants, and how it negotiates."""

    name: Annotated[str | None, Field(description="what people call it; its code if left out")] = None
    gdp: Annotated[float | None, Field(gt=0, description="gross domestic product, USD bn a year")] = None
    defence: DefenceSection | None = None
    strategy: Annotated[
        AnyStrategy | None,
        Field(description="what decides its moves at every table that names no other"),
    ] = None
    interests: Interests = {}
    form: Annotated[AnyForm, Field(description="how its interests combine to its utility")] = Additive()
    waiting_cost: Annotated[float, Field(ge=0, description="USD bn a year, as long as its talks go on")] = 0.0


class LevelRange(Section):
    """Evenly spaced levels: `{from: 0, to: 100, step: 1}`."""

    model_config: ClassVar[Any] = {**Section.model_config, "populate_by_name": True}

    first: Annotated[Finite, Field(alias="from", description="the first level")]
    last: Annotated[Finite, Field(alias="to", description="the last level")]
    step: Annotated[float, Field(gt=0, description="from one level to the next")]

    def levels(self) -> list[float]:
        """Return the levels, rounded to what their decimals say."""
        count = round((self.last - self.first) / self.step)
        if count < 1 or abs(self.first + count * self.step - self.last) > 1e-9 * max(1.0, abs(self.last)):
            raise ValueError(f"from {self.first:g} no whole number of steps of {self.step:g} leads to {self.last:g}")
        if count >= 1_000_000:
            raise ValueError(f"has {count + 1:,} levels; an agenda has at most 1,000,000 possible deals")
        return [round(self.first + place * self.step, 9) for place in range(count + 1)]


LEVELS_SCHEMA = {
    "anyOf": [
        {"type": "array", "minItems": 1, "items": {"type": ["number", "string"]}},
        {
            "type": "object",
            "properties": {key: {"type": "number"} for key in ("from", "to", "step")},
            "required": ["from", "to", "step"],
            "additionalProperties": False,
        },
    ]
}


def _read_levels(data: object) -> object:
    if isinstance(data, Mapping):
        return LevelRange.model_validate(data).levels()
    return data


class IssueSection(Section):
    """An issue of an agenda. With a lever its options stand beside these keys."""

    beside: ClassVar[frozenset[str]] = frozenset({"lever"})

    lever: Annotated[Any, Field(description="what its levels change in the world; none in a score-sheet")] = None
    levels: Annotated[
        list[Annotated[Finite, Field(strict=True)] | str],
        BeforeValidator(_read_levels),
        WithJsonSchema(LEVELS_SCHEMA),
        Field(min_length=1, description="the levels in their order, or {from, to, step}"),
    ]
    unit: Annotated[str, Field(description="unit of the levels; the lever's own if left out")] = ""
    label: Annotated[str, Field(description="what people read; the lever's own words if left out")] = ""

    @model_validator(mode="before")
    @classmethod
    def _take_options(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or "lever" not in data:
            return data
        own = {key: data[key] for key in ("levels", "unit", "label") if key in data}
        return own | {"lever": {key: value for key, value in data.items() if key not in own}}

    @field_validator("lever", mode="plain")
    @classmethod
    def _build_lever(cls, data: Any, info: ValidationInfo) -> Lever | None:
        if data is None:
            return None
        lever = build(levers, "lever", data, beside=("levels", "unit", "label"))
        complaints = Complaints()
        for option, message in lever.problems(context_of(info).setting):
            complaints.add((option,) if option else (), message)
        complaints.check("lever")
        return lever

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe an issue as one of the levers with these keys beside it, or these keys alone."""
        own = handler.resolve_ref_schema(handler(schema))
        beside = {key: value for key, value in own["properties"].items() if key != "lever"}
        choices = json_schema(levers, "lever", beside)["anyOf"]
        for choice in choices:
            choice["required"].append("levels")
        plain = own | {"properties": beside, "title": "issue of a score-sheet"}
        return {"anyOf": [*choices, plain], "description": own.get("description", "")}

    @model_validator(mode="after")
    def _check_levels(self) -> IssueSection:
        complaints = Complaints()
        lever: Lever | None = self.lever
        for place, level in enumerate(self.levels):
            if lever is None:
                continue
            if isinstance(level, str):
                complaints.add(("levels", place), f"the lever {lever.name!r} needs numbers, not {level!r}")
            elif not lever.lowest <= level <= lever.highest:
                complaints.add(
                    ("levels", place),
                    f"{level:g} is outside the range of {lever.name!r}, "
                    f"{lever.lowest:g} to {lever.highest:g} {lever.unit}",
                )
        try:
            self.issue("it", "", "")
        except NegotiationError as error:
            complaints.add(("levels",), str(error).replace("issue 'it'", "it"))
        complaints.check("issue")
        return self

    def issue(self, name: str, label: str, unit: str) -> Issue:
        """Return the issue; `label` and `unit` are the lever's, for where the file gives none."""
        levels: tuple[Level, ...] = tuple(self.levels)
        return Issue(name, levels, self.unit or unit, self.label or label)


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

    _rates = field_validator("snap_back")(_check_rates)


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
    protocol: Annotated[str, Field(description="the rules of play")] = "alternating_offers"
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
        int | None, Field(ge=1, description="how many offers it allows; until the deadline if left out")
    ] = None
    strategies: Annotated[
        dict[str, AnyStrategy],
        Field(description="by country; in place of the country's own"),
    ] = {}
    score_sheets: Annotated[
        dict[str, ScoreSheetSection], Field(description="by country; in place of its interests")
    ] = {}

    @field_validator("protocol")
    @classmethod
    def _known_protocol(cls, name: str) -> str:
        if name not in protocols:
            raise ValueError(protocols.unknown(name))
        return name

    @field_validator("parties")
    @classmethod
    def _known_parties(cls, parties: list[str], info: ValidationInfo) -> list[str]:
        facts = context_of(info).setting.facts
        complaints = Complaints()
        for place, party in enumerate(parties):
            if party not in facts:
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
        rounds = sum(meeting.rounds for meeting in self.meeting_days())
        if not rounds:
            complaints.add(("meetings",), "no meeting falls between the table's opening and its deadline")
        elif self.length is not None and self.length + len(self.parties) - 1 > rounds * len(self.parties):
            complaints.add(("length",), f"the meetings until the deadline have {rounds} rounds alone")

    def _check_agenda(self, complaints: Complaints) -> None:
        try:
            space = OutcomeSpace([section.issue(name, "", "") for name, section in self.agenda.items()])
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
        levered = [name for name, section in self.agenda.items() if section.lever is not None]
        for name, section in self.agenda.items():
            if section.lever is None and len(scored) < len(self.parties):
                complaints.add(
                    ("agenda", name),
                    "has no lever: it changes nothing that interests measure; give it a `lever`, "
                    "or every party a score-sheet",
                )
        if levered and 0 < len(scored) < len(self.parties):
            missing = ", ".join(party for party in self.parties if party not in scored)
            complaints.add(("score_sheets",), f"either all parties have one or none; missing: {missing}")

    def meeting_days(self) -> list[Meeting]:
        """Return the meetings from the opening to the deadline, by day."""
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


DRAWN_SCHEMA = {
    "description": "drawn per run",
    "anyOf": [
        {
            "type": "object",
            "properties": {"uniform": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}},
            "required": ["uniform"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {
                "normal": {
                    "type": "object",
                    "properties": {key: {"type": "number"} for key in ("mean", "sd", "min", "max")},
                    "required": ["mean", "sd"],
                    "additionalProperties": False,
                }
            },
            "required": ["normal"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"choice": {"type": "array", "minItems": 1}},
            "required": ["choice"],
            "additionalProperties": False,
        },
    ],
}


def _or_drawn(schema: Any) -> Any:
    """Return a schema in which every number and every name may be drawn instead."""
    if isinstance(schema, list):
        return [_or_drawn(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") in ("number", "integer", "string") or "enum" in schema:
        return {"anyOf": [schema, {"$ref": "#/$defs/drawn"}]}
    return {key: _or_drawn(item) for key, item in schema.items()}


class Scenario(Section):
    """A scenario: countries, economy, tables and their calendar. Read one with `load_scenario`."""

    title: Annotated[str, Field(description="one line for people")] = ""
    description: Annotated[str, Field(description="what it is about, and what to look for")] = ""
    start: Annotated[
        date | None, BeforeValidator(as_date), Field(description="the date of day 0; without, days are numbers")
    ] = None
    economy: EconomySection | None = None
    countries: Annotated[dict[str, CountrySection], Field(min_length=1)]
    tables: Annotated[dict[str, TableSection], Field(min_length=1)]

    _name: str = PrivateAttr("scenario")
    _tree: Tree | None = PrivateAttr(None)
    _content: dict[str, Any] = PrivateAttr(default_factory=dict)
    _draws: Mapping[KeyPath, Distribution] = PrivateAttr(default_factory=dict)

    @field_validator("countries", mode="wrap")
    @classmethod
    def _read_countries(
        cls,
        data: Any,
        handler: ValidatorFunctionWrapHandler,
        info: ValidationInfo,
    ) -> dict[str, CountrySection]:
        if not isinstance(data, Mapping) or not data:
            return dict(handler(data))
        complaints = Complaints()
        countries: dict[str, CountrySection] = {}
        for code, given in data.items():
            with complaints.collecting((code,)):
                context = replace(context_of(info), country=code)
                countries[code] = CountrySection.model_validate(given, context=context)
        complaints.check("countries")
        return countries

    @model_validator(mode="after")
    def _check_parts(self) -> Scenario:
        complaints = Complaints()
        for key, table in self.tables.items():
            for party in table.parties:
                at = ("countries", party)
                if party not in table.score_sheets and not self.countries[party].interests:
                    complaints.add(at, f"needs `interests`, or a score-sheet at the table {key}")
                if party not in table.strategies and self.countries[party].strategy is None:
                    complaints.add(at, f"needs a `strategy`, here or under tables.{key}.strategies")
        complaints.check("scenario")
        return self

    @classmethod
    def file_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of scenario files, `extends` included."""
        schema = cls.model_json_schema()
        extends = {"type": "string", "description": "a shipped scenario, or the path of one from this file"}
        schema["properties"] = {"extends": extends, **schema["properties"]}
        schema["$defs"] = {**_or_drawn(schema["$defs"]), "drawn": DRAWN_SCHEMA}
        # What a file leaves out may come from the one that it extends.
        schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["extends"]}]
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

    @property
    def name(self) -> str:
        """The shipped name or the file's stem."""
        return self._name

    @property
    def tree(self) -> Tree:
        """The file's content with the places of everything in it, `extends` and `--set` included."""
        if self._tree is None:
            raise TypeError("a Scenario is made by load_scenario")
        return self._tree

    @property
    def content(self) -> dict[str, Any]:
        """The tree's plain data; shared, so not to be changed."""
        return self._content

    @property
    def draws(self) -> Mapping[KeyPath, Distribution]:
        """What is drawn per run, by path. The fields hold the middle of each distribution."""
        return self._draws

    def with_origin(self, name: str, tree: Tree, draws: Mapping[KeyPath, Distribution]) -> Scenario:
        """Return the scenario with where it comes from."""
        known = self.model_copy()
        known._name = name
        known._tree = tree
        known._content = tree.data
        known._draws = draws
        return known

    def date_of(self, day: int) -> date | None:
        """Return the date of a day; None in a scenario without dates."""
        return None if self.start is None else self.start + timedelta(days=day)
