"""Reservations: how the wish to agree moves with time. Time changes this one number, never the order.

Two kinds of time, as two literatures have it: flows over calendar days (an agreement brings its value
from its day to the horizon, waiting costs a rate), and a discount per offer (Rubinstein 1982).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from tradetalks.model.negotiation.preferences import DECIMALS, Preferences


class ReservationRule(Protocol):
    """Anything that tells the value below which a side doesn't agree now."""

    @property
    def by_offer(self) -> bool:
        """Whether it moves from offer to offer; else it moves from day to day, if at all."""
        ...

    def value(self, preferences: Preferences, *, day: float, offers: int) -> float:
        """Return the reservation, in the unit of the preferences' values.

        Args:
            preferences: the side's preferences.
            day: days since the scenario's start.
            offers: the number, from 0, of the offer that would be accepted.
        """
        ...


@dataclass(frozen=True, slots=True)
class FlowReservation:
    """Reservation over days: values are flows a year, counted up to a horizon.

    Agreeing to o on day s is worth V(o, s) = (s v(today) + (H - s) v(o) - C(s)) / H, days counted from
    the table's opening; no deal at the deadline S is worth the same with the disagreement outcome. So a
    side is indifferent at r(s) = ((H - S) v(dis) + (S - s) v(today) - C(s, S)) / (H - s), where
    C(s, S) = rate (S - s).

    An inside option, which flows while the sides disagree, belongs in today's value and in that of disagreement. An
    outside option is taken instead: nobody agrees to less than it is worth.

    Attributes:
        opening: day of the table's opening.
        deadline: day on which the disagreement outcome follows.
        horizon: H, days from the opening over which a deal counts; beyond the deadline.
        waiting_cost: USD bn a year, as long as the talks go on.
        outside: value of what is taken instead of a deal here, USD bn a year; None without such an option.
    """

    by_offer: ClassVar[bool] = False

    opening: float
    deadline: float
    horizon: float = 365.0
    waiting_cost: float = 0.0
    outside: float | None = None

    def value(self, preferences: Preferences, *, day: float, offers: int = 0) -> float:  # noqa: ARG002
        """Return r(s), or the outside option where that is more, in USD bn a year, rounded as values are."""
        spent = day - self.opening
        limit = max(self.deadline - self.opening, spent)
        disagreeing = (self.horizon - limit) * preferences.disagreement
        waiting = (limit - spent) * (preferences.today - self.waiting_cost)
        floor = round((disagreeing + waiting) / (self.horizon - spent), DECIMALS)
        if self.outside is None:
            return floor
        return max(floor, round(self.outside, DECIMALS))


@dataclass(frozen=True, slots=True)
class DiscountReservation:
    """Reservation over offers: a deal on the k-th offer is worth delta^k u, none after n delta^n d.

    Attributes:
        discount: delta, in (0, 1]; what is left of a score from one offer to the next.
        length: n, how many offers the table allows.
        outside: score of what is taken instead of a deal here; None without such an option.
    """

    discount: float
    length: int
    outside: float | None = None

    @property
    def by_offer(self) -> bool:
        """Whether anything is lost from one offer to the next."""
        return self.discount != 1

    def value(self, preferences: Preferences, *, day: float = 0.0, offers: int) -> float:  # noqa: ARG002
        """Return r(k) = delta^(n - k) d, or the outside option where that is more, as a score."""
        floor = self.discount ** (self.length - offers) * preferences.disagreement
        if self.outside is None:
            return floor
        return max(floor, self.outside)
