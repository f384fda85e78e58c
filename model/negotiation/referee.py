"""The referee: compares outcomes for a protocol and draws its random numbers.

A protocol knows nothing of preferences. Where its rules turn on them, as whether a proposal is a concession, it asks
here, and learns no more than yes or no.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import Stream, View


class Referee:
    """Answers what a protocol has to know of the parties at its table.

    Args:
        space: what is negotiated.
        views: of the parties, in their order; to be seated before the first question about one.
        stream: random numbers; those of the name "" are the table's own.
    """

    def __init__(self, space: OutcomeSpace, views: Sequence[View], stream: Stream | None) -> None:
        self.space = space
        self._views = views
        self._stream = stream
        self._drawn: NDArray[np.float64] = np.empty(0)

    def no_worse(self, party: int, outcome: int, than: int) -> bool:
        """Return whether an outcome is at least as good to a party as another."""
        preferences = self._views[party].preferences
        return preferences.value(outcome) >= preferences.value(than)

    def stands_by(self, party: int, outcome: int, offer: int) -> bool:
        """Return whether an outcome, offered as the offer of this number, is no worse to a party than no deal."""
        return not self._views[party].prefers_no_deal(outcome, offer)

    def random(self, number: int) -> float:
        """Return a random number in [0, 1) of the table's own stream: the one with this number, from 0.

        Raises:
            NegotiationError: the table was given no stream.
        """
        if self._stream is None:
            raise NegotiationError("these rules draw random numbers: give the table a `stream` of them")
        if number >= len(self._drawn):
            # Twice as many each time: a stream is always made from its beginning.
            self._drawn = self._stream("", 2 * number + 2)
        return float(self._drawn[number])
