"""The transcript: every move of a table, with its reason in words and numbers.

Like moves, its lines are never changed, and not frozen, as every turn makes two of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tradetalks.model.negotiation.moves import Reason, written


class MoveKind(StrEnum):
    """What a transcript line records.

    A demand is an offer that is worth less to its maker than no deal: it shows what the maker wants and
    can't be accepted. A withdrawal takes back an offer that has become so between two meetings. A forfeit is a turn
    that is lost by a fault, or the table itself. A pass is a turn that time has taken. A vote is on a mediator's
    candidate.
    """

    OFFER = "offer"
    COUNTER_OFFER = "counter_offer"
    DEMAND = "demand"
    ACCEPT = "accept"
    REJECT = "reject"
    WALK_AWAY = "walk_away"
    WITHDRAW = "withdraw"
    FORFEIT = "forfeit"
    PASS = "pass"  # noqa: S105 - it lets a turn pass
    VOTE_YES = "vote_yes"
    VOTE_NO = "vote_no"


class Decider(StrEnum):
    """Who decided a move: a person, a strategy (for short a bot), time, an instructor, or the rules of play alone."""

    PERSON = "person"
    BOT = "bot"
    CLOCK = "clock"
    INSTRUCTOR = "instructor"
    RULES = "rules"


LONGEST_MESSAGE = 280
"""Characters."""

OFFERS = frozenset({MoveKind.OFFER, MoveKind.COUNTER_OFFER, MoveKind.DEMAND})
"""The kinds of moves that name an outcome of their maker's choice."""


@dataclass(slots=True, unsafe_hash=True)
class PublicMove:
    """What everyone at the table sees of a move.

    Attributes:
        day: days since the scenario's start.
        round: from 0, over all meetings of the table.
        t: what part of the time is over, in [0, 1].
        party: who moved, by its place among the parties.
        kind: what it did.
        outcome: the outcome offered, accepted, rejected, withdrawn, voted on, or that fell by a forfeit or a pass; None
            where none stood.
        message: what was said with it; text, never markup.
    """

    day: int
    round: int
    t: float
    party: int
    kind: MoveKind
    outcome: int | None
    message: str = ""


@dataclass(slots=True, unsafe_hash=True)
class Entry:
    """A move with what only its maker and the analyst know.

    Attributes:
        move: what everyone sees.
        utility: the maker's own utility of the outcome; None where none stood.
        reasons: why, of the answer and of the offer that followed it.
        decider: who decided it.
    """

    move: PublicMove
    utility: float | None
    reasons: tuple[Reason, ...]
    decider: Decider = Decider.BOT

    @property
    def reason(self) -> str:
        """Why, in words and numbers."""
        return "; ".join(text for text in map(written, self.reasons) if text)
