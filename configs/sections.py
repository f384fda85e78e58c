"""Sections: what every part of a configuration file has in common, and how its problems are told.

A file's tree is validated by pydantic. What it finds is put into words for people here: where, what, and
what is allowed. Options of strategies, interests, levers and protocols are declared where these are
defined, and looked up in their registries.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from tradetalks.characters import quoted
from tradetalks.configs.draws import DISTRIBUTIONS
from tradetalks.errors import MOST_PROBLEMS, did_you_mean
from tradetalks.model.world import Setting
from tradetalks.parts import TOLD, TOLD_OF_KEY
from tradetalks.registry import Registry, about

MOST_DAYS = 36_525
DRAWN = "{uniform: [low, high]}, {normal: {mean, sd, min, max}}, {choice: [...]}"

type Path = tuple[str | int, ...]


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
        problems: what sections have told of, a part's once more by the whole that it belongs to.
        known: sections that have been validated against this context, by their class, the country and the identity of
            their data, which stand beside them: an identity is another's as soon as its object is gone.
    """

    setting: Setting
    start: date | None
    tariff_states: tuple[str, ...]
    country: str = ""
    tables: tuple[str, ...] = ()
    coalitions: tuple[str, ...] = ()
    problems: list[InitErrorDetails] = field(default_factory=list, compare=False, repr=False)
    known: dict[tuple[type, str, int], tuple[object, Any]] = field(default_factory=dict, compare=False, repr=False)

    def like(self, other: Context) -> bool:
        """Whether the same would be known of another file."""
        return self.setting.digest == other.setting.digest and self == replace(other, setting=self.setting)


def context_of(info: ValidationInfo) -> Context:
    """Return the context of a validation."""
    if not isinstance(info.context, Context):
        raise TypeError("sections are validated by load_scenario, with a context")
    return info.context


Finite = Annotated[float, Field(allow_inf_nan=False)]
"""A number that is neither NaN nor infinite."""


class Complaints:
    """Problems found by hand in one section; raise them all at once."""

    def __init__(self) -> None:
        self._found: list[InitErrorDetails] = []

    def add(self, path: Path, message: str, *, at_key: bool = False) -> None:
        """Note a problem at a path below the section."""
        kind = PydanticCustomError(TOLD_OF_KEY if at_key else TOLD, "{text}", {"text": message})
        self._found.append(InitErrorDetails(type=kind, loc=path, input=None))

    def include(self, path: Path, error: ValidationError) -> None:
        """Note all problems of a part below a path; of a whole that has enough of them no more."""
        if len(self._found) > MOST_PROBLEMS:
            return
        self._found += [
            InitErrorDetails(type=item["type"], loc=(*path, *item["loc"]), input=None) for item in _told(error, ())
        ]

    @contextmanager
    def collecting(self, path: Path) -> Iterator[None]:
        """Note, below a path, the problems that the block raises, and go on."""
        try:
            yield
        except ValidationError as error:
            self.include(path, error)

    def check(self, title: str) -> None:
        """Raise what was found, if anything was."""
        if self._found:
            raise ValidationError.from_exception_data(title, self._found)


# A problem is told anew at each of some levels: of so many, enough are left to fill an error.
_ENOUGH = 10 * MOST_PROBLEMS
_UNREAD = InitErrorDetails(
    type=PydanticCustomError(TOLD, "{text}", {"text": "is not looked at, as so much else is wrong"}), input=None
)


