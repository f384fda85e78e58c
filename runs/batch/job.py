"""What a worker does: it runs a stretch of an experiment's runs, and writes them down as one part of the store."""

from __future__ import annotations

import faulthandler
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from tradetalks.agents.kinds import parts_from
from tradetalks.configs.experiment.columns import IDENTITY, Column
from tradetalks.configs.experiment.expressions import Kind, expression
from tradetalks.configs.load import at_point
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import TradetalksError
from tradetalks.model.streams import uniform
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.outside.files import known_folders
from tradetalks.outside.time_limit import TimeUp, within
from tradetalks.runs.batch.events import EventRow, rows_of
from tradetalks.runs.batch.executors.base import tell
from tradetalks.runs.batch.formats import RULES
from tradetalks.runs.batch.outcomes import measure
from tradetalks.runs.batch.parts import SECONDS, Mark, write_part

LONGEST_ERROR = 2_000
PATIENCE = 2.0
"""After how many times its limit on the clock a run that can't be interrupted ends its process."""
PATIENCE_SECONDS = 5.0
"""What is added to that."""

DIED = "its process died"
"""What is said of a run that took its process with it."""

type Row = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """All that a worker must know of an experiment; goes with every task.

    Attributes:
        mark: of the store.
        base: the scenario, with the fixed values.
        columns: what is measured and kept.
        outcomes: what is computed from that: name, expression, kind.
        events: of which runs events are kept; a number is the part of the runs, chosen at random.
        stops: whether a run that fails stops the experiment.
        time_limit: seconds of CPU time a run, None for any.
        root: the root seed of the experiment.
        known: what the expressions may name, and what it holds.
        asked: the columns that have to be measured.
        folders: whose parts are known by name.
    """

    mark: Mark
    base: Scenario
    columns: tuple[Column, ...]
    outcomes: tuple[tuple[str, str, Kind], ...]
    events: Literal["none", "failed", "all"] | float
    stops: bool
    time_limit: float | None
    root: int
    known: Mapping[str, Kind]
    asked: tuple[str, ...]
    folders: tuple[Path, ...] = ()

    @property
    def row_columns(self) -> tuple[Column, ...]:
        """The columns of the table of runs."""
        computed = (Column(name, kind) for name, _, kind in self.outcomes)
        return (*IDENTITY, *self.columns, *computed, SECONDS)


@dataclass(frozen=True)
class RunSpec:
    """One run: its number, its design point, its repetition, its seed."""

    run: int
    design: int
    replication: int
    seed: int


@dataclass(frozen=True)
class Report:
    """What a worker tells of a stretch of runs.

    Attributes:
        first, stop: the runs that were written down, `stop` not among them.
        deals: how many of them had a deal somewhere.
        failed: how many failed.
        seconds: what they took on the clock.
        nbytes: what they take on disk.
        stopped: the run that stopped the experiment, and why; None if none did.
    """

    first: int
    stop: int
    deals: int
    failed: int
    seconds: float
    nbytes: int
    stopped: tuple[RunSpec, str] | None = None


