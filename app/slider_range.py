"""How far a slider reaches: what is allowed, but no more than is of use around some values."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tradetalks.configs.parts.allowed import Allowed


def range_of(values: Sequence[float], allowed: Allowed) -> tuple[float, float, float]:
    """Return the ends and the step of a slider: what is allowed, but no more than is of use around some values.

    >>> range_of([0.5], Allowed(low=0, high=1))
    (0.0, 1.0, 0.005)
    >>> range_of([0.002], Allowed(low=0, high=1))  # to 1 it could not be seen
    (0.0, 0.005, 5e-05)
    """
    farthest = max(abs(value) for value in values)
    # Below this no slider can tell numbers apart, and powers of ten run out.
    reach = round_up(max(2 * farthest, 1e-9)) if farthest else 1.0
    # Of what is counted one or two more are not much of a choice.
    reach = max(reach, 5.0) if allowed.whole else reach
    # What can be turned round is: a shock may be a recovery.
    turned = allowed.low is not None and allowed.low < 0
    low = 0.0 if min(values) >= 0 and not turned else -reach
    high = reach if max(values) > 0 or not farthest else 0.0
    if allowed.low is not None:
        low = allowed.low if allowed.low > -reach else low
    if allowed.high is not None:
        high = allowed.high if allowed.high <= min(max(reach, 1.0), 10 * reach) else high
    low, high = min(low, *values), max(high, *values)
    step = 1.0 if allowed.whole else round_up(max(high - low, 1e-9) / 200)
    # An end that is not allowed itself is left out by a step.
    return (
        low + step * (allowed.above and low == allowed.low),
        high - step * (allowed.below and high == allowed.high),
        step,
    )


def round_up(value: float) -> float:
    """Return the next of 1, 2 or 5 times a power of ten.

    >>> round_up(0.3), round_up(7)
    (0.5, 10.0)
    """
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= value * 0.999)
