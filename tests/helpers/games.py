"""Sessions with one person, as tests play them."""

from __future__ import annotations

from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.seat import Seat
from tradetalks.runs.sight.turn import Turn


def seat_of(game: Session) -> Seat:
    """Return the seat of the person that is waited for; at the end, its first."""
    table, party = (game.waiting or game.people)[0]
    return game.seat(table, party)


def turn_of(game: Session) -> Turn | None:
    """Return what the person sees that is waited for; None if none is."""
    return game.turn(*game.waiting[0]) if game.waiting else None


def tables_of(game: Session) -> tuple[str, ...]:
    """Return the tables at which a person sits."""
    return tuple(dict.fromkeys(table for table, _ in game.people))
