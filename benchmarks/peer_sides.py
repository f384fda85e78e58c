"""The two sides of a comparison with NegMAS: the same utilities for both, and their CPU times, taken in turn.

What `peers.py` and `peer_tournament.py` share; it runs nothing by itself.
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.score_sheet import ScoreSheet

type Sheet = tuple[list[float], list[list[float]]]
"""Weights by issue, and points by issue and level."""


def negmas() -> Any:
    """Return NegMAS; where it is not installed, say so and end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import negmas
    except ImportError:
        print('NegMAS is not installed, so nothing is compared: pip install -e ".[peers]"')
        sys.exit(0)
    return negmas


def sheets(shape: Sequence[int], parties: int, seed: int = 7) -> list[Sheet]:
    """Return random weights and points for each party; the best level of every issue has one point."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(parties):
        points = [rng.random(levels) for levels in shape]
        found.append((rng.dirichlet(np.ones(len(shape))).tolist(), [(row / row.max()).tolist() for row in points]))
    return found


def our_space(shape: Sequence[int]) -> OutcomeSpace:
    """Return the outcome space."""
    return OutcomeSpace([Issue(f"i{place}", tuple(map(float, range(levels)))) for place, levels in enumerate(shape)])


def our_sheets(given: Sequence[Sheet]) -> list[ScoreSheet]:
    """Return the score-sheets."""
    return [
        ScoreSheet(
            {f"i{place}": weight for place, weight in enumerate(weights)},
            {f"i{place}": row for place, row in enumerate(points)},
        )
        for weights, points in given
    ]


def their_issues(shape: Sequence[int]) -> list[Any]:
    """Return the issues of the same space in NegMAS."""
    return [negmas().make_issue(name=f"i{place}", values=list(range(levels))) for place, levels in enumerate(shape)]


def their_utilities(issues: Sequence[Any], given: Sequence[Sheet]) -> list[Any]:
    """Return the same utilities in NegMAS."""
    make = negmas().LinearAdditiveUtilityFunction
    return [
        make(values=[dict(enumerate(row)) for row in points], weights=weights, issues=issues, reserved_value=0.0)
        for weights, points in given
    ]


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU times of a call of each, in s, and by how much theirs is larger: the medians, and the least ratio."""

    theirs: float
    ours: float
    ratio: float
    least: float

    def __str__(self) -> str:
        return f"{1000 * self.theirs:>9.1f} {1000 * self.ours:>9.3f} {self.ratio:>7.0f}x {self.least:>7.0f}x"


HEADER = f"{'NegMAS':>9} {'ours':>9} {'ratio':>8} {'least':>8}"
"""What stands above `Costs`."""


def compare(theirs: Callable[[], object], ours: Callable[[], object], seconds: float = 4.0) -> Costs:
    """Time both in turn, as a machine's speed changes: theirs once, ours as often as takes a fifth of that.

    Args:
        theirs: a call of NegMAS.
        ours: the same of ours.
        seconds: for how long, in CPU time of theirs; at least three pairs.
    """
    pairs: list[tuple[float, float]] = []
    ours()  # theirs is warmed up by whoever asks for the agreements
    while len(pairs) < 3 or sum(pair[0] for pair in pairs) < seconds:
        slow = _cpu(theirs)
        fast = [_cpu(ours)]
        while sum(fast) < slow / 5:
            fast.append(_cpu(ours))
        pairs.append((slow, statistics.median(fast)))
    ratios = [slow / fast for slow, fast in pairs]
    medians = [statistics.median(times) for times in zip(*pairs, strict=True)]
    return Costs(*medians, statistics.median(ratios), min(ratios))


def _cpu(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start