class Section(BaseModel):
    """A part of a configuration file: no unknown keys, no silent conversions, and it never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)

    beside: ClassVar[frozenset[str]] = frozenset()
    """Fields whose keys stand beside the section's own in the file, so that paths don't name them."""

    @classmethod
    def allowed_keys(cls) -> tuple[str, ...]:
        """Return the keys that a file may have here."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @model_validator(mode="wrap")
    @classmethod
    def _in_words(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        # What is tried with another value somewhere shares all other parts with what was tried before.
        context = info.context if isinstance(info.context, Context) else None
        key = (cls, context.country if context is not None else "", id(data))
        if context is not None and key in context.known:
            return context.known[key][1]  # type: ignore[no-any-return]
        if context is not None and len(context.problems) > _ENOUGH:
            raise ValidationError.from_exception_data(cls.__name__, [_UNREAD])
        try:
            valid = handler(data)
        except ValidationError as error:
            told = _told(error, cls.allowed_keys(), cls.beside)
            if context is not None:
                context.problems.extend(told)
            raise ValidationError.from_exception_data(cls.__name__, told) from None
        if context is not None and isinstance(data, Mapping):
            context.known[key] = data, valid
        return valid


def problems_of(error: ValidationError) -> list[tuple[Path, str, bool]]:
    """Return an error's problems: the path, the message, and whether it is about the key itself."""
    return [
        (item["loc"], item["msg"], item["type"] == TOLD_OF_KEY)
        for item in error.errors(include_url=False, include_input=False)[: MOST_PROBLEMS + 1]
    ]


def _told(
    error: ValidationError, known: tuple[str, ...], beside: frozenset[str] = frozenset()
) -> list[InitErrorDetails]:
    told = []
    for item in error.errors(include_url=False)[: MOST_PROBLEMS + 1]:
        kind, message = item["type"], item["msg"]
        path = item["loc"][1:] if len(item["loc"]) > 1 and item["loc"][0] in beside else item["loc"]
        if kind not in {TOLD, TOLD_OF_KEY}:
            message = _in_plain_words(kind, message, item.get("ctx") or {}, item["input"], item["loc"], known)
            kind = TOLD_OF_KEY if item["type"] == "extra_forbidden" else TOLD
        custom = PydanticCustomError(kind, "{text}", {"text": message})
        told.append(InitErrorDetails(type=custom, loc=path, input=None))
    return told


def _in_plain_words(
    kind: str,
    message: str,
    context: Mapping[str, Any],
    value: object,
    path: Path,
    known: tuple[str, ...],
) -> str:
    shown = "" if isinstance(value, (dict, list)) else f", not {quoted(value)}"
    match kind:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return unknown_key(str(path[-1]), known)
        case "literal_error":
            allowed = str(context["expected"])
            words = allowed.replace("'", "").replace(" or ", ", ").split(", ")
            return f"must be {allowed}{shown}{did_you_mean(str(value), words)}"
        case "float_type" | "int_type" | "string_type" | "bool_type":
            wanted = {"float": "a number", "int": "a whole number", "string": "text", "bool": "true or false"}
            if isinstance(value, dict):
                hint = "".join(did_you_mean(key, DISTRIBUTIONS) for key in list(value)[:1])
                return f"must be {wanted[kind.removesuffix('_type')]}, or one of {DRAWN} alone{hint}"
            return f"must be {wanted[kind.removesuffix('_type')]}{shown or ', not a list'}"
        case "date_type" | "date_parsing" | "date_from_datetime_parsing":
            return f"must be a date such as 2025-04-16{shown}"
        case "model_type" | "dict_type":
            return f"must be a mapping (key: value){shown or ', not a list'}"
        case "list_type":
            return f"must be a list{shown or ', not a mapping'}"
        case "too_short":
            return f"needs at least {context['min_length']}, has {context['actual_length']}"
        case "value_error":
            shown = ""
    return message.removeprefix("Value error, ").replace("Input should be", "must be") + shown


def unknown_key(key: str, known: tuple[str, ...]) -> str:
    """Return the message for a key that isn't allowed."""
    return f"unknown key{did_you_mean(key, known)}; allowed are {', '.join(known)}"


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(cls: type) -> TypeAdapter[Any]:
    """Return the validator of a class; made once, as that takes milliseconds."""
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def schema_of(cls: type) -> dict[str, Any]:
    """Return the JSON Schema of a class that declares its options."""
    return _adapter(cls).json_schema()


def options_of(cls: type) -> tuple[str, ...]:
    """Return the names of the options of a registered class."""
    return tuple(field.name for field in dataclasses.fields(cls))


def build[T](
    registry: Registry[T],
    key: str,
    data: Mapping[str, Any],
    default: str | None = None,
    beside: tuple[str, ...] = (),
) -> T:
    """Make the registered object that a mapping describes.

    Args:
        registry: where to look.
        key: which key of `data` holds the name.
        data: the name, and the options.
        default: the name where `data` gives none.
        beside: keys that are allowed beside the options and read elsewhere, for messages.

    Raises:
        ValidationError: an unknown name or option, or an option out of range, in plain words.
    """
    complaints = Complaints()
    name = data.get(key, default)
    if not isinstance(name, str) or name not in registry:
        message = f"is missing{did_you_mean(key, data)}" if name is None else registry.unknown(name)
        complaints.add((key,) if key in data else (), message if key in data else f"{key}: {message}")
        complaints.check(registry.kind)
    options = {option: value for option, value in data.items() if option != key}
    return made(registry[str(name)], f"the {registry.kind} {name!r}", options, beside)


def made[T](cls: type[T], what: str, options: Mapping[str, Any], beside: tuple[str, ...] = ()) -> T:
    """Make an object of a class that declares its options.

    Args:
        cls: the class.
        what: the object, for messages ("the strategy 'boulware'").
        options: its options.
        beside: keys that are allowed beside the options and read elsewhere, for messages.

    Raises:
        ValidationError: an unknown option, or one out of range, in plain words.
    """
    complaints = Complaints()
    known = options_of(cls)
    for option in options:
        if option not in known:
            allowed = (*known, *beside)
            has = f"its options are {', '.join(allowed)}" if allowed else "it has no options"
            hint = did_you_mean(option, allowed)
            complaints.add((option,), f"{what} has no option {option!r}{hint}; {has}", at_key=True)
    built = None
    try:
        built = _adapter(cls).validate_python({option: value for option, value in options.items() if option in known})
    except ValidationError as error:
        complaints.include((), error)
    complaints.check(what)
    return built  # type: ignore[return-value]


class Choice:
    """An annotation: the field holds an object of a registry, given as a mapping with its name."""

    def __init__(self, registry: Registry[Any], key: str) -> None:
        self.registry = registry
        self.key = key

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return json_schema(self.registry, self.key)

    def keys(self, here: Any) -> tuple[str, ...]:
        """Return the keys that the mapping `here` may have, as far as it says which object it describes."""
        cls = self.chosen(here)
        return (self.key, *(options_of(cls) if cls is not None else ()))

    def chosen(self, here: Any) -> type | None:
        """Return the class of the object that the mapping `here` describes; None if it doesn't say."""
        name = here.get(self.key) if isinstance(here, Mapping) else None
        return self.registry[name] if isinstance(name, str) and name in self.registry else None

    def made(self, data: Mapping[str, Any]) -> Any:
        """Return the object that a mapping describes.

        Raises:
            ValidationError: it describes none; says why in plain words.
        """
        return build(self.registry, self.key, data)

    def _validate(self, data: object) -> Any:
        if not isinstance(data, Mapping):
            complaints = Complaints()
            complaints.add((), f"must be a mapping such as {{{self.key}: ...}}, not {data!r}")
            complaints.check(self.registry.kind)
        return self.made(data)  # type: ignore[arg-type]


def json_schema(
    registry: Registry[Any], key: str, beside: Mapping[str, Any] | None = None, *, required: bool = True
) -> dict[str, Any]:
    """Return the JSON Schema of a registry's choices, with the properties that stand beside the options."""
    choices = []
    for name, cls in registry.classes.items():
        schema = schema_of(cls)
        text = about(cls)
        properties = {
            key: {"const": name, "description": text},
            **schema.get("properties", {}),
            **(beside or {}),
        }
        needed = [key, *schema.get("required", [])] if required else schema.get("required", [])
        choices.append(
            {
                "type": "object",
                "title": name,
                "properties": properties,
                "required": needed,
                "additionalProperties": False,
            }
        )
    return {"anyOf": choices}


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
        raise ValueError(f"must be a date such as 2025-04-16 or a day number from 0, not {value!r}")  # noqa: TRY004
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
