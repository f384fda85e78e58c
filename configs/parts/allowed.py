"""What values may be: numbers in a range with a unit, names, switches, as parts and sections declare them.

This is read by whatever sets, draws, sweeps, shows or explains a value: nowhere else is its range said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an option may be.

    Attributes:
        low, high: of a number; None where it is not bounded.
        title: what people call the option; "" where its name says it.
        help: what the option is about.
        unit: of a number; "" for a pure number, None where it says none.
        above, below: whether the lowest, or the highest, itself is not allowed.
        whole: whether it is a whole number.
        choices: of a name.
        part: whether it names a part that may have options of its own.
        notes: what such a part says of itself, by name.
    """

    low: float | None = None
    high: float | None = None
    help: str = ""
    unit: str | None = None
    above: bool = False
    below: bool = False
    whole: bool = False
    choices: tuple[str, ...] = ()
    part: bool = False
    title: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


@cache
def allowed_of(cls: type[Any]) -> Mapping[str, Allowed]:
    """Return what each of a class's options may be, by name; options of other kinds are left out."""
    found = {name: _allowed(given) for name, given in _declared(cls).items()}
    return {name: allowed for name, allowed in found.items() if allowed is not None}


def _declared(cls: type[Any]) -> Mapping[str, Mapping[str, Any]]:
    """Return the JSON Schema of each option."""
    if not issubclass(cls, BaseModel):
        properties: Mapping[str, Mapping[str, Any]] = TypeAdapter(cls).json_schema().get("properties", {})
        return properties
    # One by one: a section may describe itself as a whole in other words, as spill-over and events do.
    return {
        name: TypeAdapter(Annotated[field.annotation, field]).json_schema()  # type: ignore[arg-type]
        for name, field in cls.model_fields.items()
        if field.alias is None
    }


def _allowed(given: Mapping[str, Any]) -> Allowed | None:
    kinds = [kind for kind in given.get("anyOf", [given]) if kind.get("type") != "null"]
    told = next((kind for kind in kinds if "enum" in kind), kinds[0])
    part = len(kinds) > 1
    if part and ("enum" not in told or any(kind.get("type") != "object" for kind in kinds if kind is not told)):
        return None
    if told.get("type") not in {"number", "integer", "boolean"} and "enum" not in told:
        return None
    above, below = told.get("exclusiveMinimum"), told.get("exclusiveMaximum")
    title = str(given.get("title", ""))
    return Allowed(
        low=told.get("minimum") if above is None else above,
        high=told.get("maximum") if below is None else below,
        help=given.get("description", told.get("description", "")),
        unit=given.get("unit", told.get("unit")),
        above=above is not None,
        below=below is not None,
        whole=told.get("type") == "integer",
        choices=tuple(map(str, told.get("enum", ()))),
        part=part,
        # Without one of its own an option has its name as its title, each word with a capital.
        title="" if title.istitle() else title,
        notes=_notes(kinds) if part else {},
    )


def _notes(kinds: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what the classes of a part say of themselves, by name."""
    found = {}
    for kind in kinds:
        for name, options in kind.get("properties", {}).items():
            found[name] = str(options.get("description", ""))
    return found
