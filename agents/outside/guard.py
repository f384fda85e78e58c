"""The guard of outside strategies: what others have written may fail, and the run goes on.

A strategy from a file or of another library makes a fault where it raises an error, returns what is no move, makes a
move that isn't allowed, or takes longer than its limit. By a fault it loses its turn: a rejection without a
counter-offer; a no to a mediator; standing still where all propose at once. By as many faults as its limit at one table
it loses the table, which counts as walking away. The shipped strategies have no guard: an error of theirs is ours.
"""

from __future__ import annotations

import contextlib
import operator
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np
from pydantic import Field
from pydantic.dataclasses import dataclass as checked

from tradetalks.agents.strategies.base import Seat, Strategy
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response, Vote, WalkAway, written
from tradetalks.model.negotiation.players import TurnLost, View
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.outside.origin import Origin, in_words
from tradetalks.outside.time_limit import TimeUp, running, within

LONGEST_REASON = 500
"""Reasons are cut to so many characters: they stand in every transcript."""
SLOW = "takes more than "
"""How the words for a move over its limit begin."""


class Nonsense(Exception):
    """A strategy has returned what is no move."""


@checked(frozen=True, kw_only=True)
class Limits:
    """What an outside strategy may take: CPU seconds a move, and faults at a table."""

    seconds: Annotated[float, Field(gt=0, le=3600, description="CPU seconds that a move may take")] = 1.0
    faults: Annotated[int, Field(ge=1, description="by how many faults at a table it loses the table")] = 3


@dataclass(frozen=True, slots=True)
class Guarded(Strategy):
    """An outside strategy behind its guard."""

    inner: Strategy
    origin: Origin
    limits: Limits = Limits()  # noqa: RUF009 - frozen

    @property
    def name(self) -> str:  # type: ignore[override]
        """The name of the strategy inside."""
        return self.inner.name

    @property
    def needs_complete_information(self) -> bool:  # type: ignore[override]
        """Whether the strategy inside looks at the others' preferences."""
        return bool(self.inner.needs_complete_information)

    def with_options(self, options: Mapping[str, Any]) -> Guarded:
        """Return it with other options of the strategy inside."""
        return replace(self, inner=replace(self.inner, **options))  # type: ignore[type-var]

    def propose(self, view: View) -> Offer | WalkAway:
        """Make an offer, or leave; by a fault the turn is lost."""
        move: Offer | WalkAway = self._guarded(view, lambda: _proposal(self.inner.propose(view)))
        return move

    def respond(self, view: View, offer: int) -> Response:
        """Answer the standing offer; by a fault the turn is lost."""
        response: Response = self._guarded(view, lambda: _response(self.inner.respond(view, offer)))
        return response

    def vote(self, view: View, candidate: int, text: int | None) -> Vote | WalkAway:
        """Vote on a mediator's candidate; by a fault the turn is lost."""
        vote: Vote | WalkAway = self._guarded(view, lambda: _ballot(self.inner.vote(view, candidate, text)))
        return vote

    def problems(self, seat: Seat) -> Iterator[tuple[str, str]]:
        """Yield why the strategy inside can't sit there."""
        try:
            yield from self._limited(lambda: list(self.inner.problems(seat)))
        except TurnLost as error:
            yield "", f"{self.origin.title} can't say whether it can sit there: {error.reason}"

    def fault(self, view: View, reason: str) -> TurnLost:
        """Return what follows a fault: which one it is, and whether it costs the turn or the table."""
        before = sum(move.kind is MoveKind.FORFEIT and move.party == view.party for move in view.history)
        number, most = before + 1, self.limits.faults
        lost = "the table" if number >= most else "its turn"
        return TurnLost(f"loses {lost}, fault {number} of {most}: {reason}", table=number >= most)

    def _guarded(self, view: View, call: Callable[[], Any]) -> Any:
        if running():
            # Asked from within its own answer, for its next offer: what goes wrong is a fault of the whole.
            return call()
        try:
            return self._limited(call)
        except TurnLost as error:
            raise self.fault(view, error.reason) from None

    def _limited(self, call: Callable[[], Any]) -> Any:
        try:
            # What it prints is for whoever writes it, not a part of our output.
            with contextlib.redirect_stdout(sys.stderr):
                return within(self.limits.seconds, call)
        except KeyboardInterrupt:
            raise
        except TimeUp:
            raise TurnLost(f"{SLOW}{self.limits.seconds:g} s for a move") from None
        except Nonsense as error:
            raise TurnLost(str(error)) from None
        except BaseException as error:  # noqa: BLE001 - sys.exit() in a strategy is a fault, too
            raise TurnLost(in_words(error, self.origin)) from None


def _proposal(move: object) -> Offer | WalkAway:
    match move:
        case Offer(outcome=int() | np.integer()) if not isinstance(move.outcome, bool):
            return Offer(operator.index(move.outcome), _reason(move.reason))
        case Offer():
            raise Nonsense(f"offers {_shown(move.outcome)}, not the number of an outcome")
        case WalkAway():
            return WalkAway(_reason(move.reason))
    raise Nonsense(f"`propose` returns {_shown(move)}, not an Offer or WalkAway")


def _response(move: object) -> Response:
    match move:
        case Accept():
            return Accept(_reason(move.reason))
        case Reject():
            return Reject(_reason(move.reason))
        case WalkAway():
            return WalkAway(_reason(move.reason))
    raise Nonsense(f"`respond` returns {_shown(move)}, not an Accept, Reject or WalkAway")


def _ballot(move: object) -> Vote | WalkAway:
    match move:
        case Vote(yes=bool() | np.bool_()):
            return Vote(bool(move.yes), _reason(move.reason))
        case Vote():
            raise Nonsense(f"votes {_shown(move.yes)}, not True or False")
        case WalkAway():
            return WalkAway(_reason(move.reason))
    raise Nonsense(f"`vote` returns {_shown(move)}, not a Vote or WalkAway")


def _reason(reason: object) -> str:
    """Write a reason out at once: a template that doesn't fit its numbers is a fault, too."""
    if not isinstance(reason, str | tuple):
        raise Nonsense(f"gives {_shown(reason)} for a reason, not a text")
    text = written(reason) if isinstance(reason, tuple) else str(reason)
    return text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON]}..."


def _shown(value: object) -> str:
    """Return a value in a few words; a plain one as it is, another by its kind alone."""
    if value is None or isinstance(value, int | float | str):
        text = repr(value)
        return text if len(text) <= 40 else f"{text[:40]}..."
    kind = type(value).__name__
    return f"an {kind}" if kind[:1] in "AEIOUaeiou" else f"a {kind}"
