"""Hardliner: asks for its best outcome until the end.

Also known as take-it-or-leave-it, or Hardball. Source: the limit of Boulware as e goes to 0 (Faratin, Sierra,
Jennings, "Negotiation decision functions for autonomous agents", Robotics and Autonomous Systems 24 (1998), 159-182);
a usual benchmark in automated negotiation.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance_conditions.base import AnyAcceptance
from tradetalks.agents.strategies.base import Strategy
from tradetalks.model.negotiation.moves import Offer, Response
from tradetalks.model.negotiation.players import View


@dataclass(frozen=True, kw_only=True)
class Hardliner(Strategy):
    """Never concedes."""

    name: ClassVar[str] = "hardliner"
    acceptance: AnyAcceptance = Field(default="next", validate_default=True)

    def propose(self, view: View) -> Offer:
        """Offer the own best."""
        best = view.preferences.best
        return Offer(best, f"offers its best, {view.preferences.utility(best):.2f}, as always")

    def respond(self, view: View, offer: int) -> Response:
        """Accept by its acceptance condition: by AC_next only what is as good as its best."""
        return self.acceptance.respond(view, offer)
