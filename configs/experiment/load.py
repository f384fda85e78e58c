"""Loading experiments: a shipped name, a path or a dict becomes an `Experiment`, checked against its scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tradetalks.configs.experiment.columns import IDENTITY, Column, columns_of
from tradetalks.configs.experiment.expressions import Expression, ExpressionError, expression
from tradetalks.configs.experiment.schema import SAMPLED, Experiment
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.configs.problems.complaints import problems_of
from tradetalks.configs.sections.agenda import LevelRange
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.yaml.draws import Distribution, Normal, find_draws
from tradetalks.configs.yaml.tree import KeyPath, Tree, read_tree, tree_of
from tradetalks.errors import ConfigError, Problem, TradetalksError, UnknownName, did_you_mean
from tradetalks.wording import as_written

type ExperimentSource = str | Path | Mapping[str, Any] | Experiment

MOST_EXAMPLES = 50
"""How many values of an axis, or points of a list, are tried one by one before anything is run."""


def shipped_experiments() -> dict[str, Path]:
    """Return the shipped experiments by name."""
    folder = Path(str(resources.files("tradetalks.configs"))) / "experiments"
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def title_of(file: Path) -> str:
    """Return the title of an experiment's file, which is not checked."""
    return str(read_tree(file, shown_as=file.name).data.get("title", ""))


def is_experiment(source: str) -> bool:
    """Return whether a shipped name or a file is an experiment, not a scenario; of what can't be read, no."""
    if source in shipped_scenarios() or source in shipped_experiments():
        return source in shipped_experiments()
    try:
        return "scenario" in read_tree(Path(source)).data
    except ConfigError:
        return False


def load_experiment(source: ExperimentSource) -> Experiment:
    """Load an experiment, and its scenario.

    Args:
        source: a shipped name ("deadlines"), the path of a YAML file, a dict of the same form, or an Experiment.

    Raises:
        ConfigError: what was read is not as it must be; names every problem with file, line and key.
        UnknownName: there is no such shipped experiment, nor such a file.
    """
    if isinstance(source, Experiment):
        return source
    name, tree, folder = _tree(source)
    try:
        found = Experiment.model_validate(tree.data)
    except ValidationError as error:
        raise ConfigError(
            [tree.problem(path, text, at_key=at_key) for path, text, at_key in problems_of(error)]
        ) from None
    return _Check(found.with_origin(name, tree), folder).checked()


def _tree(source: str | Path | Mapping[str, Any]) -> tuple[str, Tree, Path]:
    if isinstance(source, Mapping):
        return "experiment", tree_of(source), Path()
    text, shipped = str(source), shipped_experiments()
    if text in shipped:
        path = shipped[text]
        return text, read_tree(path, shown_as=path.name), path.parent
    path = Path(source)
    if path.suffix in {".yaml", ".yml"} or path.exists():
        return path.stem, read_tree(path), path.parent
    raise UnknownName(
        f"there is no shipped experiment {text!r}{did_you_mean(text, shipped)}, and no such file; "
        f"shipped are {', '.join(shipped)}; a file's name ends in .yaml"
    )


