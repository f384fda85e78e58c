"""A table: one negotiation between two or more parties, from its first offer to how it closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import IllegalMove, NegotiationError
from tradetalks.model.negotiation.clock import Clock
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reason, Reject, Vote, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import MoveNeeded, Player, Stream, TurnLost, View
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.protocols.base import Rules, protocols
from tradetalks.model.negotiation.referee import Referee
from tradetalks.model.negotiation.reservation import DiscountReservation, ReservationRule
from tradetalks.model.negotiation.transcript import OFFERS, Entry, MoveKind, PublicMove


class Status(StrEnum):
    """Where a table stands."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    ADJOURNED = "adjourned"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    RATIFICATION_FAILED = "ratification_failed"
    EXPIRED = "expired"
    WALKED_AWAY = "walked_away"
    NO_ZONE = "no_zone"


LIVE = frozenset({Status.SCHEDULED, Status.OPEN, Status.ADJOURNED})
"""The statuses from which a table can still move."""


class Table:
    """One negotiation.

    Nobody is bound to what is worth less to it than no deal: such an offer is a demand that can't be
    accepted, one that becomes so between two meetings is withdrawn, and accepting one is an illegal move.

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
    ) -> None:
        count = len(parties)
        if not len(preferences) == len(players) == count:
            raise NegotiationError(
                f"{count} parties need as many preferences and players, not {len(preferences)} and {len(players)}"
            )
        for name, own in zip(parties, preferences, strict=True):
            if len(own) != space.size:
                raise NegotiationError(
                    f"{name}'s preferences have {len(own)} values, the space has {space.size} outcomes"
                )
        for name, player in zip(parties, players, strict=True):
            if getattr(player, "needs_complete_information", False) and not complete:
                who = getattr(player, "name", type(player).__name__)
                raise NegotiationError(f"{name} plays {who!r}, which needs a table with complete information")
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
        self.transcript: list[Entry] = []
        self.history: list[PublicMove] = []
        self.status = Status.SCHEDULED
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
        self._players = tuple(players)
        self._complete = complete
        self._until = 0
        self._haste: Mapping[int, float] = {}
        self._sealed: list[PublicMove] = []
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
        for own in self.preferences:
            inside &= own.values >= own.disagreement
        return inside

    @property
    def has_zone(self) -> bool:
        """Whether a zone of agreement exists."""
        return bool(self.zone().any())

    def revalue(self, preferences: Sequence[Preferences]) -> None:
        """Give the parties new preferences, as the world that they care about has changed."""
        for view, own in zip(self.views, preferences, strict=True):
            view.revalue(own)
            view.others = tuple(preferences) if self._complete else None
            view.rules = self.rules if self._complete else None

    def set_rules(self, rules: Sequence[ReservationRule]) -> None:
        """Let the parties' reservations move by other rules from now on: the deadline or waiting has changed."""
        self.rules = tuple(rules)
        for view, rule in zip(self.views, self.rules, strict=True):
            view.set_rule(rule)
            view.rules = self.rules if self._complete else None

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
        self.status = Status.OPEN
        self.day = day
        self._haste = haste or {}
        self._withdraw_what_no_one_stands_by()
        self._until = self.protocol.turn + rounds * len(self.parties)
        return self.go_on()

    def go_on(self) -> Status:
        """Play the rest of the meeting's rounds and return the status; see `meet`."""
        self.waiting = None
        protocol = self.protocol
        while not protocol.finished and protocol.turn < self._until:
            try:
                self._turn()
            except MoveNeeded:
                self.waiting = protocol.mover
                return self.status
        if self.status is Status.OPEN:
            self.status = Status.ADJOURNED if protocol.agreement is None else Status.AGREED
        return self.status

    def submit(self, move: Move) -> None:
        """Hand in the move of the party that the table waits for.

        Raises:
            IllegalMove: the table waits for nobody, or the move is not allowed; says why. Nothing has changed.
        """
        if self.waiting is None:
            raise IllegalMove("the table waits for nobody's move")
        view = self.views[self.waiting]
        standing = self.protocol.standing
        if isinstance(move, Offer) and not 0 <= move.outcome < self.space.size:
            raise IllegalMove(f"there is no outcome {move.outcome}; the space has 0 to {self.space.size - 1}")
        self.protocol.check(move)
        if isinstance(move, Accept) and standing is not None and self._prefers_no_deal(view, standing):
            raise IllegalMove(
                f"it is worth {view.preferences.value(standing):.2f} to {self.parties[view.party]}, whose "
                f"reservation now is {view.reservation_value(self.protocol.offers_made - 1):.2f}: nobody is "
                "bound to less"
            )
        view.submitted = move

    def play(self) -> Status:
        """Play all rounds at once, close the table, and return its status."""
        self.meet(self.day, self.protocol.rounds)
        return self.close()

    def close(self) -> Status:
        """End the talks, as the deadline has passed, and return the final status."""
        if self.status in LIVE:
            self.status = Status.EXPIRED if self.has_zone else Status.NO_ZONE
        return self.status

    def _withdraw_what_no_one_stands_by(self) -> None:
        # Reservations move from meeting to meeting, and with the world: an offer on the table binds its
        # maker, and who has accepted it, only while it is no worse to them than no deal.
        standing = self.protocol.standing
        if standing is None:
            return
        for place in self.protocol.bound():
            view = self.views[place]
            self._set_clock(view)
            if self._prefers_no_deal(view, standing):
                utility = view.preferences.utility(standing)
                reason = ("withdraws: {} is now below its reservation {}", utility, view.reservation)
                self._record(view, MoveKind.WITHDRAW, standing, (reason,))
                self.protocol.withdraw()
                return

    def _set_clock(self, view: View) -> None:
        protocol = self.protocol
        round_number = protocol.round
        t = self.clock.time(round_number)
        if self._haste and view.party in self._haste:
            t += self._haste[view.party] * (1.0 - t)
        view.set_clock(self.day, round_number, t, protocol.offers_made, protocol.may_offer)

    def _turn(self) -> None:
        """Play a turn; a player that is guarded loses it by a fault, where with others a fault is an error."""
        view = self.views[self.protocol.mover]
        self._set_clock(view)
        try:
            self._move(view)
        except TurnLost as lost:
            self._lose(view, lost)
        except IllegalMove as error:
            fault = getattr(self._players[view.party], "fault", None)
            if fault is None:
                raise
            self._lose(view, fault(view, str(error)))

    def _lose(self, view: View, lost: TurnLost) -> None:
        standing = self.protocol.standing
        if lost.table:
            self.protocol.apply(WalkAway(lost.reason))
            self.status = Status.WALKED_AWAY
        else:
            self.protocol.lose_turn()
        self._record(view, MoveKind.FORFEIT, standing, (lost.reason,))
        self._accept_by_the_rules()

    def _move(self, view: View) -> None:
        protocol, place = self.protocol, view.party
        standing = protocol.standing
        response: Move | None = None
        if standing is not None:
            if protocol.voting:
                self._vote(view, standing)
                return
            response = self._players[place].respond(view, standing)
            if isinstance(response, Accept):
                if self._prefers_no_deal(view, standing):
                    raise IllegalMove(f"{self.parties[place]} accepts what is worth less to it than no deal")
                protocol.apply(response)
                self._record(view, MoveKind.ACCEPT, standing, (response.reason,))
                return
            if not view.may_offer and isinstance(response, Reject):
                protocol.apply(response)
                self._record(view, MoveKind.REJECT, standing, (response.reason,))
                return
        move: Move = response if isinstance(response, WalkAway) else view.next_offer
        if isinstance(move, Offer):
            self._offer(view, move, response)
        else:
            self._walk_away(view, move, standing)

    def _offer(self, view: View, move: Offer, response: Move | None) -> None:
        protocol = self.protocol
        if protocol.at_once:
            move = protocol.ruled(move)
        is_demand = view.prefers_no_deal(move.outcome, protocol.offers_made)
        protocol.apply(move)
        kind = MoveKind.OFFER if response is None else MoveKind.COUNTER_OFFER
        reasons = (move.reason,) if response is None else (response.reason, move.reason)
        if is_demand:
            protocol.withdraw()
            kind = MoveKind.DEMAND
        self._record(view, kind, move.outcome, reasons)
        if protocol.at_once:
            self._accept_by_the_rules()
        else:
            for other in self._others[view.party]:
                other.last_offer = move.outcome

    def _accept_by_the_rules(self) -> None:
        """Record who is bound by the rules alone to what has turned out to be the agreement, if any has."""
        agreement, lots = self.protocol.agreement, self.protocol.lots
        if agreement is None:
            return
        drawn = f", drawn from {lots} that suit all" if lots > 1 else ""
        for place, proposal in self.protocol.accepting():
            view = self.views[place]
            own, other = view.preferences.utility(proposal), view.preferences.utility(agreement)
            reason = ("accepts: {:.2f} >= its own proposal's {:.2f}" + drawn, other, own)
            self._record(view, MoveKind.ACCEPT, agreement, (reason,))

    def _vote(self, view: View, candidate: int) -> None:
        move = self._players[view.party].vote(view, candidate, self.protocol.text)
        if isinstance(move, Vote):
            self.protocol.apply(move)
            self._record(view, MoveKind.VOTE_YES if move.yes else MoveKind.VOTE_NO, candidate, (move.reason,))
        else:
            self._walk_away(view, move, candidate)

    def _walk_away(self, view: View, move: Move, standing: int | None) -> None:
        self.protocol.apply(move)
        self.status = Status.WALKED_AWAY
        self._record(view, MoveKind.WALK_AWAY, standing, (move.reason,))

    def _prefers_no_deal(self, view: View, outcome: int) -> bool:
        """Whether the latest offer, `outcome`, is now worth less to a party than no deal."""
        return view.prefers_no_deal(outcome, self.protocol.offers_made - 1)

    def _record(self, view: View, kind: MoveKind, outcome: int | None, reasons: tuple[Reason, ...]) -> None:
        utility = None if outcome is None else view.preferences.utility(outcome)
        view.submitted = None
        public = PublicMove(self.day, view.round, view.t, view.party, kind, outcome)
        self.transcript.append(Entry(public, utility, reasons))
        if self.protocol.at_once:
            self._seal(public)
        else:
            self.history.append(public)

    def _seal(self, move: PublicMove) -> None:
        """Keep a move hidden, or show it with all that are, once nothing is sealed any more."""
        self._sealed.append(move)
        if self.protocol.sealed:
            return
        for shown in self._sealed:
            self.history.append(shown)
            if shown.kind in OFFERS:
                for other in self._others[shown.party]:
                    other.last_offer = shown.outcome
        self._sealed.clear()
