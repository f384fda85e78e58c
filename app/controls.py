"""Controls: the sliders and choices of a scenario, made from its file and from what its parts say of their options."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any, Literal

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.agents.strategies.human import Human
from tradetalks.app.slider_range import range_of
from tradetalks.app.table_ranges import deadline_days, deadline_kinds, extensions, fewest_rounds, most_offers
from tradetalks.configs.parts.allowed import Allowed, allowed_of
from tradetalks.configs.sections.deadline import kinds as kinds_of_deadline
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.sections.table import TableSection
from tradetalks.configs.yaml.draws import Choice, Distribution, dotted
from tradetalks.configs.yaml.scalars import plain_value
from tradetalks.configs.yaml.tree import FLOW_OR_QUOTED
from tradetalks.model.deadlines.base import deadlines, own_options
from tradetalks.registry import about
from tradetalks.runs.sight.settings import owner_of
from tradetalks.runs.words.names import readable
from tradetalks.wording import command_line

type Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Control:
    """A value of a scenario that can be changed.

    Attributes:
        path: dotted, as `--set` takes it.
        group: what it belongs to, for people.
        label: for people.
        unit: of a number; "" for none.
        help: what the option is about.
        kind: what it is changed by.
        value: as the scenario has it; of what is drawn per run the middle.
        drawn: from what it is drawn per run, in words; "" where it isn't.
        low, high, step: of a number.
        choices: of a choice; of a date the first and the last.
        notes: what is to be said of a choice, by choice.
        others: of a share of a whole, such as a weight of a score-sheet, the other shares, by path.
        owner: the country or coalition whose own it is, by id; "" where it is nobody's. Who may see it is decided in
            `tradetalks.runs.sight.settings`.
    """

    path: str
    group: str
    label: str
    unit: str
    help: str
    kind: Literal["number", "whole", "choice", "switch", "date"]
    value: Value
    drawn: str
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    choices: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    others: tuple[tuple[str, float], ...] = ()
    owner: str = ""


def changes_to(control: Control, value: Value) -> dict[str, Value]:
    """Return what is to be set so that a control has a value, by path.

    Of shares of a whole the others keep their proportions, and all still sum to 1.
    """
    if not control.others or not isinstance(value, int | float) or not 0 <= value <= 1:
        return {control.path: value}
    left, before = 1.0 - value, sum(share for _, share in control.others)
    changes: dict[str, Value] = {control.path: value}
    for place, (path, share) in enumerate(control.others, start=1):
        part = share / before if before else 1.0 / len(control.others)
        # The last has what rounding has left.
        rest = 1.0 - sum(float(given) for given in changes.values())
        changes[path] = round(max(rest, 0.0) if place == len(control.others) else left * part, 6) + 0.0
    return changes


def command(scenario: str, seed: int, changes: Mapping[str, Value]) -> str:
    """Return the command that repeats a run.

    >>> command("us_japan_2025", 7, {"countries.JPN.strategy.e": 0.3})
    'tradetalks run us_japan_2025 --seed 7 --set countries.JPN.strategy.e=0.3'
    """
    return command_line(
        "run", scenario, seed=seed, set=[f"{path}={_as_text(value)}" for path, value in changes.items()]
    )


def _as_text(value: Value) -> str:
    """Write a value so that `--set` reads the same one.

    >>> _as_text(True), _as_text("linear"), _as_text("2025-07-22"), _as_text("12")
    ('true', 'linear', '2025-07-22', '"12"')
    """
    if not isinstance(value, str):
        return str(value).lower()
    try:
        read = plain_value(value)
    except ValueError:
        read = None
    same = read == value or isinstance(read, date)
    if same and value[0] not in FLOW_OR_QUOTED and value.strip() == value:
        return value
    return json.dumps(value, ensure_ascii=False)


def controls_of(setup: Scenario) -> tuple[Control, ...]:
    """Return what can be changed of a scenario, group by group."""
    maker = _Maker(setup)
    controls = chain(
        maker.rules(),
        *(maker.table(key, table) for key, table in setup.tables.items()),
        *(maker.party(code) for code in _seated(setup)),
        maker.events(),
    )
    return tuple(replace(control, owner=owner_of(control.path, setup)) for control in controls)


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
            yield self._choice("layout", "Rules", "layout", told, setup.layout, tuple(setup.layouts))
        if len(setup.tables) > 1:
            yield from self._spillover()
        if setup.economy is not None:
            yield from self._options(setup.economy, "economy", "Rules", only=("rebate", "labour_supply_elasticity"))
        # Where waiting costs nobody more by it, stress moves nothing.
        if setup.markets.waiting:
            markets = ("half_life", "per_point", "deal_relief", "start")
            yield from self._options(setup.markets, "markets", "Markets", only=markets)
        if setup.network is not None:
            ties = ("deal", "strain", "public_strain", "escalation")
            yield from self._options(setup.network, "network", "Ties", only=ties)

    def _spillover(self) -> Iterator[Control]:
        if isinstance(self.setup.content.get("spillover"), str):
            # The file has the switch alone, beside which nothing can be set.
            switch, allowed = self.setup.spillover.switch, allowed_of(type(self.setup.spillover))["switch"]
            yield self._choice("spillover", "Rules", "spill-over", allowed.help, switch, allowed.choices)
        else:
            yield from self._options(self.setup.spillover, "spillover", "Rules", prefix="spill-over: ")

    def table(self, key: str, table: TableSection) -> Iterator[Control]:
        group, path = f"Table {self.setup.table_title(key)}", f"tables.{key}"
        yield from self._deadline(key, table, group)
        for kind in table.kinds:
            at, label = f"{path}.meetings.{kind.kind}.rounds", f"rounds of {kind.kind} meetings"
            allowed = Allowed(fewest_rounds(table, kind), max(8, kind.rounds), "rounds of a meeting", whole=True)
            yield self._number(at, group, label, kind.rounds, allowed)
        if table.length is not None:
            told = "how many offers it allows, those made at once counted as one"
            allowed = Allowed(1, most_offers(table), told, whole=True)
            yield self._number(f"{path}.length", group, "length in offers", table.length, allowed)

    def _deadline(self, key: str, table: TableSection, group: str) -> Iterator[Control]:
        """Yield the last day, which is a choice of dates where the scenario has them, and what may put it off."""
        setup, deadline, path = self.setup, table.deadline, f"tables.{key}.deadline"
        now, (first, last) = deadline.on, deadline_days(table)
        told = "the last day on which it can agree"
        if setup.start is None:
            allowed = Allowed(first, max(now, min(last, 2 * now)), told, "days", whole=True)
            yield self._number(f"{path}.on", group, "deadline", now, allowed)
        else:
            ends = (str(setup.date_of(first)), str(setup.date_of(last)))
            told += f", from {ends[0]} to {ends[1]}: its meetings and its horizon allow no other"
            at, date = f"{path}.on", str(setup.date_of(now))
            yield Control(at, group, "deadline", "", told, "date", date, self._drawn(at), choices=ends)
        at, kinds = f"{path}.kind", deadline_kinds(table)
        chosen = self._choice(at, group, "deadline: kind", "whether it can be put off", deadline.kind, kinds)
        yield replace(chosen, notes=kinds_of_deadline())
        used = tuple(own_options(deadlines[deadline.kind]))
        ranges = extensions(table)
        yield from self._options(deadline, path, group, only=used, prefix="deadline: ", within=ranges)

    def party(self, code: str) -> Iterator[Control]:
        setup, group = self.setup, self._name(code)
        where = "coalitions" if code in setup.coalitions else "countries"
        path, seat = f"{where}.{code}", setup.seat(code)
        held = [(key, table) for key, table in setup.tables.items() if code in table.parties]
        default = [table for _, table in held if code not in table.strategies]
        if code in setup.coalitions:
            yield self._division(code, path, group)
        if seat.strategy is not None and default:
            yield from self._strategy(seat.strategy, f"{path}.strategy", code, default, "")
        for key, table in held:
            if code in table.strategies:
                title = f"at {self.setup.table_title(key)}: " if len(held) > 1 else ""
                yield from self._strategy(
                    table.strategies[code], f"tables.{key}.strategies.{code}", code, [table], title
                )
        for key, table in held:
            if code in table.score_sheets:
                sheet, only = table.score_sheets[code], ("reservation", "discount_per_turn")
                title = f"at {self.setup.table_title(key)}: " if len(held) > 1 else ""
                at = f"tables.{key}.score_sheets.{code}"
                yield from self._weights(table, code, f"{at}.weights", group, title)
                yield from self._options(sheet, at, group, only=only, prefix=title)
        if not any(code in table.score_sheets for _, table in held):
            yield from self._options(seat, path, group, only=("waiting_cost",))
        if code in setup.markets.waiting:
            allowed = Allowed(0, 1000, "what waiting costs it at market stress 1", "USD bn a year")
            at, label = f"markets.waiting.{code}", "waiting cost of market stress"
            yield self._number(at, group, label, setup.markets.waiting[code], allowed)
        if code in setup.countries:
            for name, interest in setup.countries[code].interests.items():
                label = f"weight of {readable(name, self.setup.countries)}"
                told = f"USD bn a year for each {interest.unit}"
                allowed = replace(allowed_of(interest.__class__)["weight"], help=told)
                at = f"{path}.interests.{name}.weight"
                weight = self._number(at, group, label, interest.weight, allowed)
                # Money for money is a factor.
                yield replace(weight, unit="" if interest.unit == weight.unit else weight.unit)

    def _division(self, code: str, path: str, group: str) -> Control:
        """Return by which rule a coalition divides what it gains; by size where the sizes are known."""
        coalition = self.setup.coalitions[code]
        allowed = allowed_of(type(coalition))["division"]
        sized = all(self.setup.countries[member].gdp is not None for member in coalition.members)
        rules = tuple(rule for rule in allowed.choices if sized or rule != "gdp")
        return self._choice(f"{path}.division", group, "division", allowed.help, str(coalition.division), rules)

    def _weights(self, table: TableSection, code: str, path: str, group: str, prefix: str) -> Iterator[Control]:
        """Yield the weights of a score-sheet; where some are drawn, nobody can tell what the others have to be."""
        weights = table.score_sheets[code].weights
        if len(weights) < 2 or any(drawn.startswith(f"{path}.") for drawn in self.draws):
            return
        allowed = Allowed(0, 1, "what it counts beside the other issues, whose weights follow so that all sum to 1")
        for name, weight in weights.items():
            label = f"{prefix}weight of {table.agenda[name].label or name}"
            others = tuple((f"{path}.{other}", share) for other, share in weights.items() if other != name)
            yield replace(self._number(f"{path}.{name}", group, label, weight, allowed), others=others)

    def _strategy(
        self, strategy: Strategy, path: str, code: str, tables: Sequence[TableSection], prefix: str
    ) -> Iterator[Control]:
        group, name = self._name(code), getattr(type(strategy), "name", "")
        if name in strategies and not isinstance(strategy, Human):
            fitting = tuple(kind for kind in strategies if _fits(kind, tables))
            told, notes = "what decides its moves", {kind: about(strategies[kind]) for kind in fitting}
            chosen = self._choice(f"{path}.name", group, f"{prefix}strategy", told, name, fitting)
            yield replace(chosen, notes=notes)
            yield from self._options(strategy, path, group, prefix=prefix)

    def events(self) -> Iterator[Control]:
        for key, part in self.setup.events.items():
            path, name = f"events.{key}", f"{readable(key, self.setup.countries)}: "
            if part.hazard is not None:
                yield from self._options(part, path, "Events", only=("hazard",), prefix=name)
            yield from self._options(part.event, path, "Events", prefix=name)
        for key, conflict in self.setup.conflicts.items():
            only = ("threatens", "resolve", "patience", "credibility")
            name = f"{self._name(conflict.country)} against {self._name(conflict.against)}: "
            path = f"conflicts.{key}"
            yield from self._options(conflict, path, "Conflicts", only=only, prefix=name)

    # ---- options of a part

    def _options(
        self,
        part: Any,
        path: str,
        group: str,
        *,
        only: Sequence[str] | None = None,
        prefix: str = "",
        within: Mapping[str, tuple[float, float]] | None = None,
    ) -> Iterator[Control]:
        """Yield a control for each number, choice and switch among a part's options."""
        for option, allowed in allowed_of(part.__class__).items():
            if only is not None and option not in only:
                continue
            held = getattr(part, option, None)
            value = getattr(held, "name", None) if allowed.part else held
            if within and option in within:
                allowed = replace(allowed, low=within[option][0], high=within[option][1])  # noqa: PLW2901
            at = f"{path}.{option}"
            label = f"{prefix}{allowed.title or option.replace('_', ' ')}"
            if allowed.choices and isinstance(value, str):
                chosen = self._choice(at, group, label, allowed.help, value, allowed.choices)
                yield replace(chosen, notes=allowed.notes)
                # Beside a bare name nothing can be set.
                if allowed.part and isinstance(self._in_the_file(at), Mapping):
                    yield from self._options(held, f"{at}.{value}", group, prefix=f"{label}: ")
            elif isinstance(value, bool):
                yield Control(at, group, label, "", allowed.help, "switch", value, self._drawn(at))
            elif isinstance(value, int | float):
                yield self._number(at, group, label, value, allowed)

    def _choice(self, path: str, group: str, label: str, told: str, value: str, choices: tuple[str, ...]) -> Control:
        known = choices if value in choices else (value, *choices)
        return Control(path, group, label, "", told, "choice", value, self._drawn(path), choices=known)

    def _number(self, path: str, group: str, label: str, value: float, allowed: Allowed) -> Control:
        found = self.draws.get(path)
        numbers = [] if found is None else [item for item in found.examples() if not isinstance(item, str)]
        low, high, step = range_of([value, *numbers], allowed)
        kind: Literal["number", "whole"] = "whole" if allowed.whole else "number"
        return Control(
            path, group, label, allowed.unit or "", allowed.help, kind, value, self._drawn(path), low, high, step
        )

    def _drawn(self, path: str) -> str:
        found = self.draws.get(path)
        if found is None:
            return ""
        if isinstance(found, Choice):
            return f"drawn per run: {', '.join(map(str, found.values))}"
        _, low, high = found.examples()
        return f"drawn per run, from {low:g} to {high:g}"

    def _in_the_file(self, path: str) -> object:
        """Return what stands at a path in the scenario's file, with what that extends; None without it."""
        found: object = self.setup.content
        for key in path.split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def _name(self, code: str) -> str:
        return self.setup.seat(code).name or code


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
