"""AC_combi: AC_next, and late in the talks whatever beats what can still be hoped for.

From time T on the side also accepts an offer that is at least as good as the best (`max`) or the mean (`average`)
of the offers it got in a window as long as the time that is left: r = 1 - t, hence from t - r to t. What came in
the last r is what the next r may bring.

Source: Baarslag, Hindriks, Jonker, "Effective acceptance conditions in real-time automated negotiation",
Decision Support Systems 60 (2014), 68-77, there AC_combi(T, MAX_W) and AC_combi(T, AVG_W). The standing offer is
always in the window, so that the last one, with no time left, is accepted.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance import planned_next
from tradetalks.agents.acceptance_conditions.base import Acceptance
from tradetalks.agents.acceptance_conditions.late import Late
from tradetalks.agents.history import offers_of_others
from tradetalks.model.negotiation.players import View


@dataclass(frozen=True, kw_only=True)
class AcCombi(Acceptance):
    """Accepts by AC_next, and near the end what is at least as good as the offers of late."""

    name: ClassVar[str] = "combi"
    time: Late = 0.98
    window: Annotated[
        Literal["max", "average"],
        Field(title="compared with", description="what to compare with: the best of the window, or its mean"),
    ] = "max"

    def judge(self, view: View, utility: float) -> tuple[bool, str]:
        """Compare with the next offer, and late with the window."""
        planned, whose = planned_next(view)
        if utility >= planned:
            return True, f">= {whose} {planned:.2f} at t = {view.t:.2f}"
        if view.t < self.time:
            return False, f"< {whose} {planned:.2f}"
        since = 2 * view.t - 1
        late = [move.outcome for move in offers_of_others(view) if move.t >= since - 1e-9 and move.outcome is not None]
        # The standing offer is the latest of all: where it is older than the window, so are the others.
        recent = [view.preferences.utility(outcome) for outcome in late] or [utility]
        hoped, which = sum(recent) / len(recent), "mean"
        if self.window == "max":
            hoped, which = max(recent), "best"
        # The mean of equal numbers may be off by a rounding error.
        good = utility >= hoped - 1e-12
        return good, f"{'>=' if good else '<'} {hoped:.2f}, the {which} since t = {max(since, 0.0):.2f}"
