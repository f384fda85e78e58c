"""Examples: a part with options that fit the exam's scenario, where it has none by itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from tradetalks.agents.interests.base import interests
from tradetalks.agents.strategies.base import strategies
from tradetalks.configs.parts.choices import build_of, options_of, schema_of
from tradetalks.configs.parts.strategy_choice import with_set_options
from tradetalks.configs.problems.complaints import problems_of
from tradetalks.configs.yaml.tree import set_value, tree_of
from tradetalks.errors import ConfigError, PartError
from tradetalks.model.deadlines.base import deadlines
from tradetalks.model.events.base import events
from tradetalks.model.levers.base import levers
from tradetalks.registry import Registry
from tradetalks.runs.exam.worlds import setting, setup

MOST = 5_000
"""So many combinations of what options might be are tried."""
ON, OPENS = 30, 4
"""The days of the exam's deadlines."""


def example_of(registry: Registry[Any], cls: type, sets: Mapping[str, str] | None = None) -> Any:
    """Return a part of a class, with options that fit the exam's scenario where it has none by itself.

    Args:
        registry: of its kind.
        cls: the class.
        sets: options as text, as `--set` gives them.

    Raises:
        ConfigError: a given option is unknown or out of range.
        PartError: no values were found that fit; says which options to give.
    """
    if registry is strategies:
        return with_set_options(cls, sets or {})
    tree = tree_of({})
    for option, text in (sets or {}).items():
        tree = set_value(tree, option, text, declared=lambda at: () if at else options_of(cls))
    given = {**tree.data, **({"on": ON, "opens": OPENS} if registry is deadlines else {})}
    schema = schema_of(cls)
    needed = [name for name in schema.get("required", []) if name not in given]
    values = [list(_candidates(schema["properties"][name], schema)) for name in needed]
    problem: ValidationError | None = None
    for tried in itertools.islice(itertools.product(*values), MOST):
        try:
            part = build_of(registry, cls, given | dict(zip(needed, tried, strict=True)))
        except ValidationError as error:
            problem = error
            continue
        if _fits(registry, part):
            return part
    if problem is not None and not needed:
        raise ConfigError([tree.problem(path, text) for path, text, _ in problems_of(problem)])
    options = " and ".join(f"--set {name}=..." for name in needed or options_of(cls))
    raise PartError(f"the {registry.kind} {cls.__dict__['name']!r}: no options were found that fit: give {options}")


def _candidates(option: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what an option might be, by its JSON Schema."""
    for kind in option.get("anyOf", [option]):
        named = schema.get("$defs", {}).get(str(kind.get("$ref", "")).rpartition("/")[2], kind)
        match named.get("type"):
            case "number" | "integer":
                low = named.get("minimum", named.get("exclusiveMinimum", 0))
                high = named.get("maximum", named.get("exclusiveMaximum", low + 2))
                middle = (low + high) / 2
                yield int(middle) if named["type"] == "integer" else middle
            case "boolean":
                yield True
            case "array":
                yield from ([text] for text in _texts())
            case "object":
                yield {"USA.JPN": 10.0}
            case _:
                yield from named.get("enum") or _texts()


def _texts() -> Iterator[str]:
    """Yield what a text in a scenario mostly names: a country, a table, a sector."""
    yield from ("JPN", "USA", "CHN", "VNM")
    yield from itertools.islice(setup().tables, 3)
    yield from ("goods", "")


def _fits(registry: Registry[Any], part: Any) -> bool:
    """Return whether a part can be in the exam's scenario."""
    if registry is interests:
        return any(not any(True for _ in part.problems(code, setting())) for code in setup().countries)
    if registry is events:
        return not any(True for _ in part.problems(setting(), tuple(setup().tables)))
    return registry is not levers or not any(True for _ in part.problems(setting()))
