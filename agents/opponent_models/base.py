"""What an opponent model is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.history import offers_of, others
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import View
from tradetalks.parts import Options, Part
from tradetalks.registry import Registry


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is guessed of another side: its utility as a sum over issues.

    Attributes:
        parts: for each issue what each of its levels adds to the utility, weight included; shape (levels,) each.
    """

    parts: tuple[NDArray[np.float64], ...]

    def utilities(self, outcomes: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the estimated utilities of some outcomes, shape (len(outcomes),)."""
        total = np.zeros(len(outcomes))
        left = outcomes
        for part in reversed(self.parts):
            # An outcome is a number whose digits are the positions of the levels, the last issue's first.
            left, position = np.divmod(left, len(part))
            total += part[position]
        return total

    def everywhere(self, space: OutcomeSpace) -> NDArray[np.float64]:
        """Return the estimated utility of every outcome, shape (n_outcomes,)."""
        total = np.zeros(space.size)
        for axis, part in enumerate(self.parts):
            total += space.spread(part, [axis])
        return total


class OpponentModel(Options, ABC):
    """What a side guesses of another from the offers it made.

    Write one as a frozen pydantic dataclass with a `name`; its fields are its options in a scenario file. It
    keeps nothing between turns: the same offers give the same guess.
    """

    name: ClassVar[str]

    @abstractmethod
    def learn(self, space: OutcomeSpace, offers: tuple[int, ...], progress: float) -> Estimate:
        """Return what the offers of one party tell of it.

        Args:
            space: what is negotiated.
            offers: the outcomes it has offered, in their order; at least one.
            progress: what part of the time has gone by from one of its offers to the next.
        """

    def estimate(self, view: View) -> Estimate | None:
        """Return what the offers so far tell of the others: of several the sum; None before any offer."""
        found = []
        progress = 1.0 / max(view.rounds - 1, 1)
        for place in others(view):
            offers = offers_of(view, place)
            if offers:
                found.append(self.learn(view.space, tuple(offers), progress))
        if len(found) < 2:
            return found[0] if found else None
        return Estimate(tuple(sum(parts, start=np.zeros(1)) for parts in zip(*(x.parts for x in found), strict=True)))


opponent_models: Registry[OpponentModel] = Registry(
    "opponent model", "tradetalks.agents.opponent_models", OpponentModel
)

AnyOpponentModel = Annotated[
    OpponentModel,
    Part(opponent_models),
]
"""An option of a strategy: how it guesses what the others like."""


def positions(space: OutcomeSpace, offers: tuple[int, ...]) -> NDArray[np.int64]:
    """Return the positions of the levels in some outcomes, shape (issues, len(offers))."""
    return np.array(np.unravel_index(np.array(offers, dtype=np.int64), space.shape))
