"""What a protocol is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from tradetalks.errors import IllegalMove, NegotiationError
from tradetalks.model.negotiation.moves import Move, Offer
from tradetalks.model.negotiation.referee import Referee
from tradetalks.parts import Options, Part
from tradetalks.registry import Registry


class End(StrEnum):
    """Why talks end without an agreement before their time."""

    NO_OFFER = "no_offer"
    OFFER_REJECTED = "offer_rejected"
    OFFER_LOST = "offer_lost"
    OFFER_A_DEMAND = "offer_a_demand"
    TEXT_REJECTED = "text_rejected"
    TEXT_LOST = "text_lost"
    NO_CONSENT = "no_consent"
    CONFLICT = "conflict"


class Protocol(ABC):
    """A small state machine: whose turn, which moves are legal, apply a move, finished with what.

    It knows outcomes as numbers and parties as places, nothing of preferences and strategies. What its rules have
    to compare it asks the table's referee, who answers by yes or no.

    Args:
        parties: how many sit at the table, two or more.
        turns: how many turns there are until the deadline.

    Raises:
        NegotiationError: there are too few parties, or too few turns for all of them to have one.
    """

    at_once: ClassVar[bool] = False
    """Whether the parties move at once: what they do in a round is shown to all when all have done it."""

    turn: int
    """How many turns are over."""
    offers_made: int
    """How many offers have been made, those made at once counted as one; the latest has the number one below."""
    standing: int | None
    """The outcome on the table, None if none is."""
    agreement: int | None
    """The outcome that all have accepted, None until then."""
    finished: bool
    """Whether no further move is legal."""
    text: int | None = None
    """What a mediator's candidate, the standing outcome, is compared with; None before any, and without a mediator."""
    voting: bool = False
    """Whether the standing outcome is voted on; else it can be accepted."""
    sealed: bool = False
    """Whether moves of this round are still hidden, as not all have moved."""
    lots: int = 1
    """How many proposals could have been the agreement: where there are several one of them was drawn."""
    end: End | None = None
    """Why the talks ended without an agreement before their time; None if they didn't."""

    def __init__(self, parties: int, turns: int) -> None:
        if parties < 2:
            raise NegotiationError(f"a table needs two or more parties, not {parties}")
        if turns < parties:
            raise NegotiationError(f"{parties} parties need at least {parties} turns, not {turns}")
        self._parties = parties
        self._turns = turns
        self.rounds = -(-turns // parties)
        self.turn = 0
        self.offers_made = 0
        self.standing = None
        self.agreement = None
        self.finished = False

    @property
    def mover(self) -> int:
        """The party whose turn it is, by its place."""
        return self.turn % self._parties

    @property
    def round(self) -> int:
        """The round that is played, from 0; as long as the talks aren't finished."""
        return self.turn // self._parties

    @property
    @abstractmethod
    def may_offer(self) -> bool:
        """Whether an offer is legal now."""

    @property
    @abstractmethod
    def may_offer_again(self) -> bool:
        """Whether the party whose turn it is will be able to offer on a later turn of its own."""

    def proposes(self, party: int) -> bool:  # noqa: ARG002
        """Return whether a party makes offers at all under these rules."""
        return True

    @abstractmethod
    def check(self, move: Move) -> None:
        """Raise IllegalMove, which says what is allowed, unless a move is legal now."""

    @abstractmethod
    def apply(self, move: Move) -> None:
        """Make a move of the party whose turn it is.

        Raises:
            IllegalMove: the protocol doesn't allow it now; nothing has changed.
        """

    def extend(self, rounds: int) -> None:
        """Add rounds before the deadline, as it has been put off.

        Raises:
            IllegalMove: the talks are over.
        """
        self._check_over()
        self._turns += rounds * self._parties
        self.rounds += rounds

    @abstractmethod
    def lose_turn(self) -> None:
        """Pass over the party whose turn it is, as it has made a fault: always legal while the talks go on."""

    def limit(self) -> int | None:
        """Return the outcome than which the mover may offer nothing better for itself; None where it may."""
        return None

    def ruled(self, offer: Offer) -> Offer:
        """Return what the rules make of an offer that the mover wants to make: the same where it is legal."""
        return offer

    def bound(self) -> tuple[int, ...]:
        """Return the parties that stand by the standing offer: its maker and who accepted it."""
        return ()

    def withdraw(self) -> None:
        """Take the standing offer from the table, outside any turn."""
        self.standing = None

    def accepting(self) -> tuple[tuple[int, int], ...]:
        """Return, once all agree, whom the rules alone make accept: party, and what it had proposed itself."""
        return ()

    def _check_over(self) -> None:
        if self.finished:
            raise IllegalMove("the talks are over: no move is allowed")


@dataclass(frozen=True, kw_only=True)
class Rules(Options, ABC):
    """The rules of play that a scenario names, with their options; they start a protocol.

    Write them as a frozen pydantic dataclass with a `name`; its fields are their options in a scenario file.
    """

    name: ClassVar[str]
    draws: ClassVar[bool] = False
    """Whether they draw random numbers."""
    one_offer: ClassVar[bool] = False
    """Whether there is a single offer, however many meetings there could be."""

    @abstractmethod
    def offers(self, parties: int, rounds: int) -> int:
        """Return the most offers that can be made in so many rounds, those made at once counted as one."""

    @abstractmethod
    def start(self, parties: int, length: int, referee: Referee) -> Protocol:
        """Return the protocol at its first turn.

        Args:
            parties: how many sit at the table, two or more.
            length: how many offers there can be.
            referee: who compares and draws.
        """


NO_VOTE = "there is nothing to vote on: no mediator has proposed a text"
"""What is told where rules take no votes."""

protocols: Registry[Rules] = Registry("protocol", "tradetalks.model.negotiation.protocols", Rules)

AnyRules = Annotated[Rules, Part(protocols), Field(description="the rules of play")]
"""An option of a table: the rules of play."""
