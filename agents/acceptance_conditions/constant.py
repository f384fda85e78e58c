"""AC_const: compare what is offered with a fixed utility.

Source: Baarslag, Hindriks, Jonker, "Effective acceptance conditions in real-time automated negotiation",
Decision Support Systems 60 (2014), 68-77.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance_conditions.base import Acceptance
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import Utility


@dataclass(frozen=True, kw_only=True)
class AcConstant(Acceptance):
    """Accepts what reaches a fixed utility, whatever it would offer itself."""

    name: ClassVar[str] = "const"
    value: Annotated[Utility, Field(title="utility that is enough", description="the utility that is enough")]

    def judge(self, view: View, utility: float) -> tuple[bool, str]:  # noqa: ARG002
        """Compare with the constant."""
        good = utility >= self.value
        return good, f"{'>=' if good else '<'} {self.value:.2f}, which is enough"
