"""The root seed of a run, from which all that it draws follows."""

from __future__ import annotations

import secrets
from typing import SupportsIndex

from tradetalks.errors import TradetalksError

SEED_DIGITS = 1000
"""Far more than anybody needs, and not more than a number can be read from."""


def whole_seed(rng: object) -> int:
    """Return a seed as a whole number; a browser's text field hands out text."""
    if rng is None:
        return secrets.randbits(32)
    if isinstance(rng, str) and rng.isascii() and rng.strip().isdecimal():
        if len(rng) > SEED_DIGITS:
            raise TradetalksError(f"a seed has at most {SEED_DIGITS} digits, not {len(rng):,}")
        return int(rng)
    if isinstance(rng, bool) or not isinstance(rng, SupportsIndex) or rng.__index__() < 0:
        raise TradetalksError(f"a seed must be a whole number from 0, such as 7, not {rng!r}")
    return rng.__index__()
