"""Controls: the sliders and choices of a scenario, made from its file and from what its parts say of their options."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Literal

from pydantic import TypeAdapter

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.agents.strategies.human import Human
from tradetalks.configs.draws import Choice, Distribution, dotted
from tradetalks.configs.schema import Scenario
from tradetalks.configs.table_section import TableSection

type Value = str | int | float | bool

UNITS = ("USD bn a year", "USD bn", "percentage points", "% of GDP", "days")
"""A unit is what an option's description names of these."""


@dataclass(frozen=True, slots=True)
class Control:
    """A value of a scenario that can be changed.

    Attributes:
        path: dotted, as `--set` takes it.
        group: what it belongs to, for people.
        owner: the country or coalition to which alone it is known, by id; "" for what all know.
        label: for people.
        unit: of a number; "" for none.
        help: what the option is about.
        kind: what it is changed by.
        value: as the scenario has it; of what is drawn per run the middle.
        drawn: from what it is drawn per run, in words; "" where it isn't.
        low, high, step: of a number.
        choices: of a choice.
    """

    path: str
    group: str
    owner: str
    label: str
    unit: str
    help: str
    kind: Literal["number", "whole", "choice", "switch"]
    value: Value
    drawn: str
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    choices: tuple[str, ...] = ()


def command(scenario: str, seed: int, changes: Mapping[str, Value]) -> str:
    """Return the command that repeats a run.

    >>> command("us_japan_2025", 7, {"countries.JPN.strategy.e": 0.3})
    'tradetalks run us_japan_2025 --seed 7 --set countries.JPN.strategy.e=0.3'
    """
    words = ["tradetalks", "run", scenario, "--seed", str(seed)]
    for path, value in changes.items():
        words += ["--set", f"{path}={str(value).lower() if isinstance(value, bool) else value}"]
    return shlex.join(words)


def controls_of(setup: Scenario) -> tuple[Control, ...]:
    """Return what can be changed of a scenario, group by group."""
    maker = _Maker(setup)
    return tuple(
        chain(
            maker.rules(),
            *(maker.table(key, table) for key, table in setup.tables.items()),
            *(maker.party(code) for code in _seated(setup)),
            maker.events(),
        )
    )


def _seated(setup: Scenario) -> list[str]:
    """Return the countries and coalitions whose mind matters: who sits at a table, the members of coalitions too."""
    parties = [party for table in setup.tables.values() for party in table.parties]
    return list(dict.fromkeys(code for party in parties for code in (party, *setup.countries_of(party))))


