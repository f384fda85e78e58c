"""Interests in what countries bind themselves to give each other: transfers, purchases, investment."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.model.world import Aspect, Commitment


class CommitmentInterest(Interest):
    """What the three have in common: all that the country receives less all that it gives."""

    kind: ClassVar[Aspect]
    unit: ClassVar[str] = "USD bn a year"

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return received less given, USD bn a year, shape (W,)."""

        def net(owed: Commitment) -> int:
            return (owed.receiver == country) - (owed.giver == country)

        return np.array(
            [sum(amount * net(owed) for owed, amount in world.owed(self.kind).items()) for world in assessment.worlds],
            dtype=np.float64,
        )


@dataclass(frozen=True, kw_only=True)
class Transfers(CommitmentInterest):
    """Money that changes hands: what is received for bases less what is paid, USD bn a year."""

    name: ClassVar[str] = "transfers"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"base_costs"})
    kind: ClassVar[Aspect] = "base_costs"
    weight: Weight = 1.0


@dataclass(frozen=True, kw_only=True)
class Purchases(CommitmentInterest):
    """Committed purchases: sold less bought, USD bn a year.

    A buyer that only diverts its trade loses little by it: give it a smaller weight than the seller.
    """

    name: ClassVar[str] = "purchases"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"purchases"})
    kind: ClassVar[Aspect] = "purchases"
    weight: Weight


@dataclass(frozen=True, kw_only=True)
class Investment(CommitmentInterest):
    """Committed investment: hosted less made, USD bn a year.

    An investor earns on what it invests: give it a smaller weight than the host.
    """

    name: ClassVar[str] = "investment"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"investment"})
    kind: ClassVar[Aspect] = "investment"
    weight: Weight
