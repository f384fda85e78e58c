"""Random numbers in named streams: adding a stream never shifts another, and designs can share them."""

from __future__ import annotations

import hashlib


def uniform(root: int, name: str, replication: int = 0) -> float:
    """Return the uniform random number in [0, 1) of a stream that holds one.

    It is a keyed hash (BLAKE2b) of the three, of which 53 bits are used: as independent as streams of a
    `SeedSequence`, at a tenth of its cost, and the same in every version of numpy.

    Args:
        root: the root seed of the run.
        name: what the stream is for; it alone tells streams of one root apart.
        replication: which repetition of the same design.
    """
    text = f"{root}/{replication}/{name}".encode()
    bits = int.from_bytes(hashlib.blake2b(text, digest_size=8, person=b"tradetalks").digest(), "big")
    return (bits >> 11) * 2.0**-53
