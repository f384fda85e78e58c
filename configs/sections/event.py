"""Events in a scenario file: when they happen, and what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, GetJsonSchemaHandler, PlainValidator
from pydantic_core import CoreSchema

from tradetalks.configs.parts.choices import build, json_schema
from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.problems.soundness import if_sound
from tradetalks.configs.sections.base import Day, Section, check
from tradetalks.model.events.base import Event, Timing, events
from tradetalks.quantities import DailyChance

TIMES = ("on", "hazard", "from", "until")


def _build_event(data: Any) -> Event:
    return build(events, "event", data, beside=TIMES)


class EventSection(Section):
    """A change from outside, on a day or by a hazard. Its kind's options stand beside these keys."""

    beside: ClassVar[frozenset[str]] = frozenset({"event"})

    event: Annotated[Any, PlainValidator(_build_event), Field(description="what happens")]
    on: Annotated[Day | None, Field(description="the day on which it happens")] = None
    hazard: Annotated[
        DailyChance | None, Field(description="chance of a day, given that it has not happened before")
    ] = None
    start: Annotated[
        Day | None, Field(alias="from", description="the first day of a hazard; the scenario's start if left out")
    ] = None
    until: Annotated[Day | None, Field(description="the last day of a hazard; the end of all talks if left out")] = None

    @classmethod
    def arranged(cls, data: Any) -> Any:
        """Put the event's options, which stand beside the other keys, into a mapping of their own."""
        if not isinstance(data, Mapping):
            return data
        own = {key: data[key] for key in TIMES if key in data}
        return own | {"event": {key: value for key, value in data.items() if key not in own}}

    @check
    def _check_event(self, complaints: Complaints) -> None:
        context = complaints.context
        for option, message in self.event.problems(context.setting, context.tables):
            complaints.add((option,) if option else (), message, about=("event",))

    @check
    def _check_when(self, complaints: Complaints) -> None:
        if (self.on is None) == (self.hazard is None):
            complaints.add((), "give either `on` (a day) or `hazard` (a chance of a day)", about=("on",))

    @check
    def _check_span(self, complaints: Complaints) -> None:
        for key, name in (("from", "start"), ("until", "until")):
            with if_sound():
                if getattr(self, name) is not None and self.hazard is None:
                    complaints.add((key,), "goes with `hazard`")

    @check
    def _check_order(self, complaints: Complaints) -> None:
        if self.start is not None and self.until is not None and self.until < self.start:
            complaints.add(("until",), "is before `from`")

    def timing(self, last: int) -> Timing:
        """Return when it happens; `last` is the last day on which anything can."""
        return Timing(self.on, self.hazard or 0.0, self.start or 0, last if self.until is None else self.until)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe an event as one of the kinds with these keys beside it."""
        own = handler.resolve_ref_schema(handler(schema))
        beside = {key: value for key, value in own["properties"].items() if key != "event"}
        return json_schema(events, "event", beside) | {"description": own.get("description", "")}
