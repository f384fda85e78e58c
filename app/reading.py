"""Reading what visitors hand in, in a process of its own: the one that serves them goes on meanwhile.

The process is killed once it has taken more time or memory than it may, so that no file can stop the server. What is
read is run there as well, to its end: whatever would be too much to watch is known before it is watched. It gets the
processor after everybody else.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from tradetalks.app.uploads import Prepared, check_name, check_size, opened, prepared
from tradetalks.errors import TradetalksError
from tradetalks.runs.batch.executors.processes import one_thread_each

READING_SECONDS = 2
"""Of the processor's time, in which a file is read and checked: the largest scenario that is shipped takes 0.1."""
RUNNING_SECONDS = 5
"""Of the processor's time, in which what it holds is run to its end: the same takes 0.5."""
PATIENCE = 10
"""How many times longer either may last by the clock: other processes want the processor, too."""
STARTING_SECONDS = 60
"""By the clock, until a process begins: the first waits until what all of them need is imported."""
MEMORY = 300_000_000
"""Bytes that the process may take beyond what it has when it begins."""

_AT_ONCE = threading.BoundedSemaphore(max(1, (os.cpu_count() or 1) // 2))
_STARTING = threading.Lock()
_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
# Of the command line each process has the main module, too.
_PRELOAD = ["tradetalks.app.reading", "tradetalks.cli.main"]
_BEGUN, _READ, _REFUSED, _FULL, _PREPARED = "begun", "read", "refused", "full", "prepared"


def prepare() -> None:
    """Start what the processes are forked from, so that the first visitor who hands in a file need not wait for it."""
    if _FORKS:
        from multiprocessing import forkserver

        with _STARTING, one_thread_each():
            multiprocessing.get_context("forkserver").set_forkserver_preload(_PRELOAD)
            forkserver.ensure_running()


def read_apart(name: str, content: bytes) -> Prepared:
    """Read a file that was handed in, and run what it holds, in a process of its own.

    Args:
        name: the file's name.
        content: what is in it.

    Raises:
        ConfigError: the scenario is not as it must be; with lines.
        TradetalksError: it is neither a scenario nor a result, too large, names files of this machine, or takes too
            much time or memory.
    """
    check_name(name)
    check_size(name, len(content))
    prepare()
    if not _AT_ONCE.acquire(timeout=READING_SECONDS * PATIENCE):
        raise TradetalksError(f"{name} can't be read now, as others hand in files as well: try again in a minute")
    try:
        with _reader(name, content) as (process, pipe):
            return _answer(name, process, pipe)
    finally:
        _AT_ONCE.release()


@contextmanager
def _reader(name: str, content: bytes) -> Iterator[tuple[BaseProcess, Connection]]:
    """Start the process that reads a file; end it at last, whatever it is at."""
    context = multiprocessing.get_context("forkserver") if _FORKS else multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(theirs, name, content), name="tradetalks reader", daemon=True)
    with _STARTING, one_thread_each():
        process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _answer(name: str, process: BaseProcess, pipe: Connection) -> Prepared:
    """Return what the process has read.

    Raises:
        TradetalksError: what it says against the file, or what it took too much of.
    """
    steps = {"opened": STARTING_SECONDS // PATIENCE, "read": READING_SECONDS, "run to its end": RUNNING_SECONDS}
    for doing, seconds in steps.items():
        advice = "start it on your own machine, `tradetalks app FILE`"
        too_long = TradetalksError(f"{name} takes more than {seconds} seconds to be {doing}, too long here: {advice}")
        if not pipe.poll(seconds * PATIENCE):
            raise too_long
        try:
            kind, answer = pipe.recv()
        except (EOFError, OSError):
            process.join()
            if process.exitcode == -_out_of_time():
                raise too_long from None
            raise TradetalksError(f"{name} could not be {doing}: the server's own output says why") from None
        if kind == _REFUSED:
            raise answer
        if kind == _FULL:
            most = MEMORY // 1_000_000
            raise TradetalksError(f"{name} takes more than {most} MB of memory to be {doing}, too much here: {advice}")
        if kind == _PREPARED and isinstance(answer, Prepared):
            return answer
    raise TradetalksError(f"{name} could not be read")


# ---- in the process


def _read(pipe: Connection, name: str, content: bytes) -> None:
    # An interrupt goes to all processes of a terminal; the server ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory()
    _bound_time(READING_SECONDS)
    pipe.send((_BEGUN, None))
    try:
        file = opened(name, content)
        pipe.send((_READ, None))
        _bound_time(RUNNING_SECONDS)
        pipe.send((_PREPARED, prepared(name, file)))
    except TradetalksError as error:
        pipe.send((_REFUSED, error))
    except MemoryError:
        pipe.send((_FULL, None))


# Windows knows no such bounds: there the server's clock alone ends the process.
if sys.platform == "win32":

    def _out_of_time() -> int:
        return 0

    def _bound_time(seconds: int) -> None:
        pass

    def _bound_memory() -> None:
        pass

else:
    import resource

    def _out_of_time() -> int:
        return int(signal.SIGXCPU)

    def _bound_time(seconds: int) -> None:
        """Have this process killed once it has taken so many seconds more of the processor's time."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, most))

    def _bound_memory() -> None:
        """Let this process take MEMORY more than it has, and the processor after everybody else."""
        os.nice(10)
        pages = Path("/proc/self/statm")
        if pages.exists():
            size = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
            _, most = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, most))
