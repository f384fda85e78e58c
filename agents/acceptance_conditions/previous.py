"""AC_prev: compare what is offered with the own previous offer.

The side accepts where alpha u(offer) + beta >= u(own previous offer).

Source: Baarslag, Hindriks, Jonker, "Effective acceptance conditions in real-time automated negotiation",
Decision Support Systems 60 (2014), 68-77. Before its first offer the side compares with its best outcome.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance_conditions.base import Acceptance
from tradetalks.agents.acceptance_conditions.next import Alpha, Beta
from tradetalks.agents.history import offers_of
from tradetalks.model.negotiation.players import View


@dataclass(frozen=True, kw_only=True)
class AcPrevious(Acceptance):
    """Accepts what is at least as good as its own previous offer."""

    name: ClassVar[str] = "prev"
    alpha: Alpha = 1.0
    beta: Beta = 0.0

    def judge(self, view: View, utility: float) -> tuple[bool, str]:
        """Compare with the previous offer."""
        made = offers_of(view, view.party)
        outcome, what = view.preferences.best, "best outcome"
        if made:
            outcome, what = made[-1], "previous offer"
        asked = view.preferences.utility(outcome)
        good = self.alpha * utility + self.beta >= asked
        compared = f"{'>=' if good else '<'} its {what}'s {asked:.2f}"
        if self.alpha == 1 and self.beta == 0:
            return good, compared
        return good, f"x {self.alpha:g} + {self.beta:g} {compared}"
