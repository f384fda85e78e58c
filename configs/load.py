"""Loading scenarios: a shipped name, a path or a dict becomes a checked `Scenario`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from tradetalks.configs.parts.choices import options_of
from tradetalks.configs.parts.part_files import from_folder, names_a_file, outside_code
from tradetalks.configs.parts.strategy_choice import options_inside, with_options
from tradetalks.configs.paths import declared_keys, left_behind, names_a_choice, other_choices
from tradetalks.configs.plain_names import is_plain_name, with_names
from tradetalks.configs.problems.soundness import UNSOUND
from tradetalks.configs.sections.base import Context, as_date
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.tariff_states import tariff_states
from tradetalks.configs.yaml.draws import Distribution, dotted, draw_all, find_draws, with_values
from tradetalks.configs.yaml.tree import KeyPath, Tree, merge, put_value, read_tree, set_value, tree_of, with_texts
from tradetalks.errors import (
    MOST_PROBLEMS,
    ConfigError,
    EconomyError,
    NoElasticities,
    Problem,
    UnknownName,
    did_you_mean,
)
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
    tree = with_texts(tree, _in_one_line)
    try:
        scenario, draws = _checked(tree, outside_code(tree.data))
    except ConfigError as error:
        raise ConfigError([*problems, *error.problems]) from None
    if problems:
        raise ConfigError(problems)
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
    """Lay a tree over the scenario that it extends, if it does; its paths of parts' files are from its folder."""
    tree = with_texts(tree, lambda path, text: from_folder(text, folder) if names_a_file(path) else text)
    tree = with_names(tree)
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
    for gone in left_behind(whole.data, tree.data):
        whole = put_value(whole, dotted(gone), None)
    return put_value(merge(whole, tree), "extends", None)


def _in_one_line(path: KeyPath, text: str) -> str:
    """Return a text as it is read: of what people see inside of a line, whatever breaks it is a space."""
    if path[-1] in NAMED or "levels" in path[-2:]:
        return " ".join(text.split())
    return text


