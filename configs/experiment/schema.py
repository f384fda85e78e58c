"""The schema of experiment files: which runs of a scenario make an experiment, and what is kept of each.

`tradetalks schema experiment` prints it; `load_experiment` reads a file.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, WithJsonSchema

from tradetalks.configs.experiment.columns import Column
from tradetalks.configs.experiment.expressions import Expression
from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.sections.base import Finite, Section, check
from tradetalks.configs.sections.json_schema import DRAWN_SCHEMA
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.yaml.draws import Distribution
from tradetalks.configs.yaml.tree import Tree
from tradetalks.parts import OneOf

type Method = Literal["grid", "list", "random", "lhs", "sobol", "saltelli", "morris"]

SAMPLED = ("random", "lhs", "sobol", "saltelli", "morris")
"""The methods that sample ranges and distributions; `size` says how much."""
MOST_RUNS = 1_000_000_000

_VALUES_SCHEMA = {
    "anyOf": [
        {"type": "array", "minItems": 1, "description": "values, for `grid`"},
        {
            "type": "object",
            "properties": {key: {"type": "number"} for key in ("from", "to", "step")},
            "required": ["from", "to", "step"],
            "additionalProperties": False,
            "description": "evenly spaced values, for `grid`",
        },
        {**DRAWN_SCHEMA, "description": "a range or a distribution, for the other methods"},
    ]
}


class SweepSection(Section):
    """What differs between the design points of an experiment."""

    method: Annotated[
        Method,
        Field(
            description="`grid`: every combination of the values in `over`; `list`: the `points` as given; `random`: "
            "independent draws; `lhs`: a Latin hypercube; `sobol`: a scrambled Sobol sequence, which fills space "
            "evenly; `saltelli`: the design that Sobol indices need; `morris`: trajectories of one change at a time, "
            "for elementary effects"
        ),
    ]
    over: Annotated[
        dict[str, Annotated[Any, WithJsonSchema(_VALUES_SCHEMA)]],
        Field(
            description="what is varied: values, ranges or distributions, by the path in the scenario; with `list` "
            "the points have the paths"
        ),
    ] = {}
    points: Annotated[
        list[dict[str, Any]], Field(description="of `list`: a mapping from path to value for each point, all alike")
    ] = []
    size: Annotated[
        int | None,
        Field(
            gt=0,
            description="of the sampling methods: how many points; with `saltelli` the base sample N, for N (k + 2) "
            "points of k factors; with `morris` the number of trajectories, for each k + 1 points",
        ),
    ] = None
    second_order: Annotated[
        bool, Field(description="of `saltelli`: for interactions of two factors as well, N (2 k + 2) points")
    ] = False
    levels: Annotated[int, Field(ge=2, description="of `morris`: how many levels a factor takes, an even number")] = 4

    @check
    def _check_method(self, complaints: Complaints) -> None:
        given = self.model_fields_set - {"method"}
        uses = {"list": {"points"}, "grid": {"over"}}.get(self.method, {"over", "size"})
        uses = uses | {"saltelli": {"second_order"}, "morris": {"levels"}}.get(self.method, set())
        for key in sorted(given - uses):
            complaints.add((key,), f"is not for {self.method}, whose keys are {', '.join(sorted(uses))}", at_key=True)
        for key in sorted({"points", "over", "size"} & uses):
            if not getattr(self, key):
                complaints.add((key,) if key in given else (), f"{key}: {self.method} needs it")
        if self.method in {"sobol", "saltelli"} and self.size and self.size & (self.size - 1):
            near = 1 << self.size.bit_length()
            complaints.add(("size",), f"must be a power of two, such as {near // 2} or {near}, not {self.size}")
        if self.method == "morris" and self.levels % 2:
            complaints.add(("levels",), f"must be an even number, not {self.levels}")
        first = self.points[0] if self.points else {}
        for place, point in enumerate(self.points):
            if set(point) != set(first) or not point:
                has = f"all points have the same paths; the first has {', '.join(first) or 'none'}"
                complaints.add(("points", place), has)


class SampleOfEvents(Section):
    """A part of the runs, chosen by their numbers at random."""

    sample: Annotated[float, Field(gt=0, le=1, description="which part of the runs, in (0, 1]")]


class Experiment(Section):
    """An experiment: a scenario, what is varied, how often each point is run, and what is kept."""

    title: Annotated[str, Field(description="one line for people")] = ""
    description: Annotated[str, Field(description="the question, and what to look for")] = ""
    scenario: Annotated[
        str | dict[str, Any],
        OneOf("a shipped scenario, the path of one, or a scenario itself", {str: str, dict: dict[str, Any]}),
        Field(description="a shipped scenario, the path of one from this file, or a scenario itself"),
    ]
    fixed: Annotated[
        dict[str, Any], Field(description="values that differ from the scenario's in all runs, by path; as `--set`")
    ] = {}
    sweep: Annotated[
        SweepSection | None, Field(description="what is varied; without, the scenario is run as it is")
    ] = None
    replications: Annotated[int, Field(gt=0, description="how often each design point is run")] = 1
    seed: Annotated[int, Field(ge=0, description="the root of all random numbers of the experiment")] = 1
    common_random_numbers: Annotated[
        bool,
        Field(
            description="whether the same replication has the same random numbers at every design point, so that "
            "differences between points are not blurred by luck"
        ),
    ] = True
    columns: Annotated[
        list[str],
        Field(min_length=1, description="which columns of a run are kept; `*` stands for any letters"),
    ] = ["*"]
    outcomes: Annotated[
        dict[str, str],
        Field(
            description="further columns, by name: expressions over the columns of a run; numbers are kept to 12 "
            "significant digits"
        ),
    ] = {}
    events: Annotated[
        Literal["none", "failed", "all"] | SampleOfEvents,
        OneOf(
            "'none', 'failed', 'all' or {sample: ...}",
            {str: Literal["none", "failed", "all"], dict: SampleOfEvents},
        ),
        Field(description="of which runs every move and event is kept; `failed` are those that were stopped"),
    ] = "failed"
    on_error: Annotated[
        Literal["keep", "stop"],
        Field(description="whether a run that fails is noted and the others go on, or all stop to have it repaired"),
    ] = "keep"
    time_limit: Annotated[
        Finite | None, Field(gt=0, description="seconds of CPU time that a run may take; without, any")
    ] = None

    _name: str = PrivateAttr("experiment")
    _tree: Tree | None = PrivateAttr(None)
    _base: Scenario | None = PrivateAttr(None)
    _measured: tuple[Column, ...] = PrivateAttr(())
    _kept: tuple[Column, ...] = PrivateAttr(())
    _computed: dict[str, Expression] = PrivateAttr(default_factory=dict)
    _factors: dict[str, Distribution] = PrivateAttr(default_factory=dict)

    @classmethod
    def file_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of experiment files."""
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **cls.model_json_schema()}

    @property
    def name(self) -> str:
        """The shipped name or the file's stem."""
        return self._name

    @property
    def tree(self) -> Tree:
        """The file's content with the places of everything in it."""
        if self._tree is None:
            raise TypeError("an Experiment is made by load_experiment")
        return self._tree

    @property
    def base(self) -> Scenario:
        """The scenario with the fixed values; what is varied holds its first value, or its middle."""
        if self._base is None:
            raise TypeError("an Experiment is made by load_experiment")
        return self._base

    @property
    def measured(self) -> tuple[Column, ...]:
        """All columns that a run of any design point may have."""
        return self._measured

    @property
    def kept(self) -> tuple[Column, ...]:
        """The columns that `columns` keeps, in their order."""
        return self._kept

    @property
    def computed(self) -> dict[str, Expression]:
        """The outcomes, read."""
        return self._computed

    @property
    def factors(self) -> dict[str, Distribution]:
        """What the sampling methods sample, by path."""
        return self._factors

    def with_origin(self, name: str, tree: Tree) -> Experiment:
        """Return the experiment with where it comes from."""
        known = self.model_copy()
        known._name = name
        known._tree = tree
        return known

    def with_parts(
        self,
        base: Scenario,
        measured: tuple[Column, ...],
        kept: tuple[Column, ...],
        computed: dict[str, Expression],
        factors: dict[str, Distribution],
    ) -> Experiment:
        """Return the experiment with what was found when it was checked against its scenario."""
        known = self.model_copy()
        known._base = base
        known._measured = measured
        known._kept = kept
        known._computed = computed
        known._factors = factors
        return known
