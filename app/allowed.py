"""What the options of a part may be: numbers in a range, names, switches, as the part itself declares them."""

from __future__ import annotations

import math
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
        above, below: whether the lowest, or the highest, itself is not allowed.
        whole: whether it is a whole number.
        choices: of a name.
        part: whether it names a part that may have options of its own.
        notes: what such a part says of itself, by name.
    """

    low: float | None = None
    high: float | None = None
    help: str = ""
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


def range_of(values: Sequence[float], allowed: Allowed) -> tuple[float, float, float]:
    """Return the ends and the step of a slider: what is allowed, but no more than is of use around some values.

    >>> range_of([0.5], Allowed(low=0, high=1))
    (0.0, 1.0, 0.005)
    >>> range_of([0.002], Allowed(low=0, high=1))  # to 1 it could not be seen
    (0.0, 0.005, 5e-05)
    """
    farthest = max(abs(value) for value in values)
    # Below this no slider can tell numbers apart, and powers of ten run out.
    reach = round_up(max(2 * farthest, 1e-9)) if farthest else 1.0
    # Of what is counted one or two more are not much of a choice.
    reach = max(reach, 5.0) if allowed.whole else reach
    # What can be turned round is: a shock may be a recovery.
    turned = allowed.low is not None and allowed.low < 0
    low = 0.0 if min(values) >= 0 and not turned else -reach
    high = reach if max(values) > 0 or not farthest else 0.0
    if allowed.low is not None:
        low = allowed.low if allowed.low > -reach else low
    if allowed.high is not None:
        high = allowed.high if allowed.high <= min(max(reach, 1.0), 10 * reach) else high
    low, high = min(low, *values), max(high, *values)
    step = 1.0 if allowed.whole else round_up(max(high - low, 1e-9) / 200)
    # An end that is not allowed itself is left out by a step.
    return (
        low + step * (allowed.above and low == allowed.low),
        high - step * (allowed.below and high == allowed.high),
        step,
    )


def round_up(value: float) -> float:
    """Return the next of 1, 2 or 5 times a power of ten.

    >>> round_up(0.3), round_up(7)
    (0.5, 10.0)
    """
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= value * 0.999)
