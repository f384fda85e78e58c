"""Bayesian model: beliefs about the weight of every issue and the shape of its values, updated by every offer.

The other side is believed to start at its best and to concede at a steady pace: its n-th offer is worth
u'(n) = 1 - c t(n) to it. An offer makes a hypothesis the likelier, the nearer the offer's utility under that
hypothesis is to u'(n): a normal density with standard deviation sigma. In the scalable version, used here, issues are
learnt apart: a hypothesis about one issue is judged with the expectations about all others in their place, so that
the work grows with the number of issues and levels, not of outcomes.

Hypotheses about an issue's weight are 0, 0.1, ... 1, before scaling; about its values they are straight lines up and
down along the levels, and triangles that peak at each of up to nine levels in between.

Source: Hindriks, Tykhonov, "Opponent modelling in automated multi-issue negotiation using Bayesian learning",
AAMAS 2008, 331-338. They concede 0.05 an offer, we by time, so that long and short talks are alike; an outcome
that is offered again without a change in between teaches nothing new and is left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.opponent_models.base import Estimate, OpponentModel, positions
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.quantities import PositiveShare, Share

WEIGHTS = np.linspace(0.0, 1.0, 11)
PEAKS = 9

type Belief = tuple[NDArray[np.float64], tuple[NDArray[np.float64], ...]]
"""Probabilities of the weights, shape (issues, 11), and of each issue's shapes, shape (shapes,) each."""

_known: dict[tuple[object, ...], Belief] = {}
"""Beliefs after the offers so far: what was learnt of all but the last offer is not learnt again."""
_KEPT = 64


@dataclass(frozen=True, kw_only=True)
class Bayesian(OpponentModel):
    """Weighs hypotheses about each issue's weight and values by how well they explain the offers."""

    name: ClassVar[str] = "bayesian"
    concession: Annotated[
        Share, Field(description="how far the other side is believed to come down until the deadline, c")
    ] = 0.5
    sigma: Annotated[PositiveShare, Field(description="how loosely its offers follow that")] = 0.25

    def learn(self, space: OutcomeSpace, offers: tuple[int, ...], progress: float) -> Estimate:
        """Update the beliefs by what is new since they were last asked for."""
        head = (self, space.shape, progress)
        seen = len(offers) if (*head, offers) in _known else len(offers) - 1
        belief = _known.get((*head, offers[:seen]))
        if belief is None:
            seen, belief = 0, _no_belief(space.shape)
        made = positions(space, offers)
        for at in range(seen, len(offers)):
            if at == 0 or offers[at] != offers[at - 1]:
                belief = self._updated(belief, made[:, at], 1.0 - self.concession * min(at * progress, 1.0), space)
        while len(_known) >= _KEPT:
            del _known[next(iter(_known))]
        _known[(*head, offers)] = belief
        return _expectation(belief, space.shape)

    def _updated(self, belief: Belief, offer: NDArray[np.int64], target: float, space: OutcomeSpace) -> Belief:
        chances, shapes = belief
        values = [_shapes(length)[:, at] for length, at in zip(space.shape, offer, strict=True)]
        expected = np.array([chance @ value for chance, value in zip(shapes, values, strict=True)])
        weights = chances @ WEIGHTS
        rest = weights @ expected - weights * expected
        # The utility of the offer if an issue weighed so much, the others being as expected; rows sum to one.
        total = weights.sum() - weights
        whole = np.maximum(total[:, None] + WEIGHTS, 1e-9)
        heavy = (rest[:, None] + WEIGHTS * expected[:, None]) / whole
        new_chances = chances * self._likelihood(heavy - target)
        share = weights / weights.sum()
        others = share @ expected - share * expected
        new_shapes = [
            chance * self._likelihood(others[axis] + share[axis] * values[axis] - target)
            for axis, chance in enumerate(shapes)
        ]
        return (
            new_chances / new_chances.sum(axis=1, keepdims=True),
            tuple(chance / chance.sum() for chance in new_shapes),
        )

    def _likelihood(self, gap: NDArray[np.float64]) -> NDArray[np.float64]:
        # A floor keeps every hypothesis alive: a side that doesn't concede as believed must not rule out all.
        return np.exp(-0.5 * (gap / self.sigma) ** 2) + 1e-6


@lru_cache(maxsize=256)
def _shapes(length: int) -> NDArray[np.float64]:
    """Return the values of the levels under every hypothesis, shape (shapes, length)."""
    if length == 1:
        return np.ones((1, 1))
    x = np.linspace(0.0, 1.0, length)
    inner = np.unique(np.linspace(1, length - 2, min(PEAKS, max(length - 2, 0))).round().astype(int))
    triangles = [np.minimum(x / x[peak], (1 - x) / (1 - x[peak])) for peak in inner]
    return np.array([x, 1 - x, *triangles])


def _no_belief(shape: tuple[int, ...]) -> Belief:
    chances = np.full((len(shape), len(WEIGHTS)), 1 / len(WEIGHTS))
    return chances, tuple(np.full(len(_shapes(length)), 1 / len(_shapes(length))) for length in shape)


def _expectation(belief: Belief, shape: tuple[int, ...]) -> Estimate:
    chances, shapes = belief
    weights = chances @ WEIGHTS
    weights = weights / weights.sum()
    return Estimate(
        tuple(
            weight * (chance @ _shapes(length)) for weight, chance, length in zip(weights, shapes, shape, strict=True)
        )
    )
