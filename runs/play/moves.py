"""Moves as data: how a move stands in a saved session, a result and whatever else is sent or kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradetalks.errors import IllegalMove, NegotiationError
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reject, Vote, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind

KINDS = ("offer", "accept", "reject", "walk_away", "vote_yes", "vote_no")
"""What a move can be, as data."""


def move_as_data(move: Move, space: OutcomeSpace) -> dict[str, Any]:
    """Return a move as plain data: its kind under "move", one of KINDS, and the levels of an offer under "offer".

    Raises:
        IllegalMove: it is no move, or an offer of no outcome of the space.
    """
    match move:
        case Offer(outcome=outcome) if not 0 <= outcome < space.size:
            raise IllegalMove(f"there is no outcome {outcome}; the space has 0 to {space.size - 1}")
        case Offer(outcome=outcome):
            return {"move": "offer", "offer": space.levels(outcome)}
        case Accept():
            return {"move": "accept"}
        case Reject():
            return {"move": "reject"}
        case WalkAway():
            return {"move": "walk_away"}
        case Vote(yes=yes):
            return {"move": "vote_yes" if yes else "vote_no"}
    raise IllegalMove(f"{move!r} is no move")


def move_of_data(kind: str, offer: Mapping[str, Level] | None, space: OutcomeSpace, reason: str = "") -> Move:
    """Return the move that data stand for.

    Args:
        kind: one of KINDS, or of the kinds of offers of a transcript.
        offer: the levels of an offer; ignored for other moves.
        space: what is negotiated.
        reason: why it is made.

    Raises:
        IllegalMove: it is no move, or an offer without levels, or with others than the space has.
    """
    if kind in OFFERS:
        if offer is None:
            raise IllegalMove("an offer has a level for each issue, and this one has none")
        try:
            return Offer(space.outcome(offer), reason)
        except NegotiationError as error:
            raise IllegalMove(str(error)) from None
    match kind:
        case MoveKind.ACCEPT:
            return Accept(reason)
        case MoveKind.REJECT:
            return Reject(reason)
        case MoveKind.WALK_AWAY:
            return WalkAway(reason)
        case MoveKind.VOTE_YES | MoveKind.VOTE_NO:
            return Vote(kind == MoveKind.VOTE_YES, reason)
    raise IllegalMove(f"{kind!r} is no move; allowed are {', '.join(KINDS)}")
