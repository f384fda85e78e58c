"""A human seat: a strategy whose moves come later, from a terminal, a page or a test."""

from __future__ import annotations

from typing import ClassVar

from pydantic.dataclasses import dataclass

from tradetalks.agents.strategies.base import Strategy
from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.moves import Offer, Response, Vote, WalkAway
from tradetalks.model.negotiation.players import View

NEVER_ASKED = "a person is never asked: its moves are submitted to the table"


@dataclass(frozen=True, kw_only=True)
class Human(Strategy):
    """A person decides: the talks pause at each of its turns until its move is submitted."""

    name: ClassVar[str] = "human"
    is_a_person: ClassVar[bool] = True

    def propose(self, view: View) -> Offer | WalkAway:  # noqa: ARG002
        """Refuse, as the table waits for the person's move in place of asking for it."""
        raise NegotiationError(NEVER_ASKED)

    def respond(self, view: View, offer: int) -> Response:  # noqa: ARG002
        """Refuse likewise."""
        raise NegotiationError(NEVER_ASKED)

    def vote(self, view: View, candidate: int, text: int | None) -> Vote | WalkAway:  # noqa: ARG002
        """Refuse likewise."""
        raise NegotiationError(NEVER_ASKED)
