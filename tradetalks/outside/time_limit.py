"""Time limits: stop a call that takes too much CPU time, even an endless loop, on every platform with CPython.

A thread of its own looks at the CPU time of the thread that makes the call, and raises `TimeUp` inside it when the
limit has passed; again and again, should the call catch it. So limits work outside the main thread and where there
are no signals. What runs in C comes to Python's notice when it returns: `sum(range(10**12))` can't be stopped.

Where the system doesn't tell the CPU time of one thread (macOS, Windows), that of the process counts in its place. A
call that waits, for the network say, uses no CPU: it is stopped when `WAITING` times its limit has passed on the clock.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

EVERY = 0.02
"""How often it is looked whether a limit has passed, in s."""
IDLE = 50
"""After how many looks without a call to watch the thread goes to sleep."""
WAITING = 10
"""How many times its limit a call may take on the clock."""


class TimeUp(BaseException):
    """A call has taken more than its limit; no `except Exception` of its own catches it."""


@dataclass(slots=True)
class _Watched:
    cpu: Callable[[], float]
    cpu_end: float
    clock_end: float

    @property
    def late(self) -> bool:
        return self.cpu() > self.cpu_end or time.monotonic() > self.clock_end


_watched: dict[int, _Watched] = {}
_lock = threading.Lock()
_work = threading.Event()
_started = False


def running() -> bool:
    """Return whether this thread is inside a call with a limit."""
    return threading.get_ident() in _watched


def within[T](seconds: float, call: Callable[[], T]) -> T:
    """Return what a call returns.

    Args:
        seconds: of CPU time that it may take.
        call: what is called; inside another call with a limit that one's limit holds.

    Raises:
        TimeUp: it took longer.
    """
    if running():
        return call()
    thread = threading.get_ident()
    cpu = _cpu_clock(thread)
    watched = _Watched(cpu, cpu() + seconds, time.monotonic() + WAITING * seconds)
    try:
        try:
            _watched[thread] = watched
            _wake()
            result = call()
        finally:
            _forget(thread)
    except TimeUp:
        _forget(thread)
        raise TimeUp from None
    if watched.late:
        # It has caught what should have stopped it, or what ran was in C.
        raise TimeUp
    return result


def _forget(thread: int) -> None:
    """Watch no longer, and take back what was raised but has not arrived yet."""
    while True:
        with contextlib.suppress(TimeUp):
            with _lock:
                _watched.pop(thread, None)
            _raise_in(thread, None)
            return


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    wrapped = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), wrapped)


def _cpu_clock(thread: int) -> Callable[[], float]:
    """Return the clock of a thread's CPU time that other threads can read."""
    if hasattr(time, "pthread_getcpuclockid"):
        clock = time.pthread_getcpuclockid(thread)
        return lambda: time.clock_gettime(clock)
    return time.process_time


def _wake() -> None:
    global _started  # noqa: PLW0603 - one thread a process
    if not _started:
        _started = True
        threading.Thread(target=_watch, name="tradetalks time limits", daemon=True).start()
    if not _work.is_set():
        _work.set()


def _watch() -> None:
    idle = 0
    while True:
        _work.wait()
        time.sleep(EVERY)
        with _lock:
            for thread, watched in list(_watched.items()):
                if watched.late:
                    _raise_in(thread, TimeUp)
        idle = 0 if _watched else idle + 1
        if idle > IDLE:
            idle = 0
            _work.clear()
            if _watched:
                _work.set()


def _after_fork() -> None:
    """Begin anew in a child process: threads don't follow."""
    global _started, _lock  # noqa: PLW0603 - see above
    _started = False
    _lock = threading.Lock()
    _watched.clear()
    _work.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
