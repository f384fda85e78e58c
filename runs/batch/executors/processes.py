"""Processes: tasks run in processes of this machine, each of which may die without the others.

`concurrent.futures` gives up all its workers when one dies, and doesn't tell whose task it was; `multiprocessing.Pool`
waits for ever. So each worker here has a pipe of its own: when it dies, what it was at is known, and nothing else is
lost.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from tradetalks.errors import TradetalksError
from tradetalks.runs.batch.executors.base import Done, Executor, Task, listen

_READY = "ready"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
SECONDS_TO_END = 5.0
NOWHERE = -1
"""What a worker is at before its task has told."""


@dataclass
class _Worker:
    process: Any
    pipe: Connection
    at: Any
    task: Task | None = None
    ready: bool = False


class Processes(Executor):
    """Runs tasks in new processes, started when they are needed.

    Args:
        workers: how many.

    Raises:
        TradetalksError: worker processes can't be started from this program.
    """

    def __init__(self, workers: int) -> None:
        check_can_start(without=0)
        self.workers = workers
        self._tasks: deque[Task] = deque()
        self._running: list[_Worker] = []

    def submit(self, task: Task) -> None:
        """Take a task."""
        self._tasks.append(task)
        self._hand_out()

    def wait(self, timeout: float) -> list[Done]:
        """Return what has ended within some seconds.

        Raises:
            TradetalksError: worker processes can't be started from this program.
        """
        self._hand_out()
        by_pipe = {worker.pipe: worker for worker in self._running if worker.task is not None or not worker.ready}
        done = []
        for pipe in wait(list(by_pipe), timeout):
            found = self._heard(by_pipe[pipe])  # type: ignore[index]
            done += [] if found is None else [found]
        self._hand_out()
        return done

    def close(self) -> None:
        """End all workers: the idle ones by themselves, the others by force."""
        self._tasks.clear()
        for worker in self._running:
            if worker.task is not None or not worker.ready:
                worker.process.kill()
            worker.pipe.close()
        for worker in self._running:
            worker.process.join(SECONDS_TO_END)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._running.clear()

    def _hand_out(self) -> None:
        while self._tasks:
            idle = next((worker for worker in self._running if worker.task is None), None)
            if idle is None:
                if len(self._running) >= self.workers:
                    return
                idle = _started()
                self._running.append(idle)
            idle.task = self._tasks.popleft()
            idle.at.value = NOWHERE
            try:
                idle.pipe.send_bytes(pickle.dumps(idle.task))
            except OSError:
                # It has died; that is noticed, with its task, when it is listened to.
                return

    def _heard(self, worker: _Worker) -> Done | None:
        try:
            said, value = worker.pipe.recv()
        except (EOFError, OSError):
            return self._lost(worker)
        if said == _READY:
            worker.ready = True
            return None
        task, worker.task = worker.task, None
        if task is None:
            return None
        if said == "raised":
            return Done(task, error=value)
        return Done(task, result=value)

    def _lost(self, worker: _Worker) -> Done | None:
        worker.process.join(SECONDS_TO_END)
        code = worker.process.exitcode
        self._running.remove(worker)
        worker.pipe.close()
        if not worker.ready:
            raise TradetalksError(
                "a worker process ended at its start; a script that starts workers must do so under "
                '`if __name__ == "__main__":`, as each worker reads the script'
            )
        task, worker.task = worker.task, None
        at = None if worker.at.value == NOWHERE else int(worker.at.value)
        if task is None:
            return None
        return Done(task, died=_in_words(code), at=at)


def check_can_start(*, without: int) -> None:
    """Check that worker processes can read the program that starts them, as each does at its start.

    Args:
        without: the number of workers that starts none, for the message.

    Raises:
        TradetalksError: the program is a script on standard input, or in a pipe, which can be read but once.
    """
    main = sys.modules["__main__"]
    script = getattr(main, "__file__", None)
    if main.__spec__ is None and script is not None and not Path(script).is_file():
        raise TradetalksError(
            f"a script in {script} can't have workers, as each of them has to read it anew: save it as a file, or "
            f"run it with workers={without}"
        )


def _in_words(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return f"exit code {code}"


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Let processes that are started in the block use one thread each where a library would take one for each core.

    More threads than cores make a small matrix's product slower. A library reads this once, as it loads.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    try:
        os.environ.update({name: "1" for name, value in before.items() if value is None})
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)


def _started() -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    at = context.RawValue("q", NOWHERE)
    process = context.Process(target=_serve, args=(theirs, at), name="tradetalks worker", daemon=True)
    with one_thread_each():
        process.start()
    theirs.close()
    return _Worker(process, ours, at)


def _serve(pipe: Connection, at: Any) -> None:
    """Run tasks as they come, in the worker's process."""
    # An interrupt goes to all processes of a terminal; this one's parent decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    listen(at)
    pipe.send((_READY, None))
    while True:
        try:
            content = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            answer = ("returned", pickle.loads(content)())  # noqa: S301 - our parent's own task
        except Exception as error:  # noqa: BLE001 - the parent decides
            answer = ("raised", _that_travels(error))
        pipe.send(answer)


def _that_travels(error: Exception) -> Exception:
    """Return an error as the parent can read it, with where it arose."""
    if isinstance(error, TradetalksError):
        return error
    return RuntimeError(f"in a worker: {''.join(traceback.format_exception(error))}")


def _end_with_parent() -> None:
    """End this process when its parent has died: nobody would hear of its work, and another may be at it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
