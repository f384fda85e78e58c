"""Defence: spending above the plan costs the spender and is credited by the ally."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.model.levers.base import Complaint
from tradetalks.model.levers.defence import defence_problems
from tradetalks.model.world import Aspect, Setting


@dataclass(frozen=True, kw_only=True)
class Defence(Interest):
    """Defence spending of `spender` above its plan, USD bn a year: a cost to itself, a credit to others.

    Below the plan counts nothing for both: what is planned anyway is no concession.
    """

    name: ClassVar[str] = "defence"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"defence"})
    unit: ClassVar[str] = "USD bn a year"
    weight: Weight
    spender: Annotated[str, Field(description="country that spends")]

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return +- max(share - planned, 0) GDP / 100 in USD bn a year, shape (W,)."""
        facts = assessment.setting.facts[self.spender]
        gdp, planned = facts.gdp or 0.0, facts.planned_defence_pct or 0.0
        shares = np.array([world.defence_pct[self.spender] for world in assessment.worlds])
        above = np.maximum(shares - planned, 0.0) * gdp / 100
        if country == self.spender:
            return -above
        return above

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:  # noqa: ARG002
        """Yield a spender that is unknown or has no defence figures."""
        yield from defence_problems(setting, "spender", self.spender)
