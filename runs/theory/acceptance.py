"""Acceptance conditions: when to take what is offered."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.agents.strategies.time_dependent import Boulware, Conceder, Linear
from tradetalks.runs.theory.domains import played, random_domain
from tradetalks.runs.theory.scorecard import Measured, estimates, prediction

CONDITIONS: tuple[Any, ...] = ("combi", "next", {"const": {"value": 0.55}})
BIDDERS: tuple[Callable[[Any], Strategy], ...] = (
    lambda condition: Linear(acceptance=condition),
    lambda condition: Boulware(acceptance=condition),
    lambda condition: Boulware(e=0.5, acceptance=condition),
    lambda condition: Conceder(acceptance=condition),
    *(
        lambda condition, name=name: strategies[name](acceptance=condition)  # type: ignore[call-arg]
        for name in ("relative_tft", "trade_off", "hardliner", "random")
    ),
)
OPPONENTS = ("linear", "boulware", "conceder", "micro", "nice_tft", "relative_tft", "trade_off", "hardliner", "random")
DOMAINS = range(8)


def utilities(reservation: float) -> NDArray[np.float64]:
    """Return utilities by domain, (bidder, opponent, seat) and condition, no deal at its reservation."""
    rows = []
    for seed, bidder, name, seat in itertools.product(DOMAINS, BIDDERS, OPPONENTS, (0, 1)):
        row = []
        for condition in CONDITIONS:
            outcomes, sides = random_domain(seed, reservation=reservation)
            players = [bidder(condition), strategies[name]()]
            table = played(players if seat == 0 else players[::-1], outcomes, sides, rounds=50, complete=False)
            row.append(reservation if table.agreement is None else sides[seat].utility(table.agreement))
        rows.append(row)
    return np.array(rows).reshape(len(DOMAINS), -1, len(CONDITIONS))


@prediction(
    claim="In mean utility AC_combi is above AC_next, and AC_next above AC_const(0.55)",
    setting="8 bidders (linear, boulware e = .2 and .5, conceder, relative_tft, trade_off, hardliner, random) with "
    f"each condition against {', '.join(OPPONENTS)}; both seats, 8 random domains of 60 outcomes (seeds 0 to "
    "7), 50 rounds, reservations 0 and .3; no deal counts the reservation",
    expected="combi - next above 0.005 and next - const above 0.01, intervals of paired differences above 0",
    source="Baarslag, Hindriks, Jonker (2014)",
)
def acceptance_conditions() -> Measured:
    """Play the field."""
    said, passed = [], True
    for reservation in (0.0, 0.3):
        got = utilities(reservation)
        combi, following = estimates(-np.diff(got, axis=2), lambda rows: rows.mean(axis=(0, 1)))
        means = " > ".join(f"{mean:.3f}" for mean in got.mean(axis=(0, 1)))
        said.append(f"reservation {reservation:g}: {means}; combi - next {combi}, next - const {following}")
        passed &= combi.value > 0.005 and following.value > 0.01 and combi.low > 0 and following.low > 0
    return Measured("; ".join(said), passed)
