"""How a NegMAS negotiator is driven at a table of ours.

Its mechanism makes the negotiator's surroundings (outcome space, steps, state, trace) but never runs: the table's moves
are entered into its state as NegMAS's own stacked alternating offers would, with all callbacks, one call of the
negotiator a turn. A round of ours is a step of NegMAS's, so that relative time is (round + 1) / (rounds + 1) as there.

Withdrawals, forfeits and rejections without a counter-offer are, to it, a partner that offers nothing. Demands are
shown as offers; that they can't be accepted it has to learn. Negotiators draw from the global generators of `random`
and numpy: these are set for each call to the state after the negotiator's last call, and put back after. They begin
at a seed from the party's own stream, or at 0 where the table has none.
"""

from __future__ import annotations

import importlib
import random
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response, WalkAway
from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind, PublicMove

type Outcome = tuple[int, ...]


class Talk:
    """One seat of a NegMAS negotiator, from the table's opening to its end.

    Args:
        view: the seat's view, before its first turn.
        make: makes the negotiator for a party's name.
    """

    def __init__(self, view: View, make: Callable[[str], Any]) -> None:
        self._space = view.space
        self._preferences = view.preferences
        self._entered = 0
        self._turn = -1
        self._answer: Any = None
        self._random = _seeded(view)
        with self._own_random():
            self._mechanism = _mechanism(view)
            self._ufun = _ufun(view, self._mechanism)
            for place, party in enumerate(view.parties):
                own = place == view.party
                negotiator = make(party) if own else _stand_in(party)
                if not self._mechanism.add(negotiator, ufun=self._ufun if own else None):
                    raise NegotiationError(f"{type(negotiator).__name__} refuses to join the talks")
            self._negotiators = self._mechanism.negotiators
            self._own = self._negotiators[view.party]
            self._start()

    def respond(self, view: View, offer: int) -> Response:
        """Give the negotiator's answer to the standing offer."""
        types = _common().ResponseType
        answer = self._ask(view)
        who, utility = type(self._own).__name__, view.preferences.utility(offer)
        match answer.response:
            case types.ACCEPT_OFFER if utility < view.reservation:
                return Reject(
                    (f"{who} would accept, but {{}} is below its reservation {{}}", utility, view.reservation)
                )
            case types.ACCEPT_OFFER:
                return Accept(f"accepts: {utility:.2f}, says {who}")
            case types.REJECT_OFFER:
                return Reject(f"{who} rejects {utility:.2f}")
            case types.END_NEGOTIATION | types.LEAVE:
                return WalkAway(f"{who} ends the talks")
        raise NegotiationError(f"{who} answers {answer.response.name}, which has no place at a table")

    def propose(self, view: View) -> Offer | WalkAway:
        """Make the negotiator's offer."""
        types = _common().ResponseType
        answer = self._ask(view)
        who = type(self._own).__name__
        if answer.response in (types.END_NEGOTIATION, types.LEAVE):
            return WalkAway(f"{who} ends the talks")
        outcome = answer.outcome
        if answer.response != types.REJECT_OFFER:
            # It would take what it can't have.
            with self._own_random():
                outcome = self._own.propose_(state=self._seen)
            outcome = getattr(outcome, "outcome", outcome)
        if outcome is None:
            return WalkAway(f"{who} makes no offer")
        number = self._space.at([int(position) for position in outcome])
        return Offer(number, f"{who} offers {view.preferences.utility(number):.2f} at t = {view.t:.2f}")

    # ---- the negotiator's turn

    def _ask(self, view: View) -> Any:
        """Return the negotiator's response of this turn; it is called once a turn."""
        if self._turn == len(view.history):
            return self._answer
        with self._own_random():
            self._enter_moves(view)
            self._enter_rounds(view.round)
            self._update(view)
            after = self._negotiators[(view.party + 1) % len(self._negotiators)]
            self._answer = self._own(state=self._seen, dest=after.id)
        self._turn = len(view.history)
        return self._answer

    def _update(self, view: View) -> None:
        """Tell the negotiator of another reservation, and of other preferences where the world has changed them."""
        self._ufun.reserved_value = _reserved(view)
        if view.preferences is not self._preferences:
            self._preferences = view.preferences
            self._ufun = _ufun(view, self._mechanism)
            self._own.set_preferences(self._ufun)

    # ---- what NegMAS's own mechanism does, move by move

    def _start(self) -> None:
        state = self._mechanism.state
        state.running = state.started = True
        state.step = 0
        self._own._on_negotiation_start(state=self._seen)  # noqa: SLF001 - as its mechanism calls it
        self._start_round()

    def _start_round(self) -> None:
        self._mechanism.state.relative_time = self._mechanism.relative_time
        self._mechanism.state.new_offers = []
        self._mechanism.state.new_data = []
        self._own.on_round_start(state=self._seen)

    def _enter_rounds(self, number: int) -> None:
        mechanism = self._mechanism
        while mechanism.state.step < number:
            done = mechanism.state4history
            self._own.on_round_end(state=self._seen)
            mechanism._add_to_history(done)  # noqa: SLF001
            mechanism.state.step += 1
            self._start_round()

    def _enter_moves(self, view: View) -> None:
        for move in view.history[self._entered :]:
            self._enter_rounds(move.round)
            self._enter(move)
        self._entered = len(view.history)

    def _enter(self, move: PublicMove) -> None:
        state, common = self._mechanism.state, _common()
        mover = self._negotiators[move.party]
        tell = mover is not self._own
        accepts = move.kind is MoveKind.ACCEPT
        offer = self._outcome(move) if move.kind in OFFERS else None
        if tell and state.current_offer is not None and move.kind is not MoveKind.WITHDRAW:
            response = common.ResponseType.ACCEPT_OFFER if accepts else common.ResponseType.REJECT_OFFER
            self._own.on_partner_response(
                state=self._seen, partner_id=mover.id, outcome=state.current_offer, response=response
            )
        if accepts:
            state.n_acceptances += 1
            return
        state.n_acceptances = int(offer is not None)
        if tell and offer is not None:
            self._own.on_partner_proposal(partner_id=mover.id, offer=offer, state=state)
        state.current_offer = offer
        state.current_proposer = mover.id
        state.last_negotiator = mover.name
        state.new_offers.append((mover.id, offer))
        state.new_data.append((mover.id, None))
        self._mechanism._current_proposer = mover  # noqa: SLF001

    @property
    def _seen(self) -> Any:
        """The state as the negotiator sees it."""
        return self._mechanism.state_for(self._own)

    def _outcome(self, move: PublicMove) -> Outcome | None:
        return None if move.outcome is None else self._space.positions(move.outcome)

    @contextmanager
    def _own_random(self) -> Iterator[None]:
        """Let the global generators go on from where this negotiator left them; warnings of NegMAS are not ours."""
        before = (random.getstate(), np.random.get_state())  # noqa: NPY002 - NegMAS draws from these
        try:
            random.setstate(self._random[0])
            np.random.set_state(self._random[1])  # noqa: NPY002
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        finally:
            self._random = (random.getstate(), np.random.get_state())  # noqa: NPY002
            random.setstate(before[0])
            np.random.set_state(before[1])  # noqa: NPY002


