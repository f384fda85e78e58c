"""Turns: what is done at a table turn by turn, whoever decides it, and how that is recorded."""

from __future__ import annotations

from collections.abc import Mapping

from tradetalks.errors import IllegalMove, NegotiationError
from tradetalks.model.negotiation.clock import Clock
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reason, Reject, Vote, WalkAway
from tradetalks.model.negotiation.players import Player, TurnLost, View
from tradetalks.model.negotiation.protocols.base import Protocol
from tradetalks.model.negotiation.record import Record
from tradetalks.model.negotiation.status import NEXT, Status
from tradetalks.model.negotiation.transcript import OFFERS, Decider, Entry, MoveKind, PublicMove


class Turns:
    """The turns of a table: a player is asked, its move is made by the rules of play, and recorded.

    The table itself, `tradetalks.model.negotiation.table.Table`, sets it up and decides when it meets.

    Attributes:
        parties: names, in the order of their turns.
        protocol: the state of the rules of play.
        clock: rounds, and what part of the time is over.
        day: of the meeting.
        views: what each party may know.
    """

    parties: tuple[str, ...]
    protocol: Protocol
    clock: Clock
    day: int
    views: tuple[View, ...]
    transcript: list[Entry]
    history: list[PublicMove]
    _record: Record
    _players: list[Player]
    _people: frozenset[int]
    _people_may_err: bool
    _prescribed: dict[int, Move]
    _others: tuple[tuple[View, ...], ...]
    _haste: Mapping[int, float]
    _lapsed: str
    _status: Status

    @property
    def status(self) -> Status:
        """Where the table stands."""
        return self._status

    def _enter(self, status: Status) -> None:
        """Let it stand elsewhere: the one place that does, whoever decides it."""
        if status not in NEXT.get(self._status, ()):
            raise NegotiationError(f"a table that is {self._status} can't become {status}")
        self._status = status

    def _withdraw_what_no_one_stands_by(self) -> None:
        # Reservations move from meeting to meeting, and with the world: an offer on the table binds its
        # maker, and who has accepted it, only while it is no worse to them than no deal.
        standing = self.protocol.standing
        if standing is None:
            return
        for place in self.protocol.bound():
            view = self.views[place]
            self._set_clock(view)
            if self._binds_to_less(view, standing):
                utility = view.preferences.utility(standing)
                reason = ("withdraws: {} is now below its reservation {}", utility, view.reservation)
                self._note(view, MoveKind.WITHDRAW, standing, (reason,), Decider.RULES)
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
            self._enter(Status.WALKED_AWAY)
        else:
            self.protocol.lose_turn()
        self._note(view, MoveKind.FORFEIT, standing, (lost.reason,), Decider.BOT)
        self._accept_by_the_rules()

    def _move(self, view: View) -> None:
        """Ask the player whose turn it is, and make its move."""
        protocol, player = self.protocol, self._players[view.party]
        standing = protocol.standing
        if self._prescribed and self._make_prescribed(view):
            return
        if standing is None:
            self._make(view, view.next_offer)
        elif protocol.voting:
            self._make(view, player.vote(view, standing, protocol.text))
        else:
            response = player.respond(view, standing)
            if isinstance(response, Reject) and view.may_offer:
                self._make(view, view.next_offer, response)
            else:
                self._make(view, response)

    def _make_prescribed(self, view: View) -> bool:
        """Make the move that is prescribed for this turn; return whether one was, and is legal."""
        move = self._prescribed.pop(self.protocol.turn, None)
        if move is None:
            return False
        try:
            self._check(view, move)
        except IllegalMove as error:
            # Who plays there decides, then; that it had to is in the record.
            self._lapsed = f"what was prescribed is not allowed: {error}"
            return False
        self._make(view, move, self._rejection(move), Decider.INSTRUCTOR)
        return True

    def _rejection(self, move: Move) -> Reject | None:
        """Return the rejection that an offer from outside implies where another one stands."""
        if isinstance(move, Offer) and self.protocol.standing is not None:
            return Reject()
        return None

    def _check(self, view: View, move: Move) -> None:
        """Raise IllegalMove, which says why, unless a move of a party is legal now."""
        if isinstance(move, Offer) and not 0 <= move.outcome < view.space.size:
            raise IllegalMove(f"there is no outcome {move.outcome}; the space has 0 to {view.space.size - 1}")
        self.protocol.check(move)
        standing = self.protocol.standing
        if isinstance(move, Accept) and standing is not None and self._binds_to_less(view, standing):
            raise IllegalMove(
                f"it is worth {view.preferences.value(standing):.2f} to {self.parties[view.party]}, whose "
                f"reservation now is {view.reservation_value(self.protocol.offers_made - 1):.2f}: nobody is "
                "bound to less"
            )

    def _make(
        self,
        view: View,
        move: Move,
        rejection: Reject | None = None,
        decider: Decider = Decider.BOT,
        message: str = "",
    ) -> None:
        """Make a move that a player has decided; an offer after a rejection is a counter-offer."""
        protocol, standing = self.protocol, self.protocol.standing
        match move:
            case Offer():
                self._offer(view, move, rejection, decider, message)
                return
            case Accept():
                if standing is not None and self._binds_to_less(view, standing):
                    raise IllegalMove(f"{self.parties[view.party]} accepts what is worth less to it than no deal")
                kind = MoveKind.ACCEPT
            case Reject():
                kind = MoveKind.REJECT
            case Vote():
                kind = MoveKind.VOTE_YES if move.yes else MoveKind.VOTE_NO
            case WalkAway():
                kind = MoveKind.WALK_AWAY
        protocol.apply(move)
        if kind is MoveKind.WALK_AWAY:
            self._enter(Status.WALKED_AWAY)
        self._note(view, kind, standing, (move.reason,), decider, message)

    def _offer(self, view: View, move: Offer, rejection: Reject | None, decider: Decider, message: str) -> None:
        protocol = self.protocol
        if protocol.at_once:
            move = protocol.ruled(move)
        is_demand = view.prefers_no_deal(move.outcome, protocol.offers_made) and not self._may_err(view.party)
        protocol.apply(move)
        kind = MoveKind.OFFER
        reasons: tuple[Reason, ...] = (move.reason,)
        if rejection is not None:
            kind, reasons = MoveKind.COUNTER_OFFER, (rejection.reason, move.reason)
        if is_demand:
            protocol.withdraw()
            kind = MoveKind.DEMAND
        self._note(view, kind, move.outcome, reasons, decider, message)
        if protocol.at_once:
            self._accept_by_the_rules()
        else:
            self._tell_others(view.party, move.outcome)

    def _accept_by_the_rules(self) -> None:
        """Record who is bound by the rules alone to what has turned out to be the agreement, if any has."""
        agreement, lots = self.protocol.agreement, self.protocol.lots
        if agreement is None:
            return
        template = "accepts: {:.2f} >= its own proposal's {:.2f}"
        if lots > 1:
            template += f", drawn from {lots} that suit all"
        for place, proposal in self.protocol.accepting():
            view = self.views[place]
            reason = (template, view.preferences.utility(agreement), view.preferences.utility(proposal))
            self._note(view, MoveKind.ACCEPT, agreement, (reason,), Decider.RULES)

    def _may_err(self, place: int) -> bool:
        """Whether a party may bind itself to less than no deal is worth to it."""
        return self._people_may_err and place in self._people

    def _binds_to_less(self, view: View, outcome: int) -> bool:
        """Whether the latest offer, `outcome`, is now worth less to a party than no deal, and it may not err."""
        return view.prefers_no_deal(outcome, self.protocol.offers_made - 1) and not self._may_err(view.party)

    def _note(
        self,
        view: View,
        kind: MoveKind,
        outcome: int | None,
        reasons: tuple[Reason, ...],
        decider: Decider,
        message: str = "",
    ) -> None:
        if self._lapsed:
            reasons, self._lapsed = (self._lapsed, *reasons), ""
        utility = None if outcome is None else view.preferences.utility(outcome)
        public = PublicMove(self.day, view.round, view.t, view.party, kind, outcome, message)
        entry = Entry(public, utility, reasons, decider)
        if not self.protocol.at_once:
            self.transcript.append(entry)
            self.history.append(public)
            return
        self._record.seal(entry)
        if not self.protocol.sealed:
            for shown in self._record.open():
                if shown.kind in OFFERS:
                    self._tell_others(shown.party, shown.outcome)

    def _tell_others(self, place: int, outcome: int | None) -> None:
        for other in self._others[place]:
            other.last_offer = outcome