def _alone(changed: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return of changed data what stands at a path, and nothing beside it; an id may hold dots."""
    for name, value in changed.items():
        if path == name:
            return {name: value}
        if path.startswith(f"{name}.") and isinstance(value, Mapping):
            return {name: _alone(value, path.removeprefix(f"{name}."))}
    return {}


def _changed(tree: Tree, path: str, value: Any, *, is_text: bool) -> Tree:
    data = tree.data

    def declared(at: KeyPath) -> tuple[str, ...]:
        return declared_keys(data, at)

    if is_text:
        changed = set_value(tree, path, value, declared=declared)
    else:
        changed = put_value(tree, path, value, shown_as=f"override {path}", declared=declared)
    changed = with_names(changed)
    for place in left_behind(data, _alone(changed.data, path)):
        # Another kind of event, say, has other options, as another strategy has.
        changed = put_value(changed, dotted(place), None, declared=declared)
    if names_a_choice(path) and changed.data != data:
        # Another strategy has other options: those of the former go with it.
        parent = path.rpartition(".")[0]
        bare = put_value(tree, parent, {}, declared=declared)
        if bare.data != data:
            return _changed(bare, path, value, is_text=is_text)
        return changed
    return changed


@lru_cache(maxsize=64)
def _checked(
    tree: Tree,
    code: tuple[str, ...],  # noqa: ARG001 - a part's file that has changed makes another scenario
) -> tuple[Scenario, Mapping[KeyPath, Distribution]]:
    """Validate a tree; what it draws per run is tried at its middle, its ends and each of its choices."""
    data = tree.data
    draws: dict[KeyPath, Distribution] = {}
    malformed: dict[str, Problem] = {}
    for path, found in find_draws(data):
        if not path:
            continue  # Nothing else is left that would be read: its keys are unknown.
        if isinstance(found, str):
            malformed[dotted(path)] = tree.problem(path, found)
        else:
            draws[path] = found
    middle = with_values(data, {path: found.examples()[0] for path, found in draws.items()})
    ends = [{path: value} for path, found in draws.items() for value in found.examples()[1:]]
    most = MOST_TRIED // (tree.root.size + TRY_ALONE)
    if len(ends) > most:
        message = f"{len(ends):,} ends and choices of what is drawn; in a scenario as long as this at most {most:,}"
        raise ConfigError([tree.problem([*draws][-1], message)])
    scenario, before = None, None
    # What is wrong at one end of a distribution may be wrong at all: one word is enough for each place.
    unique: dict[tuple[str, int, str, str], Problem] = {}
    # The ends first, so that a message names the value that is not allowed; the middle is what is kept.
    for values in (*ends, {}):
        # All but what leads to the one value is the same object each time.
        tried = with_values(middle, values)
        context, wrong = _context(tried, tree)
        # Parts are only known again where what they are checked against is the same.
        context = before = before if before is not None and before.like(context) else context
        context.begin_anew()
        try:
            valid = _validate(tried, tree, context)
        except ConfigError as error:
            wrong += error.problems
        else:
            scenario = valid
        for problem in wrong:
            unique.setdefault(_place(problem, middle), problem)
        if len(unique) > MOST_PROBLEMS:
            break
    if unique or malformed or scenario is None:
        # What else is wrong with a malformed distribution, as if it were no distribution, is not told as well.
        others = [problem for problem in unique.values() if not any(_inside(problem.path, path) for path in malformed)]
        problems = [*malformed.values(), *others]
        raise ConfigError(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)))
    return scenario, draws


def _inside(path: str, above: str) -> bool:
    return f"{path}.".startswith(f"{above}.")


def _place(problem: Problem, data: dict[str, Any]) -> tuple[str, int, str, str]:
    """Return what tells one problem from another: its place, and of a mapping, which may lack several things, all."""
    # What is drawn holds its middle here.
    whole = problem.message if _is_mapping(data, problem.path) else ""
    return problem.file, problem.line, problem.path, whole


def _is_mapping(data: Any, dotted_path: str) -> bool:
    for step in dotted_path.split("."):
        data = data.get(step) if isinstance(data, dict) else None
    return isinstance(data, dict)


def _validate(data: dict[str, Any], tree: Tree, context: Context) -> Scenario:
    scenario = Scenario.model_validate(data, context=context)
    if scenario.mistakes:
        raise ConfigError([_problem(tree, path, message, at_key=at_key) for path, message, at_key in scenario.mistakes])
    return scenario.in_layout()


def _problem(tree: Tree, path: KeyPath, message: str, *, at_key: bool) -> Problem:
    """Return a problem; its path doesn't name what the file doesn't: a plain name stands where its mapping would."""
    written = path[:-1] if is_plain_name(tree, path) else path
    return tree.problem(written, message, at_key=at_key)


def _context(data: dict[str, Any], tree: Tree) -> tuple[Context, list[Problem]]:
    """Read ahead what the parts are checked against, leniently: what is wrong there is told by its part."""
    calibration, problems = _calibration(data.get("economy"), tree)
    start = as_date(data.get("start"))
    day_zero = start if start is None or isinstance(start, date) else UNSOUND
    # There has to be a table, and a country: of none, nothing else can be judged by it.
    tables, coalitions = _ids(data.get("tables") or None), _ids(data.get("coalitions", {}))
    setting = Setting(calibration, _facts(data.get("countries")))
    return Context(setting, day_zero, tuple(tariff_states()), tables=tables, coalitions=coalitions), problems


def _calibration(economy: Any, tree: Tree) -> tuple[Calibration | None, list[Problem]]:
    if economy is None:
        return None, []
    names = (
        (economy.get("data", "icio_2022"), economy.get("elasticities", "median")) if isinstance(economy, dict) else ()
    )
    if not names or not all(isinstance(name, str) for name in names):
        return UNSOUND, []
    try:
        return Calibration.load(*names), []
    except NoElasticities as error:
        return UNSOUND, [tree.problem(["economy", "elasticities"], str(error))]
    except EconomyError as error:
        return UNSOUND, [tree.problem(["economy", "data"], str(error))]


def _facts(countries: Any) -> Mapping[str, CountryFacts]:
    if not isinstance(countries, dict) or not countries:
        return UNSOUND  # type: ignore[no-any-return]
    return {code: _facts_of(code, country) for code, country in countries.items()}


def _facts_of(code: str, country: Any) -> CountryFacts:
    if not isinstance(country, dict):
        return CountryFacts(code, UNSOUND, UNSOUND)
    defence = country.get("defence")
    planned = defence.get("planned", UNSOUND) if isinstance(defence, dict) else defence
    return CountryFacts(
        name=str(country.get("name") or code),
        gdp=_number(country.get("gdp")),
        planned_defence_pct=_number(planned),
    )


def _number(value: Any) -> float | None:
    """Return a number as far as it can be read; one that can't isn't missing."""
    if value is None:
        return None
    unsound: float = UNSOUND
    return float(value) if isinstance(value, int | float) else unsound


def _ids(parts: object) -> tuple[str, ...]:
    unsound: tuple[str, ...] = UNSOUND
    return tuple(map(str, parts)) if isinstance(parts, dict) else unsound
