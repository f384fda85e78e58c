"""What surrounds the tables in a scenario file: network, markets, conflicts, spill-over, coalitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema

from tradetalks.agents.escalation import Temper
from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.problems.soundness import if_sound
from tradetalks.configs.sections.base import Context, Section, check, context_of
from tradetalks.configs.sections.country import AnyStrategy
from tradetalks.errors import EconomyError, did_you_mean
from tradetalks.model.escalation import Ladder
from tradetalks.model.markets import Markets
from tradetalks.model.network import Edge, Ties
from tradetalks.model.rates import check_points, find_goods
from tradetalks.model.world import Pair, pair
from tradetalks.quantities import Balance, Chance, Money, Share, Span, Stress, Utility
from tradetalks.wording import as_text


def _unknown(country: str, context: Context) -> str:
    """Return what is wrong with a country's code, "" if it is one."""
    facts = context.setting.facts
    if country in facts:
        return ""
    return f"there is no country {country!r}{did_you_mean(country, facts)}; there are {', '.join(facts)}"


class EdgeSection(Section):
    """What ties and divides two countries on day 0."""

    alliance: Annotated[Share | None, Field(description="how close they are as allies; left out, they are none")] = None
    hostility: Annotated[Share, Field(description="how hostile they are")] = 0.0


class NetworkSection(Section):
    """Who is tied to whom, and how alliances and hostilities move."""

    edges: Annotated[dict[str, EdgeSection], Field(description="by two codes, such as JPN-USA, in any order")]
    deal: Annotated[
        Share,
        Field(
            title="nearness from a deal",
            description="by how much a deal in force brings allies closer, and takes from hostility",
        ),
    ] = 0.0
    strain: Annotated[
        Share,
        Field(
            title="strain of a private demand",
            description="by how much a demand for more defence than planned, in a meeting, costs",
        ),
    ] = 0.0
    public_strain: Annotated[
        Share | None,
        Field(
            title="strain of a public demand",
            description="the same in a public meeting; as `strain` if left out",
        ),
    ] = None
    escalation: Annotated[
        Share,
        Field(
            title="hostility from a tariff",
            description="by how much a tariff that one country puts on another in a conflict adds to hostility",
        ),
    ] = 0.0

    @check
    def _check_edges(self, complaints: Complaints) -> None:
        seen: dict[Pair, str] = {}
        for key in self.edges:
            one, dash, other = key.partition("-")
            wrong = [text for code in (one, other) if dash and (text := _unknown(code, complaints.context))]
            if not dash or one == other:
                complaints.add(
                    ("edges", key),
                    "must be two codes with a dash between, such as JPN-USA",
                    at_key=True,
                    about=("edges",),
                )
            elif wrong:
                complaints.add(("edges", key), wrong[0], at_key=True, about=("edges",))
            elif seen.setdefault(pair(one, other), key) != key:
                complaints.add(
                    ("edges", key), f"is the same edge as {seen[pair(one, other)]}", at_key=True, about=("edges",)
                )

    def pairs(self) -> set[Pair]:
        """Return who is tied to whom."""
        return {pair(*key.split("-", 1)) for key in self.edges}

    def by_pair(self) -> dict[Pair, Edge]:
        """Return the edges by pair."""
        return {
            pair(*key.split("-", 1)): Edge(section.alliance, section.hostility) for key, section in self.edges.items()
        }

    def ties(self) -> Ties:
        """Return how alliances and hostilities move."""
        public = self.strain if self.public_strain is None else self.public_strain
        return Ties(self.deal, self.strain, public, self.escalation)


class MarketsSection(Section):
    """Markets: stress that reacts to tariffs and deals, fades, and makes waiting dearer."""

    start: Annotated[
        Stress,
        Field(title="stress on day 0", description="stress on day 0; 1 is the day of the announcement"),
    ] = 0.0
    half_life: Annotated[
        Span, Field(le=10_000, title="half-life of stress", description="days in which stress halves")
    ] = 30.0
    importer: Annotated[str, Field(description="whose average tariff they watch")] = ""
    per_point: Annotated[
        Stress,
        Field(
            title="stress per point of tariff",
            description="stress for each point by which an announcement raises it",
        ),
    ] = 0.0
    deal_relief: Annotated[
        Share,
        Field(title="relief by a deal", description="what part of the stress a deal in force takes away"),
    ] = 0.0
    waiting: Annotated[
        dict[str, Annotated[float, Field(ge=0, le=1000)]],
        Field(description="what stress 1 costs a country that waits, USD bn a year, by country"),
    ] = {}

    @check
    def _check_waiting(self, complaints: Complaints) -> None:
        for country in self.waiting:
            if wrong := _unknown(country, complaints.context):
                complaints.add(("waiting", country), wrong, at_key=True)

    @check
    def _check_named(self, complaints: Complaints) -> None:
        if self.per_point and not self.importer:
            complaints.add(("importer",), "must be named: `per_point` watches its tariffs")

    @check
    def _check_importer(self, complaints: Complaints) -> None:
        calibration = complaints.context.setting.calibration
        if self.importer and calibration is None:
            complaints.add(("importer",), "needs the trade model: give the scenario an `economy`")
        elif self.importer and calibration is not None and self.importer not in calibration.regions:
            known = ", ".join(calibration.regions)
            complaints.add(("importer",), f"{self.importer} is no region of the trade model; there are {known}")

    def markets(self) -> Markets:
        """Return how markets react."""
        return Markets(**dict(self))


