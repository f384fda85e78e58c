"""The agenda of a table in a scenario file: issues and their levels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema

from tradetalks.configs.sections import (
    Complaints,
    Finite,
    Section,
    build,
    context_of,
    json_schema,
)
from tradetalks.errors import NegotiationError
from tradetalks.model.levers.base import Lever, levers
from tradetalks.model.negotiation.issues import Issue, Level


class LevelRange(Section):
    """Evenly spaced levels: `{from: 0, to: 100, step: 1}`."""

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
    def _check_levels(self, info: ValidationInfo) -> IssueSection:
        complaints = Complaints()
        lever: Lever | None = self.lever
        for place, level in enumerate(self.levels):
            if lever is None:
                continue
            if isinstance(level, str):
                complaints.add(("levels", place), f"the lever {lever.name!r} needs numbers, not {level!r}")
            elif said := lever.level_problem(level, context_of(info).setting):
                complaints.add(("levels", place), said)
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
