"""Cluster: tasks run on the workers of a Dask scheduler, wherever these are.

The unit of work is a stretch of seconds, never a run: a task costs the scheduler 2 ms and some kilobytes. A worker that
is lost costs its task, which is handed back as having died.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tradetalks.errors import TradetalksError
from tradetalks.runs.batch.executors.base import Done, Executor, Task
from tradetalks.runs.extras import needed

SECONDS_TO_CONNECT = 15
SECONDS_FOR_A_WORKER = 300
SECONDS_TO_SETTLE = 4.0


class Cluster(Executor):
    """Runs tasks on a Dask cluster.

    Args:
        where: the scheduler's address ("tcp://host:8786"), or a `distributed.Client` of your own.
        closes: what else has to be closed at the end, such as a cluster that was started for this.
        patience: how many seconds to wait for the first worker; None for ever, as in the queue of a batch system.

    Raises:
        TradetalksError: there is no scheduler, or it has no worker; says what to do.
    """

    def __init__(
        self, where: Any, closes: Callable[[], None] | None = None, patience: float | None = SECONDS_FOR_A_WORKER
    ) -> None:
        distributed = needed("distributed", "cluster", "a cluster")
        self._closes = closes
        self._own = isinstance(where, str)
        self._settled: list[str] | None = None
        self._closed = False
        self._allowed: int | None = None
        self._lost: Any = distributed.scheduler.KilledWorker
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._tasks: dict[str, tuple[Task, Any]] = {}
        try:
            self._client = distributed.Client(where, timeout=SECONDS_TO_CONNECT) if self._own else where
        except (OSError, TimeoutError, ValueError) as error:
            raise TradetalksError(
                f"can't reach a Dask scheduler at {where} ({str(error).splitlines()[0]}): is `dask scheduler` running "
                "there, and is the port open to this machine?"
            ) from None
        self._patience = patience
        self._seen = time.monotonic()
        try:
            self._wait_for_a_worker()
        except (KeyboardInterrupt, TradetalksError):
            self.close()
            raise
        # What was with a worker that died is handed back at once, not given to three more workers to die of.
        self._allowed = self._client.run_on_scheduler(_allow_failures, count=0)

    @property
    def workers(self) -> int:  # type: ignore[override]
        """How many tasks it runs at a time, now: workers come and go."""
        threads: int = sum(self._client.nthreads().values())
        return max(threads, 1)

    @property
    def window(self) -> int:
        """How many tasks should be under way."""
        return 4 * self.workers

    def _wait_for_a_worker(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError:
            raise TradetalksError(
                f"the cluster has had no worker for {self._patience:g} s: start some; what was finished is kept"
            ) from None

    def settle(self) -> None:
        """Wait until a worker has been there for some seconds: the next task goes to it.

        A nanny starts a worker again that dies, but not one that dies before it has seen it start.
        """
        since: dict[str, float] = {}
        while True:
            self._wait_for_a_worker()
            now = time.monotonic()
            since = {address: since.get(address, now) for address in self._client.nthreads()}
            oldest = min(since, key=since.__getitem__, default="")
            if oldest and now - since[oldest] >= SECONDS_TO_SETTLE:
                self._settled = [oldest]
                return
            time.sleep(0.2)

    def check_folder(self, file: Path) -> None:
        """Check that every worker sees a file.

        Raises:
            TradetalksError: some don't; says which.
        """
        seen = self._client.run(Path.is_file, file)
        blind = [str(worker) for worker, sees in seen.items() if not sees]
        if blind:
            raise TradetalksError(
                f"the workers at {', '.join(blind[:5])} don't see {file}: -o must name a folder on a disk that all "
                "share, by the same path"
            )

    def submit(self, task: Task) -> None:
        """Take a task."""
        future = self._client.submit(task, pure=False, workers=self._settled, allow_other_workers=bool(self._settled))
        self._settled = None
        self._tasks[future.key] = (task, future)
        future.add_done_callback(self._done.put)

    def wait(self, timeout: float) -> list[Done]:
        """Return what has ended within some seconds.

        Raises:
            TradetalksError: the scheduler is gone, or all its workers for long.
        """
        done = []
        try:
            done.append(self._ended(self._done.get(timeout=timeout)))
            while True:
                done.append(self._ended(self._done.get_nowait()))
        except queue.Empty:
            if not done and self._client.status in {"closed", "closing"}:
                raise TradetalksError("the scheduler is gone; what was finished is kept") from None
            if done or self._client.nthreads():
                self._seen = time.monotonic()
            elif self._patience is not None and time.monotonic() - self._seen > self._patience:
                self._wait_for_a_worker()
            return done

    def close(self) -> None:
        """Give up what is under way, and leave the cluster; once is enough."""
        if self._closed:
            return
        self._closed = True
        for _, future in self._tasks.values():
            future.cancel()
        self._tasks.clear()
        if self._allowed is not None and self._client.status == "running":
            self._client.run_on_scheduler(_allow_failures, count=self._allowed)
        if self._own:
            self._client.close()
        if self._closes is not None:
            self._closes()

    def _ended(self, future: Any) -> Done:
        task, _ = self._tasks.pop(future.key)
        if future.status == "finished":
            try:
                return Done(task, result=future.result())
            except self._lost:
                # Its result was with a worker that was lost since.
                return Done(task, died="its worker was lost")
            finally:
                future.release()
        if future.status in {"lost", "pending"}:
            # Likewise; the runs are written down, but nobody has told how many.
            future.release()
            return Done(task, died="its worker was lost")
        if future.cancelled():
            raise TradetalksError("the scheduler has cancelled what was under way; what was finished is kept")
        error = future.exception()
        future.release()
        if isinstance(error, self._lost):
            return Done(task, died="its worker was lost")
        return Done(task, error=error)


def _allow_failures(count: int, dask_scheduler: Any) -> int:
    """Set, on the scheduler, how many workers a task may lose before it is handed back; return what it was."""
    before: int = dask_scheduler.allowed_failures
    dask_scheduler.allowed_failures = count
    return before
