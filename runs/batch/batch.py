"""Batches: all runs of an experiment, on as many workers as there are, into a store that loses nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tradetalks.configs.experiment.columns import IDENTITY, Column
from tradetalks.configs.experiment.expressions import ExpressionError, condition
from tradetalks.configs.experiment.load import ExperimentSource, load_experiment
from tradetalks.configs.experiment.schema import Experiment, SampleOfEvents
from tradetalks.errors import ConfigError, Problem, StoreError, TradetalksError
from tradetalks.outside.files import known_folders
from tradetalks.runs.batch.design import Design, design, seed_of
from tradetalks.runs.batch.executors.base import Done, Executor
from tradetalks.runs.batch.executors.choose import executor_of
from tradetalks.runs.batch.executors.cluster import Cluster
from tradetalks.runs.batch.executors.processes import Processes
from tradetalks.runs.batch.formats import FORMAT, RULES
from tradetalks.runs.batch.job import Job, Report, RunSpec, Sample, Stretch
from tradetalks.runs.batch.manifest import config_of, hash_of
from tradetalks.runs.batch.parts import Mark, arrow
from tradetalks.runs.batch.progress import Progress, Quiet
from tradetalks.runs.batch.store import MANIFEST, Store, locked
from tradetalks.runs.files.whole import is_there

CHUNK_SECONDS = 10.0
"""What a chunk of runs should take: the most that a worker's death costs, and many times what handing it out costs."""
SAMPLE_SECONDS = 2.0
SAMPLE_RUNS = 200
MOST_CHUNK = 100_000
RESULTS = Path("results")
EVERY = 0.5
"""How often the progress is told, at least, in s."""


@dataclass(frozen=True)
class Estimate:
    """What an experiment would take, from a timed sample.

    Attributes:
        runs: how many there are.
        designs: how many design points.
        sampled: how many runs were timed.
        run_seconds: what a run takes.
        core_hours: what all runs take together.
        nbytes: what they take on disk, roughly.
        chunk: how many runs a worker would be given at a time.
        job_script: what a cluster's batch system would be given, if one was named.
    """

    runs: int
    designs: int
    sampled: int
    run_seconds: float
    core_hours: float
    nbytes: int
    chunk: int
    job_script: str = ""


class BatchStopped(TradetalksError):
    """A run failed, and the experiment says `on_error: stop`; what was finished is kept."""


