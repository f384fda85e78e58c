"""Random numbers in named streams: adding a stream never shifts another, and designs can share them."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


def uniform(root: int, name: str, replication: int = 0) -> float:
    """Return the uniform random number in [0, 1) of a stream that holds one.

    Args:
        root: the root seed of the run.
        name: what the stream is for; it alone tells streams of one root apart.
        replication: which repetition of the same design.
    """
    (bits,) = _sequence(root, name, replication).generate_state(1, np.uint64)
    return float(int(bits) >> 11) * 2.0**-53


def uniforms(root: int, name: str, count: int, replication: int = 0) -> NDArray[np.float64]:
    """Return the first uniform random numbers in [0, 1) of a stream that holds many, shape (count,).

    Args:
        root: the root seed of the run.
        name: what the stream is for; it alone tells streams of one root apart.
        count: how many; the first of them are the same whatever the count.
        replication: which repetition of the same design.
    """
    # The raw bits are what numpy promises to keep from version to version.
    bits = np.random.PCG64(_sequence(root, name, replication)).random_raw(count)
    return np.asarray((np.asarray(bits) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def _sequence(root: int, name: str, replication: int) -> np.random.SeedSequence:
    return np.random.SeedSequence(root, spawn_key=(_key(name), replication))


@lru_cache(maxsize=4096)
def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big")
