"""Sections: what every part of a configuration file has in common, and how its problems are told.

A file's tree is validated by pydantic, section by section; what is wrong is told where it stands, all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, cast, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from tradetalks.configs.parts.choices import Choice
from tradetalks.configs.problems.complaints import Complaints, Path
from tradetalks.configs.problems.plain_words import told
from tradetalks.configs.problems.soundness import UNSOUND, UnsoundError, if_sound
from tradetalks.errors import MOST_PROBLEMS
from tradetalks.model.world import Setting
from tradetalks.parts import meant
from tradetalks.wording import as_written

MOST_DAYS = 36_525
_ENOUGH = 10 * MOST_PROBLEMS
"""Sections that may be broken before no further one is read: a mistake breaks all that it stands in."""


type Mistake = tuple[Path, str, bool]
"""The path of what is wrong, the message, and whether it is about the key itself."""


@dataclass(frozen=True)
class Context:
    """What validation knows of the whole file before it looks at its parts.

    Attributes:
        setting: regions, sectors and facts, as far as they can be read.
        start: the date of day 0; None in a scenario without dates.
        tariff_states: the names of the shipped tariff states.
        country: the country whose section is read; "" elsewhere.
        tables: the ids of all tables.
        coalitions: the ids of all coalitions.
        broken: sections in which something was found wrong.
        known: sections that have been validated against this context, by their class, the country and the identity of
            their data, which stand beside them: an identity is another's as soon as its object is gone.
    """

    setting: Setting
    start: date | None
    tariff_states: tuple[str, ...]
    country: str = ""
    tables: tuple[str, ...] = ()
    coalitions: tuple[str, ...] = ()
    broken: list[Section] = field(default_factory=list, compare=False, repr=False)
    known: dict[tuple[type, str, int], tuple[object, Any]] = field(default_factory=dict, compare=False, repr=False)

    def begin_anew(self) -> None:
        """Let sections be read with another value somewhere; that some have been broken stays known."""
        del self.broken[1:]

    def like(self, other: Context) -> bool:
        """Whether the same would be known of another file."""
        ours, theirs = self.setting, other.setting
        alike = ours.calibration is theirs.calibration and ours.facts == theirs.facts
        return alike and self == replace(other, setting=ours)


def context_of(info: ValidationInfo) -> Context:
    """Return the context of a validation."""
    if not isinstance(info.context, Context):
        raise TypeError("sections are validated by load_scenario, with a context")
    return info.context


Finite = Annotated[float, Field(allow_inf_nan=False)]
"""A number that is neither NaN nor infinite."""


type Check = Callable[[Any, Complaints], None]


def check[C: Check](function: C) -> C:
    """Make a method of a section one of its checks: it adds what is wrong to the complaints that it is handed."""
    function.__dict__["is_check"] = True
    return function


@cache
def checks_of(cls: type) -> tuple[Check, ...]:
    """Return the checks of a section, in the order in which they are written."""
    return tuple(
        value for base in reversed(cls.__mro__) for value in vars(base).values() if getattr(value, "is_check", False)
    )


class Section(BaseModel):
    """A part of a configuration file: no unknown keys, no silent conversions, and it never changes.

    Validated with a `Context`, a section in which something is wrong is not refused: it stands as far as it is sound,
    and holds its `mistakes`. So whatever surrounds it is checked as well, and all mistakes of a file are told at once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)

    beside: ClassVar[frozenset[str]] = frozenset()
    """Fields whose keys stand beside the section's own in the file, so that paths don't name them."""
    mistakes: ClassVar[Sequence[Mistake]] = ()
    """What is wrong here and inside."""

    @classmethod
    def allowed_keys(cls) -> tuple[str, ...]:
        """Return the keys that a file may have here."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def arranged(cls, data: Any) -> Any:
        """Return what a file has here in the form of the fields."""
        return data

    @classmethod
    def fitting(cls, data: Any) -> type[Section]:  # noqa: ARG003
        """Return the class that reads what a file has here: this, or one below it that has more fields."""
        return cls

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        kind = type(data)
        # Asked of the class itself, as most of what is read is a mapping, and is read again and again.
        if kind is not dict and cls in kind.__mro__:
            return data  # type: ignore[no-any-return]
        context = info.context
        context = context if isinstance(context, Context) else None
        # What is tried with another value somewhere shares all other parts with what was tried before.
        key = (cls, context.country if context is not None else "", id(data))
        if context is not None and key in context.known:
            return context.known[key][1]  # type: ignore[no-any-return]
        fitting = cls.fitting(data)
        if fitting is not cls:
            return cast("Self", fitting.model_validate(data, context=info.context))
        if context is not None and len(context.broken) > _ENOUGH:
            return _unread(cls)  # type: ignore[no-any-return]
        complaints = Complaints(context)
        arranged = cls.arranged(data)
        try:
            section = handler(arranged)
        except ValidationError as error:
            complaints.include_told(told(error, cls.allowed_keys(), cls.beside))
            section = _sound_part(cls, arranged, error, info)
        inside = section.mistakes_inside() if context is not None and context.broken else []
        section = _checked(section, complaints)
        if complaints.places or inside:
            if context is None:
                complaints.check(cls.__name__)
                return section
            section = _of_fields(cls, section.__dict__, section.model_fields_set)
            section.__dict__["mistakes"] = [*complaints.problems(), *inside][: MOST_PROBLEMS + 1]
            context.broken.append(section)
        if context is not None and isinstance(data, Mapping):
            context.known[key] = data, section
        return section

    def without(self, path: Path) -> Self:
        """Return the section without what stands at a path, as that isn't sound: who asks for it is refused."""
        kept = dict(self.__dict__) if path else {}
        if path:
            name = self._field(str(path[0]))
            part = kept.pop(name, None)
            if len(path) > 1 and isinstance(part, Section):
                kept[name] = part.without(path[1:])
            elif len(path) > 1 and isinstance(part, dict) and path[1] in part and _stands_alone(part[path[1]]):
                item = part[path[1]]
                left = item.without(path[2:]) if isinstance(item, Section) else UNSOUND
                kept[name] = {**part, path[1]: left}
        return _of_fields(type(self), kept, self.model_fields_set)

    def mistakes_inside(self) -> list[Mistake]:
        """Return what is wrong in the sections inside this one, with the paths from here; one more than is told."""
        return list(islice(self._mistakes_inside(), MOST_PROBLEMS + 1))

    def _mistakes_inside(self) -> Iterator[Mistake]:
        for name, field_info in type(self).model_fields.items():
            value, key = self.__dict__.get(name), field_info.alias or name
            inside = {(key, item): part for item, part in value.items()} if isinstance(value, dict) else {(key,): value}
            for above, part in inside.items():
                for path, message, at_key in part.mistakes if isinstance(part, Section) else ():
                    yield (*above, *path), message, at_key

    @classmethod
    def _field(cls, key: str) -> str:
        """Return the field that a key of the file is read as, or stands in."""
        named = (name for name, field in cls.model_fields.items() if key in {name, field.alias})
        return next(named, next(iter(cls.beside), key))

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in type(self).model_fields:
                raise UnsoundError(f"{name} isn't sound")
            return super().__getattr__(name)