def _common() -> Any:
    return importlib.import_module("negmas.sao.common")


def _mechanism(view: View) -> Any:
    outcomes = importlib.import_module("negmas.outcomes")
    issues = [outcomes.make_issue(name=issue.name, values=list(range(len(issue)))) for issue in view.space.issues]
    return importlib.import_module("negmas.sao").SAOMechanism(issues=issues, n_steps=view.rounds)


def _ufun(view: View, mechanism: Any) -> Any:
    """Return our utilities as NegMAS has them."""
    utilities, at = view.preferences.utilities, view.space.at
    return importlib.import_module("negmas.preferences").MappingUtilityFunction(
        lambda outcome: float(utilities[at([int(position) for position in outcome])]),
        outcome_space=mechanism.outcome_space,
        reserved_value=_reserved(view),
    )


def _reserved(view: View) -> float:
    """Return the reservation; where it is infinite, a number beyond all utilities."""
    return max(-2.0, min(2.0, view.next_reservation))


def _stand_in(party: str) -> Any:
    """Return what stands in NegMAS's list for another party, whose moves are entered."""
    base = importlib.import_module("negmas.sao").SAONegotiator
    return type("StandIn", (base,), {"propose": lambda *_, **__: None})(name=party, id=party)


def _seeded(view: View) -> tuple[Any, Any]:
    try:
        seed = int(view.random(0) * 2**32)
    except NegotiationError:
        seed = 0
    return random.Random(seed).getstate(), np.random.RandomState(seed).get_state()  # noqa: S311
