"""Alignment: what a clause on a third country costs who signs it, and is worth to who asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.model.levers.base import Complaint
from tradetalks.model.world import Aspect, Setting
from tradetalks.quantities import Money


@dataclass(frozen=True, kw_only=True)
class Alignment(Interest):
    """Clauses on third countries: a cost to who signs, the more, the better the third country's offer; else a gain.

    Who signs gives up the share agreed of all that the third country offers it (a promise, or what their deal is worth
    to it), and of `regard`, what good relations are worth without any offer. Who asked for it gains the share itself,
    so its weight is USD bn a year for the whole.
    """

    name: ClassVar[str] = "alignment"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"alignment", "offers"})
    unit: ClassVar[str] = "whole of what is given up"
    weight: Weight = 1.0
    regard: Annotated[
        Money, Field(description="worth of relations with the third country without any offer, USD bn a year")
    ] = 0.0

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return shares received less what is given up, shape (W,)."""
        totals = []
        for world in assessment.worlds:
            total = 0.0
            for owed, level in world.owed("alignment").items():
                if owed.receiver == country:
                    total += level / 100
                elif owed.giver == country:
                    total -= level / 100 * (self.regard + world.offers.get((owed.against, country), 0.0))
            totals.append(total)
        return np.array(totals, dtype=np.float64)

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        """Yield nothing: it names nobody."""
        del country, setting
        yield from ()
