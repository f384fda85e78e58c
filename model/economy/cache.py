"""A store of results by content: what was asked before costs nothing.

One for the process. The least recently used results go first when the store is full. Results are
read-only and the same call always gives the same bits, so nobody can tell a stored result from a new one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

__all__ = ["Cache", "CacheInfo"]


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """How a cache is doing: results found, results computed, how many it holds, their bytes, the limit."""

    hits: int
    misses: int
    entries: int
    nbytes: int
    limit: int


class Cache[T]:
    """Least-recently-used results by key, bounded by their size in bytes.

    Args:
        limit: the most bytes to hold; a result that is larger alone is not kept.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[bytes, tuple[T, int]] = OrderedDict()
        self._nbytes = self._hits = self._misses = 0
        self._lock = threading.Lock()

    def get(self, key: bytes) -> T | None:
        """Return the result of that key, or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                self._misses += 1
                return None
            self._hits += 1
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: bytes, value: T, nbytes: int) -> None:
        """Keep a result of `nbytes` bytes; drop the least recently used ones until all fit."""
        with self._lock:
            if key in self._entries or nbytes > self._limit:
                return
            self._entries[key] = (value, nbytes)
            self._nbytes += nbytes
            self._shrink()

    def resize(self, limit: int) -> None:
        """Set the most bytes to hold; 0 keeps nothing."""
        with self._lock:
            self._limit = limit
            self._shrink()

    def clear(self) -> None:
        """Forget everything, counts too."""
        with self._lock:
            self._entries.clear()
            self._nbytes = self._hits = self._misses = 0

    def info(self) -> CacheInfo:
        """Return how the cache is doing."""
        with self._lock:
            return CacheInfo(self._hits, self._misses, len(self._entries), self._nbytes, self._limit)

    def _shrink(self) -> None:
        while self._nbytes > self._limit:
            _, (_, nbytes) = self._entries.popitem(last=False)
            self._nbytes -= nbytes
