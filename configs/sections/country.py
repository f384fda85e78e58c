"""Countries and the economy in a scenario file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema

from tradetalks.agents.forms.additive import Additive
from tradetalks.agents.forms.base import Form, forms
from tradetalks.agents.interests.base import Interest, interests
from tradetalks.agents.strategies.base import Strategy
from tradetalks.configs.parts.choices import Choice, build, json_schema
from tradetalks.configs.parts.strategy_choice import StrategyChoice
from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.sections.base import Section, as_date, check, context_of
from tradetalks.configs.sections.rates import Rates
from tradetalks.errors import did_you_mean
from tradetalks.parts import FILE
from tradetalks.quantities import Factor, Money, PercentOfGdp, PositiveMoney, Share
from tradetalks.wording import as_written

NEEDS = f"under a name of its own it needs `kind` or `{FILE}`"
"""What is told of an interest whose name is that of none."""

AnyForm = Annotated[Form, Choice(forms, "name")]
AnyStrategy = Annotated[Strategy, StrategyChoice()]
"""A strategy with its options; outside the sections, where a field would hide the registry of its name."""


def _known_state(name: str | None, info: ValidationInfo) -> str | None:
    known = context_of(info).tariff_states
    if name is not None and name not in known:
        hint = did_you_mean(name, known)
        raise ValueError(f"there is no tariff state {name!r}{hint}; there are {', '.join(known)}")
    return name


class EconomySection(Section):
    """The trade model and the tariffs in force on day 0."""

    data: Annotated[str, Field(description="shipped data by name, or the path of a file of your own")] = "icio_2022"
    elasticities: Annotated[str, Field(description="set of trade elasticities of that file")] = "median"
    rebate: Annotated[
        Literal["lump_sum", "income_tax"],
        Field(title="use of tariff revenue", description="what tariff revenue is used for"),
    ] = "lump_sum"
    labour_supply_elasticity: Annotated[Factor, Field(description="kappa; 0 switches it off")] = 0.5
    scale: Annotated[Share, Field(description="psi, external economies of scale")] = 0.0
    tariffs: Annotated[
        str | None,
        AfterValidator(_known_state),
        Field(description="named tariff state; base tariffs alone if left out"),
    ] = None
    added_tariffs: Annotated[
        Rates,
        Field(description="IMPORTER.EXPORTER[.SECTOR]: percentage points on top of base tariffs"),
    ] = {}


class DefenceSection(Section):
    """What a country spends on defence, and plans to."""

    share: Annotated[PercentOfGdp, Field(description="% of GDP on day 0")]
    planned: Annotated[PercentOfGdp, Field(description="% of GDP that the plan aims at")]
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

    @check
    def _dated(self, complaints: Complaints) -> None:
        start = complaints.context.start
        if self.plan == "path" and (self.planned_by is None or start is None):
            complaints.add(("plan",), "`path` needs `planned_by`, and the scenario a `start` date")
        elif self.planned_by is not None and start is not None and self.planned_by <= start:
            complaints.add(("planned_by",), f"{self.planned_by} is not after the scenario's start, {start}")

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
        complaints.add((), f"must be a mapping from interest to its options, not {as_written(data)}")
        complaints.check("interests")
        return {}
    found: dict[str, Interest] = {}
    for name, options in data.items():
        given = {} if options is None else options
        if not isinstance(given, Mapping):
            complaints.add((name,), f"must be a mapping such as {{weight: 1}}, not {as_written(given)}")
            continue
        if not {"kind", FILE} & given.keys() and name not in interests:
            complaints.add((name,), f"{interests.unknown(name)}; {NEEDS}", at_key=True)
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
            "description": "interest: options; under a name of its own an interest needs `kind` or `file`",
            "additionalProperties": json_schema(interests, "kind", required=False),
        }
    ),
]


class CountrySection(Section):
    """A country: facts about it, what it wants, and how it negotiates."""

    name: Annotated[str | None, Field(description="what people call it; its code if left out")] = None
    gdp: Annotated[PositiveMoney | None, Field(description="gross domestic product, USD bn a year")] = None
    defence: DefenceSection | None = None
    strategy: Annotated[
        AnyStrategy | None,
        Field(description="what decides its moves at every table that names no other"),
    ] = None
    interests: Interests = {}
    form: Annotated[AnyForm, Field(description="how its interests combine to its utility")] = Additive()
    waiting_cost: Annotated[Money, Field(description="USD bn a year, as long as its talks go on")] = 0.0
