"""Small spaces, sides and players that the tests of the bargaining engine share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.runs.theory.domains import played, random_domain, scores, space, stream

__all__ = ["Script", "a_view", "played", "random_domain", "scores", "space", "stream"]


def a_view(outcomes: OutcomeSpace, own: Preferences, *, t: float = 0.0, moves: Sequence[Any] = (), **more: Any) -> View:
    """Return the view of the first of two parties in the middle of talks."""
    view = View(
        0,
        parties=["A", "B"],
        space=outcomes,
        preferences=own,
        rule=DiscountReservation(1.0, 99),
        player=more.pop("player", None) or Script(),
        history=list(moves),
        rounds=more.pop("rounds", 11),
        stream=partial(stream, 1),
    )
    offered = [move.outcome for move in moves if move.party == 1]
    view.last_offer = offered[-1] if offered else None
    view.set_clock(day=0, round_number=0, t=t, offers=len(moves), may_offer=more.pop("may_offer", True))
    return view


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
