"""Time-dependent concession: Boulware, linear and conceder.

The side aspires to P(t) = Pmin + (Pmax - Pmin) (1 - F(t)) with F(t) = k + (1 - k) t^(1/e), Pmax = 1,
k = 0 and Pmin its reservation now, within [0, 1]. It offers at that aspiration what is nearest to the other
side's last offer, or what its opponent model takes for best to the other side, and accepts by AC_next unless
another acceptance condition is given.

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

from tradetalks.agents.strategies.bidder import Bidder, floor_of
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import Pure


@dataclass(frozen=True, kw_only=True)
class TimeDependent(Bidder):
    """What the three have in common; their exponents tell them apart."""

    @property
    @abstractmethod
    def exponent(self) -> float:
        """The exponent e of concession."""

    def aspiration(self, view: View) -> float:
        """Return P(t), a utility in [0, 1]."""
        low = floor_of(view)
        conceded: float = view.t ** (1.0 / self.exponent)
        return low + (1.0 - low) * (1.0 - conceded)


@dataclass(frozen=True, kw_only=True)
class Boulware(TimeDependent):
    """Holds out and concedes near the deadline; the smaller e, the later."""

    name: ClassVar[str] = "boulware"
    e: Annotated[
        Pure, Field(gt=0, lt=1, title="exponent of concession e", description="exponent of concession, below 1: late")
    ] = 0.2

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
    e: Annotated[
        Pure,
        Field(gt=1, le=100, title="exponent of concession e", description="exponent of concession, above 1: early"),
    ] = 2.0

    @property
    def exponent(self) -> float:
        """The option e."""
        return self.e
