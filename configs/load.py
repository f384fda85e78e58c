"""Loading scenarios: a shipped name, a path or a dict becomes a checked `Scenario`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tradetalks.configs.draws import Distribution, dotted, draw_all, find_draws, with_values
from tradetalks.configs.paths import declared_keys, names_a_choice, other_choices
from tradetalks.configs.schema import Scenario
from tradetalks.configs.sections import Context, as_date, options_of, problems_of
from tradetalks.configs.strategy_choice import (
    file_of_a_strategy,
    from_folder,
    options_inside,
    outside_code,
    with_options,
)
from tradetalks.configs.table_section import options_of_other_kinds
from tradetalks.configs.tariff_states import tariff_states
from tradetalks.configs.yaml_tree import KeyPath, Tree, merge, put_value, read_tree, set_value, tree_of, with_texts
from tradetalks.errors import MOST_PROBLEMS, ConfigError, EconomyError, Problem, UnknownName, did_you_mean
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.world import CountryFacts, Setting

MOST_TRIED = 2_000_000
"""How many values are read in all, as each end of what is drawn is tried in a whole scenario; some two seconds.

The largest that is shipped, of 1,400 values, tries 144 ends, and may have 800; one of 5,000 values may have 330.
"""
TRY_ALONE = 1_000
"""How many values could be read in the time that any try takes, however short the scenario."""

CHECKED_TOGETHER = frozenset({"country", "against", "sectors", "rates"})
"""The keys of a conflict that are checked against each other, or the setting."""

NAMED = frozenset({"title", "name", "label", "unit"})
"""The keys of texts that stand amid a line of others wherever people see them."""

type Source = str | Path | Mapping[str, Any] | Tree | Scenario


def _folder() -> Path:
    return Path(str(resources.files("tradetalks.configs"))) / "scenarios"


def shipped_scenarios() -> dict[str, Path]:
    """Return the shipped scenarios by name."""
    return {file.stem: file for file in sorted(_folder().glob("*.yaml"))}


def load_scenario(
    source: Source, *, sets: Mapping[str, str] | None = None, overrides: Mapping[str, Any] | None = None
) -> Scenario:
    """Load a scenario.

    Args:
        source: a shipped name ("us_japan_2025"), the path of a YAML file, a dict of the same form, YAML that has been
            read, or a Scenario.
        sets: values as text by path, as `--set` gives them ("countries.JPN.strategy.e": "0.3").
        overrides: the same with plain Python values.

    Raises:
        ConfigError: what was read is not as it must be; names every problem with file, line and key.
        UnknownName: there is no such shipped scenario, nor such a file.
    """
    if isinstance(source, Scenario) and not sets and not overrides:
        return source
    name, tree = _tree(source)
    problems: list[Problem] = []
    changes = [(path, value, True) for path, value in (sets or {}).items()]
    changes += [(path, value, False) for path, value in (overrides or {}).items()]
    for path, value, is_text in changes:
        try:
            tree = _changed(tree, path, value, is_text=is_text)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    tree = with_texts(tree, _in_one_line)
    scenario, draws = _checked(tree, outside_code(tree.data))
    return scenario.with_origin(name, tree, draws)


def drawn(setup: Scenario, root: int, replication: int = 0) -> tuple[Scenario, dict[str, Any]]:
    """Draw what a scenario draws per run.

    Args:
        setup: the scenario.
        root: the root seed of the run.
        replication: which repetition of the same design.

    Returns:
        The scenario with the drawn values, and these by path.

    Raises:
        ConfigError: the drawn values don't fit together, though each is allowed.
    """
    if not setup.draws:
        return setup, {}
    values = draw_all(setup.draws, root, replication)
    named = {dotted(path): value for path, value in values.items()}
    resolved = _with_stances(setup, values)
    if resolved is None:
        data = with_values(setup.content, values)
        context, _ = _context(data, setup.tree)
        resolved = _validate(data, setup.tree, context).with_origin(setup.name, setup.tree, setup.draws)
    return resolved, named


def at_point(setup: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Return a scenario with some values by path, as `load_scenario` does with overrides, but fast where it can be.

    Numbers of strategies, interests and what else a run may draw are put straight into the parts that they are
    options of. They must be known to be allowed there, as the values between the checked ends of a range are.

    Raises:
        ConfigError: the scenario isn't as it must be with these values.
    """
    settled: dict[KeyPath, Any] = {tuple(path.split(".")): value for path, value in values.items()}
    plain = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values.values())
    known = all(_holds_number(setup.content, path) for path in settled)
    resolved = _with_stances(setup, settled) if plain and known else None
    if resolved is None:
        return load_scenario(setup, overrides=values)
    draws = {path: found for path, found in setup.draws.items() if path not in settled}
    return resolved.with_values(with_values(setup.content, settled), draws)


def _holds_number(data: Any, path: KeyPath) -> bool:
    for step in path:
        if not isinstance(data, Mapping) or step not in data:
            return False
        data = data[step]
    return isinstance(data, int | float) and not isinstance(data, bool)


