"""Paths of `--set`: which keys a scenario may be given that its file leaves out."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from tradetalks.agents.interests.base import interests
from tradetalks.agents.outside.guard import Limits
from tradetalks.configs.parts.choices import Choice, named_class, options_of
from tradetalks.configs.parts.strategy_choice import LIMITS, SELECTORS
from tradetalks.configs.sections.agenda import IssueSection
from tradetalks.configs.sections.base import Section
from tradetalks.configs.sections.event import EventSection
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.yaml.draws import DISTRIBUTIONS
from tradetalks.configs.yaml.tree import Ids, KeyPath
from tradetalks.model.deadlines.base import Deadline, deadlines, own_options
from tradetalks.model.events.base import events
from tradetalks.model.levers.base import levers
from tradetalks.parts import FILE, Part
from tradetalks.registry import Registry


def declared_keys(data: Mapping[str, Any], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that the schema declares for the mapping at a path, in the file or not.

    Of a mapping by ids (countries, issues, interests) these are `Ids`: what doesn't exist is added as a whole.
    """
    kind: Any = Scenario
    here: Any = data
    for step in path:
        kind = _child(kind, str(step), here)
        here = here.get(step, {}) if isinstance(here, Mapping) else {}
    return _declared(kind, here)


def _plain(kind: Any) -> Any:
    if get_origin(kind) is Annotated:
        choice = next((note for note in get_args(kind)[1:] if isinstance(note, Choice | Part)), None)
        return choice or _plain(get_args(kind)[0])
    if get_origin(kind) in {Union, types.UnionType}:
        parts = [_plain(part) for part in get_args(kind)]
        return next((part for part in parts if isinstance(part, Choice | Part) or _is_section(part)), parts[0])
    return kind


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)


def _child(kind: Any, step: str, here: Any) -> Any:
    if _is_section(kind):
        return _field(kind.fitting(here), step)
    if kind is _InterestsById:
        return _Interest(step)
    if get_origin(kind) is dict:
        return _plain(get_args(kind)[1])
    if isinstance(kind, Choice):
        cls = kind.chosen(here)
        if cls is not None and step in options_of(cls):
            return _plain(typing.get_type_hints(cls, include_extras=True)[step])
        if step == LIMITS and step in kind.keys(here):
            return Limits
        return None
    if isinstance(kind, Part):
        return _PartNamed(kind.registry, step)
    return None


def _field(section: type[Section], step: str) -> Any:
    if step == "interests":
        return _InterestsById
    names = {field.alias or name: name for name, field in section.model_fields.items()}
    if step not in names:
        return None
    return _plain(typing.get_type_hints(section, include_extras=True)[names[step]])


class _InterestsById:
    """The mapping from ids to interests."""


class _PartNamed:
    """The options of a part, below its name."""

    def __init__(self, registry: Registry[Any], name: str) -> None:
        self.registry = registry
        self.name = name


class _Interest:
    """One interest; its id names its kind where it has no `kind`."""

    def __init__(self, name: str) -> None:
        self.name = name


def _declared(kind: Any, here: Any) -> tuple[str, ...]:
    if isinstance(kind, Choice):
        return kind.keys(here)
    if kind is Limits:
        return options_of(Limits)
    if isinstance(kind, Part):
        return _of_a_part(kind, here)
    if isinstance(kind, _PartNamed):
        if kind.name in kind.registry:
            return options_of(kind.registry[kind.name])
        return ()
    if kind is _InterestsById:
        return Ids(interests)
    if isinstance(kind, _Interest):
        return ("kind", FILE, *_options(interests, "kind", here, kind.name))
    if get_origin(kind) is dict and _is_section(_plain(get_args(kind)[1])):
        return Ids()
    if _is_section(kind):
        keys = [key for key in kind.fitting(here).allowed_keys() if key != "extends"]
        if kind is IssueSection:
            keys += [FILE, *_options(levers, "lever", here)]
        if kind is EventSection:
            keys += [FILE, *_options(events, "event", here)]
        # What a scenario extends has been read before anything is set.
        return tuple(keys)
    return ()


def _of_a_part(part: Part, here: Any) -> tuple[str, ...]:
    if isinstance(here, Mapping) and FILE in here:
        cls = part.chosen(here)
        if cls is None:
            return (FILE,)
        return (FILE, *options_of(cls))
    # It has one name: where one is given, another can't be put beside it.
    if isinstance(here, Mapping) and here:
        return tuple(here)
    return (*part.registry, FILE)