@cache
def _unread[S: Section](cls: type[S]) -> S:
    section = _of_fields(cls, {}, set())
    section.__dict__["mistakes"] = [((), "is not looked at, as so much else is wrong", False)]
    return section


def _checked[S: Section](section: S, complaints: Complaints) -> S:
    """Make all checks, each on what those before it have left sound; return the section as far as it is."""
    sound: S = section
    for check_one in checks_of(type(section)):
        before = len(complaints.places)
        with if_sound():
            check_one(sound, complaints)
        for path in complaints.places[before:]:
            sound = sound.without(path)
    return sound


def _stands_alone(item: object) -> bool:
    """Return whether an item of a mapping can be sound where others aren't; numbers are checked together."""
    return not isinstance(item, int | float | str | list)


def _of_fields[S: Section](cls: type[S], values: Mapping[str, Any], given: set[str]) -> S:
    """Return a section that has these fields alone."""
    section = cast("S", cls.model_construct(_fields_set=given))
    section.__dict__.clear()
    section.__dict__.update(values)
    return section


def _sound_part[S: Section](cls: type[S], data: Any, error: ValidationError, info: ValidationInfo) -> S:
    """Return a section with those of its fields that are as they must be."""
    wrong: dict[str, list[Path]] = {}
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        if not item["loc"]:
            return _of_fields(cls, {}, set())
        wrong.setdefault(str(item["loc"][0]), []).append(item["loc"])
        if item["loc"][0] in cls.beside:
            wrong.setdefault(str(item["loc"][-1]), [])
    # What a misspelt key means is not left out.
    for key in meant(data, cls.allowed_keys()):
        wrong.setdefault(key, [])
    values: dict[str, Any] = {}
    for name, about in cls.model_fields.items():
        key = about.alias or name
        with suppress(ValidationError, UnsoundError):
            if key in wrong:
                values[name] = _sound_items(cls, name, data.get(key), wrong[key], info)
            elif key in data or about.validate_default:
                values[name] = _value(cls, name, data.get(key, about.default), info)
            elif not about.is_required():
                values[name] = about.get_default(call_default_factory=True)
    return _of_fields(cls, values, {name for name in values if (cls.model_fields[name].alias or name) in data})


