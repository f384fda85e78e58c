"""Players: who decides a party's moves, and the view of the table that it decides on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import IllegalMove, NegotiationError
from tradetalks.model.negotiation.moves import Offer, Response, Vote, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import ReservationRule
from tradetalks.model.negotiation.transcript import OFFERS, PublicMove


class Player(Protocol):
    """Anything that decides: a strategy, or whatever answers these calls, as far as its table's rules need them.

    One whose `is_a_person` is true is never asked: the table waits at its turns for moves that come from outside.
    """

    def propose(self, view: View) -> Offer | WalkAway:
        """Make an offer, or leave."""
        ...

    def respond(self, view: View, offer: int) -> Response:
        """Answer the standing offer; after a rejection `propose` is asked where an offer is legal."""
        ...

    def vote(self, view: View, candidate: int, text: int | None) -> Vote | WalkAway:
        """Vote on a mediator's candidate for the text; `text` is what it has been so far, None before any."""
        ...


NOTHING_YET = (0.5, 0.0, 0.0)
"""A reservation of no offer and no day: both are whole numbers."""


NO_OFFER = WalkAway("no offer of its own can follow")
"""What a party that never makes an offer has to compare one with: no deal."""


type Stream = Callable[[str, int], NDArray[np.float64]]
"""Random numbers by name: the first `count` numbers in [0, 1) of the stream of that name, always the same."""


