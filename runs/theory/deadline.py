"""Deadline: deals cluster at the end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.strategies.time_dependent import Boulware, Conceder, Linear
from tradetalks.runs.scorecard import Measured, estimates, prediction
from tradetalks.runs.theory.domains import played, random_domain

SEEDS = range(200)
LATE = 0.8
FLOORS = (0.2, 0.4, 0.6)
SOURCE = "Roth, Murnighan, Schoumaker (1988)"


def talks(player: Strategy, reservation: float) -> NDArray[np.float64]:
    """Return, by seed, the time of the deal (0 without one) and whether there is one, shape (seeds, 2)."""
    rows = []
    for seed in SEEDS:
        outcomes, sides = random_domain(seed, reservation=reservation)
        table = played([player, player], outcomes, sides, complete=False)
        agreed = table.agreement is not None
        rows.append((table.history[-1].t if agreed else 0.0, agreed))
    return np.array(rows, dtype=np.float64)


def late_part(rows: NDArray[np.float64]) -> float:
    """Return which part of the deals falls into the last fifth of the time."""
    return float((rows[:, 0] >= LATE).sum() / rows[:, 1].sum())


@prediction(
    claim="Between Boulware sides deals cluster at the end: the last fifth of the time has more than its fifth of them",
    setting="200 random domains of 60 outcomes (seeds 0 to 199), reservations .4, 40 rounds; both sides boulware "
    "with e = .2, both linear, both conceder",
    expected="boulware above 0.2, as if spread evenly; linear and conceder below it; with their intervals",
    source=SOURCE,
)
def deals_cluster_at_the_end() -> Measured:
    """Play each pair."""
    found = {player.name: estimates(talks(player, 0.4), late_part)[0] for player in (Boulware(), Linear(), Conceder())}
    got = "; ".join(f"{name} {estimate}" for name, estimate in found.items())
    even = 1 - LATE
    return Measured(got, found["boulware"].low > even and max(found["linear"].high, found["conceder"].high) < even)


def timing(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each narrowing of the zone adds to the mean time of the deal, then to the part without a deal.

    Args:
        rows: shape (seeds, floors, 2), as `talks` returns them.
    """
    times = rows[:, :, 0].sum(axis=0) / rows[:, :, 1].sum(axis=0)
    failures = 1 - rows[:, :, 1].mean(axis=0)
    return np.concatenate([np.diff(times), np.diff(failures)])


@prediction(
    claim="A narrower zone of agreement brings later deals and more failures",
    setting=f"the same domains, both sides boulware with e = .2; reservations {', '.join(map(str, FLOORS))}",
    expected="time and failures not lower at any step and higher over all, with their intervals",
    source=SOURCE,
)
def narrower_zone() -> Measured:
    """Play with rising reservations."""
    rows = np.stack([talks(Boulware(), floor) for floor in FLOORS], axis=1)
    steps = estimates(rows, timing)
    over_all = estimates(rows[:, [0, -1]], timing)
    times = rows[:, :, 0].sum(axis=0) / rows[:, :, 1].sum(axis=0)
    failures = 1 - rows[:, :, 1].mean(axis=0)
    said = "; ".join(
        f"reservation {floor}: t = {time:.2f}, {100 * failed:.0f} % fail"
        for floor, time, failed in zip(FLOORS, times, failures, strict=True)
    )
    passed = all(step.value >= 0 for step in steps) and all(whole.low > 0 for whole in over_all)
    return Measured(f"{said}; over all time {over_all[0]}, failures {over_all[1]}", passed)
