"""Mediated text: a mediator proposes, the parties vote, for two or more parties.

There is one text, a draft of the whole deal, and nobody makes offers. In every round a mediator proposes a candidate
and all parties vote on it at once. If all say yes, it is the text from now on. As long as there is none, a candidate is
any outcome at random; then it is the text with one or more of its issues at another level: how many (at most as the
option `changes` says), which, and which level is drawn at random. In the last round the parties accept or reject the
text, one after the other, as they would the last offer; if there is none, or one of them rejects it, there is no deal.
If the first round is the last, they answer its candidate. Who loses its turn by a fault says no.

The mediator sees votes and never preferences. It draws from the table's own random numbers: the same scenario and seed
give the same candidates, as long as the votes are the same. Unless a strategy says otherwise it votes for what is at
least as good to it as the text; before there is one, as no deal. So the text never gets worse for anyone who votes so,
and with more rounds no worse deal comes out. Two issues change at a time by default: where the parties want opposite
things on every issue, only an exchange between issues is better for all.

Also known as the one-text procedure, or single negotiating text. Source: Raiffa, "The Art and Science of Negotiation"
(1982), after Roger Fisher; with voting on a mediator's mutations Klein, Faratin, Sayama, Bar-Yam, "Negotiating complex
contracts", Group Decision and Negotiation 12 (2003), 111-125. There a candidate changes one issue, and the last text is
binding. As who answers the text never has an offer of its own to come, an acceptance condition that compares with
that takes whatever is no worse than no deal.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.errors import IllegalMove
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reject, Vote, WalkAway
from tradetalks.model.negotiation.protocols.base import End, Protocol, Rules
from tradetalks.model.negotiation.referee import Referee
from tradetalks.quantities import Count


class MediatedText(Protocol):
    """See `MediatedTextRules`."""

    at_once: ClassVar[bool] = True

    def __init__(self, parties: int, rounds: int, referee: Referee, changes: int = 2) -> None:
        super().__init__(parties, rounds * parties)
        self._referee = referee
        self._changes = changes
        self._answers: list[bool] = []
        self._next_round()

    @property
    def may_offer(self) -> bool:
        """Never: the mediator proposes."""
        return False

    @property
    def may_offer_again(self) -> bool:
        """Never."""
        return False

    def proposes(self, party: int) -> bool:  # noqa: ARG002
        """Return that no party does."""
        return False

    def check(self, move: Move) -> None:
        """Raise IllegalMove, which says what is allowed, unless a move is legal now."""
        self._check_over()
        match move:
            case Offer():
                raise IllegalMove("the mediator alone proposes: " + self._allowed())
            case Accept() | Reject() if self.voting:
                raise IllegalMove("this is a candidate, not the final text: " + self._allowed())
            case Vote() if not self.voting:
                raise IllegalMove("this is the final text: " + self._allowed())

    def _allowed(self) -> str:
        return "vote yes or no, or walk away" if self.voting else "accept it, reject it or walk away"

    def apply(self, move: Move) -> None:
        """Take a vote on the candidate, or an answer to the final text."""
        self.check(move)
        self.turn += 1
        self.sealed = False
        match move:
            case WalkAway():
                self.finished = True
            case Reject():
                self._finish(End.TEXT_REJECTED)
            case Accept() | Vote():
                self._answers.append(not isinstance(move, Vote) or move.yes)
                if len(self._answers) == self._parties:
                    self._count()
                else:
                    self.sealed = self.voting

    def lose_turn(self) -> None:
        """Take a turn that is lost as a no."""
        if self.voting:
            self.apply(Vote(yes=False))
            return
        self.turn += 1
        self._finish(End.TEXT_LOST)

    def _count(self) -> None:
        """Draw the consequence of a round in which all have answered."""
        if not self.voting:
            self.agreement = self.standing
            self.finished = True
            return
        if all(self._answers):
            self.text = self.standing
        self._answers = []
        self._next_round()

    def _next_round(self) -> None:
        """Put a candidate to the vote, or in the last round the text to its acceptance."""
        last = self.round == self.rounds - 1
        # With a single round there is nothing to vote on: the first draft is the final text.
        final = self.text if last and self.rounds > 1 else self._candidate()
        if final is None:
            self._finish(End.NO_CONSENT)
            return
        self.standing = final
        self.voting = not last
        self.offers_made += 1

    def _finish(self, why: End) -> None:
        self.standing = None
        self.end = why
        self.finished = True

    def _candidate(self) -> int:
        """Draw an outcome: any as long as there is no text, else the text with some issues changed."""
        space = self._referee.space
        # So many numbers belong to a round, whether it needs them or not.
        first = self.round * (1 + 2 * self._changes)
        if self.text is None:
            return int(self._referee.random(first) * space.size)
        movable = [axis for axis, levels in enumerate(space.shape) if levels > 1]
        count = 1 + int(self._referee.random(first) * min(self._changes, len(movable)))
        candidate, positions = self.text, space.positions(self.text)
        for number in range(min(count, len(movable))):
            which, where = (self._referee.random(first + 1 + 2 * number + more) for more in (0, 1))
            axis = movable.pop(int(which * len(movable)))
            others = [position for position in range(space.shape[axis]) if position != positions[axis]]
            candidate = space.replace(candidate, axis, others[int(where * len(others))])
        return candidate


@dataclass(frozen=True, kw_only=True)
class MediatedTextRules(Rules):
    """A mediator changes one text step by step, and the parties vote on every change."""

    name: ClassVar[str] = "mediated_text"
    draws: ClassVar[bool] = True
    changes: Annotated[Count, Field(le=20, description="how many issues a candidate changes at most")] = 2

    def offers(self, parties: int, rounds: int) -> int:  # noqa: ARG002
        """Return that every round has a candidate, or the final text."""
        return rounds

    def start(self, parties: int, length: int, referee: Referee) -> MediatedText:
        """Return the protocol with the first candidate."""
        return MediatedText(parties, length, referee, self.changes)
