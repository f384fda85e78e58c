"""Time-dependent concession: Boulware, linear and conceder.

The side aspires to P(t) = Pmin + (Pmax - Pmin) (1 - F(t)) with F(t) = k + (1 - k) t^(1/e), Pmax = 1,
k = 0 and Pmin its reservation now, within [0, 1]. It offers at that aspiration what is nearest to the other
side's last offer, and accepts by AC_next.

Source: Faratin, Sierra, Jennings, "Negotiation decision functions for autonomous agents", Robotics and
Autonomous Systems 24 (1998), 159-182. Other libraries write the exponent as e where it is 1/e here: with
ours, e < 1 holds out (Boulware), e > 1 gives early (conceder). Where no outcome reaches the reservation,
the side offers its best and accepts nothing.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance import accept_next
from tradetalks.agents.bidding import nearest_at
from tradetalks.agents.strategies.base import Strategy
from tradetalks.model.negotiation.moves import Offer, Response
from tradetalks.model.negotiation.players import View

Width = Annotated[
    float,
    Field(ge=0, le=1, description="band of utility above the aspiration in which it looks for its offer"),
]


@dataclass(frozen=True, kw_only=True)
class TimeDependent(Strategy):
    """What the three have in common; their exponents tell them apart."""

    width: Width = 0.05

    @property
    @abstractmethod
    def exponent(self) -> float:
        """The exponent e of concession."""

    def aspiration(self, view: View) -> float:
        """Return P(t), a utility in [0, 1]."""
        low = min(max(view.next_reservation, 0.0), 1.0)
        conceded: float = view.t ** (1.0 / self.exponent)
        return low + (1.0 - low) * (1.0 - conceded)

    def propose(self, view: View) -> Offer:
        """Offer at the aspiration what is nearest to the other side's last offer."""
        aspiration = self.aspiration(view)
        outcome = nearest_at(view, aspiration, self.width)
        utility = view.preferences.utility(outcome)
        return Offer(outcome, f"offers {utility:.2f}, aspiring to {aspiration:.2f} at t = {view.t:.2f}")

    def respond(self, view: View, offer: int) -> Response:
        """Accept by AC_next."""
        return accept_next(view, offer)


@dataclass(frozen=True, kw_only=True)
class Boulware(TimeDependent):
    """Holds out and concedes near the deadline; the smaller e, the later."""

    name: ClassVar[str] = "boulware"
    e: Annotated[float, Field(gt=0, lt=1, description="exponent of concession, below 1: late")] = 0.2

    @property
    def exponent(self) -> float:
        """The option e."""
        return self.e


@dataclass(frozen=True, kw_only=True)
class Linear(TimeDependent):
    """Concedes the same in every round."""

    name: ClassVar[str] = "linear"

    @property
    def exponent(self) -> float:
        """One."""
        return 1.0


@dataclass(frozen=True, kw_only=True)
class Conceder(TimeDependent):
    """Concedes early and then little; the larger e, the earlier."""

    name: ClassVar[str] = "conceder"
    e: Annotated[float, Field(gt=1, le=100, description="exponent of concession, above 1: early")] = 2.0

    @property
    def exponent(self) -> float:
        """The option e."""
        return self.e
