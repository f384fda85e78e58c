"""AC_next: compare what is offered with the own next offer.

The side accepts where alpha u(offer) + beta >= u(own next offer). With alpha = 1 and beta = 0 it never asks for
less than it could have.

Source: Baarslag, Hindriks, Jonker, "Effective acceptance conditions in real-time automated negotiation",
Decision Support Systems 60 (2014), 68-77.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance import accept_next, planned_next
from tradetalks.agents.acceptance_conditions.base import Acceptance
from tradetalks.model.negotiation.moves import Response
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import Factor, Pure

Alpha = Annotated[
    Factor, Field(title="factor on what is offered", description="factor on the utility of what is offered")
]
Beta = Annotated[Pure, Field(ge=-1, le=1, title="added to what is offered", description="added to it")]


@dataclass(frozen=True, kw_only=True)
class AcNext(Acceptance):
    """Accepts what is at least as good as its own next offer."""

    name: ClassVar[str] = "next"
    alpha: Alpha = 1.0
    beta: Beta = 0.0

    def respond(self, view: View, offer: int) -> Response:
        """Answer a standing offer, with the reason."""
        if self.alpha == 1 and self.beta == 0:
            return accept_next(view, offer)
        return super().respond(view, offer)

    def judge(self, view: View, utility: float) -> tuple[bool, str]:
        """Compare with the next offer."""
        planned, whose = planned_next(view)
        good = self.alpha * utility + self.beta >= planned
        return good, f"x {self.alpha:g} + {self.beta:g} {'>=' if good else '<'} {whose} {planned:.2f}"
