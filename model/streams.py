"""Random numbers in named streams: adding a stream never shifts another, and designs can share them."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np


def uniform(root: int, name: str, replication: int = 0) -> float:
    """Return the uniform random number in [0, 1) of a stream that holds one.

    Args:
        root: the root seed of the run.
        name: what the stream is for; it alone tells streams of one root apart.
        replication: which repetition of the same design.
    """
    (bits,) = _sequence(root, name, replication).generate_state(1, np.uint64)
    return float(int(bits) >> 11) * 2.0**-53


def _sequence(root: int, name: str, replication: int) -> np.random.SeedSequence:
    return np.random.SeedSequence(root, spawn_key=(_key(name), replication))


@lru_cache(maxsize=4096)
def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big")
