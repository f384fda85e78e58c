"""The formats of stores: on what rows hang besides the experiment, which has changed from one to the next.

A store that was begun in an earlier format is read, and goes on by the rules of that format: its rows stay of one kind.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

FORMAT = 2
"""Of stores that are begun now; raised when a reader of the old one would misread the new one."""

DECIMALS = 9
"""Of what is measured, as in the JSON form of a result."""
DIGITS = 12
"""Significant digits of outcomes of one's own: the last bits, which differ between machines, are not among them."""


@dataclass(frozen=True)
class Rules:
    """The rules of a format.

    Attributes:
        seeds_below: what the seeds of runs are less than.
        digits: to how many significant digits outcomes of one's own are rounded; None for DECIMALS decimals, whatever
            their size.
    """

    seeds_below: float
    digits: int | None

    def outcome(self, value: float) -> float | None:
        """Return an outcome of one's own as it is stored; None for one that no number holds."""
        if not math.isfinite(value):
            return None
        rounded = round(value, DECIMALS) if self.digits is None else float(f"{value:.{self.digits}g}")
        return rounded + 0.0


RULES = {
    1: Rules(seeds_below=2.0**53, digits=None),
    # Table programs keep 15 digits of a number, and 2^49 has 15.
    2: Rules(seeds_below=2.0**49, digits=DIGITS),
}
