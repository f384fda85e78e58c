"""Running a batch: what is missing is handed out, on as many workers as there are, and nothing finished is lost."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tradetalks.configs.experiment.load import ExperimentSource
from tradetalks.errors import StoreError, TradetalksError
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.executors.base import Done, Executor
from tradetalks.runs.batch.executors.choose import executor_of
from tradetalks.runs.batch.executors.cluster import Cluster
from tradetalks.runs.batch.executors.processes import Processes
from tradetalks.runs.batch.job import Report, Stretch
from tradetalks.runs.batch.parts import arrow
from tradetalks.runs.batch.plan import Plan, chunk_of
from tradetalks.runs.batch.progress import Progress, Quiet
from tradetalks.runs.batch.store import MANIFEST, Store, locked
from tradetalks.runs.files.whole import is_there

EVERY = 0.5
"""How often the progress is told, at least, in s."""


class BatchStopped(TradetalksError):
    """A run failed, and the experiment says `on_error: stop`; what was finished is kept."""


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
