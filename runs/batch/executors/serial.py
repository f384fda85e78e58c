"""Serial: tasks run in this process, one after the other; for debuggers, and where no process may be started."""

from __future__ import annotations

from collections import deque

from tradetalks.runs.batch.executors.base import Done, Executor, Task


class Serial(Executor):
    """Runs a task when it is waited for. A task that ends its process ends this one."""

    workers = 1
    separate = False

    @property
    def window(self) -> int:
        """One task: the next is made when this one has been run."""
        return 1

    def __init__(self) -> None:
        self._tasks: deque[Task] = deque()

    def submit(self, task: Task) -> None:
        """Take a task."""
        self._tasks.append(task)

    def wait(self, timeout: float) -> list[Done]:  # noqa: ARG002 - a task can't be waited for in part
        """Run the next task."""
        if not self._tasks:
            return []
        task = self._tasks.popleft()
        try:
            return [Done(task, result=task())]
        except Exception as error:  # noqa: BLE001 - whoever waits decides
            return [Done(task, error=error)]

    def close(self) -> None:
        """Forget what has not been run."""
        self._tasks.clear()
