"""Strategies in a scenario file: a shipped one by its name, one of a file, or one of another library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from tradetalks.agents.outside.guard import Guarded, Limits
from tradetalks.agents.outside.negmas_bridge import NegmasPlayer, negmas_origin
from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.configs.parts.choices import Choice, json_schema, made, options_of, schema_of
from tradetalks.configs.problems.complaints import Complaints, problems_of
from tradetalks.configs.yaml.tree import set_value, tree_of
from tradetalks.errors import ConfigError, PartError, did_you_mean
from tradetalks.outside.files import class_in, is_outside, made_by_others, origin_of
from tradetalks.outside.origin import Origin
from tradetalks.wording import as_written

SELECTORS = ("name", "file", "negmas")
"""The keys one of which says which strategy it is."""
LIMITS = "limits"
"""The key, beside an outside strategy's options, of what it may take."""


class StrategyChoice(Choice):
    """An annotation: the field holds a strategy.

    In a file it is `boulware`, `{name: boulware, e: 0.2}`, `{file: mine.py, aspiration: 0.7}` or
    `{negmas: MiCRONegotiator}`. One that isn't shipped comes behind its guard.
    """

    def __init__(self) -> None:
        super().__init__(strategies, "name")

    def keys(self, here: Any) -> tuple[str, ...]:
        """Return the keys that the mapping `here` may have, as far as it says which strategy it describes."""
        cls = self.chosen(here)
        if cls is None:
            return SELECTORS
        keys = [*SELECTORS, *(name for name in options_of(cls) if name not in SELECTORS)]
        if _is_guarded(cls):
            keys.append(LIMITS)
        return tuple(keys)

    def chosen(self, here: Any) -> type | None:
        """Return the class of the strategy that the mapping `here` describes; None if it doesn't say."""
        match here:
            case {"file": str(file)}:
                try:
                    return class_in(strategies, file)
                except PartError:
                    return None
            case {"negmas": _}:
                return NegmasPlayer
        return super().chosen(here)

    def made(self, data: Mapping[str, Any]) -> Any:
        """Return the strategy that a mapping describes.

        Raises:
            ValidationError: it describes none; says why in plain words.
        """
        complaints = Complaints()
        given = [key for key in SELECTORS if key in data]
        if len(given) > 1:
            text = f"goes not with `{given[0]}`: give one of {', '.join(SELECTORS)}"
            complaints.add((given[1],), text, at_key=True)
        if not given:
            hint = "".join(did_you_mean(key, SELECTORS) for key in list(data)[:1])
            complaints.add((), f"doesn't say which strategy: it needs `name`, `file` or `negmas`{hint}")
        complaints.check("strategy")
        cls = self._class(given[0], data)
        if cls is not None:
            return guarded(cls, data)
        strategy = super().made(data)
        outside = next((origin_of(type(part)) for part in vars(strategy).values() if is_outside(type(part))), None)
        if outside is not None:
            # One of ours with an acceptance condition, say, from a file: what that does wrong is a fault of the whole.
            return Guarded(strategy, outside)
        return strategy

    def _class(self, key: str, data: Mapping[str, Any]) -> type[Strategy] | None:
        """Return the class of an outside strategy; None for a shipped one."""
        if key == "negmas":
            return NegmasPlayer
        if key == "name":
            cls = self.chosen(data)
            if cls is not None and _is_guarded(cls):
                return cls
            return None
        complaints = Complaints()
        file = data[key]
        if not isinstance(file, str):
            complaints.add((key,), f"must be the path of a strategy's .py file, not {as_written(file)}")
            complaints.check("strategy")
        try:
            return class_in(strategies, file)
        except PartError as error:
            complaints.add((key,), str(error))
            complaints.check("strategy")
        return None

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        limits = {**schema_of(Limits), "additionalProperties": False}
        bridged = schema_of(NegmasPlayer)
        from_negmas = {
            "type": "object",
            "title": "negmas",
            "description": "A negotiator of NegMAS, where it is installed",
            "properties": {**bridged["properties"], LIMITS: limits},
            "required": bridged["required"],
            "additionalProperties": False,
        }
        choices = json_schema(self.registry, self.key)["anyOf"]
        choices[-1]["properties"][LIMITS] = limits  # of one from a file
        return self._or_a_name({"anyOf": [*choices, from_negmas]})


def guarded(cls: type[Strategy], data: Mapping[str, Any]) -> Guarded:
    """Return an outside strategy of a class, behind its guard.

    Args:
        cls: its class.
        data: its options, with `limits` beside them, and what names it.

    Raises:
        ValidationError: an option is unknown or out of range, or its own code fails; in plain words.
    """
    options = {key: value for key, value in data.items() if key not in {"name", "file", LIMITS}}
    if cls is NegmasPlayer:
        what, origin = f"the negotiator {data['negmas']!r}", negmas_origin(str(data["negmas"]))
    else:
        origin = origin_of(cls)
        what = f"the strategy {cls.name!r} ({origin.title})"
    complaints = Complaints()
    limits = Limits()
    inner: Strategy | None = None
    with complaints.collecting((LIMITS,)):
        limits = _limits(data.get(LIMITS, {}))
    with complaints.collecting(()):
        inner = _inner(cls, what, options, origin)
    complaints.check("strategy")
    if inner is None:
        raise PartError(f"{what} can't be made")
    return Guarded(inner, origin, limits)


def with_set_options(cls: type[Strategy], sets: Mapping[str, str]) -> Guarded:
    """Return an outside strategy with options as text, as `--set` gives them: "aspiration": "0.7".

    Raises:
        ConfigError: an option is unknown, missing or out of range.
    """
    tree = tree_of({})
    for option, text in sets.items():
        tree = set_value(tree, option, text, declared=lambda at: () if at else (*options_of(cls), LIMITS))
    try:
        return guarded(cls, tree.data)
    except ValidationError as error:
        raise ConfigError([tree.problem(path, text) for path, text, _ in problems_of(error)]) from None


def _is_guarded(cls: type) -> bool:
    return cls is NegmasPlayer or is_outside(cls)


def _limits(data: object) -> Limits:
    if not isinstance(data, Mapping):
        complaints = Complaints()
        complaints.add((), f"must be a mapping such as {{seconds: 1, faults: 3}}, not {as_written(data)}")
        complaints.check(LIMITS)
        return Limits()
    return made(Limits, "an outside strategy's `limits`", data)


def _inner(cls: type[Strategy], what: str, options: Mapping[str, Any], origin: Origin) -> Strategy:
    """Make the strategy itself: its own code checks its options, so that anything may happen."""
    complaints = Complaints()
    try:
        return made_by_others(lambda: made(cls, what, options, beside=(LIMITS,)), what, origin)
    except PartError as error:
        complaints.add(("negmas",) if cls is NegmasPlayer else (), str(error))
    complaints.check(what)
    raise AssertionError


def options_inside(strategy: Strategy | None) -> tuple[str, ...]:
    """Return the names of a strategy's own options, behind a guard or not."""
    if strategy is None:
        return ()
    return options_of(type(strategy.inner if isinstance(strategy, Guarded) else strategy))


def with_options(strategy: Strategy | None, options: Mapping[str, Any]) -> Strategy:
    """Return a strategy with other values of its own options, behind its guard if it has one."""
    if isinstance(strategy, Guarded):
        return strategy.with_options(options)
    if strategy is None:
        raise TypeError("there is no strategy to give options to")
    return replace(strategy, **options)  # type: ignore[type-var]
