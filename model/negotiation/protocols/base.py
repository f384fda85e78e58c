"""What a protocol is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from tradetalks.model.negotiation.moves import Move
from tradetalks.registry import Registry


class Protocol(ABC):
    """A small state machine: whose turn, which moves are legal, apply a move, finished with what.

    It knows outcomes as numbers and parties as places, nothing of preferences and strategies.

    Args:
        parties: how many sit at the table, two or more.
        turns: how many turns there are until the deadline.
    """

    name: ClassVar[str]

    turn: int
    """How many turns are over."""
    offers_made: int
    """How many offers have been made; the standing one has the number `offers_made - 1`."""
    standing: int | None
    """The outcome on the table, None if none is."""
    agreement: int | None
    """The outcome that all have accepted, None until then."""
    finished: bool
    """Whether no further move is legal."""

    @abstractmethod
    def __init__(self, parties: int, turns: int) -> None: ...

    @property
    @abstractmethod
    def mover(self) -> int:
        """The party whose turn it is, by its place."""

    @property
    @abstractmethod
    def may_offer(self) -> bool:
        """Whether an offer is legal now."""

    @property
    @abstractmethod
    def may_offer_again(self) -> bool:
        """Whether the party whose turn it is will be able to offer on a later turn of its own."""

    @abstractmethod
    def apply(self, move: Move) -> None:
        """Make a move of the party whose turn it is.

        Raises:
            IllegalMove: the protocol doesn't allow it now; nothing has changed.
        """

    @abstractmethod
    def lose_turn(self) -> None:
        """Pass over the party whose turn it is, as it has made a fault: always legal while the talks go on."""

    @abstractmethod
    def bound(self) -> tuple[int, ...]:
        """Return the parties that stand by the standing offer: its maker and who accepted it."""

    @abstractmethod
    def withdraw(self) -> None:
        """Take the standing offer from the table, outside any turn."""


protocols: Registry[Protocol] = Registry("protocol", "tradetalks.model.negotiation.protocols", Protocol)
