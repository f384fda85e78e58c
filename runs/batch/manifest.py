"""The manifest of a store: what it says of the experiment, and on what the numbers depend.

This is the one description of the file, against which it is checked before anything of it is used.
docs/reference/store.md says the same for people.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from tradetalks.configs.experiment.columns import IDENTITY, Column
from tradetalks.configs.experiment.expressions import Kind
from tradetalks.configs.experiment.schema import MOST_RUNS, Experiment, Method
from tradetalks.errors import StoreError
from tradetalks.runs.batch.formats import FORMAT, RULES
from tradetalks.runs.batch.parts import SECONDS
from tradetalks.runs.files.forms import Form, checked
from tradetalks.runs.files.whole import read_json

FREE = ("title", "description", "on_error")
"""What of an experiment or scenario changes no row."""

type Count = Annotated[int, Field(ge=1, le=MOST_RUNS)]


class ChunksForm(Form):
    """How the runs are handed out."""

    runs: Count
    count: Count


class ColumnForm(Form):
    """A column of the table of runs."""

    name: Annotated[str, Field(min_length=1)]
    kind: Kind
    meaning: str


class CodeForm(Form):
    """The state of the code, where it is a checkout."""

    commit: str
    changed: bool


class TableForm(Form):
    """What reports show of a table of the scenario."""

    title: str = ""
    deadline: dict[str, Any] = Field(default_factory=dict)


class ScenarioForm(Form):
    """What reports show of the scenario."""

    start: str | int | None = None
    tables: dict[str, TableForm] = Field(default_factory=dict)


class SweepForm(Form):
    """How the design points were chosen."""

    method: Method
    over: dict[str, Any]
    points: list[dict[str, Any]]
    size: Annotated[int, Field(gt=0)] | None
    second_order: bool
    levels: int


class ExperimentForm(Form):
    """The experiment as plain data, its scenario with what it extends and what is fixed laid over."""

    scenario: ScenarioForm
    sweep: SweepForm | None
    replications: Count
    seed: Annotated[int, Field(ge=0)]
    common_random_numbers: bool
    outcomes: dict[str, str]


class Manifest(Form):
    """The manifest of a store."""

    format: int
    name: str
    title: str
    description: str
    config: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    runs: Count
    designs: Count
    replications: Count
    chunks: ChunksForm
    columns: list[ColumnForm]
    design: dict[str, Kind]
    versions: dict[str, str]
    git: CodeForm | None
    host: dict[str, Any]
    experiment: ExperimentForm

    @model_validator(mode="after")
    def _check_numbers(self) -> Manifest:
        """Check what is said twice, and what every store has."""
        if self.runs != self.designs * self.replications or self.replications != self.experiment.replications:
            raise ValueError(f"{self.runs} runs are not {self.replications} of each of {self.designs} design points")
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) or "design" in self.design:
            raise ValueError("two columns have the same name")
        kinds = {column.name: column.kind for column in self.columns}
        absent = [column.name for column in (*IDENTITY, SECONDS) if kinds.get(column.name) != column.kind]
        if absent:
            raise ValueError(f"its columns lack {', '.join(absent)}")
        return self

    @property
    def row_columns(self) -> tuple[Column, ...]:
        """The columns of the table of runs."""
        return tuple(Column(column.name, column.kind, column.meaning) for column in self.columns)

    @property
    def design_columns(self) -> tuple[Column, ...]:
        """The columns of the table of the design."""
        return (Column("design", "int"), *(Column(path, kind) for path, kind in self.design.items()))


def config_of(experiment: Experiment) -> dict[str, Any]:
    """Return all of an experiment that decides its rows, as plain data; the scenario as it is run."""
    data = experiment.model_dump(mode="json", exclude=set(FREE))
    scenario = {key: value for key, value in experiment.base.content.items() if key not in FREE}
    plain: dict[str, Any] = json.loads(json.dumps(data | {"scenario": scenario}, default=str))
    return plain


def hash_of(config: Mapping[str, Any], form: int = FORMAT) -> str:
    """Return the hash of an experiment's configuration in a format of stores, 16 hexadecimal digits."""
    text = json.dumps({"format": form, **config}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def read_manifest(file: Path) -> tuple[Manifest, dict[str, Any]]:
    """Read the manifest of a store; return it, and all that the file holds as plain data.

    Raises:
        StoreError: it can't be read, is of another format, or was edited; says what is wrong.
    """
    data: Any = read_json(file, "manifest of a store", StoreError)
    form = data.get("format") if isinstance(data, dict) else None
    if not isinstance(form, int) or isinstance(form, bool) or form not in RULES:
        readable = " and ".join(str(one) for one in RULES)
        raise StoreError(f"{file}: has the format {form!r}; this version of tradetalks reads {readable}")
    manifest = checked(Manifest, data, f"{file} is damaged, or was edited", StoreError)
    if hash_of(data["experiment"], manifest.format) != manifest.config:
        raise StoreError(f"{file} was edited: its experiment is not the one whose hash is {manifest.config}")
    return manifest, data