class _Maker:
    """Makes the controls of one scenario."""

    def __init__(self, setup: Scenario) -> None:
        self.setup = setup
        self.draws: Mapping[str, Distribution] = {dotted(path): found for path, found in setup.draws.items()}

    # ---- what the parts have

    def rules(self) -> Iterator[Control]:
        setup = self.setup
        if len(setup.layouts) > 1:
            told = "which tables are held"
            yield self._choice("layout", "Rules", "", "layout", told, setup.layout, tuple(setup.layouts))
        if len(setup.tables) > 1:
            yield from self._options(setup.spillover, "spillover", "Rules", "", prefix="spill-over: ")
        if setup.economy is not None:
            yield from self._options(setup.economy, "economy", "Rules", "", only=("rebate", "labour_supply_elasticity"))
        if setup.markets.importer or setup.events:
            markets = ("half_life", "per_point", "deal_relief", "start")
            yield from self._options(setup.markets, "markets", "Markets", "", only=markets)
        if setup.network is not None:
            ties = ("deal", "strain", "public_strain", "escalation")
            yield from self._options(setup.network, "network", "Ties", "", only=ties)

    def table(self, key: str, table: TableSection) -> Iterator[Control]:
        title = table.title or (self.setup.title if len(self.setup.tables) == 1 else "") or key
        group, path = f"Table {title}", f"tables.{key}"
        yield from self._deadline(key, table, group)
        kinds = {"extendable": ("times", "days", "near", "chance", "credibility"), "random": ("hazard",)}
        used = kinds.get(table.deadline.kind, ())
        yield from self._options(table.deadline, f"{path}.deadline", group, "", only=used, prefix="deadline: ")
        for kind in table.kinds:
            number = self._number(f"{path}.meetings.{kind.kind}.rounds", group, "", f"rounds of {kind.kind} meetings")
            yield number("whole", kind.rounds, _Allowed(1, 8, "rounds of a meeting"))
        for party, sheet in table.score_sheets.items():
            mine = f"{path}.score_sheets.{party}"
            yield from self._options(
                sheet, mine, self._name(party), party, only=("reservation", "discount_per_turn"), prefix=f"at {title}: "
            )

    def _deadline(self, key: str, table: TableSection, group: str) -> Iterator[Control]:
        """Yield the last day: a date where the scenario has dates, which is a choice; else a number."""
        later = table.deadline.times * table.deadline.days if table.deadline.kind == "extendable" else 0
        last = table.opens + table.horizon - 1 - later
        now = table.deadline.on
        # Meetings on given days have to be held before it.
        first = max([table.opens + 2, *(day for kind in table.kinds for day in kind.on or ())])
        days = [day for day in range(now - 42, now + 57, 7) if first <= day <= last]
        path, told = f"tables.{key}.deadline.on", "the last day on which it can agree"
        if self.setup.start is None:
            top = float(min(last, 2 * now))
            yield self._number(path, group, "", "deadline", unit="days")("whole", now, _Allowed(1, top, told))
            return
        dates = tuple(str(self.setup.date_of(day)) for day in days)
        yield self._choice(path, group, "", "deadline", told, str(self.setup.date_of(now)), dates)

    def party(self, code: str) -> Iterator[Control]:
        setup, group = self.setup, self._name(code)
        where = "coalitions" if code in setup.coalitions else "countries"
        path, seat = f"{where}.{code}", setup.seat(code)
        held = [(key, table) for key, table in setup.tables.items() if code in table.parties]
        default = [table for _, table in held if code not in table.strategies]
        if seat.strategy is not None and default:
            yield from self._strategy(seat.strategy, f"{path}.strategy", code, default, "")
        for key, table in held:
            if code in table.strategies:
                title = f"at {table.title or key}: " if len(held) > 1 else ""
                yield from self._strategy(
                    table.strategies[code], f"tables.{key}.strategies.{code}", code, [table], title
                )
        if not any(code in table.score_sheets for _, table in held):
            yield from self._options(seat, path, group, code, only=("waiting_cost",))
        if code in setup.countries:
            for name, interest in setup.countries[code].interests.items():
                label = f"weight of {name.replace('_', ' ')}"
                yield from self._options(
                    interest, f"{path}.interests.{name}", group, code, only=("weight",), labels={"weight": label}
                )

    def _strategy(
        self, strategy: Strategy, path: str, code: str, tables: Sequence[TableSection], prefix: str
    ) -> Iterator[Control]:
        group, name = self._name(code), getattr(type(strategy), "name", "")
        if name in strategies and not isinstance(strategy, Human):
            fitting = tuple(kind for kind in strategies if _fits(kind, tables))
            told = "what decides its moves"
            yield self._choice(f"{path}.name", group, code, f"{prefix}strategy", told, name, fitting)
            yield from self._options(strategy, path, group, code, prefix=prefix)

    def events(self) -> Iterator[Control]:
        for key, part in self.setup.events.items():
            path, name = f"events.{key}", f"{key.replace('_', ' ')}: "
            if part.hazard is not None:
                yield from self._options(part, path, "Events", "", only=("hazard",), prefix=name)
            owner = str(getattr(part.event, "country", ""))
            yield from self._options(part.event, path, "Events", owner, prefix=name)
        for key, conflict in self.setup.conflicts.items():
            only = ("threatens", "resolve", "patience", "credibility")
            path, name = f"conflicts.{key}", f"{key.replace('_', ' ')}: "
            yield from self._options(conflict, path, "Conflicts", conflict.country, only=only, prefix=name)

    # ---- options of a part

    def _options(
        self,
        part: Any,
        path: str,
        group: str,
        owner: str,
        *,
        only: Sequence[str] | None = None,
        prefix: str = "",
        labels: Mapping[str, str] | None = None,
    ) -> Iterator[Control]:
        """Yield a control for each number, choice and switch among a part's options."""
        for option, allowed in _allowed(part.__class__).items():
            if only is not None and option not in only:
                continue
            value = getattr(part, option, None)
            at = f"{path}.{option}"
            label = f"{prefix}{(labels or {}).get(option, _readable(option, allowed.help))}"
            if allowed.choices and isinstance(value, str):
                yield self._choice(at, group, owner, label, allowed.help, value, allowed.choices)
            elif isinstance(value, bool):
                yield Control(at, group, owner, label, "", allowed.help, "switch", value, self._drawn(at))
            elif isinstance(value, int | float):
                yield self._number(at, group, owner, label)("whole" if allowed.whole else "number", value, allowed)

    def _choice(
        self, path: str, group: str, owner: str, label: str, told: str, value: str, choices: tuple[str, ...]
    ) -> Control:
        known = choices if value in choices else (value, *choices)
        return Control(path, group, owner, label, "", told, "choice", value, self._drawn(path), choices=known)

    def _number(self, path: str, group: str, owner: str, label: str, *, unit: str = "") -> Any:
        def control(kind: Literal["number", "whole"], value: float, allowed: _Allowed) -> Control:
            found = self.draws.get(path)
            numbers = [] if found is None else [item for item in found.examples() if not isinstance(item, str)]
            low, high, step = _range([value, *numbers], allowed, whole=kind == "whole")
            named = unit or next((word for word in UNITS if word in allowed.help), "")
            drawn = self._drawn(path)
            return Control(path, group, owner, label, named, allowed.help, kind, value, drawn, low, high, step)

        return control

    def _drawn(self, path: str) -> str:
        found = self.draws.get(path)
        if found is None:
            return ""
        if isinstance(found, Choice):
            return f"drawn per run: {', '.join(map(str, found.values))}"
        _, low, high = found.examples()
        return f"drawn per run, from {low:g} to {high:g}"

    def _name(self, code: str) -> str:
        return self.setup.seat(code).name or code


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What a part says that an option may be."""

    low: float | None = None
    high: float | None = None
    help: str = ""
    above: bool = False  # the lowest itself is not allowed
    below: bool = False  # nor the highest
    whole: bool = False
    choices: tuple[str, ...] = ()


@cache
def _allowed(cls: type[Any]) -> Mapping[str, _Allowed]:
    """Return what each of a class's options may be: numbers, names and switches."""
    schema = TypeAdapter(cls).json_schema()
    found = {}
    for name, given in schema.get("properties", {}).items():
        kinds = [part for part in given.get("anyOf", [given]) if part.get("type") != "null"]
        told = kinds[0] if len(kinds) == 1 else {}
        kind = told.get("type")
        if kind not in {"number", "integer", "boolean"} and "enum" not in told:
            continue
        low, high = told.get("minimum"), told.get("maximum")
        above, below = told.get("exclusiveMinimum"), told.get("exclusiveMaximum")
        found[name] = _Allowed(
            low=low if above is None else above,
            high=high if below is None else below,
            help=given.get("description", told.get("description", "")),
            above=above is not None,
            below=below is not None,
            whole=kind == "integer",
            choices=tuple(map(str, told.get("enum", ()))),
        )
    return found