class TurnLost(Exception):
    """Raised by a guarded player in place of a move: it has made a fault, and loses its turn or the table.

    Attributes:
        reason: which fault, in words.
        table: whether the table is lost, which counts as walking away.
    """

    def __init__(self, reason: str, *, table: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.table = table


class View:
    """What one party may know: its own preferences, the clock, the moves that all see.

    The table keeps one for each party and moves its clock. It holds nothing of the others' preferences.

    Attributes:
        party: this party, by its place among the parties.
        parties: the names of all parties, in the table's order.
        space: the outcome space.
        preferences: its own preferences.
        history: the moves so far, as all see them.
        day: days since the scenario's start.
        round: from 0, over all meetings.
        rounds: how many there are until the announced deadline.
        t: what part of the time is over, in [0, 1].
        may_offer: whether an offer is legal this turn.
        proposes: whether the party makes offers at all under the table's rules.
        last_offer: the outcome last offered by anyone else; None before any.
        precedent: the utility that deals made elsewhere let it expect; None without any.
        others: the preferences of all parties where information is complete; else None.
        rules: how the reservations of all parties move, with their discounts, where information is complete; else
            None.
        memory: what the player keeps for this table, None at its start. Ours keep nothing; the bridge to a library
            whose players are objects with a state of their own keeps these here.
    """

    __slots__ = (
        "_by_offer",
        "_floor",
        "_made",
        "_next",
        "_offers",
        "_player",
        "_read",
        "_rule",
        "_stream",
        "day",
        "history",
        "last_offer",
        "may_offer",
        "memory",
        "others",
        "parties",
        "party",
        "precedent",
        "preferences",
        "proposes",
        "round",
        "rounds",
        "rules",
        "space",
        "t",
    )

    def __init__(
        self,
        party: int,
        *,
        parties: Sequence[str],
        space: OutcomeSpace,
        preferences: Preferences,
        rule: ReservationRule,
        player: Player,
        history: Sequence[PublicMove],
        rounds: int,
        stream: Stream | None = None,
    ) -> None:
        self.party = party
        self.parties = tuple(parties)
        self.space = space
        self.preferences = preferences
        self.history = history
        self.day = 0
        self.round = 0
        self.rounds = rounds
        self.t = 0.0
        self.may_offer = True
        self.proposes = True
        self.last_offer: int | None = None
        self.precedent: float | None = None
        self.others: tuple[Preferences, ...] | None = None
        self.rules: tuple[ReservationRule, ...] | None = None
        self.memory: Any = None
        self._stream = stream
        self._rule = rule
        self._by_offer = rule.by_offer
        self._player = player
        self._offers = 0
        # The reservation that was asked for last, as a value and as a utility: a turn asks several times.
        self._floor = NOTHING_YET
        self._next: Offer | WalkAway | None = None
        # The outcomes offered, by party, in what has been read of the history.
        self._made: list[list[int]] = [[] for _ in parties]
        self._read = 0

    def set_clock(self, day: int, round_number: int, t: float, offers: int, may_offer: bool) -> None:
        """Move the view to a new turn; what was decided for the last one is forgotten."""
        self.day = day
        self.round = round_number
        self.t = t
        self.may_offer = may_offer
        self._offers = offers
        self._next = None

    def reservation_value(self, offer_number: int) -> float:
        """Return the value below which agreeing on the offer with this number is worse than no deal."""
        return self._floor_at(offer_number)[1]

    def _floor_at(self, offer_number: int) -> tuple[float, float, float]:
        key = offer_number if self._by_offer else -1 - self.day
        floor = self._floor
        if floor[0] != key:
            value = self._rule.value(self.preferences, day=self.day, offers=offer_number)
            self._floor = floor = (key, value, self.preferences.utility_of(value))
        return floor

    def prefers_no_deal(self, outcome: int, offer_number: int) -> bool:
        """Return whether agreeing now on an outcome, as the offer with this number, is worse than no deal."""
        return self.preferences.value(outcome) < self._floor_at(offer_number)[1]

    def seat(self, player: Player) -> None:
        """Let another player decide from now on; it has no memory of the table, but all can read the history."""
        self._player = player
        self._next = None
        self.memory = None

    def revalue(self, preferences: Preferences) -> None:
        """Take new preferences, as the world that the party cares about has changed."""
        self.preferences = preferences
        self._floor = NOTHING_YET

    def set_rule(self, rule: ReservationRule) -> None:
        """Let the reservation move by another rule from now on."""
        self._rule = rule
        self._floor = NOTHING_YET

    @property
    def offers_made(self) -> int:
        """How many offers all parties have made so far: the number, from 0, of the next one."""
        return self._offers

    def offers_of(self, party: int) -> list[int]:
        """Return the outcomes that a party has offered, in their order, repeated ones included."""
        # Every move is read once, as a long talk would otherwise be read again and again.
        if self._read < len(self.history):
            for move in self.history[self._read :]:
                if move.kind in OFFERS and move.outcome is not None:
                    self._made[move.party].append(move.outcome)
            self._read = len(self.history)
        return self._made[party].copy()

    def random(self, number: int) -> float:
        """Return a random number in [0, 1) of this party's own stream: the one with this number, from 0.

        The same seed gives the same numbers, whatever others draw; asking twice gives the same number twice.

        Raises:
            NegotiationError: the table was given no stream.
        """
        if self._stream is None:
            raise NegotiationError(
                f"{self.parties[self.party]} decides at random: give the table a `stream` of random numbers"
            )
        return float(self._stream(self.parties[self.party], number + 1)[number])

    @property
    def reservation(self) -> float:
        """The utility below which the standing offer is worse than no deal."""
        return self._floor_at(self._offers - 1 if self._offers else 0)[2]

    @property
    def next_reservation(self) -> float:
        """The utility below which this party's own next offer would be worse to it than no deal."""
        return self._floor_at(self._offers)[2]

    @property
    def next_offer(self) -> Offer | WalkAway:
        """What this party will propose this turn: decided once a turn, whoever asks first.

        A party that never makes an offer under the table's rules has nothing but to walk away.

        Raises:
            IllegalMove: the proposal is no outcome of the space.
        """
        if self._next is None:
            if not self.proposes:
                return NO_OFFER
            proposal = self._player.propose(self)
            if isinstance(proposal, Offer) and not 0 <= proposal.outcome < self.space.size:
                raise IllegalMove(
                    f"{self.parties[self.party]} offers outcome {proposal.outcome}; "
                    f"the space has 0 to {self.space.size - 1}"
                )
            self._next = proposal
        return self._next
