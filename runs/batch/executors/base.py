"""Executors: who runs tasks, here or elsewhere. A task is anything that can be called and pickled."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar, Self

type Task = Callable[[], Any]


@dataclass(frozen=True)
class Done:
    """What became of a task.

    Attributes:
        task: the task.
        result: what it returned.
        error: what it raised.
        died: how its process ended before the task did; "" if it didn't.
        at: the number that the task was at when its process ended, as it told by `tell`; None where nobody listened.
    """

    task: Task
    result: Any = None
    error: BaseException | None = None
    died: str = ""
    at: int | None = None


class _Listener:
    """Where a worker's tasks tell what they are at; a memory that they share with who started the worker."""

    shared: ClassVar[Any] = None


def listen(shared: Any) -> None:
    """Let the tasks of this process tell what they are at to a shared number."""
    _Listener.shared = shared


def tell(number: int) -> None:
    """Tell what a task is at, should its process end now; costs next to nothing."""
    if _Listener.shared is not None:
        _Listener.shared.value = number


class Executor(ABC):
    """Runs tasks; a `with` block ends it."""

    workers: int
    """How many tasks it runs at a time."""

    separate: bool = True
    """Whether tasks run in processes of their own, which may end without ending this one."""

    @property
    def window(self) -> int:
        """How many tasks should be under way, so that no worker waits for its next one."""
        return 2 * max(self.workers, 1)

    @abstractmethod
    def submit(self, task: Task) -> None:
        """Take a task."""

    def settle(self) -> None:
        """Wait, after a worker has died, until another is ready."""
        return

    @abstractmethod
    def wait(self, timeout: float) -> list[Done]:
        """Return the tasks that have ended; none where none did within some seconds."""

    @abstractmethod
    def close(self) -> None:
        """End at once; what is under way is given up."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
