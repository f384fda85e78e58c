"""Small spaces, sides and players that the tests of the bargaining engine share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import Player, View
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.table import Table
from tradetalks.model.streams import uniforms


def space(*lengths: int) -> OutcomeSpace:
    return OutcomeSpace(
        [Issue(f"i{place}", tuple(float(x) for x in range(length))) for place, length in enumerate(lengths)]
    )


def scores(values: Sequence[float], reservation: float = 0.0) -> Preferences:
    return Preferences(np.array(values), disagreement=reservation, mapped=False)


def random_domain(
    seed: int, shape: Sequence[int] = (5, 4, 3), *, reservation: float = 0.0, sides: int = 2, ordered: bool = False
) -> tuple[OutcomeSpace, list[Preferences]]:
    """Return a space and score-sheets drawn for it: Dirichlet weights, points that span [0, 1] on every issue.

    With `ordered` an issue's points rise or fall evenly along its levels, else every level draws its own.
    """
    rng = np.random.default_rng(seed)
    outcomes = space(*shape)
    drawn = []
    for _ in range(sides):
        total = np.zeros(outcomes.size)
        for axis, weight in enumerate(rng.dirichlet(np.ones(len(shape)))):
            points = np.linspace(0, 1, shape[axis]) if ordered else rng.random(shape[axis])
            if ordered and rng.random() < 0.5:
                points = np.ascontiguousarray(points[::-1])
            if shape[axis] > 1:
                points = (points - points.min()) / (points.max() - points.min())
            total += weight * outcomes.spread(points, [axis])
        drawn.append(scores(total.tolist(), reservation))
    return outcomes, drawn


def stream(root: int, party: str, count: int) -> np.ndarray:
    return uniforms(root, party, count)


def played(players: Sequence[Player], outcomes: OutcomeSpace, sides: Sequence[Preferences], **more: Any) -> Table:
    """Return a table that has been played, with complete information and random streams."""
    settings: dict[str, Any] = {"rounds": 40, "complete": True, "stream": partial(stream, 1)} | more
    if settings.get("length"):
        settings["rounds"] = None
    names = "ABCD"[: len(players)]
    table = Table(list(names), outcomes, sides, players, **settings)
    table.play()
    return table


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