def _with_stances(setup: Scenario, values: Mapping[KeyPath, Any]) -> Scenario | None:
    """Put drawn numbers straight into the parts that they are options of; None where others are drawn.

    Both ends of every range have been checked when the scenario was loaded, and the option itself is checked
    again as it is set: to validate whole sections anew would take most of a short run's time.
    """
    countries, events, conflicts = dict(setup.countries), dict(setup.events), dict(setup.conflicts)
    markets, spillover = setup.markets, setup.spillover
    for path, value in values.items():
        match path:
            case ("countries", str(code), "strategy", str(option)) if option in options_inside(
                countries[code].strategy
            ):
                changed: dict[str, Any] = {"strategy": with_options(countries[code].strategy, {option: value})}
            case ("countries", str(code), "interests", str(name), str(option)) if option != "kind":
                terms = countries[code].interests
                changed = {"interests": terms | {name: replace(terms[name], **{option: value})}}
            case ("countries", str(code), "waiting_cost"):
                changed = {"waiting_cost": value}
            case ("events", str(key), "hazard"):
                events[key] = events[key].model_copy(update={"hazard": value})
                continue
            case ("events", str(key), str(option)) if option in options_of(type(events[key].event)):
                event = replace(events[key].event, **{option: value})
                events[key] = events[key].model_copy(update={"event": event})
                continue
            case ("conflicts", str(key), str(option)) if option not in CHECKED_TOGETHER:
                conflicts[key] = conflicts[key].model_copy(update={option: value})
                continue
            case ("markets", "waiting", str(code)):
                markets = markets.model_copy(update={"waiting": {**markets.waiting, code: value}})
                continue
            case ("markets", str(option)) if option != "importer":
                markets = markets.model_copy(update={option: value})
                continue
            case ("spillover", "precedent"):
                spillover = spillover.model_copy(update={"precedent": value})
                continue
            case _:
                return None
        countries[code] = countries[code].model_copy(update=changed)
    return setup.model_copy(
        update={
            "countries": countries,
            "events": events,
            "conflicts": conflicts,
            "markets": markets,
            "spillover": spillover,
        }
    )


def _tree(source: Source) -> tuple[str, Tree]:
    if isinstance(source, Scenario):
        return source.name, source.tree
    if isinstance(source, Mapping | Tree):
        tree = source if isinstance(source, Tree) else tree_of(source)
        return "scenario", _extended(tree, Path(), ())
    text = str(source)
    shipped = shipped_scenarios()
    if text in shipped:
        return text, _shipped_tree(text)
    path = Path(source)
    if path.suffix in {".yaml", ".yml"} or path.exists():
        return path.stem, _extended(read_tree(path), path.parent, (path.resolve(),))
    raise UnknownName(
        f"there is no shipped scenario {text!r}{did_you_mean(text, shipped)}, and no such file; "
        f"shipped are {', '.join(shipped)}; a file's name ends in .yaml"
    )


@lru_cache(maxsize=32)
def _shipped_tree(name: str) -> Tree:
    path = shipped_scenarios()[name]
    return _extended(read_tree(path, shown_as=path.name), path.parent, (path.resolve(),))


def _extended(tree: Tree, folder: Path, chain: tuple[Path, ...]) -> Tree:
    """Lay a tree over the scenario that it extends, if it does; its paths of strategies' files are from its folder."""
    tree = with_texts(tree, lambda path, text: from_folder(text, folder) if file_of_a_strategy(path) else text)
    base = tree.data.get("extends")
    if base is None:
        return tree
    shipped = shipped_scenarios()
    path = shipped.get(str(base), folder / str(base))
    if not isinstance(base, str) or (path.suffix not in {".yaml", ".yml"}):
        known = ", ".join(shipped)
        message = f"must be a shipped scenario or a .yaml file{did_you_mean(str(base), shipped)}; shipped are {known}"
        raise ConfigError([tree.problem(["extends"], message)])
    if path.resolve() in chain:
        raise ConfigError([tree.problem(["extends"], f"{base} extends itself, directly or by others")])
    try:
        below = read_tree(path, shown_as=path.name if base in shipped else None)
    except ConfigError as error:
        raise ConfigError([tree.problem(["extends"], f"can't extend {base}"), *error.problems]) from None
    whole = _extended(below, path.parent, (*chain, path.resolve()))
    for place in other_choices(whole.data, tree.data):
        # Another strategy has other options: those of the former go with it.
        whole = put_value(whole, place, {})
    return put_value(merge(whole, tree), "extends", None)


def _in_one_line(path: KeyPath, text: str) -> str:
    """Return a text as it is read: of what people see inside of a line, whatever breaks it is a space."""
    return " ".join(text.split()) if path[-1] in NAMED or "levels" in path[-2:] else text


