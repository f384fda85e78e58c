"""A table: one negotiation between two or more parties, from its first offer to how it closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import IllegalMove, NegotiationError
from tradetalks.model.negotiation.clock import Clock
from tradetalks.model.negotiation.moves import Move
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import Player, Stream, View
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.protocols.base import Rules, protocols
from tradetalks.model.negotiation.record import Record
from tradetalks.model.negotiation.referee import Referee
from tradetalks.model.negotiation.reservation import DiscountReservation, ReservationRule
from tradetalks.model.negotiation.status import LIVE, Status
from tradetalks.model.negotiation.transcript import LONGEST_MESSAGE, Decider, MoveKind
from tradetalks.model.negotiation.turns import Turns


class Table(Turns):
    """One negotiation.

    Nobody is bound to what is worth less to it than no deal: such an offer is a demand that can't be
    accepted, one that becomes so between two meetings is withdrawn, and accepting one is an illegal move. People alone
    may bind themselves to less, where `people_may_err`.

    A player whose `is_a_person` is true moves from outside: at its turns the table waits, `submit` makes its move and
    `go_on` plays the rest of the meeting.

    Args:
        parties: names, in the order of their turns.
        space: what is negotiated.
        preferences: one for each party, over `space`.
        players: who decides, one for each party.
        rounds: rounds until the deadline, over all meetings; a round is over when every party had a turn.
        length: how many offers the table allows, in place of `rounds`; those made at once count as one.
        announced: rounds until the announced deadline, where talks may go on beyond it; else all.
        complete: whether the parties know each other's preferences.
        rules: how each party's reservation moves with time; by default it stays at the disagreement.
        protocol: the rules of play, by name, or with their options.
        stream: random numbers by party, for players that decide at random; those of the name "" are for rules
            that draw.
        people_may_err: whether a person may agree, and offer, below its reservation.
        messages: whether a message may go with a move.

    Attributes:
        waiting: the party whose move from outside is waited for, by its place; None if none is.
        transcript: the moves with what only their makers know.
        history: the moves as all see them.

    Raises:
        NegotiationError: the numbers of parties, preferences and players differ, an argument is out of its
            range, a player needs to know the others' preferences and doesn't, or the rules draw and have no stream.
    """

    def __init__(
        self,
        parties: Sequence[str],
        space: OutcomeSpace,
        preferences: Sequence[Preferences],
        players: Sequence[Player],
        *,
        rounds: int | None = None,
        length: int | None = None,
        announced: int | None = None,
        rules: Sequence[ReservationRule] | None = None,
        protocol: str | Rules = "alternating_offers",
        complete: bool = False,
        stream: Stream | None = None,
        people_may_err: bool = False,
        messages: bool = False,
    ) -> None:
        count = len(parties)
        if not len(preferences) == len(players) == count:
            raise NegotiationError(
                f"{count} parties need as many preferences and players, not {len(preferences)} and {len(players)}"
            )
        for name, side in zip(parties, preferences, strict=True):
            if len(side) != space.size:
                raise NegotiationError(
                    f"{name}'s preferences have {len(side)} values, the space has {space.size} outcomes"
                )
        for name, player in zip(parties, players, strict=True):
            _check_information(name, player, complete=complete)
        if (rounds is None) == (length is None):
            raise NegotiationError("give a table's time either in rounds or in offers (length)")
        chosen = protocols[protocol]() if isinstance(protocol, str) else protocol
        if chosen.draws and stream is None:
            raise NegotiationError(f"{chosen.name!r} draws random numbers: give the table a `stream` of them")
        self.parties = tuple(parties)
        self.space = space
        self.length = length or 0 if rounds is None else chosen.offers(count, rounds)
        views: list[View] = []
        self.protocol = chosen.start(count, self.length, Referee(space, views, stream))
        self.clock = Clock(announced or self.protocol.rounds)
        self._record = Record()
        self.transcript = self._record.transcript
        self.history = self._record.history
        self._status = Status.SCHEDULED
        self.day = 0
        if rules is None:
            rules = [DiscountReservation(1.0, self.length)] * count
        self.rules = tuple(rules)
        views += [
            View(
                place,
                parties=self.parties,
                space=space,
                preferences=preferences[place],
                rule=self.rules[place],
                player=players[place],
                history=self.history,
                rounds=self.clock.rounds,
                stream=stream,
            )
            for place in range(count)
        ]
        for view in views:
            view.proposes = self.protocol.proposes(view.party)
        self.views = tuple(views)
        self._others = tuple(tuple(other for other in self.views if other is not view) for view in self.views)
        self._players = list(players)
        self._people = _people(players)
        self._people_may_err = people_may_err
        self._messages = messages
        self._prescribed: dict[int, Move] = {}
        self._lapsed = ""
        self._complete = complete
        self._until = 0
        self._haste: Mapping[int, float] = {}
        self.waiting: int | None = None
        self.revalue(preferences)

    @property
    def agreement(self) -> int | None:
        """The outcome agreed on, None without one."""
        return self.protocol.agreement

    @property
    def preferences(self) -> tuple[Preferences, ...]:
        """The preferences of the parties, in their order."""
        return tuple(view.preferences for view in self.views)

    def zone(self) -> NDArray[np.bool_]:
        """Return which outcomes are at least as good as disagreement for all parties, shape (size,)."""
        inside = np.ones(self.space.size, dtype=np.bool_)
        for side in self.preferences:
            inside &= side.values >= side.disagreement
        return inside

    @property
    def has_zone(self) -> bool:
        """Whether a zone of agreement exists."""
        return bool(self.zone().any())

    def revalue(self, preferences: Sequence[Preferences]) -> None:
        """Give the parties new preferences, as the world that they care about has changed."""
        for view, side in zip(self.views, preferences, strict=True):
            view.revalue(side)
            if self._complete:
                view.others, view.rules = tuple(preferences), self.rules

    def set_rules(self, rules: Sequence[ReservationRule]) -> None:
        """Let the parties' reservations move by other rules from now on: the deadline or waiting has changed."""
        self.rules = tuple(rules)
        for view, rule in zip(self.views, self.rules, strict=True):
            view.set_rule(rule)
            if self._complete:
                view.rules = self.rules

    def put_off(self, rounds: int) -> None:
        """Add rounds before the deadline, as it has been put off; the time that was left is shared out anew.

        Raises:
            NegotiationError: the last round is over.
        """
        self.clock = self.clock.put_off(self.protocol.round, rounds)
        self.protocol.extend(rounds)
        for view in self.views:
            view.rounds = self.clock.rounds

    def meet(self, day: int, rounds: int, haste: Mapping[int, float] | None = None) -> Status:
        """Play some rounds on a day and return the status.

        A party (by its place) in `haste` acts in this meeting as if that part of the time left were over.

        It is agreed, walked away or adjourned; or still open, where the party at `waiting` has a move to make
        that comes from outside: `submit` it, and `go_on`.
        """
        if self.status not in LIVE:
            raise IllegalMove(f"the table is closed ({self.status}): it doesn't meet any more")
        self._enter(Status.OPEN)
        self.day = day
        self._haste = haste or {}
        self._withdraw_what_no_one_stands_by()
        self._until = self.protocol.turn + rounds * len(self.parties)
        return self.go_on()

    def go_on(self) -> Status:
        """Play the rest of the meeting's rounds, or until a person has to move, and return the status; see `meet`."""
        self.waiting = None
        protocol = self.protocol
        while not protocol.finished and protocol.turn < self._until:
            if protocol.mover in self._people:
                self.waiting = protocol.mover
                self._set_clock(self.views[protocol.mover])
                return self.status
            self._turn()
        if self.status is Status.OPEN:
            self._enter(Status.ADJOURNED if protocol.agreement is None else Status.AGREED)
        return self.status

    # ---- moves from outside

    def submit(self, move: Move, *, by: int, decider: Decider = Decider.PERSON, message: str = "") -> None:
        """Make the move that the table waits for; `go_on` then plays on.

        Args:
            move: what is done.
            by: the party, by its place.
            decider: who decided it.
            message: what is said with it.

        Raises:
            IllegalMove: it isn't this party's turn, or the move or its message is not allowed; says why. Nothing has
                changed.
        """
        view = self._waiting_view(by)
        if message and not self._messages:
            raise IllegalMove("no messages go with moves at this table")
        if len(message) > LONGEST_MESSAGE:
            raise IllegalMove(f"a message has at most {LONGEST_MESSAGE} characters, not {len(message):,}")
        self._check(view, move)
        self._make(view, move, self._rejection(move), decider, message)
        self.waiting = None

    def pass_turn(self, *, by: int) -> None:
        """Take the turn that the table waits for from its party, as its time is over; `go_on` then plays on.

        Raises:
            IllegalMove: it isn't this party's turn.
        """
        view = self._waiting_view(by)
        standing = self.protocol.standing
        self.protocol.lose_turn()
        self._note(view, MoveKind.PASS, standing, ("did not move in time",), Decider.CLOCK)
        self._accept_by_the_rules()
        self.waiting = None

    def prescribe(self, turn: int, move: Move) -> None:
        """Let a move be made at a later turn, counted from 0, in place of what its player would do.

        If the rules don't allow it then, the player decides, and the record says why it had to.

        Raises:
            IllegalMove: the turn is over.
        """
        if turn < self.protocol.turn or self.protocol.finished:
            raise IllegalMove(f"turn {turn} is over: {self.protocol.turn} have been taken")
        self._prescribed[turn] = move

    def seat(self, place: int, player: Player) -> None:
        """Let another player decide for a party from its next turn on; where the table waits for it, `go_on`.

        Raises:
            NegotiationError: it needs to know the others' preferences and doesn't.
        """
        _check_information(self.parties[place], player, complete=self._complete)
        self._players[place] = player
        self._people = _people(self._players)
        self.views[place].seat(player)

    def _waiting_view(self, by: int) -> View:
        if self.waiting is None:
            raise IllegalMove("the table waits for nobody's move")
        if self.waiting != by:
            raise IllegalMove(f"it is the turn of {self.parties[self.waiting]}, not of {self.parties[by]}")
        return self.views[by]

    # ---- how it ends

    def play(self) -> Status:
        """Play all rounds at once, close the table, and return its status."""
        self.meet(self.day, self.protocol.rounds)
        return self.close()

    def adjourn(self) -> None:
        """End the meeting that waits for a move from outside."""
        if self.waiting is not None:
            self.waiting = None
            self._enter(Status.ADJOURNED)

    def close(self) -> Status:
        """End the talks, as the deadline has passed, and return the final status."""
        if self.status in LIVE:
            self._enter(Status.EXPIRED if self.has_zone else Status.NO_ZONE)
        return self.status

    def break_off(self) -> None:
        """End the talks without a deal, as what was negotiated is settled elsewhere."""
        self._enter(Status.WALKED_AWAY)

    def come_into_force(self) -> None:
        """Let its deal come into force."""
        self._enter(Status.IN_FORCE)


def _check_information(name: str, player: Player, *, complete: bool) -> None:
    if getattr(player, "needs_complete_information", False) and not complete:
        who = getattr(player, "name", type(player).__name__)
        raise NegotiationError(f"{name} plays {who!r}, which needs a table with complete information")


def _people(players: Sequence[Player]) -> frozenset[int]:
    """Return the places of the players that move from outside."""
    return frozenset(place for place, player in enumerate(players) if getattr(player, "is_a_person", False))
