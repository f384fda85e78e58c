"""One thread for linear algebra while the trade model solves.

Two reasons: results must have the same bits whatever number of threads the machine or the user has set,
because a library splits a product differently for each; and our matrices are so small that a second
thread makes them slower.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np  # noqa: F401 - its library must be loaded before it can be found
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

__all__ = ["one_thread"]

_turn = threading.RLock()


@cache
def _libraries() -> ThreadpoolController:
    """Return the linear algebra libraries of this process; looking for them takes a millisecond."""
    return ThreadpoolController().select(user_api="blas")


@contextmanager
def one_thread() -> Iterator[None]:
    """Let linear algebra use one thread inside the block; one block at a time runs in a process.

    The setting is the process's, not the thread's: without taking turns, one block's end would give
    back many threads in the middle of another.
    """
    with _turn, _libraries().limit(limits=1):
        yield