class ConflictSection(Section):
    """A ladder of tariffs that one country may climb against another, between their meetings."""

    country: Annotated[str, Field(description="who climbs")]
    against: Annotated[str, Field(description="whose goods it taxes")]
    sectors: Annotated[str, Field(description="one sector or a named group; all goods if left out")] = ""
    rates: Annotated[
        list[float], Field(min_length=1, description="percentage points on top of base tariffs, step by step, upwards")
    ]
    retaliates: Annotated[
        bool, Field(description="whether it answers tariffs from the start; an event may switch that")
    ] = False
    provoked_by_deadline: Annotated[
        bool, Field(description="whether a deadline that passes between the two without a deal switches it on")
    ] = False
    threatens: Annotated[
        Chance,
        Field(
            title="chance of a threat",
            description="chance of a threat after a meeting in which the other didn't move; with a network it is "
            "multiplied by the edge's hostility",
        ),
    ] = 0.0
    resolve: Annotated[
        Chance,
        Field(title="chance of carrying it out", description="chance that it carries out a threat that stands"),
    ] = 0.5
    patience: Annotated[
        Utility,
        Field(
            title="movement that is enough",
            description="movement of the other, in own utility, that is enough",
        ),
    ] = 0.02
    credibility: Annotated[
        Share,
        Field(
            title="belief left after backing down",
            description="what is left of the belief in its threats when it backs down",
        ),
    ] = 0.7

    @check
    def _check_countries(self, complaints: Complaints) -> None:
        calibration = complaints.context.setting.calibration
        for key in ("country", "against"):
            with if_sound():
                code = getattr(self, key)
                if wrong := _unknown(code, complaints.context):
                    complaints.add((key,), wrong)
                elif calibration is None:
                    complaints.add((key,), "needs the trade model: give the scenario an `economy`")
                elif code not in calibration.regions:
                    known = ", ".join(calibration.regions)
                    complaints.add((key,), f"{code} is no region of the trade model; there are {known}")

    @check
    def _check_two(self, complaints: Complaints) -> None:
        if self.country == self.against:
            complaints.add(("against",), f"must be another country than {self.country} itself")

    @check
    def _check_rates(self, complaints: Complaints) -> None:
        if sorted(set(self.rates)) != self.rates:
            complaints.add(("rates",), "must rise from step to step")
        if self.rates[0] <= 0:
            complaints.add(("rates", 0), f"must be above 0: a step of {self.rates[0]:g} points is no threat")
        try:
            for rate in self.rates:
                check_points("a step", rate)
        except EconomyError as error:
            complaints.add(("rates",), str(error))

    @check
    def _check_sectors(self, complaints: Complaints) -> None:
        calibration = complaints.context.setting.calibration
        try:
            if calibration is not None and self.sectors:
                find_goods(self.sectors, calibration)
        except EconomyError as error:
            complaints.add(("sectors",), str(error))

    def ladder(self) -> Ladder:
        """Return the steps."""
        return Ladder(self.country, self.against, tuple(self.rates), self.sectors)

    def temper(self) -> Temper:
        """Return how it decides."""
        return Temper(threatens=self.threatens, resolve=self.resolve, patience=self.patience)


class SpilloverSection(Section):
    """How what happens at one table reaches the others; `spillover: off` isolates them."""

    switch: Annotated[
        Literal["on", "off"], Field(description="off: each table sees the events, and nothing of what other tables do")
    ] = "on"

    precedent: Annotated[
        Share,
        Field(description="how far a first deal's rates shift what other tables of its importer expect"),
    ] = 0.0

    @classmethod
    def arranged(cls, data: Any) -> Any:
        """Take a switch alone, `spillover: off`, for that."""
        if isinstance(data, Mapping) or data in ("on", "off"):
            if isinstance(data, Mapping):
                return data
            return {"switch": data}
        raise ValueError(f"must be 'on' or 'off', or a mapping (key: value), not {as_text(data)}")

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe it as the switch alone, or as its keys."""
        own = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": "string", "enum": ["on", "off"]}, own], "description": own.get("description", "")}


def _no_stranger(country: str, info: ValidationInfo) -> str:
    if country and (wrong := _unknown(country, context_of(info))):
        raise ValueError(wrong)
    return country


class OutsideOptionSection(Section):
    """What a country has besides a deal at this table."""

    kind: Annotated[
        Literal["inside", "outside"],
        Field(description="inside: it flows while there is no deal; outside: it is taken instead of a deal"),
    ]
    value: Annotated[Balance, Field(allow_inf_nan=False, description="worth of it, USD bn a year, or a score")] = 0.0
    offered_by: Annotated[
        str,
        AfterValidator(_no_stranger),
        Field(description="a country whose offer, or deal with it elsewhere, counts as well"),
    ] = ""
    share: Annotated[Share, Field(description="what part of that offer counts")] = 1.0


def _known_members(members: list[str], info: ValidationInfo) -> list[str]:
    complaints = Complaints()
    for place, country in enumerate(members):
        if wrong := _unknown(country, context_of(info)):
            complaints.add((place,), wrong)
        if country in members[:place]:
            complaints.add((place,), f"{country} is a member twice")
    complaints.check("members")
    return members


class CoalitionSection(Section):
    """Countries that negotiate as one party, and divide what they gain."""

    name: Annotated[str | None, Field(description="what people call it; its id if left out")] = None
    members: Annotated[list[str], AfterValidator(_known_members), Field(min_length=2, description="countries")]
    division: Annotated[
        Literal["own", "equal", "gdp"] | None,
        Field(
            description="who gets what of the gain over no deal: each what falls to it, all the same, or by the size "
            "of their economies"
        ),
    ] = None
    strategy: Annotated[AnyStrategy | None, Field(description="what decides its moves")] = None
    waiting_cost: Annotated[Money | None, Field(description="USD bn a year; the sum of its members' if left out")] = (
        None
    )

    @check
    def _divides(self, complaints: Complaints) -> None:
        if self.division is None:
            complaints.add((), "needs a `division` of what it gains: own, equal or gdp", about=("division",))
