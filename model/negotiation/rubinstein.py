"""Alternating offers over a pie of 1 between two impatient sides who know everything: what equilibrium gives.

Yardsticks, not players: closed forms to compare a simulated deal with. The first proposer's share stands
first. A discount factor is what is left of a share from one offer to the next.

Sources: Rubinstein (1982), Econometrica 50; Binmore, Rubinstein, Wolinsky (1986), RAND Journal of Economics
17; Binmore, Shaked, Sutton (1989), Quarterly Journal of Economics 104; Muthoo (1999), Bargaining Theory with
Applications, chapters 3, 5 and 6.
"""

from __future__ import annotations

import math

from tradetalks.errors import NegotiationError

type Pair = tuple[float, float]
"""One number for each side, the first proposer's first."""


def infinite_horizon(first: float, second: float, *, inside: Pair = (0.0, 0.0), outside: Pair | None = None) -> float:
    """Return the first proposer's share without a deadline, in [0, 1].

    Without options it is (1 - d2) / (1 - d1 d2), agreed on at once (Rubinstein 1982).

    Args:
        first: discount factor d1 of who proposes first, in (0, 1).
        second: discount factor d2 of the other, likewise.
        inside: what each side lives on while they disagree, as the worth b_i of having it for ever; from one
            offer to the next it brings (1 - d_i) b_i. It moves the split: by half of it as offers
            come fast.
        outside: what each side gets by leaving for good, which it may do when it has an offer to answer. It
            changes nothing until it exceeds what the side would get anyway, then the side gets exactly
            that (the outside option principle). None: nobody can leave.

    Raises:
        NegotiationError: a number out of range, or options that together exceed the pie.

    Example:
        >>> round(infinite_horizon(0.9, 0.8), 4)
        0.7143
    """
    for name, factor in (("first", first), ("second", second)):
        _check(f"the discount factor of the {name}", factor, 0 < factor < 1)
    exits = outside or (-math.inf, -math.inf)
    for what, pair in (("inside", inside), ("outside", outside or (0.0, 0.0))):
        for value in pair:
            _check(f"an {what} option", value, value >= 0)
        if sum(pair) > 1:
            raise NegotiationError(f"the {what} options {pair} exceed the pie of 1: there is nothing to agree on")
    waiting = ((1 - first) * inside[0], (1 - second) * inside[1])

    # Who answers is offered the better of leaving and of waiting to propose:
    #     x = 1 - max(o2, w2 + d2 y),  y = 1 - max(o1, w1 + d1 x)
    # with x, y the shares that each side proposes for itself. Piecewise linear, and a contraction: of the four
    # combinations exactly one solves it.
    def proposed(share: float) -> float:
        other = 1 - max(exits[0], waiting[0] + first * share)
        return 1 - max(exits[1], waiting[1] + second * other)

    free = (1 - waiting[1] - second * (1 - waiting[0])) / (1 - first * second)
    candidates = [free, 1 - exits[1], 1 - waiting[1] - second * (1 - exits[0])]
    return min((share for share in candidates if math.isfinite(share)), key=lambda share: abs(proposed(share) - share))


def finite_horizon(periods: int, first: float, second: float | None = None) -> float:
    """Return the first proposer's share if the talks end after so many offers, by backward induction.

    Who makes the last offer takes all; who makes the one before leaves the other what that is worth a period
    earlier; and so on. It tends to the share without a deadline as the periods grow.

    Args:
        periods: how many offers there are, from 1; the sides take turns.
        first: discount factor of who proposes first, in [0, 1].
        second: that of the other; the same if left out.

    Raises:
        NegotiationError: a number out of range.

    Example:
        >>> round(finite_horizon(3, 0.9), 4)
        0.91
    """
    if periods < 1:
        raise NegotiationError(f"a game of alternating offers has at least one period, not {periods}")
    factors = (first, first if second is None else second)
    for factor in factors:
        _check("a discount factor", factor, 0 <= factor <= 1)
    share = 1.0
    for period in range(periods - 2, -1, -1):
        # In this period side period % 2 proposes; the other would propose next, and get `share` of it.
        share = 1 - factors[1 - period % 2] * share
    return share


def continuous_limit(first: float, second: float) -> float:
    """Return the first side's share as the time between offers vanishes: r2 / (r1 + r2).

    It is the Nash solution with powers 1 / r_i (Binmore, Rubinstein, Wolinsky 1986): who proposes first no
    longer matters.

    Args:
        first: discount rate r1 of the first side, per unit of time, positive.
        second: discount rate r2 of the other.

    Raises:
        NegotiationError: a rate isn't a positive number.

    Example:
        >>> continuous_limit(0.1, 0.3)
        0.75
    """
    for rate in (first, second):
        _check("a discount rate", rate, 0 < rate < math.inf)
    # Not r2 / (r1 + r2): rates whose sum overflows or vanishes divide all the same.
    return 1 / (1 + first / second)


def _check(what: str, value: float, fine: bool) -> None:
    if not (math.isfinite(value) and fine):
        raise NegotiationError(f"{what} is out of range: {value:g}")