@dataclass(frozen=True)
class Stretch:
    """Consecutive runs of an experiment, as a task: called in a worker, it runs them and writes their part.

    Attributes:
        job: the experiment.
        folder: of the store.
        specs: the runs, in order.
        points: the values of the design points that they need, by the point's number.
        fatal: whether it is known that the run, then a single one, ends its process: it is written down as failed.
        may_end: whether this process may be ended if a run can't be interrupted.
    """

    job: Job
    folder: Path
    specs: tuple[RunSpec, ...]
    points: Mapping[int, Mapping[str, Any]]
    fatal: bool = False
    may_end: bool = True

    @property
    def first(self) -> int:
        """The number of the first run."""
        return self.specs[0].run

    @property
    def stop(self) -> int:
        """The number after that of the last run."""
        return self.specs[-1].run + 1

    def __call__(self) -> Report:
        """Run them, and write them down; all or, if a run stops the experiment, those before it."""
        rows: list[Row] = []
        events: list[EventRow] = []
        stopped = None
        for spec, row, happened in self.results():
            if self.job.stops and not row["ok"]:
                stopped = (spec, str(row["error"]))
                break
            rows.append(row)
            events += happened
        return self._written(rows, events, stopped)

    def results(self) -> Iterator[tuple[RunSpec, Row, list[EventRow]]]:
        """Yield each run with its row and its events."""
        runner = _Runner(self.job, may_end=self.may_end)
        # A worker knows what the process knows that sent it here.
        with parts_from([folder for folder in self.job.folders if folder not in known_folders()]):
            yield from self._results_of(runner)

    def _results_of(self, runner: _Runner) -> Iterator[tuple[RunSpec, Row, list[EventRow]]]:
        for spec in self.specs:
            tell(spec.run)
            if self.fatal:
                limit = self.job.time_limit
                late = f", or was ended as it took far longer than {limit:g} s" if limit else ""
                yield spec, runner.row(spec, {}, f"{DIED}{late}", 0.0), []
            else:
                yield spec, *runner.run(spec, self.points[spec.design])

    def around(self, at: int) -> list[Stretch]:
        """Return tasks that are this one together: the runs before one that is suspected, it alone, those after."""
        cuts = [0, at - self.first, at - self.first + 1, len(self.specs)]
        pieces = [self.specs[begin:end] for begin, end in pairwise(cuts)]
        return [self._of(specs) for specs in pieces if specs]

    def as_fatal(self) -> Stretch:
        """Return the task that writes the run down as one that ends its process."""
        return Stretch(self.job, self.folder, self.specs, self.points, fatal=True)

    def _of(self, specs: tuple[RunSpec, ...]) -> Stretch:
        points = {spec.design: self.points[spec.design] for spec in specs}
        return Stretch(self.job, self.folder, specs, points, may_end=self.may_end)

    def _written(self, rows: list[Row], events: list[EventRow], stopped: tuple[RunSpec, str] | None) -> Report:
        stop = self.first + len(rows)
        nbytes = 0
        if rows:
            nbytes = write_part(self.folder, self.job.mark, self.job.row_columns, rows, events)
        return Report(
            self.first,
            stop,
            deals=sum(bool(row.get("deals")) for row in rows),
            failed=sum(not row["ok"] for row in rows),
            seconds=sum(row[SECONDS.name] for row in rows),
            nbytes=nbytes,
            stopped=stopped,
        )


@dataclass
class Sample:
    """Some runs of an experiment, to know how long one takes; called in a worker, nothing is written down.

    Attributes:
        stretch: the runs.
        enough: seconds, after which no more are begun.
    """

    stretch: Stretch
    enough: float

    def __call__(self) -> tuple[int, float, float]:
        """Return how many runs, their seconds on the clock in all, and the bytes of a row's text."""
        results = self.stretch.results()
        # What a process does once, as to load the trade model's data, would count many times over.
        warm = next(results)
        begun = time.perf_counter()
        count, size = 0, len(repr(warm))
        for result in results:
            count += 1
            size += len(repr(result))
            if time.perf_counter() - begun > self.enough:
                break
        taken = time.perf_counter() - begun
        return max(count, 1), taken if count else warm[1][SECONDS.name], size / (count + 1)