def _options(registry: Registry[Any], key: str, here: Any, default: str | None = None) -> tuple[str, ...]:
    cls = named_class(registry, key, here, default)
    if cls is None:
        return ()
    return options_of(cls)


_PARTS = ("acceptance", "opponent_model", "protocol")
"""The options of strategies and tables that hold a part, whose name is its one key."""


def names_a_choice(path: str) -> bool:
    """Return whether a path is that of a strategy's or form's name (or file), whose options go with it.

    >>> names_a_choice("countries.JPN.strategy.name"), names_a_choice("countries.JPN.name")
    (True, False)
    """
    # A key may hold dots itself.
    *above, last = path.split(".")
    return last in SELECTORS and (above[-1] in {"strategy", "form"} or "strategies" in above[-2:-1])


def other_choices(base: Mapping[str, Any], over: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the dotted paths at which `over` names another strategy, part, form or distribution than `base`."""
    for key, value in over.items():
        path, former = (*above, key), base.get(key)
        if not (isinstance(value, Mapping) and isinstance(former, Mapping)):
            continue
        other_name = is_choice(path) and _named(value) not in ({}, _named(former))
        other_part = key in _PARTS and set(value) != set(former)
        drawn = {_drawn_as(value), _drawn_as(former)}
        # A number is drawn or isn't a mapping; a strategy may be one, and then its options go.
        redrawn = len(drawn) > 1 and (is_choice(path) or "" not in drawn)
        if other_name or other_part or redrawn:
            yield ".".join(path)
        yield from other_choices(former, value, path)


def left_behind(base: Mapping[str, Any], over: Mapping[str, Any], above: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the paths of what in `base` goes as `over` names another event, lever, interest or deadline there.

    That is what named the former one, and those of its options that the other hasn't.
    """
    for name, value in over.items():
        path, former = (*above, name), base.get(name)
        if not (isinstance(value, Mapping) and isinstance(former, Mapping)):
            continue
        for key, registry in _selectors(path):
            before, now = named_class(registry, key, former), named_class(registry, key, value)
            if now is None or before is now or {key, FILE}.isdisjoint(former):
                continue
            options = {key, FILE}
            if before is not None:
                options |= {*_keys_of(before)}
            gone = (options - {*_keys_of(now)}) & former.keys() - value.keys()
            yield from ((*path, option) for option in sorted(gone))
        yield from left_behind(former, value, path)


def _selectors(path: KeyPath) -> Iterator[tuple[str, Registry[Any]]]:
    """Yield the key that says what stands at a path, beside its options, and of which registry."""
    match path:
        case ("events", _):
            yield "event", events
        case ("countries", _, "interests", _):
            yield "kind", interests
        case ("tables", _, "agenda", _):
            yield "lever", levers
        case ("tables", _, "deadline"):
            yield "kind", deadlines


def _keys_of(cls: type) -> tuple[str, ...]:
    """Return the keys of a class's own options in a file; what all deadlines have is none of one kind's own."""
    if issubclass(cls, Deadline):
        return tuple(cls.keys.get(name, name) for name in own_options(cls))
    return options_of(cls)


def _named(choice: Mapping[str, Any]) -> dict[str, Any]:
    """Return what in a mapping says which strategy or form it is."""
    return {key: choice[key] for key in SELECTORS if key in choice}


def _drawn_as(value: Mapping[str, Any]) -> str:
    """Return which distribution a mapping is; "" if none."""
    only = next(iter(value)) if len(value) == 1 else ""
    if only in DISTRIBUTIONS:
        return only
    return ""


CHOICES: tuple[tuple[str, ...], ...] = (
    ("countries", "*", "strategy"),
    ("countries", "*", "form"),
    ("coalitions", "*", "strategy"),
    ("tables", "*", "strategies", "*"),
)
"""Where strategies and forms stand; `*` is any key."""


def is_choice(path: KeyPath) -> bool:
    """Return whether a strategy or a form stands at a path.

    >>> is_choice(("countries", "JPN", "strategy")), is_choice(("countries", "JPN", "strategy", "e"))
    (True, False)
    """
    return any(
        len(path) == len(places) and all(place in {"*", step} for place, step in zip(places, path, strict=True))
        for places in CHOICES
    )
