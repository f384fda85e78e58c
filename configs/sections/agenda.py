"""The agenda of a table in a scenario file: issues and their levels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema

from tradetalks.configs.parts.choices import build, json_schema
from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.sections.base import Finite, Section, check
from tradetalks.errors import NegotiationError
from tradetalks.model.levers.base import Lever, levers
from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.parts import FILE, meant
from tradetalks.wording import as_text, as_written

BESIDE_LEVER = ("levels", "unit", "label")
"""The keys of an issue beside which a lever's options stand."""


class LevelRange(Section):
    """Evenly spaced levels: `{from: 0, to: 100, step: 1}`."""

    first: Annotated[Finite, Field(alias="from", description="the first level")]
    last: Annotated[Finite, Field(alias="to", description="the last level")]
    step: Annotated[float, Field(gt=0, description="from one level to the next")]

    @check
    def _rises(self, complaints: Complaints) -> None:
        if self.last <= self.first:
            upwards = f"{{from: {self.last:g}, to: {self.first:g}, step: ...}}"
            way_out = (
                f"levels rise: write {upwards}"
                if self.last < self.first
                else f"one level alone is a list, [{self.first:g}]"
            )
            complaints.add(("to",), f"must be above `from`, {self.first:g}, not {self.last:g}; {way_out}")

    @check
    def _arrives(self, complaints: Complaints) -> None:
        count = self._steps
        if count < 1 or abs(self.first + count * self.step - self.last) > 1e-9 * max(1.0, abs(self.last)):
            text = f"from {self.first:g} no whole number of steps of {self.step:g} leads to {self.last:g}"
            complaints.add((), text)
        elif count >= 1_000_000:
            complaints.add((), f"has {count + 1:,} levels; an agenda has at most 1,000,000 possible deals")

    @property
    def _steps(self) -> int:
        return round(min((self.last - self.first) / self.step, 1e18))

    def levels(self) -> list[float]:
        """Return the levels, rounded to what their decimals say."""
        return [round(self.first + place * self.step, 9) for place in range(self._steps + 1)]


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
    if not isinstance(data, list):
        raise ValueError(f"must be a list of levels, or {{from: ..., to: ..., step: ...}}, not {as_written(data)}")  # noqa: TRY004
    complaints = Complaints()
    for place, level in enumerate(data):
        if isinstance(level, bool) or not isinstance(level, int | float | str):
            complaints.add((place,), f"must be a number or a text, not {as_text(level)}")
    complaints.check("levels")
    return data


def _build_lever(data: Any) -> Lever | None:
    if data is None:
        return None
    return build(levers, "lever", data, beside=BESIDE_LEVER)


class IssueSection(Section):
    """An issue of an agenda. With a lever its options stand beside these keys."""

    beside: ClassVar[frozenset[str]] = frozenset({"lever"})

    lever: Annotated[
        Any,
        PlainValidator(_build_lever),
        Field(description="what its levels change in the world; none in a score-sheet"),
    ] = None
    levels: Annotated[
        list[Finite | str],
        BeforeValidator(_read_levels),
        WithJsonSchema(LEVELS_SCHEMA),
        Field(min_length=1, description="the levels in their order, or {from, to, step}"),
    ]
    unit: Annotated[str, Field(description="unit of the levels; the lever's own if left out")] = ""
    label: Annotated[str, Field(description="what people read; the lever's own words if left out")] = ""

    @classmethod
    def arranged(cls, data: Any) -> Any:
        """Put the lever's options, which stand beside the other keys, into a mapping of their own."""
        if not isinstance(data, Mapping):
            return data
        own = {key: data[key] for key in BESIDE_LEVER if key in data}
        if not {"lever", FILE} & data.keys():
            # Who writes `levr` is told that alone: the lever's options are none of an issue without one.
            misspelt = {key: data[key] for key in data if "lever" in meant([key], ("lever", *BESIDE_LEVER))}
            if misspelt:
                return own | misspelt
            return data
        return own | {"lever": {key: value for key, value in data.items() if key not in own}}

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

    @check
    def _check_order(self, complaints: Complaints) -> None:
        try:
            self.issue("it", "", "")
        except NegotiationError as error:
            complaints.add(("levels",), str(error).replace("issue 'it'", "it"))

    @check
    def _check_levels(self, complaints: Complaints) -> None:
        lever: Lever | None = self.lever
        if lever is None:
            return
        for place, level in enumerate(self.levels):
            if isinstance(level, str):
                complaints.add(("levels", place), f"the lever {lever.name!r} needs numbers, not {as_written(level)}")
            elif said := lever.level_problem(level, complaints.context.setting):
                complaints.add(("levels", place), said)

    @check
    def _check_lever(self, complaints: Complaints) -> None:
        if self.lever is not None:
            for option, message in self.lever.problems(complaints.context.setting):
                complaints.add((option,) if option else (), message, about=("lever",))

    def issue(self, name: str, label: str, unit: str) -> Issue:
        """Return the issue; `label` and `unit` are the lever's, for where the file gives none."""
        levels: tuple[Level, ...] = tuple(self.levels)
        return Issue(name, levels, self.unit or unit, self.label or label)
