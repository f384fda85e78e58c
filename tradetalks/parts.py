"""Parts: values in a scenario file that hold an object of a registry, such as a strategy's acceptance condition.

Such a value is a name, `acceptance: next`, a name with options of its own, `acceptance: {combi: {time: 0.98}}`, or a
file with options beside it, `acceptance: {file: mine.py, time: 0.98}`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from pydantic import ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from tradetalks.errors import PartError, did_you_mean
from tradetalks.outside.files import class_in, made_by_others, origin_of
from tradetalks.registry import Registry, about
from tradetalks.wording import as_text, as_written

FILE = "file"
"""The key whose value is the path of a part's file, in place of its name."""
TOLD = "tradetalks"
TOLD_OF_KEY = "tradetalks_key"
"""The types of errors that are in our words already; the second is about the key, not its value."""


class Options:
    """The base of all whose fields are options in a scenario file: a number among them is finite.

    The text "inf" is none either, which pydantic would read as a number.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(allow_inf_nan=False)


class OneOf:
    """An annotation: the field holds a value of one of several kinds, told apart by what stands in the file.

    A union alone would try all of them, and tell of each why it isn't that.

    Args:
        what: what is allowed, for messages ("a number or a text").
        kinds: for each type that a file may give the type that it is read as.
    """

    def __init__(self, what: str, kinds: Mapping[type, Any]) -> None:
        self.what = what
        self.kinds = kinds

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._of_its_kind, handler(source))

    @cached_property
    def _readers(self) -> dict[type, TypeAdapter[Any]]:
        return {kind: TypeAdapter(wanted) for kind, wanted in self.kinds.items()}

    def _of_its_kind(self, data: object) -> object:
        # By the type itself: to Python true and false are whole numbers, to a file they aren't.
        reader = self._readers.get(type(data))
        if reader is None:
            shown = as_text(data) if str in self.kinds else as_written(data)
            raise ValueError(f"must be {self.what}, not {shown}")
        return reader.validate_python(data, strict=True)


class Part:
    """An annotation: the field holds an object of a registry, given as one, by its name, or with its options."""

    def __init__(self, registry: Registry[Any]) -> None:
        self.registry = registry

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        kinds = []
        for name, cls in self.registry.classes.items():
            options = {"type": "object", "additionalProperties": False, **_options_schema(cls)}
            kinds.append(
                {
                    "type": "object",
                    "title": name,
                    "properties": {name: options},
                    "required": [name],
                    "additionalProperties": False,
                }
            )
        file = {"type": "string", "description": "the path of a .py file, from the folder of the file that names it"}
        kinds.append({"type": "object", "title": FILE, "properties": {FILE: file}, "required": [FILE]})
        bare = [name for name, cls in self.registry.classes.items() if not _options_schema(cls).get("required")]
        return {"anyOf": [{"type": "string", "enum": bare}, *kinds]}

    def _validate(self, data: object) -> Any:
        kind = self.registry.kind
        match data:
            case str(name):
                given: object = {}
            case dict() if FILE in data:
                return self._from_file(data)
            case dict() if len(data) == 1:
                ((name, given),) = data.items()
            case _ if isinstance(data, self.registry.base):
                return data
            case _:
                raise _error(
                    kind, [_problem((), f"must be a name, or {{NAME: {{option: value}}}}, not {as_written(data)}")]
                )
        at = (name,) if isinstance(data, dict) else ()
        if name not in self.registry:
            raise _error(kind, [_problem(at, self.registry.unknown(str(name)), at_key=bool(at))])
        given = {} if given is None else given
        if not isinstance(given, Mapping):
            raise _error(kind, [_problem(at, f"must be a mapping (option: value), not {as_written(given)}")])
        return self._made(self.registry[str(name)], given, at)

    def chosen(self, here: Any) -> type | None:
        """Return the class of the object that stands in a file; None where it names none that is there."""
        match here:
            case {"file": str(file)}:
                try:
                    return class_in(self.registry, file)
                except PartError:
                    return None
            case Mapping() if len(here) == 1:
                here = next(iter(here))
        if isinstance(here, str):
            return self.registry.classes.get(here)
        return None

    def _from_file(self, data: Mapping[str, Any]) -> Any:
        file, kind = data[FILE], self.registry.kind
        if not isinstance(file, str):
            raise _error(kind, [_problem((FILE,), f"must be the path of a .py file, not {as_written(file)}")])
        try:
            cls = class_in(self.registry, file)
        except PartError as error:
            raise _error(kind, [_problem((FILE,), str(error))]) from None
        options = {option: value for option, value in data.items() if option != FILE}
        try:
            return made_by_others(lambda: self._made(cls, options, ()), f"the {kind} of {file}", origin_of(cls))
        except PartError as error:
            raise _error(kind, [_problem((), str(error))]) from None

    def _made(self, cls: type, given: Mapping[str, Any], at: tuple[str, ...]) -> Any:
        """Make the object, or raise all that is wrong with its options at once."""
        name = getattr(cls, "name", cls.__name__)
        known = [field.name for field in dataclasses.fields(cls)]
        problems = []
        for option in given:
            if option not in known:
                has = f"its options are {', '.join(known)}" if known else "it has no options"
                text = f"the {self.registry.kind} {name!r} has no option {option!r}{did_you_mean(option, known)}; {has}"
                problems.append(_problem((*at, option), text, at_key=True))
        misspelt = meant(given, known) if problems else set()
        try:
            made = _adapter(cls).validate_python({key: value for key, value in given.items() if key in known})
        except ValidationError as error:
            problems += [
                InitErrorDetails(
                    type=item["type"], loc=(*at, *item["loc"]), input=item["input"], ctx=item.get("ctx", {})
                )
                for item in error.errors(include_url=False)
                if not (item["type"] == "missing" and item["loc"][-1] in misspelt)
            ]
        if problems:
            raise _error(self.registry.kind, problems)
        return made


def meant(given: Iterable[str], allowed: Sequence[str]) -> set[str]:
    """Return the allowed keys that aren't given, but a key beside them seems to mean.

    >>> meant({"partys": [], "agenda": {}}, ["parties", "agenda", "deadline"])
    {'parties'}
    """
    missing = set(allowed) - set(given)
    hints = [did_you_mean(key, allowed) for key in given if key not in allowed]
    return {name for name in missing for hint in hints if repr(name) in hint}


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(cls: type) -> TypeAdapter[Any]:
    """Return the validator of a class; made once, as that takes milliseconds."""
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def _options_schema(cls: type) -> dict[str, Any]:
    """Return the JSON Schema of a class's options, with what the class says of itself."""
    schema = _adapter(cls).json_schema()
    return {"description": about(cls)} | {key: schema[key] for key in ("properties", "required") if schema.get(key)}


def _problem(at: tuple[str, ...], text: str, *, at_key: bool = False) -> InitErrorDetails:
    kind = PydanticCustomError(TOLD_OF_KEY if at_key else TOLD, "{text}", {"text": text})
    return InitErrorDetails(type=kind, loc=at, input=None)


def _error(kind: str, problems: list[InitErrorDetails]) -> ValidationError:
    return ValidationError.from_exception_data(kind, problems)
