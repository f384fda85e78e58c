"""Frequency model: who asks for a level again and again likes it, and who rarely changes an issue cares about it.

Two published ways to count:

- `smith`: a level is worth how often it was offered, relative to the issue's most frequent level; an issue weighs as
  often as its most frequent level was offered. Source: van Galen Last, "Agent Smith: opponent model estimation in
  bilateral multi-issue negotiation", in: New Trends in Agent-Based Complex Automated Negotiations (2012), 167-174.
- `hardheaded`: levels are counted from 1 on; from one offer to the next each issue that stays the same gains 0.2 / n
  in weight (n issues), where not all do, and the weights are scaled to sum to one. Source: van Krimpen, Looije,
  Hajizadeh, "HardHeaded", in: Complex Automated Negotiations (2013), 223-227. Where the first offer is all that is
  known all issues weigh the same. We scale once at the end, so that late offers count as much as early ones.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.opponent_models.base import Estimate, OpponentModel, positions
from tradetalks.model.negotiation.outcomes import OutcomeSpace

LEARNING = 0.2
"""What an issue that stays the same gains in weight, shared by the number of issues."""


@dataclass(frozen=True, kw_only=True)
class Frequency(OpponentModel):
    """Counts how often each level was offered, and how steady each issue was."""

    name: ClassVar[str] = "frequency"
    variant: Annotated[Literal["smith", "hardheaded"], Field(description="which way to count")] = "smith"

    def learn(self, space: OutcomeSpace, offers: tuple[int, ...], progress: float) -> Estimate:  # noqa: ARG002
        """Count issue by issue."""
        made = positions(space, offers)
        counts = [np.bincount(row, minlength=length) for row, length in zip(made, space.shape, strict=True)]
        if self.variant == "smith":
            weights = np.array([count.max() for count in counts], dtype=np.float64)
        else:
            counts = [count + 1 for count in counts]
            same = made[:, 1:] == made[:, :-1]
            # An offer that is repeated as a whole says nothing of one issue against another.
            steady = same[:, ~same.all(axis=0)].sum(axis=1)
            weights = 1.0 + LEARNING * steady
        weights /= weights.sum()
        return Estimate(tuple(weight * (count / count.max()) for weight, count in zip(weights, counts, strict=True)))
