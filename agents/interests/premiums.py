"""What a deal is worth beyond its terms: as the first there is, or with an ally."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.errors import did_you_mean
from tradetalks.model.levers.base import Complaint
from tradetalks.model.world import Aspect, Setting


@dataclass(frozen=True, kw_only=True)
class FirstDeal(Interest):
    """A premium on the first deal: a leader that has yet to show one. It is gone once there is one.

    The weight is the premium, USD bn a year. With `partners` only deals with these count.
    """

    name: ClassVar[str] = "first_deal"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"deals"})
    unit: ClassVar[str] = "first deal"
    weight: Weight
    partners: Annotated[
        tuple[str, ...], Field(description="countries a deal with which counts; with any if left out")
    ] = ()

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return 1 where a deal of the country is in force, shape (W,)."""

        def counts(parties: tuple[str, ...]) -> bool:
            return country in parties and (not self.partners or bool(set(self.partners) & set(parties)))

        return np.array(
            [float(any(counts(parties) for parties in world.deals.values())) for world in assessment.worlds]
        )

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        """Yield partners that are no countries."""
        for partner in self.partners:
            if partner not in setting.facts or partner == country:
                hint = did_you_mean(partner, setting.facts)
                others = ", ".join(code for code in setting.facts if code != country)
                yield "partners", f"there is no other country {partner!r}{hint}; there are {others}"


@dataclass(frozen=True, kw_only=True)
class Alliance(Interest):
    """A deal with an ally: worth the more, the closer the alliance is on the day.

    The weight is USD bn a year for a deal in force with an ally at strength 1.
    """

    name: ClassVar[str] = "alliance"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"deals", "alliances"})
    unit: ClassVar[str] = "deal with an ally of strength 1"
    weight: Weight
    partner: Annotated[str, Field(description="the ally")]

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return the alliance's strength where a deal with the ally is in force, shape (W,)."""
        return np.array(
            [
                world.alliance(country, self.partner)
                * any({country, self.partner} <= set(parties) for parties in world.deals.values())
                for world in assessment.worlds
            ],
            dtype=np.float64,
        )

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        """Yield a partner that is no other country."""
        if self.partner not in setting.facts or self.partner == country:
            hint = did_you_mean(self.partner, setting.facts)
            others = ", ".join(code for code in setting.facts if code != country)
            yield "partner", f"there is no other country {self.partner!r}{hint}; there are {others}"
