"""A human seat: a strategy whose moves come later, from a terminal, a page or a test."""

from __future__ import annotations

from typing import ClassVar

from pydantic.dataclasses import dataclass

from tradetalks.agents.strategies.base import Strategy
from tradetalks.model.negotiation.moves import Offer, Reject, Response, Vote, WalkAway
from tradetalks.model.negotiation.players import MoveNeeded, View


@dataclass(frozen=True, kw_only=True)
class Human(Strategy):
    """A person decides: the talks pause at each of its turns until its move is submitted."""

    name: ClassVar[str] = "human"

    def propose(self, view: View) -> Offer | WalkAway:
        """Make the submitted offer."""
        move = view.submitted
        if not isinstance(move, Offer | WalkAway):
            raise MoveNeeded
        return move

    def respond(self, view: View, offer: int) -> Response:  # noqa: ARG002
        """Give the submitted answer; a submitted offer is a rejection first."""
        move = view.submitted
        if move is None:
            raise MoveNeeded
        if isinstance(move, Vote):
            raise MoveNeeded
        return Reject("") if isinstance(move, Offer) else move

    def vote(self, view: View, candidate: int, text: int | None) -> Vote | WalkAway:  # noqa: ARG002
        """Give the submitted vote."""
        move = view.submitted
        if not isinstance(move, Vote | WalkAway):
            raise MoveNeeded
        return move
