"""Zeuthen: the side that has more to lose by conflict concedes, by as little as turns the tables.

With complete information each side knows how much the other's willingness to risk a conflict is,
(u(own offer) - u(other's offer)) / (u(own offer) - d), d its utility of no deal. The side with the lower one concedes,
just so much that the other then has the lower one. Two such players reach the Nash solution: the willingness of A is
at most that of B exactly where the product of gains over no deal of A's offer is at most that of B's.

Also known as the monotonic concession protocol with Zeuthen's strategy. Source: Zeuthen, "Problems of Monopoly and
Economic Warfare" (1930); Harsanyi, "Approaches to the bargaining problem before and after the theory of games",
Econometrica 24 (1956), 144-157. With equal willingness the mover concedes. At a table of more than two the greatest
product among the others' last offers counts. No deal is worth v(dis) here, whatever the day; below its reservation
of the day it neither offers nor accepts. Where an answer is the last move of the talks it accepts down to that.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance import accept_next
from tradetalks.agents.history import offers_of, others
from tradetalks.agents.strategies.base import Strategy
from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.moves import Accept, Offer, Response
from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.preferences import Preferences

TOLERANCE = 1e-9
"""Products closer than this are equal, as in the solution concepts."""


@dataclass(frozen=True, kw_only=True)
class Zeuthen(Strategy):
    """Concedes whenever it has the lower willingness to risk a conflict, and no more than it must."""

    name: ClassVar[str] = "zeuthen"
    needs_complete_information: ClassVar[bool] = True

    def propose(self, view: View) -> Offer:
        """Repeat the last offer, or make the least concession."""
        if view.others is None:
            raise NegotiationError("zeuthen looks at the others' preferences: it needs complete information")
        products = _products(view.others)
        path, path_products = _concessions(view.others, view.party)
        made = offers_of(view, view.party)
        theirs = [offers[-1] for offers in (offers_of(view, place) for place in others(view)) if offers]
        mine = float(products[made[-1]]) if made else -np.inf
        best = max(theirs, key=lambda outcome: float(products[outcome]), default=None)
        asked = -np.inf if best is None else float(products[best])
        if made and mine > asked + TOLERANCE:
            return self._offer(view, made[-1], "repeats", mine, asked)
        rank = bisect_right(path_products, asked + TOLERANCE)
        if rank < len(path):
            outcome = path[rank]
            return self._offer(view, outcome, "offers", path_products[rank], asked)
        # Nothing has a greater product: what the other side offers is a Nash solution.
        outcome = view.preferences.best
        if best is not None and asked >= 0:
            outcome = best
        return self._offer(view, outcome, "offers", float(products[outcome]), asked)

    def respond(self, view: View, offer: int) -> Response:
        """Accept by AC_next, and in the last move of all what is no worse than no deal."""
        utility, reservation = view.preferences.utility(offer), view.reservation
        if not view.may_offer and utility >= reservation:
            return Accept(f"accepts: {utility:.2f} >= its reservation {reservation:.2f}, the last to be had")
        return accept_next(view, offer)

    def _offer(self, view: View, outcome: int, verb: str, product: float, asked: float) -> Offer:
        utility = view.preferences.utility(outcome)
        if utility < view.next_reservation:
            outcome = _lowest_above(view)
            return Offer(outcome, f"stays at its reservation {view.next_reservation:.2f}")
        against = "" if asked == -np.inf else f" against {asked:.3g}"
        return Offer(outcome, f"{verb} {utility:.2f}, product of gains {product:.3g}{against}")


def _lowest_above(view: View) -> int:
    """Return the outcome of least utility that reaches the reservation; the own best where none does."""
    _, end = view.preferences.rank_between(view.next_reservation, 2.0)
    return int(view.preferences.order[max(end - 1, 0)])


@lru_cache(maxsize=8)
def _products(sides: tuple[Preferences, ...]) -> NDArray[np.float64]:
    """Return the product of all gains over no deal, shape (n_outcomes,); -1 outside the zone of agreement."""
    products = np.ones(len(sides[0]))
    inside = np.ones(len(sides[0]), dtype=np.bool_)
    for side in sides:
        gains = side.values - side.disagreement
        products *= gains
        inside &= gains >= 0
    return np.where(inside, products, -1.0)


@lru_cache(maxsize=16)
def _concessions(sides: tuple[Preferences, ...], party: int) -> tuple[list[int], list[float]]:
    """Return the outcomes that a side may come to offer, in its order, and their products, rising.

    Of all outcomes with a product above some number it offers the one best for itself; that is where, going down
    its order, a product stands for the first time above all before.
    """
    products = _products(sides)
    inside = np.flatnonzero(products >= 0)
    order = inside[np.lexsort((inside, -products[inside], -sides[party].values[inside]))]
    ranked = products[order]
    before = np.concatenate([[-1.0], np.maximum.accumulate(ranked)[:-1]]) if len(ranked) else ranked
    rises = ranked > before
    return order[rises].tolist(), ranked[rises].tolist()