def _changed(tree: Tree, path: str, value: Any, *, is_text: bool) -> Tree:
    data = tree.data

    def declared(at: KeyPath) -> tuple[str, ...]:
        return declared_keys(data, at)

    changed = (
        set_value(tree, path, value, declared=declared)
        if is_text
        else put_value(tree, path, value, shown_as=f"override {path}", declared=declared)
    )
    if path.endswith(".deadline.kind"):
        # Another kind of deadline has other options, as another strategy has.
        above = path.rpartition(".")[0]
        for option in options_of_other_kinds(str(value)):
            changed = put_value(changed, f"{above}.{option}", None, declared=declared)
    if names_a_choice(path) and changed.data != data:
        # Another strategy has other options: those of the former go with it.
        parent = path.rpartition(".")[0]
        bare = put_value(tree, parent, {}, declared=declared)
        return _changed(bare, path, value, is_text=is_text) if bare.data != data else changed
    return changed


@lru_cache(maxsize=64)
def _checked(
    tree: Tree,
    code: tuple[str, ...],  # noqa: ARG001 - a strategy's file that has changed makes another scenario
) -> tuple[Scenario, Mapping[KeyPath, Distribution]]:
    """Validate a tree; what it draws per run is tried at its middle, its ends and each of its choices."""
    data = tree.data
    draws: dict[KeyPath, Distribution] = {}
    problems: list[Problem] = []
    for path, found in find_draws(data):
        if not path:
            continue  # Nothing else is left that would be read: its keys are unknown.
        if isinstance(found, str):
            problems.append(tree.problem(path, found))
        else:
            draws[path] = found
    middle = with_values(data, {path: found.examples()[0] for path, found in draws.items()})
    others = [{path: value} for path, found in draws.items() for value in found.examples()[1:]]
    most = MOST_TRIED // (tree.root.size + TRY_ALONE)
    if len(others) > most:
        message = f"{len(others):,} ends and choices of what is drawn; in a scenario as long as this at most {most:,}"
        raise ConfigError([tree.problem([*draws][-1], message)])
    scenario, before = None, None
    # What is wrong at one end of a distribution may be wrong at all: one word is enough for each place.
    unique = {_place(problem): problem for problem in reversed(problems)}
    # The ends first, so that a message names the value that is not allowed; the middle is what is kept.
    for values in (*others, {}):
        # All but what leads to the one value is the same object each time.
        tried = with_values(middle, values)
        context, unread = _context(tried, tree)
        problems = [*unread]
        # Parts are only known again where what they are checked against is the same.
        context = before = before if before is not None and before.like(context) else context
        context.problems.clear()
        try:
            valid = _validate(tried, tree, context)
        except ConfigError as error:
            problems += error.problems
        else:
            scenario = valid
        for problem in problems:
            unique.setdefault(_place(problem), problem)
        if len(unique) > MOST_PROBLEMS:
            break
    if unique or scenario is None:
        raise ConfigError(sorted(unique.values(), key=lambda problem: (problem.file, problem.line, problem.column)))
    return scenario, draws


def _place(problem: Problem) -> tuple[str, int, str]:
    return problem.file, problem.line, problem.path


def _validate(data: dict[str, Any], tree: Tree, context: Context) -> Scenario:
    try:
        return Scenario.model_validate(data, context=context).in_layout()
    except ValidationError as error:
        raise ConfigError(_in_file(error, tree, ())) from None


def _in_file(error: ValidationError, tree: Tree, above: KeyPath) -> list[Problem]:
    return [
        tree.problem((*above, *_as_in_file(path)), message, at_key=at_key)
        for path, message, at_key in problems_of(error)
    ]


def _as_in_file(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    # pydantic names the branch of a union it tried; the file has no such key.
    return tuple(step for step in path if not (isinstance(step, str) and ("[" in step or step == "LinePoints")))


def _context(data: dict[str, Any], tree: Tree) -> tuple[Context, list[Problem]]:
    """Read ahead what the parts are checked against, leniently: what is wrong there is told by its part."""
    problems: list[Problem] = []
    start = as_date(data.get("start"))
    countries = data.get("countries")
    facts: dict[str, CountryFacts] = {}
    for code, country in (countries if isinstance(countries, dict) else {}).items():
        known = country if isinstance(country, dict) else {}
        defence = known.get("defence")
        planned = defence.get("planned") if isinstance(defence, dict) else None
        gdp = known.get("gdp")
        facts[code] = CountryFacts(
            name=str(known.get("name") or code),
            gdp=float(gdp) if isinstance(gdp, (int, float)) else None,
            planned_defence_pct=float(planned) if isinstance(planned, (int, float)) else None,
        )
    calibration = None
    economy = data.get("economy")
    if isinstance(economy, dict):
        name, elasticities = economy.get("data", "icio_2022"), economy.get("elasticities", "median")
        try:
            calibration = Calibration.load(str(name), str(elasticities))
        except EconomyError as error:
            place = "elasticities" if "elasticit" in str(error) else "data"
            problems.append(tree.problem(["economy", place], str(error)))
    day_zero = start if isinstance(start, date) else None
    states = tuple(tariff_states())
    tables, coalitions = _ids(data.get("tables")), _ids(data.get("coalitions"))
    return Context(Setting(calibration, facts), day_zero, states, tables=tables, coalitions=coalitions), problems


def _ids(parts: object) -> tuple[str, ...]:
    return tuple(map(str, parts)) if isinstance(parts, dict) else ()