def _readable(option: str, told: str) -> str:
    """Write an option's name for people; a letter says nothing by itself.

    >>> _readable("waiting_cost", ""), _readable("e", "exponent of concession, below 1: late")
    ('waiting cost', 'exponent of concession e')
    """
    name = option.replace("_", " ")
    return name if len(option) > 2 else f"{told.partition(',')[0]} {name}"


def _fits(kind: str, tables: Sequence[TableSection]) -> bool:
    """Whether a strategy, with the options that it has by itself, can sit at some tables."""
    cls = strategies[kind]
    if issubclass(cls, Human):
        return False
    try:
        strategy = cls()
    except (TypeError, ValueError):
        return False  # It needs options that only a person knows.
    return not any(True for table in tables for _ in strategy.problems(table.seat))


def _range(values: Sequence[float], allowed: _Allowed, *, whole: bool) -> tuple[float, float, float]:
    """Return the ends and the step of a slider: what is allowed, but no more than is of use around some values."""
    farthest = max(abs(value) for value in values)
    reach = _round_up(2 * farthest) if farthest else 1.0
    low = 0.0 if min(values) >= 0 else -reach
    high = reach if max(values) > 0 or not farthest else 0.0
    if allowed.low is not None:
        low = allowed.low if allowed.low > -reach else low
    if allowed.high is not None:
        high = allowed.high if allowed.high <= max(reach, 1.0) else high
    low, high = min(low, *values), max(high, *values)
    step = 1.0 if whole else _round_up((high - low) / 200)
    # An end that is not allowed itself is left out by a step.
    return (
        low + step * (allowed.above and low == allowed.low),
        high - step * (allowed.below and high == allowed.high),
        step,
    )


def _round_up(value: float) -> float:
    """Return the next of 1, 2 or 5 times a power of ten.

    >>> _round_up(0.3), _round_up(7)
    (0.5, 10.0)
    """
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= value * 0.999)
