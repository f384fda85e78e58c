"""Small spaces, sides and players that the tests of the bargaining engine share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.preferences import Preferences


def space(*lengths: int) -> OutcomeSpace:
    return OutcomeSpace(
        [Issue(f"i{place}", tuple(float(x) for x in range(length))) for place, length in enumerate(lengths)]
    )


def scores(values: Sequence[float], reservation: float = 0.0) -> Preferences:
    return Preferences(np.array(values), disagreement=reservation, mapped=False)


class Script:
    """A player that makes the moves it is given, one a turn."""

    def __init__(self, *moves: Offer | Accept | WalkAway) -> None:
        self.moves = list(moves)
        self.views: list[tuple[int, float, bool]] = []

    def propose(self, view: View) -> Offer | WalkAway:
        self.views.append((view.round, view.t, view.may_offer))
        move = self.moves.pop(0)
        assert isinstance(move, Offer | WalkAway)
        return move

    def respond(self, view: View, offer: int) -> Response:
        if self.moves and isinstance(self.moves[0], Offer):
            return Reject("no")
        if not self.moves:
            return Reject("no")
        move = self.moves.pop(0)
        assert not isinstance(move, Offer)
        return move