@dataclass
class _Runner:
    """Runs one run after the other; what one design point needs is read once."""

    job: Job
    may_end: bool
    _point: int = -1
    _setup: Scenario | TradetalksError | None = None
    _computed: dict[str, Callable[[Mapping[str, Any]], Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, text, _ in self.job.outcomes:
            self._computed[name] = expression(text, self.job.known).value

    def run(self, spec: RunSpec, point: Mapping[str, Any]) -> tuple[Row, list[EventRow]]:
        """Return the row and the events of a run, whether it ends well or not."""
        begun = time.perf_counter()
        model: list[TradeTalks] = []
        measured: dict[str, Any] = {}
        error = None
        try:
            with self._ended_when_late():
                measured = self._within_limit(lambda: self._measured(spec, point, model))
        except TimeUp:
            error = f"took more than its {self.job.time_limit:g} s of CPU time"
        except KeyboardInterrupt:
            raise
        except BaseException as failure:  # noqa: BLE001 - whatever a strategy does, the other runs go on
            error = _in_words(failure)
        seconds = time.perf_counter() - begun
        keeps = self._keeps_events(spec, failed=error is not None)
        events = rows_of(spec.run, model[0]) if keeps and model else []
        return self.row(spec, measured, error, seconds), events

    def row(self, spec: RunSpec, measured: Mapping[str, Any], error: str | None, seconds: float) -> Row:
        """Return the row of a run."""
        row: Row = {
            "run": spec.run,
            "design": spec.design,
            "replication": spec.replication,
            "seed": spec.seed,
            "ok": error is None,
            "error": error,
        }
        known = {name: measured.get(name) for name in self.job.known} | row
        for name, value in self._computed.items():
            known[name] = value(known) if error is None else None
        row |= {column.name: known[column.name] for column in self.job.columns}
        outcome = RULES[self.job.mark.form].outcome
        for name, _, kind in self.job.outcomes:
            computed = known[name]
            row[name] = outcome(float(computed)) if kind == "float" and computed is not None else computed
        row[SECONDS.name] = round(seconds, 6)
        # Not a column of its own, where it isn't kept: what the progress shows.
        row.setdefault("deals", measured.get("deals"))
        return row

    def _measured(self, spec: RunSpec, point: Mapping[str, Any], model: list[TradeTalks]) -> dict[str, Any]:
        talks = TradeTalks(self._at(spec.design, point), rng=spec.seed)
        model.append(talks)
        talks.run_model()
        for key, party in talks.waiting:
            raise TradetalksError(f"{party} is a person at the table {key}, whose moves a run can't know")
        return measure(talks, self.job.asked)

    def _at(self, number: int, point: Mapping[str, Any]) -> Scenario:
        if number != self._point:
            self._point = number
            try:
                self._setup = at_point(self.job.base, point)
            except TradetalksError as error:
                self._setup = error
        if isinstance(self._setup, Scenario):
            return self._setup
        raise TradetalksError(f"the design point {number} is no scenario: {self._setup}")

    def _within_limit[T](self, call: Callable[[], T]) -> T:
        if self.job.time_limit is None:
            return call()
        return within(self.job.time_limit, call)

    def _ended_when_late(self) -> _Deadline:
        limit = self.job.time_limit
        return _Deadline(None if limit is None or not self.may_end else PATIENCE * limit + PATIENCE_SECONDS)

    def _keeps_events(self, spec: RunSpec, *, failed: bool) -> bool:
        kept = self.job.events
        if isinstance(kept, float):
            return uniform(self.job.root, "events", spec.run) < kept
        return kept == "all" or (kept == "failed" and failed)


class _Deadline:
    """Ends the process when a block takes too long: what waits in C can't be interrupted from Python."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        if self.seconds is not None:
            # A thread of C waits: it needs nothing of Python, which may be what hangs.
            faulthandler.dump_traceback_later(self.seconds, exit=True)

    def __exit__(self, *_: object) -> None:
        if self.seconds is not None:
            faulthandler.cancel_dump_traceback_later()


def _in_words(failure: BaseException) -> str:
    """Return what went wrong, and where in the code, without the folders of one machine."""
    if isinstance(failure, TradetalksError):
        return str(failure)[:LONGEST_ERROR]
    frames = traceback.extract_tb(failure.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(failure).__name__}: {str(failure)[:LONGEST_ERROR]}{where}"
