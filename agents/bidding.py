"""Bidding: which outcome to offer at a given aspiration."""

from __future__ import annotations

import numpy as np

from tradetalks.model.negotiation.players import View


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
    order = preferences.order
    first, end = preferences.rank_between(aspiration, aspiration + width)
    if first == end:
        # `first` counts the outcomes above the band: the last of them is the lowest above.
        if first == 0:
            return preferences.best
        lowest = preferences.utility(int(order[first - 1]))
        first, end = preferences.rank_between(lowest, lowest)
    if end - first == 1:
        return int(order[first])
    target = preferences.best if view.last_offer is None else view.last_offer
    near = preferences.sorted_steps(view.space)[:, first:end] - view.space.steps[:, target, None]
    distance = np.abs(near, out=near).sum(axis=0, dtype=near.dtype)
    # `order` goes from high to low utility and from low to high number: the first minimum wins all ties.
    return int(order[first + int(distance.argmin())])
