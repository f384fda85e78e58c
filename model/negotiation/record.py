"""The record of a table: what all see of its moves, and what only their makers know."""

from __future__ import annotations

from tradetalks.model.negotiation.transcript import Entry, PublicMove


class Record:
    """Every move of a table, in order; moves that are made at once stay sealed until all are.

    Attributes:
        transcript: the moves with what only their makers know.
        history: the moves as all see them.
    """

    __slots__ = ("_sealed", "history", "transcript")

    def __init__(self) -> None:
        self.transcript: list[Entry] = []
        self.history: list[PublicMove] = []
        self._sealed: list[PublicMove] = []

    def seal(self, entry: Entry) -> None:
        """Add a move that nobody but its maker sees yet."""
        self.transcript.append(entry)
        self._sealed.append(entry.move)

    def open(self) -> list[PublicMove]:
        """Show all that are sealed, and return them."""
        shown = self._sealed
        self.history += shown
        self._sealed = []
        return shown
