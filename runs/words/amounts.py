"""Amounts in words: money, scores, counts."""

from __future__ import annotations

from collections.abc import Iterable

LARGE = 1e6
"""From here on amounts are written by powers of ten; no scenario that makes sense gets there."""


def money(value: float, decimals: int = 1) -> str:
    """Write USD bn with a sign, and one decimal unless told otherwise; no minus on a zero.

    >>> money(3.71), money(-0.04), money(0.0), money(-1e300)
    ('+3.7', '+0.0', '+0.0', '-1e+300')
    """
    if abs(value) < LARGE:
        return f"{round(value, decimals) + 0.0:+.{decimals}f}"
    return f"{value:+.3g}"


def decimals_for(values: Iterable[float]) -> int:
    """Return how many decimals USD bn need beside each other, so that the largest of them is not about 0.

    >>> decimals_for([80.8, 0.02]), decimals_for([0.31, -0.02]), decimals_for([0.04]), decimals_for([0.0])
    (1, 2, 3, 1)
    """
    most = max(map(abs, values), default=0.0)
    return 1 if most >= 0.95 or most < 5e-4 else 2 if most >= 0.095 else 3


def worth(value: float, unit: str, decimals: int = 1) -> str:
    """Write what something is worth, in "bn" or "points": money with sign and decimals, or points with three of them.

    >>> worth(3.71, "bn"), worth(0.5, "points")
    ('+3.7 bn', '0.500 points')
    """
    if unit == "bn":
        return f"{money(value, decimals)} bn"
    return f"{value + 0.0:.3f} points"


def counted(number: int, what: str) -> str:
    """Write how many of something there are.

    >>> counted(1, "day"), counted(12000, "possible deal")
    ('1 day', '12,000 possible deals')
    """
    if number == 1:
        return f"{number:,} {what}"
    return f"{number:,} {what}s"
