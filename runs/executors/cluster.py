"""Cluster: tasks run on the workers of a Dask scheduler, wherever these are.

The unit of work is a stretch of seconds, never a run: a task costs the scheduler 2 ms and some kilobytes. A worker that
is lost costs its task, which Dask gives to another; one that loses several is handed back as having died.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tradetalks.errors import TradetalksError
from tradetalks.runs.executors.base import Done, Executor, Task
from tradetalks.runs.extras import needed

SECONDS_TO_CONNECT = 15
SECONDS_FOR_A_WORKER = 600
RETRIES = 2


class Cluster(Executor):
    """Runs tasks on a Dask cluster.

    Args:
        where: the scheduler's address ("tcp://host:8786"), or a `distributed.Client` of your own.
        closes: what else has to be closed at the end, such as a cluster that was started for this.

    Raises:
        TradetalksError: there is no scheduler, or it has no worker; says what to do.
    """

    def __init__(self, where: Any, closes: Callable[[], None] | None = None) -> None:
        distributed = needed("distributed", "cluster", "a cluster")
        self._closes = closes
        self._own = isinstance(where, str)
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
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
        except TimeoutError:
            self.close()
            raise TradetalksError(f"no worker came to the scheduler in {SECONDS_FOR_A_WORKER} s") from None

    @property
    def workers(self) -> int:  # type: ignore[override]
        """How many tasks it runs at a time, now: workers come and go."""
        threads: int = sum(self._client.nthreads().values())
        return max(threads, 1)

    @property
    def window(self) -> int:
        """How many tasks should be under way."""
        return 4 * self.workers

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
        future = self._client.submit(task, pure=False, retries=RETRIES)
        self._tasks[future.key] = (task, future)
        future.add_done_callback(self._done.put)

    def wait(self, timeout: float) -> list[Done]:
        """Return what has ended within some seconds.

        Raises:
            TradetalksError: the scheduler is gone.
        """
        done = []
        try:
            done.append(self._ended(self._done.get(timeout=timeout)))
            while True:
                done.append(self._ended(self._done.get_nowait()))
        except queue.Empty:
            if not done and self._client.status in {"closed", "closing"}:
                raise TradetalksError("the scheduler is gone; what was finished is kept") from None
            return done

    def close(self) -> None:
        """Give up what is under way, and leave the cluster."""
        for _, future in self._tasks.values():
            future.cancel()
        self._tasks.clear()
        if self._own:
            self._client.close()
        if self._closes is not None:
            self._closes()

    def _ended(self, future: Any) -> Done:
        task, _ = self._tasks.pop(future.key)
        if future.status == "finished":
            result = future.result()
            future.release()
            return Done(task, result=result)
        if future.status == "lost" or future.cancelled():
            raise TradetalksError("the scheduler has lost or cancelled what was under way; what was finished is kept")
        error = future.exception()
        future.release()
        if isinstance(error, self._lost):
            return Done(task, died="its workers died")
        return Done(task, error=error)
