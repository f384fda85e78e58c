"""AC_time: accept whatever is offered once it is late.

Source: Baarslag, Hindriks, Jonker, "Effective acceptance conditions in real-time automated negotiation",
Decision Support Systems 60 (2014), 68-77.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance_conditions.base import Acceptance
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import Share

Late = Annotated[Share, Field(title="time that must be over", description="what part of the time must be over")]


@dataclass(frozen=True, kw_only=True)
class AcTime(Acceptance):
    """Accepts anything, down to its reservation, from a point in time on; nothing before."""

    name: ClassVar[str] = "time"
    time: Late = 0.99

    def judge(self, view: View, utility: float) -> tuple[bool, str]:  # noqa: ARG002
        """Look at the clock."""
        good = view.t >= self.time
        return good, f"at t = {view.t:.2f} {'>=' if good else '<'} {self.time:.2f}"
