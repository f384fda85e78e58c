"""A turn: what the person who has to move sees, as data; nothing of the others' preferences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.transcript import MoveKind

MEDIATOR = "mediator"
"""Who has made a candidate or a text, in place of a country."""

type Levels = dict[str, Level]


@dataclass(frozen=True, slots=True)
class Seen:
    """A move as everyone at the table sees it.

    Attributes:
        day: days from the scenario's start.
        by: the country that moved, or the mediator.
        kind: what it did.
        levels: the offer it made, accepted, rejected or withdrew, or the candidate it voted on; None where none stood.
        before: for a proposal, what the same country proposed before it, for a mediator's the text; None at its first.
        value: what the offer is worth to the person, USD bn a year relative to today, or a score.
        message: what was said with it; "" where nothing.
    """

    day: int
    by: str
    kind: MoveKind
    levels: Levels | None
    before: Levels | None
    value: float | None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the person may see when it has to move: nothing of the others' preferences.

    Attributes:
        table, title: the table it sits at, by id and for people.
        day, date: when; no date in a scenario without dates.
        meeting: the kind of the meeting.
        meeting_number, meetings: which meeting it is, from 1, and how many there are until the deadline.
        round, rounds: the round, from 0 over all meetings, and how many there are until the deadline.
        t: what part of the time is over, in [0, 1].
        standing: the offer that can be accepted, or the candidate that is voted on; None if none stands.
        text: what a mediator's candidate would take the place of; None before any, and without a mediator.
        latest: the latest proposal of anyone else, standing or not; None before any.
        own_last: the person's own last proposal; None before any.
        reservation: the own value below which an agreement on the standing offer is worse than no deal.
        offer_reservation: the same for an offer made now; it differs where scores are discounted.
        may_offer, may_accept, may_reject, may_vote: which moves are legal; walking away always is.
        last_offer: whether an offer made now would be the person's last.
        at_once: whether all propose or vote at once, so that nobody sees the others' moves of this round.
        most: what an offer may be worth to the person at most, as nobody may go back; None where anything is legal.
        since: the moves at the table since the person's last one there.
        news: what has happened since its last move, a line each, but for moves and openings here.
    """

    table: str
    title: str
    day: int
    date: date | None
    meeting: str
    meeting_number: int
    meetings: int
    round: int
    rounds: int
    t: float
    standing: Seen | None
    text: Seen | None
    latest: Seen | None
    own_last: Seen | None
    reservation: float
    offer_reservation: float
    may_offer: bool
    last_offer: bool
    may_accept: bool
    may_reject: bool
    may_vote: bool
    at_once: bool
    most: float | None
    since: tuple[Seen, ...]
    news: tuple[str, ...]

    @property
    def final_text(self) -> bool:
        """Whether what stands is a mediator's last word, which is accepted or rejected, not voted on."""
        return self.standing is not None and self.standing.by == MEDIATOR and not self.may_vote
