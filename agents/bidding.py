"""Bidding: which outcome to offer at a given aspiration, and the options that all who bid so have in common."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tradetalks.agents.opponent_models.base import AnyOpponentModel, OpponentModel
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import Utility

Width = Annotated[
    Utility,
    Field(
        title="width of the band of offers",
        description="band of utility above the aspiration in which it looks for its offer",
    ),
]
Guess = Annotated[
    AnyOpponentModel | None,
    Field(
        title="model of the others",
        description="how it guesses what the others like; without, it offers what is nearest to their last offer",
    ),
]


def offer_at(view: View, aspiration: float, width: float, opponent_model: OpponentModel | None) -> int:
    """Return the outcome to offer at an aspiration, with or without a model of the others.

    Without a model, and before any offer of the others, it is that of `nearest_at`. With one it is, in the same band,
    the outcome of the highest estimated utility to the others; ties go to the higher own utility, then to the lower
    number.
    """
    if opponent_model is None:
        return nearest_at(view, aspiration, width)
    first, end = band(view, aspiration, width)
    order = view.preferences.order
    if end - first == 1:
        return int(order[first])
    guess = opponent_model.estimate(view)
    if guess is None:
        return nearest_at(view, aspiration, width)
    within = order[first:end]
    # Rounded, so that the order in which parts are summed decides no tie.
    return int(within[int(guess.utilities(within).round(9).argmax())])


def band(view: View, aspiration: float, width: float) -> tuple[int, int]:
    """Return the slice of the own order to choose from at an aspiration; it is never empty.

    It holds the outcomes with utility in [aspiration, aspiration + width]; where there is none, those of the lowest
    utility above; where none is above, the own best.
    """
    preferences = view.preferences
    first, end = preferences.rank_between(aspiration, aspiration + width)
    if first == end:
        # `first` counts the outcomes above the band: the last of them is the lowest above.
        if first == 0:
            return 0, 1
        return preferences.first_of_equals(first - 1), first
    return first, end


def nearest_at(view: View, aspiration: float, width: float) -> int:
    """Return the outcome to offer at an aspiration.

    Among the outcomes whose own utility lies in [aspiration, aspiration + width] it is the one nearest to
    the offer last made by anyone else (before any, the own best): least sum over issues of |level
    difference| / (levels - 1); ties go to the higher own utility, then to the lower number. Where no
    outcome lies in that band it is the lowest above; where none lies above, the own best.

    Args:
        view: what the party may know.
        aspiration: a utility.
        width: how far above its aspiration the party looks for the offer nearest to the other side's.

    Returns:
        The number of the outcome.
    """
    preferences = view.preferences
    key = aspiration, width, _target(view)
    outcome = preferences.remembered.get(key)
    if outcome is None:
        first, end = band(view, aspiration, width)
        outcome = preferences.remember(key, nearest_in(view, first, end))
    return outcome


def _target(view: View) -> int:
    """Return what an offer is to be near to: what anyone else has offered last; before any, the own best."""
    if view.last_offer is None:
        return view.preferences.best
    return view.last_offer


def nearest_in(view: View, first: int, end: int, weights: NDArray[np.float64] | None = None) -> int:
    """Return, in a slice of the own order, the outcome nearest to the offer last made by anyone else.

    Args:
        view: what the party may know.
        first: where the slice begins.
        end: where it ends, beyond `first`.
        weights: of the issues in the distance, shape (issues,); all alike where it is None.
    """
    preferences = view.preferences
    if end - first == 1:
        return preferences.ranked(first)
    steps = preferences.steps_away(view.space, first, end, _target(view))
    distance = (weights @ steps).round(9) if weights is not None else np.add.reduce(steps, dtype=steps.dtype)
    # `order` goes from high to low utility and from low to high number: the first minimum wins all ties.
    return preferences.ranked(first + int(distance.argmin()))