def _sound_items(cls: type[Section], name: str, data: object, wrong: list[Path], info: ValidationInfo) -> Any:
    """Return a mapping of parts in which those that are wrong stand as unsound ones.

    Raises:
        UnsoundError: it is no such mapping.
    """
    spoilt = {path[1] for path in wrong if len(path) > 1}
    parts = _holds_parts(cls.model_fields[name].annotation)
    if not (parts and isinstance(data, Mapping) and wrong and min(map(len, wrong)) > 1):
        raise UnsoundError(name)
    sound = {key: item for key, item in data.items() if key not in spoilt}
    items = _value(cls, name, sound, info)
    return {key: items.get(key, UNSOUND) for key in data}


def _holds_parts(hint: Any) -> bool:
    """Return whether a type is that of a mapping of parts, such as strategies."""
    notes = get_args(get_args(hint)[1]) if get_origin(hint) is dict else ()
    return any(isinstance(note, Choice) for note in notes)


def _value(cls: type[Section], name: str, data: Any, info: ValidationInfo) -> Any:
    """Return the value of one field."""
    return _reader(cls, name).validate_python([data], context=info.context)[0]


@cache
def _reader(cls: type[Section], name: str) -> TypeAdapter[Any]:
    """Return the validator of one field, in a list: a section alone would not take the settings of another."""
    about = cls.model_fields[name]
    kind: Any = about.annotation
    for note in about.metadata:
        kind = Annotated[kind, note]
    return TypeAdapter(list[kind], config=cls.model_config)


def as_date(value: object) -> object:
    """Return a date that is given as text, as JSON has it; anything else as it is."""
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value


def _to_day(value: object, info: ValidationInfo) -> int:
    start = context_of(info).start
    value = as_date(value)
    shown = f"{value}"
    if isinstance(value, date):
        if start is None:
            raise ValueError("is a date; give the scenario a `start` date, or a day number here")
        if value < start:
            raise ValueError(f"{value} is before the scenario's start, {start}")
        value = (value - start).days
    elif isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"must be a date such as 2025-04-16 or a day number from 0, not {as_written(value)}")  # noqa: TRY004
    elif value < 0:
        raise ValueError(f"day {value} is before the scenario's start, day 0")
    else:
        shown = f"day {value}"
    if value > MOST_DAYS:
        # The calendar has each of them in memory.
        raise ValueError(f"{shown} is more than a hundred years after the scenario's start")
    return value


Day = Annotated[
    int,
    BeforeValidator(_to_day),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "integer", "minimum": 0}],
            "description": "a date, or days from the scenario's start",
        }
    ),
]
"""A day: a date or a number in the file, days from the scenario's start once read."""
