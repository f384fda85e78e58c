"""Face: what it costs to back down before a rival."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, Weight
from tradetalks.model.levers.base import Complaint, region_problems
from tradetalks.model.markets import average_added_pct
from tradetalks.model.world import Aspect, Setting


@dataclass(frozen=True, kw_only=True)
class Face(Interest):
    """Points by which one's own tariffs on a rival fall from today's, the dearer the more hostile the two are.

    A government that has raised tariffs in public, and has said that the other must move first, looks weak when it
    lowers them: more so before an enemy than before a friend. Raising them brings nothing. Also known as face-saving
    (Brown, "Face-saving and face-restoration in negotiation", in: Druckman, ed., Negotiations, 1977); here it is a
    cost in money, linear in the points. The weight is USD bn a year for each percentage point at hostility 1; without a
    network hostility counts as 1.
    """

    name: ClassVar[str] = "face"
    reads: ClassVar[frozenset[Aspect]] = frozenset({"trade", "hostilities"})
    unit: ClassVar[str] = "percentage point given up at hostility 1"
    weight: Weight
    rival: Annotated[str, Field(description="country before which backing down costs")]

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return minus hostility times the points given up, shape (W,)."""
        points = np.array([average_added_pct(world, country, self.rival) for world in assessment.worlds])
        hostility = assessment.worlds[0].hostility(country, self.rival)
        return np.asarray(-hostility * np.maximum(points[0] - points, 0.0))

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        """Yield a rival that is no other country of the trade model."""
        yield from super().problems(country, setting)
        if setting.calibration is not None:
            yield from region_problems(setting, rival=self.rival)
        if self.rival == country:
            yield "rival", f"must be another country than {country} itself"
