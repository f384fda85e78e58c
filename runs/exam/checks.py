"""Checks: what an exam finds, one by one, and what parts of every kind are checked for."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tradetalks.registry import Registry

NAME = r"[a-z][a-z0-9_]*"
"""What a part may be called."""
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "const"}
"""What in a JSON Schema says which numbers there may be."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of an exam.

    Attributes:
        name: what is checked.
        passed: whether the part passes.
        text: what fails, or what was looked at.
        tried: False where it wasn't looked at, as an earlier check has failed; then it isn't passed.
    """

    name: str
    passed: bool
    text: str
    tried: bool = True


def checked(name: str, problems: Sequence[str], fine: str) -> Check:
    """Return a check by what is wrong: passed where nothing is."""
    if not problems:
        return Check(name, passed=True, text=fine)
    text = problems[0]
    if len(problems) > 1:
        text += f"; and {len(problems) - 1} more"
    return Check(name, passed=False, text=text)


def untried(name: str, why: str) -> Check:
    """Return a check that can't be made."""
    return Check(name, passed=False, text=f"not tried, {why}", tried=False)


def telling(problems: Callable[[], Iterable[str]]) -> list[str]:
    """Return what is wrong; what looking at it raises is wrong, too."""
    texts: list[str] = []
    try:
        texts.extend(problems())
    except Exception as error:  # noqa: BLE001 - the part's own code
        texts.append(f"raises {type(error).__name__}: {error}")
    return texts


# ---- what a part says of itself


def option_problems(registry: Registry[Any], part: Any, common: Iterable[str] = ()) -> Iterator[str]:
    """Yield what is wrong with how a part declares its name and its options, but those that all of its kind have."""
    cls = type(part)
    if not re.fullmatch(NAME, cls.name):
        yield f"its name {cls.name!r} is none: small letters, digits and _, a letter first"
    if registry.classes.get(cls.name, cls) is not cls:
        yield f"its name {cls.name!r} is that of a shipped {registry.kind}: take another"
    yield from registry.complaints(cls)
    names = [field.name for field in dataclasses.fields(cls)]
    adapter: TypeAdapter[Any] = TypeAdapter(cls)
    schemas: Mapping[str, Mapping[str, Any]] = adapter.json_schema().get("properties", {})
    given = {name: getattr(part, name) for name in names}
    for name in names:
        try:
            setattr(part, name, given[name])
        except (dataclasses.FrozenInstanceError, AttributeError, ValidationError):
            pass
        else:
            yield f"its option {name!r} can be changed: it needs frozen=True"
        if name in schemas and name not in {*common}:
            yield from _wrong_with(name, schemas[name], adapter, given)
    if not (cls.__doc__ or "").strip() or (cls.__doc__ or "").startswith(f"{cls.__name__}("):
        yield f"the class {cls.__name__} has no docstring, whose first line is shown by `list`"


def _wrong_with(
    name: str, schema: Mapping[str, Any], adapter: TypeAdapter[Any], given: Mapping[str, Any]
) -> Iterator[str]:
    try:
        adapter.validate_python({**given, name: object()})
    except ValidationError:
        pass
    except Exception as error:  # noqa: BLE001 - the part's own code
        yield f"its option {name!r} raises {type(error).__name__} for a wrong value, no ValueError"
    else:
        yield f"its option {name!r} takes anything: give it a type"
    for number in schema.get("anyOf", [schema]):
        if number.get("type") not in {"number", "integer"}:
            continue
        unit = schema.get("unit", number.get("unit"))
        if not BOUNDS & {*number} and unit not in _UNBOUNDED:
            yield f"its option {name!r} takes any number: give it a range, Field(ge=0, le=1) for one"
        if unit is None:
            yield (
                f"its option {name!r} is a number without a unit: give it one of tradetalks.quantities, such as Days "
                'or Share, or Field(json_schema_extra={"unit": "..."})'
            )
    if not schema.get("description"):
        yield f"its option {name!r} says not what it is: give it a description, Field(description=...)"


_UNBOUNDED = frozenset({"USD bn a year", "score"})
"""Units of amounts of either sign and any size."""


# ---- the same again


@dataclass(frozen=True)
class Again:
    """Whether a part does the same each time: again, as a copy, out of a pickle, in another process.

    Attributes:
        part: the part.
        trial: what it does in all that the exam has for it, line by line.
        first: what it did.
    """

    part: Any
    trial: Callable[[Any], list[str]]
    first: list[str]

    def checks(self, elsewhere: list[str] | str) -> Iterator[Check]:
        """Yield the checks.

        Args:
            elsewhere: what it did in another process; a text where it couldn't be sent there, which says why.
        """
        again = telling(lambda: self._differs(self.trial(self.part)))
        yield checked("pure", again, "asked again, it says the same")
        for name, copied, fine in (
            ("clone", copy.deepcopy, "a copy is equal, and does the same"),
            ("pickle", _pickled, "pickled and back it is equal, and does the same"),
        ):
            yield checked(name, telling(partial(self._as, copied)), fine)
        there = [elsewhere] if isinstance(elsewhere, str) else list(self._differs(elsewhere))
        yield checked("reproducible", there, "another process, another hash seed: the same")

    def _as(self, copied: Callable[[Any], Any]) -> Iterator[str]:
        other = copied(self.part)
        if other != self.part:
            yield "what comes back is not equal to it"
        else:
            yield from self._differs(self.trial(other))

    def _differs(self, lines: list[str]) -> Iterator[str]:
        if len(lines) != len(self.first):
            yield f"it was asked {len(self.first)} things, then {len(lines)}"
        for before, after in zip(self.first, lines, strict=False):
            if before != after:
                yield f"it was {before}, then {after}"
                return


def _pickled(part: Any) -> Any:
    return pickle.loads(pickle.dumps(part))  # noqa: S301 - our own bytes


def written(values: Any) -> str:
    """Return numbers as a line that is the same where they are."""
    return repr(values.tolist() if hasattr(values, "tolist") else values)
