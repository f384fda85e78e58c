"""Rubinstein: the equilibrium player of alternating offers with a discount.

It knows both sides' scores, discounts and the number of offers that the table allows, and works back from the end. A
deal on the k-th offer, counted from 0, is worth delta^k u, no deal after n offers delta^n d. The side to move at k
offers what is best for itself among all that the other accepts: what is worth at least as much to the other as going
on, delta u(its own offer at k + 1), and at least its reservation. If going on is better for itself too, it asks for
its best, which is refused. It accepts what is worth at least as much to itself as going on.

As n grows, the first mover's share of a fine pie tends to (1 - d2) / (1 - d1 d2).

Source: Rubinstein, "Perfect equilibrium in a bargaining model", Econometrica 50 (1982), 97-109; the finite horizon:
Stahl, "Bargaining Theory" (1972). For two parties with score-sheets (time over days has no such equilibrium in closed
form), and any number of issues. A pie in steps of 1 % rounds every share up to a step in favour of who accepts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass

from tradetalks.agents.strategies.base import Seat, Strategy
from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response
from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation

TOLERANCE = 1e-9
"""What is as good as going on is accepted, rounding errors aside."""

PROTOCOLS = ("alternating_offers", "ultimatum")
"""The rules of play whose equilibrium it works out; an ultimatum is a single alternating offer."""

type Rules = tuple[DiscountReservation, DiscountReservation]


@dataclass(frozen=True, kw_only=True)
class Rubinstein(Strategy):
    """Plays the subgame-perfect equilibrium, worked out backwards from the last offer."""

    name: ClassVar[str] = "rubinstein"
    needs_complete_information: ClassVar[bool] = True

    def problems(self, seat: Seat) -> Iterator[tuple[str, str]]:
        """Yield why the equilibrium isn't known there."""
        yield from super().problems(seat)
        if seat.protocol not in PROTOCOLS:
            yield "", f"'rubinstein' knows the equilibrium of {' and '.join(PROTOCOLS)}, not of {seat.protocol}"
        if seat.parties != 2:
            yield "", f"'rubinstein' plays tables of two, not of {seat.parties}"
        if not seat.scored:
            yield "", "'rubinstein' needs a discount on every offer: give the parties score-sheets"

    def propose(self, view: View) -> Offer:
        """Make the equilibrium offer."""
        offers, worth = _plan_of(view)
        number = min(view.offers_made, len(offers) - 1)
        outcome = offers[number]
        value = view.preferences.value(outcome)
        return Offer(outcome, f"offers {value:.2f}, the equilibrium's; going on is worth {worth[view.party]:.2f}")

    def respond(self, view: View, offer: int) -> Response:
        """Accept what is worth as much as going on."""
        _, worth = _plan_of(view)
        value, asked = view.preferences.value(offer), worth[view.party]
        floor = view.reservation_value(view.offers_made - 1)
        if value < floor:
            return Reject(("{} is below its reservation {}", value, floor))
        if value >= asked - TOLERANCE:
            return Accept(f"accepts: {value:.2f} >= {asked:.2f}, what going on is worth")
        return Reject(("{} < {}, what going on is worth", value, asked))


def _plan_of(view: View) -> tuple[list[int], tuple[float, float]]:
    """Return the equilibrium offers by number, and what going on beyond the standing offer is worth to each."""
    if view.others is None or view.rules is None or len(view.others) != 2:
        raise NegotiationError("rubinstein needs a table of two with complete information")
    first, second = view.rules
    if not (isinstance(first, DiscountReservation) and isinstance(second, DiscountReservation)):
        raise NegotiationError("rubinstein needs a discount on every offer")
    offers, worths = _plan(view.others[0], view.others[1], (first, second))
    # Who moves at offer k is k mod 2, as every turn makes one; what the standing offer competes with is offer k.
    return offers, worths[min(view.offers_made, len(worths) - 1)]


@lru_cache(maxsize=32)
def _plan(a: Preferences, b: Preferences, rules: Rules) -> tuple[list[int], list[tuple[float, float]]]:
    """Work back from the last offer.

    Returns:
        The offer of each number, and by number k what the talks from offer k on are worth to each as seen at offer
        k - 1.
    """
    sides = (a, b)
    best_of = (_BestReplies(a, b), _BestReplies(b, a))
    length = rules[0].length
    # After the last offer there is no deal: d, in scores of offer n.
    later = (a.disagreement, b.disagreement)
    offers: list[int] = []
    worths = [_discounted(later, rules)]
    for number in range(length - 1, -1, -1):
        mover = number % 2
        other = 1 - mover
        going_on = worths[-1]
        least = [max(going_on[at], rules[at].value(sides[at], offers=number)) - TOLERANCE for at in (0, 1)]
        outcome = best_of[mover](least[other])
        if outcome is None or sides[mover].value(outcome) < least[mover]:
            outcome, later = sides[mover].best, going_on
        else:
            later = (a.value(outcome), b.value(outcome))
        offers.append(outcome)
        worths.append(_discounted(later, rules))
    return offers[::-1], worths[::-1]


def _discounted(worth: tuple[float, float], rules: Rules) -> tuple[float, float]:
    return worth[0] * rules[0].discount, worth[1] * rules[1].discount


class _BestReplies:
    """The outcome best for one side among those that give the other at least so much."""

    def __init__(self, own: Preferences, other: Preferences) -> None:
        order = np.lexsort((np.arange(len(own)), -own.values, -other.values))
        gains = own.values[order]
        best_before = np.concatenate([[-np.inf], np.maximum.accumulate(gains)[:-1]])
        rises: NDArray[np.int64] = order[gains > best_before]
        self._outcomes: list[int] = rises.tolist()
        self._levels: list[float] = (-other.values[rises]).tolist()

    def __call__(self, floor: float) -> int | None:
        """Return it, None where no outcome gives the other so much."""
        rank = bisect_right(self._levels, -floor)
        if not rank:
            return None
        return self._outcomes[rank - 1]