@dataclass(frozen=True)
class Plan:
    """An experiment, ready to be run.

    Attributes:
        experiment: what is run.
        design: its points.
        job: what workers must know.

    A plan is of the format in which stores are begun now; `in_store` fits it to one that is there.
    """

    experiment: Experiment
    design: Design
    job: Job

    @classmethod
    def of(cls, source: ExperimentSource) -> Plan:
        """Load an experiment and work out its design.

        Raises:
            ConfigError, UnknownName: it is not as it must be.
        """
        experiment = load_experiment(source)
        kinds = {column.name: column.kind for column in experiment.measured}
        known = {column.name: column.kind for column in IDENTITY} | kinds
        outcomes = []
        for name, found in experiment.computed.items():
            known[name] = found.kind or "float"
            outcomes.append((name, found.text, known[name]))
        used = {name for found in experiment.computed.values() for name in found.names}
        kept = {column.name for column in experiment.kept}
        asked = tuple(name for name in kinds if name in used | kept | {"deals"})
        events = experiment.events
        job = Job(
            mark=Mark(FORMAT, hash_of(config_of(experiment))),
            base=experiment.base,
            columns=experiment.kept,
            outcomes=tuple(outcomes),
            events=events.sample if isinstance(events, SampleOfEvents) else events,
            stops=experiment.on_error == "stop",
            time_limit=experiment.time_limit,
            root=experiment.seed,
            known=known,
            asked=asked,
            folders=known_folders(),
        )
        return cls(experiment, design(experiment), job)

    @property
    def total(self) -> int:
        """How many runs there are."""
        return len(self.design) * self.experiment.replications

    @property
    def folder(self) -> Path:
        """Where the store goes if nothing is said: the same experiment, the same folder."""
        return self._folder(self.job.mark.config)

    def folder_there(self) -> Path:
        """Return where a store of the experiment is: `folder`, or that of an earlier format where it alone is there."""
        config = config_of(self.experiment)
        folders = [self._folder(hash_of(config, form)) for form in sorted(RULES, reverse=True)]
        return next((folder for folder in folders if is_there(folder / MANIFEST)), self.folder)

    def _folder(self, config: str) -> Path:
        return RESULTS / f"{self.experiment.name}-{config[:8]}"

    def in_store(self, store: Store) -> Plan:
        """Return the plan for what is missing of a store of the experiment: by the rules of its format."""
        return replace(self, job=replace(self.job, mark=store.mark))

    def stretch(self, folder: Path, runs: range, *, may_end: bool = True) -> Stretch:
        """Return the task of running some runs."""
        specs = tuple(self._spec(run) for run in runs)
        points = {spec.design: self.design.point(spec.design) for spec in specs}
        return Stretch(self.job, folder, specs, points, may_end=may_end)

    def _spec(self, run: int) -> RunSpec:
        # Replications of a point are neighbours, so that a worker reads the point's scenario once.
        point, replication = divmod(run, self.experiment.replications)
        below = RULES[self.job.mark.form].seeds_below
        return RunSpec(run, point, replication, seed_of(self.experiment, point, replication, below))

    def sample(self, executor: Executor) -> tuple[int, float, float]:
        """Return how many runs were timed, the seconds of each, and the bytes of each on disk, roughly."""
        count = min(self.total, SAMPLE_RUNS)
        # From all over the design: points may differ in what they cost.
        spread = sorted({place * self.total // count for place in range(count)})
        specs = tuple(self._spec(run) for run in spread)
        points = {spec.design: self.design.point(spec.design) for spec in specs}
        stretch = Stretch(self.job, Path(), specs, points, may_end=executor.separate)
        executor.submit(Sample(stretch, SAMPLE_SECONDS))
        while not (done := executor.wait(1.0)):
            continue
        if done[0].error is not None:
            raise done[0].error
        if done[0].died:
            # One of them ends its process; which, the runs themselves will tell.
            return 0, 0.1, 200.0
        runs, seconds, size = done[0].result
        return runs, seconds / runs, size / 3


def chunk_of(seconds: float, total: int, workers: int) -> int:
    """Return how many runs a worker should be given at a time, from the seconds of one."""
    by_time = int(CHUNK_SECONDS / max(seconds, 1e-6))
    # Some chunks for each worker, so that all end at about the same time.
    by_share = -(-total // (4 * max(workers, 1)))
    return max(1, min(by_time, by_share, MOST_CHUNK))


def estimate(source: ExperimentSource, *, workers: int | None = None, cluster: Any = None) -> Estimate:
    """Return what an experiment would take, from a timed sample; nothing is written down."""
    plan = Plan.of(source)
    from tradetalks.runs.batch.executors.choose import is_slurm
    from tradetalks.runs.batch.executors.slurm import job_script

    script = job_script(cluster) if is_slurm(cluster) else ""
    with executor_of(workers, None if script else cluster) as executor:
        sampled, seconds, size = plan.sample(executor)
        chunk = chunk_of(seconds, plan.total, executor.workers)
    hours = plan.total * seconds / 3600
    return Estimate(
        plan.total, len(plan.design), sampled, seconds, hours, int(plan.total * size), chunk, job_script=script
    )


def run_batch(
    source: ExperimentSource,
    *,
    workers: int | None = None,
    folder: str | Path | None = None,
    resume: bool = False,
    shard: tuple[int, int] | None = None,
    cluster: Any = None,
    chunk: int | None = None,
    progress: Progress | None = None,
) -> Batch:
    """Run an experiment, or what is left of it.

    Args:
        source: a shipped name, a path, a dict or an Experiment.
        workers: processes of this machine, by default one for each core; 0 runs all in this process.
        folder: where the runs go; `results/NAME-HASH` by default.
        resume: go on with what is there; without, a folder that holds runs already is an error.
        shard: (i, n) runs the i-th of n parts alone, from 1; all may write to one folder.
        cluster: a Dask scheduler's address, a `distributed.Client`, or the path of a SLURM description.
        chunk: how many runs a worker is given at a time, in place of what a timed sample says.
        progress: what is told on the way.

    Returns:
        The runs.

    Raises:
        ConfigError, UnknownName: the experiment is not as it must be.
        StoreError: the folder can't be written to, is damaged, or holds another experiment.
        BatchStopped: a run failed under `on_error: stop`.
    """
    arrow()
    plan = Plan.of(source)
    goes_on = resume or shard is not None
    usual = plan.folder_there() if goes_on else plan.folder
    target = usual if folder is None else Path(folder)
    store = _existing(plan, target, resume=goes_on)
    first, stop = _range_of(shard, plan.total)
    if store is not None and not any(True for _ in store.missing(first, stop)):
        return Batch(store.folder)
    with executor_of(workers, cluster) as executor:
        if store is None:
            if chunk is None:
                # What can't be written is told before anything is run.
                _check_target(target)
                chunk = chunk_of(plan.sample(executor)[1], plan.total, executor.workers)
            columns = plan.job.row_columns
            store = Store.create(target, plan.experiment, plan.design, columns, chunk)
            store.check(plan.experiment, plan.design)
        if isinstance(executor, Cluster):
            executor.check_folder(store.folder.absolute() / MANIFEST)
        with locked(store.folder, first, stop):
            _Driver(plan.in_store(store), store, executor, progress or Quiet()).run(first, stop)
    return Batch(store.folder)


def _existing(plan: Plan, folder: Path, *, resume: bool) -> Store | None:
    """Return the store that is there already, checked; None if there is none."""
    if not is_there(folder / MANIFEST):
        if is_there(folder) and folder.is_dir() and any(not item.name.startswith(".") for item in folder.iterdir()):
            known = {"runs", "events", "lock", "design.parquet"}
            if {item.name for item in folder.iterdir() if not item.name.startswith(".")} - known:
                raise StoreError(f"{folder} holds other files: name a new folder with -o")
        return None
    store = Store(folder)
    store.check(plan.experiment, plan.design)
    if not resume:
        state = "all" if store.done == store.total else f"{store.done:,} of the"
        raise StoreError(
            f"{folder} holds {state} {store.total:,} runs of this experiment already: go on with --resume, or name "
            "another folder with -o"
        )
    return store


def _check_target(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StoreError(f"can't write to {folder}: {error.strerror}") from None


def _range_of(shard: tuple[int, int] | None, total: int) -> tuple[int, int]:
    if shard is None:
        return 0, total
    number, count = shard
    if not 1 <= number <= count:
        raise TradetalksError(f"a shard is I/N with I from 1 to N, not {number}/{count}")
    return total * (number - 1) // count, total * number // count


class _Driver:
    """Hands out what is missing, and deals with what comes back."""

    def __init__(self, plan: Plan, store: Store, executor: Executor, progress: Progress) -> None:
        self.plan = plan
        self.store = store
        self.executor = executor
        self.progress = progress
        self.folder = store.folder.absolute()
        self._again: list[Stretch] = []
        self._suspects: list[Stretch] = []
        self._lost: set[tuple[int, int]] = set()
        self._deaths: Counter[int] = Counter()
        self._under_way = 0

    def run(self, first: int, stop: int) -> None:
        """Run what is missing of a stretch of runs.

        Raises:
            BatchStopped, StoreError, TradetalksError: it can't go on; what was finished is kept.
            KeyboardInterrupt: somebody wants it to end; likewise.
        """
        # The workers of one that was killed may have left files behind.
        self.store.sweep_up(first, stop)
        missing = list(self.store.missing(first, stop))
        left = sum(end - begin for begin, end in missing)
        chunks = iter(missing)
        self.progress.begin(stop - first, stop - first - left, self.store.folder)
        try:
            while True:
                self._hand_out(chunks)
                if not self._under_way:
                    break
                for done in self.executor.wait(EVERY):
                    self._under_way -= 1
                    self._take(done)
                self.progress.tick()
        except (KeyboardInterrupt, TradetalksError):
            # What its workers have half written is removed once they are gone.
            self.executor.close()
            self.store.sweep_up(first, stop)
            raise
        else:
            self.store.clean(first, stop)
        finally:
            self.executor.close()
            self.progress.end()

    def _hand_out(self, chunks: Iterator[tuple[int, int]]) -> None:
        while self._under_way < self.executor.window:
            if (chunk := next(chunks, None)) is not None:
                task = self.plan.stretch(self.folder, range(*chunk), may_end=self.executor.separate)
            elif self._again:
                self.executor.settle()
                task = self._again.pop(0)
            elif self._suspects and not self._under_way:
                self._go_on_here()
                continue
            else:
                return
            self.executor.submit(task)
            self._under_way += 1

    def _go_on_here(self) -> None:
        """Run what a cluster has lost twice on this machine, where it is known which run ends its process."""
        self.executor.close()
        self.executor = Processes(1)
        self._again, self._suspects = self._suspects, []

    def _take(self, done: Done) -> None:
        task = done.task
        if not isinstance(task, Stretch):
            return
        if done.error is not None:
            raise done.error
        if done.died:
            self.progress.note(f"a worker died ({done.died}) with runs {task.first} to {task.stop - 1}: they go again")
            self._try_again(task, done.died, done.at)
            return
        report: Report = done.result
        self.progress.advance(report)
        if report.stopped is not None:
            spec, error = report.stopped
            raise BatchStopped(
                f"run {spec.run} (design point {spec.design}, replication {spec.replication}, seed {spec.seed}) "
                f"failed: {error}; {self.store.done:,} runs are kept in {self.store.folder}. Repair it and go on with "
                "--resume, or let the experiment say `on_error: keep`"
            )

    def _try_again(self, task: Stretch, how: str, at: int | None) -> None:
        """Run a chunk again whose worker died: around the run that it was at, which counts as the reason the next time.

        A cluster doesn't tell what its worker was at, and several chunks may be lost with one. What it loses twice is
        run on this machine in the end.
        """
        spec = task.specs[0]
        if task.fatal:
            raise TradetalksError(f"a worker died ({how}) as it wrote down run {spec.run}: {self.store.folder}")
        if at is None:
            lost_before = (task.first, task.stop) in self._lost
            self._lost.add((task.first, task.stop))
            if lost_before and not isinstance(self.executor, Cluster):
                raise TradetalksError(
                    f"workers die ({how}) before they begin with run {spec.run}; what is done is kept"
                )
            (self._suspects if lost_before else self._again).append(task)
        elif len(task.specs) > 1:
            self._deaths[at] += 1
            self._again += task.around(at)
        elif not self._deaths[at]:
            self._deaths[at] += 1
            self._again.append(task)
        elif self.plan.job.stops:
            raise BatchStopped(
                f"run {spec.run} (design point {spec.design}, replication {spec.replication}, seed {spec.seed}) ended "
                f"its process ({how}); {self.store.done:,} runs are kept in {self.store.folder}"
            )
        else:
            self._again.append(task.as_fatal())


class Batch:
    """The runs of an experiment in a store, finished or not.

    Args:
        folder: of the store.

    Attributes:
        store: the store.

    Raises:
        StoreError: the folder holds no store that can be read.

    Example:
        batch = tt.run_batch("deadlines", workers=2)
        frame = batch.runs().merge(batch.design(), on="design")
    """

    def __init__(self, folder: str | Path) -> None:
        self.store = Store(Path(folder))

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return self.store.folder

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the store says of itself: experiment, versions, machine."""
        return self.store.manifest

    @property
    def total(self) -> int:
        """How many runs the experiment has."""
        return self.store.total

    @property
    def done(self) -> int:
        """How many of them are there."""
        return self.store.done

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table of runs."""
        return self.store.columns

    def runs(self, columns: list[str] | None = None, *, where: str = "") -> Any:
        """Return the runs as a pandas frame, a row each, in order.

        Args:
            columns: which; all by default.
            where: an expression; only runs for which it is true.
        """
        return _frame(list(self.tables(columns, where=where)))

    def events(self, *, where: str = "") -> Any:
        """Return the moves and events that were kept as a pandas frame, in the order of the runs.

        Args:
            where: an expression over the columns of the runs, such as `not ok`; only events of such runs.
        """
        tables = list(self.store.event_tables())
        if not tables:
            from tradetalks.runs.batch.events import EVENT_COLUMNS
            from tradetalks.runs.batch.parts import arrow_schema

            tables = [arrow_schema(EVENT_COLUMNS).empty_table()]
        frame = _frame(tables)
        if where:
            frame = frame[frame["run"].isin(self.runs(["run"], where=where)["run"])]
        return frame

    def design(self) -> Any:
        """Return the design as a pandas frame: a row for each point, its number in the column `design`."""
        return _frame([self.store.design()])

    def tables(self, columns: list[str] | None = None, *, where: str = "") -> Iterator[Any]:
        """Yield the runs as pyarrow tables, part by part: however many there are, memory holds one part.

        Args:
            columns: which; all by default.
            where: an expression; only runs for which it is true.

        Raises:
            ConfigError: a column isn't there, or the expression is none.
        """
        known = {column.name: column.kind for column in self.columns}
        unknown = [name for name in columns or [] if name not in known]
        if unknown:
            raise ConfigError([Problem(f"there is no column {unknown[0]!r}; there are {', '.join(known)}")])
        wanted = list(known) if columns is None else columns
        if not where:
            yield from self.store.tables(wanted)
            return
        try:
            found = condition(where, known)
        except ExpressionError as error:
            raise ConfigError([Problem(str(error), "where")]) from None
        for table in self.store.tables(list(dict.fromkeys([*wanted, *found.names]))):
            names = sorted(found.names)
            rows = zip(*(table.column(name).to_pylist() for name in names), strict=True)
            kept = [found.value(dict(zip(names, row, strict=True))) is True for row in rows]
            yield table.filter(arrow().array(kept or [False] * table.num_rows)).select(wanted)

    def digest(self) -> str:
        """Return a digest of all rows; see `Store.digest`."""
        return self.store.digest()

    def compact(self) -> int:
        """Put small parts together; return how many are left."""
        return self.store.compact()

    def summary(self) -> Summary:
        """Return how the runs ended, in short."""
        done = deals = failed = 0
        reasons: dict[str, int] = {}
        names = [name for name in ("ok", "error", "deals") if any(column.name == name for column in self.columns)]
        for table in self.store.tables(names):
            done += table.num_rows
            oks = table.column("ok").to_pylist()
            failed += oks.count(False)
            for error in table.column("error").to_pylist() if False in oks else ():
                if error is not None:
                    reasons[error] = reasons.get(error, 0) + 1
            deals += sum(bool(count) for count in table.column("deals").to_pylist()) if "deals" in names else 0
        return Summary(self.total, done, deals if "deals" in names else None, failed, reasons)


@dataclass(frozen=True)
class Summary:
    """How runs ended: of all there are, how many are done, had a deal (None: not kept), failed, and why."""

    total: int
    done: int
    deals: int | None
    failed: int
    reasons: dict[str, int]


def _frame(tables: list[Any]) -> Any:
    import pandas as pd

    # Missing truth values would make a column of objects, of which there is no mean.
    types = {arrow().bool_(): pd.BooleanDtype()}
    if tables:
        return arrow().concat_tables(tables).to_pandas(types_mapper=types.get)
    return pd.DataFrame()
