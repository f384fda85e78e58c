"""Choices: objects of a registry in a configuration file, each a name, or a file, with options beside it.

Options of strategies, interests, levers and events are declared where these are defined, and looked up in their
registries.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema

from tradetalks.configs.problems.complaints import Complaints, problems_of
from tradetalks.errors import PartError, did_you_mean
from tradetalks.outside.files import class_in, is_outside, made_by_others, origin_of
from tradetalks.parts import FILE, meant
from tradetalks.registry import Registry, about
from tradetalks.wording import a, as_written

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
    cls = class_of(registry, key, data, default)
    options = {option: value for option, value in data.items() if option not in {key, FILE}}
    return build_of(registry, cls, options, beside)


def build_of[T](registry: Registry[T], cls: type[T], options: Mapping[str, Any], beside: tuple[str, ...] = ()) -> T:
    """Make an object of a class of a registry, ours or one from a file.

    Raises:
        ValidationError: an unknown option, one out of range, or its own code fails; in plain words.
    """
    what = f"the {registry.kind} {getattr(cls, 'name', '')!r}"
    if not is_outside(cls):
        return made(cls, what, options, beside)
    complaints = Complaints()
    origin = origin_of(cls)
    what += f" ({origin.title})"
    with complaints.collecting(()):
        try:
            return made_by_others(lambda: made(cls, what, options, beside), what, origin)
        except PartError as error:
            complaints.add((), str(error))
    complaints.check(what)
    raise AssertionError


def class_of[T](registry: Registry[T], key: str, data: Mapping[str, Any], default: str | None = None) -> type[T]:
    """Return the class that a mapping names, by its name or by its file.

    Raises:
        ValidationError: it names none, an unknown one, or both; in plain words.
    """
    name = data.get(key, default)
    if FILE not in data and isinstance(name, str) and name in registry:
        return registry[name]
    complaints = Complaints()
    if FILE in data:
        if key in data:
            complaints.add((FILE,), f"goes not with `{key}`: give one of {key}, {FILE}", at_key=True)
        file = data[FILE]
        if not isinstance(file, str):
            complaints.add((FILE,), f"must be the path of a .py file, not {as_written(file)}")
        complaints.check(registry.kind)
        try:
            return class_in(registry, file)
        except PartError as error:
            complaints.add((FILE,), str(error))
    else:
        message = f"must be the name of {a(registry.kind)}, not {as_written(name)}"
        if isinstance(name, str):
            message = registry.unknown(name)
        elif name is None:
            message = f"is missing{did_you_mean(key, data)}"
        complaints.add((key,), message)
    complaints.check(registry.kind)
    raise AssertionError


def named_class(registry: Registry[Any], key: str, data: object, default: str | None = None) -> type | None:
    """Return the class that a mapping names; None where it names none, or none that is there."""
    if not isinstance(data, Mapping):
        return None
    try:
        return class_of(registry, key, data, default)
    except ValidationError:
        return None


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
    misspelt = meant(options, (*known, *beside)) if complaints.places else set()
    for option in misspelt & {*beside}:
        complaints.leave_out((option,))
    built = None
    try:
        built = _adapter(cls).validate_python({option: value for option, value in options.items() if option in known})
    except ValidationError as error:
        complaints.include((), error, but=misspelt)
    complaints.check(what)
    return built  # type: ignore[return-value]


class Choice:
    """An annotation: the field holds an object of a registry, given by its name, or as a mapping with it."""

    def __init__(self, registry: Registry[Any], key: str) -> None:
        self.registry = registry
        self.key = key

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self._or_a_name(json_schema(self.registry, self.key))

    def _or_a_name(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the schema of a mapping or, where no option is needed, a name alone."""
        names = [name for name, cls in self.registry.classes.items() if not schema_of(cls).get("required")]
        return {"anyOf": [{"type": "string", "enum": names}, *schema["anyOf"]]}

    def keys(self, here: Any) -> tuple[str, ...]:
        """Return the keys that the mapping `here` may have, as far as it says which object it describes."""
        cls = self.chosen(here)
        options = () if cls is None else options_of(cls)
        return (self.key, FILE, *options)

    def chosen(self, here: Any) -> type | None:
        """Return the class of the object that the mapping `here` describes; None if it doesn't say."""
        return named_class(self.registry, self.key, here)

    def made(self, data: Mapping[str, Any]) -> Any:
        """Return the object that a mapping describes.

        Raises:
            ValidationError: it describes none; says why in plain words.
        """
        return build(self.registry, self.key, data)

    def _validate(self, data: object) -> Any:
        if isinstance(data, str):
            return self._named(data)
        if not isinstance(data, Mapping):
            complaints = Complaints()
            complaints.add((), f"must be a name, or a mapping such as {{{self.key}: ...}}, not {as_written(data)}")
            complaints.check(self.registry.kind)
        return self.made(data)  # type: ignore[arg-type]

    def _named(self, name: str) -> Any:
        """Return what a plain name means: a drawn one, as any other is a mapping once its file has been read."""
        complaints = Complaints()
        try:
            return self.made({self.key: name})
        except ValidationError as error:
            for path, message, _ in problems_of(error):
                said = message
                if path != (self.key,):
                    said = f"{name}: {'.'.join(map(str, path))}: {message}"
                complaints.add((), said)
        complaints.check(self.registry.kind)
        raise AssertionError


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
    file = {"type": "string", "description": "the path of a .py file, from the folder of the file that names it"}
    choices.append(
        {
            "type": "object",
            "title": FILE,
            "description": f"{a(registry.kind).capitalize()} from a file; its options stand beside",
            "properties": {FILE: file, **(beside or {})},
            "required": [FILE],
        }
    )
    return {"anyOf": choices}