class _Check:
    """Checks an experiment against its scenario: every path, every value, every column; all problems at once."""

    def __init__(self, experiment: Experiment, folder: Path) -> None:
        self.experiment = experiment
        self.tree = experiment.tree
        self.folder = folder
        self.problems: list[Problem] = []

    def checked(self) -> Experiment:
        """Return the experiment with what was found.

        Raises:
            ConfigError: with everything that is wrong.
        """
        scenario = self._scenario()
        fixed = self.experiment.fixed
        setup = self._with(scenario, fixed, {path: ("fixed", path) for path in fixed}, ("fixed",))
        factors = dict(self._factors())
        axes = self._axes(factors)
        places: dict[str, KeyPath] = {path: ("sweep", "over", path) for path in axes}
        base = self._with(setup, {path: values[0] for path, values in axes.items()}, places, ("sweep", "over"))
        columns = columns_of(setup) | columns_of(base)
        for values, at, default in self._examples(axes, {} if base is setup else axes):
            # One value at a time, over the first of the others: what a value does wrong is told where it stands.
            tried = self._with(setup, values, places | at, default)
            columns |= columns_of(tried)
            if base is setup and not axes:
                base = tried
        kept = tuple(self._kept(columns))
        computed = dict(self._computed(columns, kept))
        if self.problems:
            unique = {(problem.file, problem.line, problem.path, problem.message): problem for problem in self.problems}
            raise ConfigError(sorted(unique.values(), key=lambda problem: (problem.file, problem.line, problem.column)))
        return self.experiment.with_parts(base, tuple(columns.values()), kept, computed, factors)

    def _scenario(self) -> Scenario:
        given = self.experiment.scenario
        try:
            if isinstance(given, str):
                return load_scenario(given if given in shipped_scenarios() else self.folder / given)
            return load_scenario(given)
        except UnknownName:
            shipped = shipped_scenarios()
            message = f"there is no shipped scenario {given!r}{did_you_mean(str(given), shipped)}, and no such file; "
            raise ConfigError(
                [self.tree.problem(("scenario",), f"{message}shipped are {', '.join(shipped)}")]
            ) from None
        except ConfigError as error:
            said = self.tree.problem(("scenario",), "the scenario is not as it must be")
            raise ConfigError([said, *error.problems]) from None

    def _with(
        self, setup: Scenario, values: Mapping[str, Any], places: Mapping[str, KeyPath], default: KeyPath
    ) -> Scenario:
        """Return a scenario with some values by path; where they can't be, note it and return it as it was.

        What is wrong may be told of a place in the scenario; it is a value of this file that is at fault: the one
        whose path leads there, which stands at its place among `places`, else what stands at `default`.
        """
        if not values:
            return setup
        try:
            changed = load_scenario(setup, overrides=values)
            columns_of(changed)
        except ConfigError as error:
            for problem in error.problems:
                path = next((path for path in values if problem.path.startswith(path)), "")
                about = "" if problem.path in {path, ""} else f"{problem.path}: "
                at = places.get(path, default)
                self.problems.append(self.tree.problem(at, f"{about}{problem.message}"))
        except TradetalksError as error:
            self.problems.append(self.tree.problem(default, str(error)))
        else:
            return changed
        return setup

    # ---- the sweep

    def _factors(self) -> Iterator[tuple[str, Distribution]]:
        sweep = self.experiment.sweep
        if sweep is None or sweep.method not in SAMPLED:
            return
        for path, given in sweep.over.items():
            found = next(((found) for at, found in find_draws(given) if at == ()), None)
            place = ("sweep", "over", path)
            if found is None:
                values = "{choice: [...]} for values" if isinstance(given, list) else "a distribution"
                needed = f"{{uniform: [low, high]}}, {{normal: ...}} or {values}"
                message = f"{sweep.method} needs {needed}, not {as_written(given)}"
                self.problems.append(self.tree.problem(place, message))
            elif isinstance(found, str):
                self.problems.append(self.tree.problem(place, found))
            elif sweep.method == "morris" and isinstance(found, Normal) and None in {found.low, found.high}:
                self.problems.append(self.tree.problem(place, "morris goes to both ends: give a min and a max"))
            else:
                yield path, found

    def _axes(self, factors: Mapping[str, Distribution]) -> dict[str, list[Any]]:
        """Return, by path, values that stand for all that it takes: those of a grid, the middle and ends of a range."""
        sweep = self.experiment.sweep
        axes = {path: list(found.examples()) for path, found in factors.items()}
        if sweep is None or sweep.method != "grid":
            return axes
        for path, given in sweep.over.items():
            try:
                axes[path] = grid_values(given)
            except (ValueError, ValidationError) as error:
                self.problems.append(self.tree.problem(("sweep", "over", path), _first_of(error)))
        return axes

    def _examples(
        self, axes: Mapping[str, list[Any]], first_of: Mapping[str, list[Any]]
    ) -> Iterator[tuple[dict[str, Any], dict[str, KeyPath], KeyPath]]:
        """Yield values that stand for all of the sweep, with their places, and that of the one that is tried."""
        sweep = self.experiment.sweep
        if sweep is None:
            return
        for number in _spread(len(sweep.points)):
            point = sweep.points[number]
            yield point, {path: ("sweep", "points", number, path) for path in point}, ("sweep", "points", number)
        first = {path: values[0] for path, values in first_of.items()}
        for path, values in axes.items():
            place: KeyPath = ("sweep", "over", path)
            listed = isinstance(sweep.over[path], list)
            for at in _spread(len(values)):
                if not first or at:
                    own = (*place, at) if listed else place
                    yield {**first, path: values[at]}, {path: own}, own

    # ---- what is kept

    def _kept(self, columns: Mapping[str, Column]) -> Iterator[Column]:
        for place, pattern in enumerate(self.experiment.columns):
            if not any(fnmatchcase(name, pattern) for name in columns):
                message = f"no column is called so{did_you_mean(pattern, columns)}; there are {', '.join(columns)}"
                self.problems.append(self.tree.problem(("columns", place), message))
        for name, column in columns.items():
            if any(fnmatchcase(name, pattern) for pattern in self.experiment.columns):
                yield column

    def _computed(self, columns: Mapping[str, Column], kept: tuple[Column, ...]) -> Iterator[tuple[str, Expression]]:
        known = {column.name: column.kind for column in (*IDENTITY, *columns.values())}
        taken = {column.name for column in (*IDENTITY, *kept)} | {"seconds"}
        for name, text in self.experiment.outcomes.items():
            place = ("outcomes", name)
            if name in taken:
                self.problems.append(self.tree.problem(place, "there is a column of this name already", at_key=True))
            if not all(part.isidentifier() for part in name.split(".")):
                message = "a name has letters, digits and _, and doesn't begin with a digit"
                self.problems.append(self.tree.problem(place, message, at_key=True))
            try:
                found = expression(text, known)
            except ExpressionError as error:
                self.problems.append(self.tree.problem(place, str(error)))
                continue
            if found.kind is None:
                self.problems.append(self.tree.problem(place, "is always missing"))
            known[name] = found.kind or "float"
            yield name, found


def _spread(count: int) -> list[int]:
    """Return all places from 0, or as many as are tried: the first, the last, and others evenly between."""
    if count <= MOST_EXAMPLES:
        return list(range(count))
    return [place * (count - 1) // (MOST_EXAMPLES - 1) for place in range(MOST_EXAMPLES)]


def grid_values(given: Any) -> list[Any]:
    """Return the values of an axis of a grid.

    Raises:
        ValueError: it is neither a list nor evenly spaced; says what is allowed.
    """
    if isinstance(given, list) and given:
        return given
    if isinstance(given, Mapping) and {"from", "to", "step"} & set(given):
        levels = LevelRange.model_validate(given).levels()
        # Day numbers are whole numbers.
        whole = all(isinstance(value, int) for value in given.values())
        if whole:
            return [int(level) for level in levels]
        return list(levels)
    raise ValueError(f"grid needs a list of values or {{from, to, step}}, not {as_written(given)}")


def _first_of(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(f"{'.'.join(map(str, path))}: {text}".removeprefix(": ") for path, text, _ in problems_of(error))
