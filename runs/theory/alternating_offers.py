"""Alternating offers: a pie of 1, two impatient sides who know everything."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tradetalks.agents.strategies.rubinstein import Rubinstein
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.rubinstein import continuous_limit, finite_horizon, infinite_horizon
from tradetalks.model.negotiation.solutions import solve
from tradetalks.runs.theory.domains import pie, played
from tradetalks.runs.theory.scorecard import Measured, listed, prediction

INFINITE = {(0.9, 0.9): 0.5263, (0.9, 0.8): 0.7143, (0.8, 0.9): 0.3571}
"""The first proposer's share by both discount factors."""
FINITE = {1: 1.0, 2: 0.10, 3: 0.91, 10: 0.3428, 11: 0.6915, 21: 0.5839, 90: 0.5263}
"""The same by the number of offers, both discount factors 0.9."""
RATES = {(0.1, 0.1): 0.5, (0.1, 0.3): 0.75, (0.2, 0.05): 0.2}
"""The first side's share by both discount rates."""


def compared(got: Sequence[float], expected: Sequence[float], tolerance: float) -> Measured:
    """Compare figures with what is expected."""
    near = all(abs(one - other) <= tolerance for one, other in zip(got, expected, strict=True))
    return Measured(listed(got), near)


def first_share(length: int, first: float, second: float, reservation: float = 0.0) -> float:
    """Return the first mover's share between two equilibrium players; NaN if they don't agree at once."""
    outcomes, sides = pie(10_001, 0.0, reservation)
    rules = [DiscountReservation(first, length), DiscountReservation(second, length)]
    table = played([Rubinstein(), Rubinstein()], outcomes, sides, length=length, rules=rules)
    if table.agreement is not None and len(table.history) == 2:
        return sides[0].value(table.agreement)
    return math.nan


@prediction(
    claim="Without a deadline the first proposer gets (1 - d2) / (1 - d1 d2), at once",
    setting="formula; discount factors (.9, .9), (.9, .8), (.8, .9)",
    expected=listed([*INFINITE.values()]),
    source="Rubinstein (1982)",
)
def rubinstein() -> Measured:
    """Evaluate the formula, to four digits."""
    return compared([round(infinite_horizon(*pair), 4) for pair in INFINITE], [*INFINITE.values()], 1e-9)


@prediction(
    claim="Two equilibrium players with a far deadline agree at once on the same shares",
    setting="a pie in 10,000 steps, 201 offers, the same discount factors; rubinstein against rubinstein",
    expected=f"{listed([*INFINITE.values()])}, each within 0.001",
    source="Rubinstein (1982)",
)
def rubinstein_players() -> Measured:
    """Play it."""
    return compared([first_share(201, *pair) for pair in INFINITE], [*INFINITE.values()], 1e-3)


@prediction(
    claim="With a deadline the first proposer's share follows by backward induction",
    setting=f"formula; discount factors .9; {', '.join(map(str, FINITE))} offers",
    expected=listed([*FINITE.values()]),
    source="Stahl (1972)",
)
def finite_horizon_shares() -> Measured:
    """Evaluate the recursion, to four digits."""
    return compared([round(finite_horizon(periods, 0.9), 4) for periods in FINITE], [*FINITE.values()], 1e-9)


@prediction(
    claim="Two equilibrium players with a deadline agree at once on the same shares",
    setting="a pie in 10,000 steps, the same factors and numbers of offers; rubinstein against rubinstein",
    expected=f"{listed([*FINITE.values()])}, each within 0.0006",
    source="Stahl (1972), Rubinstein (1982)",
)
def finite_horizon_players() -> Measured:
    """Play it: every share is rounded up to a step for who accepts, at most 1e-4 for each offer, discounted."""
    return compared([first_share(periods, 0.9, 0.9) for periods in FINITE], [*FINITE.values()], 6e-4)


@prediction(
    claim="As offers come fast the split tends to r2 / (r1 + r2), the Nash solution with powers 1 / r",
    setting="formula at 1e-6 between offers, and a pie in 1,000 steps; rates (.1, .1), (.1, .3), (.2, .05)",
    expected=f"{listed([*RATES.values()])}, twice",
    source="Binmore, Rubinstein, Wolinsky (1986)",
)
def fast_offers() -> Measured:
    """Evaluate formula, limit and Nash product."""
    step = 1e-6
    shares = np.linspace(0, 1, 1001)
    limits = [infinite_horizon(math.exp(-first * step), math.exp(-second * step)) for first, second in RATES]
    powers = [solve(np.column_stack([shares, 1 - shares]), [0, 0], powers=[1 / a, 1 / b]).nash for a, b in RATES]
    nash = [float(shares[outcomes].mean()) for outcomes in powers]
    closed = [continuous_limit(first, second) for first, second in RATES]
    expected = [*RATES.values()]
    found = compared([*limits, *nash], [*expected, *expected], 1e-6)
    return Measured(found.got, found.passed and compared(closed, expected, 1e-12).passed)


OUTSIDE = (0.0, 0.3, 0.4736, 0.4737, 0.6, 0.8)


@prediction(
    claim="An outside option changes nothing until it exceeds what the side gets anyway; then it gets just that",
    setting=f"formula; discount factors .9; the second side can leave for {', '.join(map(str, OUTSIDE))}",
    expected="0.5263, 0.5263, 0.5263, 0.5263, 0.4000, 0.2000",
    source="Binmore, Shaked, Sutton (1989)",
)
def outside_option() -> Measured:
    """Evaluate the shares with an outside option."""
    shares = [infinite_horizon(0.9, 0.9, outside=(0.0, option)) for option in OUTSIDE]
    free = 1 / 1.9
    return compared(shares, [free if option <= 1 - free else 1 - option for option in OUTSIDE], 1e-9)


INSIDE = ((0.0, 0.0), (0.2, 0.0), (0.0, 0.3), (0.4, 0.1))


@prediction(
    claim="An inside option moves the split by half of it",
    setting="formula; discount factors of nearly 1; inside options (0, 0), (.2, 0), (0, .3), (.4, .1)",
    expected="0.5000, 0.6000, 0.3500, 0.6500",
    source="Binmore, Shaked, Sutton (1989); Muthoo (1999)",
)
def inside_option() -> Measured:
    """Evaluate the shares with inside options."""
    factor = 1 - 1e-7
    shares = [infinite_horizon(factor, factor, inside=pair) for pair in INSIDE]
    return compared(shares, [mine + (1 - mine - yours) / 2 for mine, yours in INSIDE], 1e-6)


@prediction(
    claim="What no deal brings in the end does not count over a long horizon: it is worth delta^n d today",
    setting="a pie in 10,000 steps, 101 offers, factors .9, the second side's score of no deal 0 and .4; rubinstein "
    "against rubinstein",
    expected="0.5263, 0.5263, each within 0.006",
    source="Binmore, Shaked, Sutton (1989)",
)
def far_disagreement() -> Measured:
    """Play it."""
    return compared([first_share(101, 0.9, 0.9, floor) for floor in (0.0, 0.4)], [0.5263, 0.5263], 6e-3)
