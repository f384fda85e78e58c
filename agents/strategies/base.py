"""What a strategy is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from tradetalks.agents.acceptance import vote_for_no_worse
from tradetalks.model.negotiation.moves import Offer, Response, Vote, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import View
from tradetalks.parts import Options
from tradetalks.registry import Registry


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a strategy is to sit, as the scenario file says it.

    Attributes:
        space: what is negotiated.
        parties: how many sit at the table.
        scored: whether the parties are paid by score-sheets.
        complete: whether the parties know each other's preferences.
        protocol: the name of the rules of play.
    """

    space: OutcomeSpace
    parties: int
    scored: bool
    complete: bool
    protocol: str = "alternating_offers"


class Strategy(Options, ABC):
    """What decides a country's moves at a table: frozen, range-checked options, two decisions and a vote.

    A strategy keeps nothing between turns: what it needs of the past is in the view. Write one as a
    frozen pydantic dataclass with a `name`; its fields are its options in a scenario file.
    """

    name: ClassVar[str]
    needs_complete_information: ClassVar[bool] = False
    """Whether it looks at the others' preferences: then only a table with `information: complete` has it."""
    has_its_own_guard: ClassVar[bool] = True
    """From a file it runs behind `tradetalks.agents.outside.guard`, by which the talks go on."""
    is_a_person: ClassVar[bool] = False
    """Whether its moves come from outside: the table then waits for them, and asks it nothing."""

    @abstractmethod
    def propose(self, view: View) -> Offer | WalkAway:
        """Make an offer, or leave."""

    @abstractmethod
    def respond(self, view: View, offer: int) -> Response:
        """Answer the standing offer; after a rejection `propose` is asked where an offer is legal."""

    def vote(self, view: View, candidate: int, text: int | None) -> Vote | WalkAway:
        """Vote on a mediator's candidate for the text: yes, if it is at least as good as the text so far.

        Args:
            view: what it may know.
            candidate: the outcome that is voted on.
            text: what it would take the place of; None before any.
        """
        return vote_for_no_worse(view, candidate, text)

    def problems(self, seat: Seat) -> Iterator[tuple[str, str]]:
        """Yield why the strategy can't sit there: the option it is about ("" for none), and what is wrong."""
        if self.needs_complete_information and not seat.complete:
            yield "", f"{self.name!r} looks at the others' preferences: it needs a table with `information: complete`"


strategies: Registry[Strategy] = Registry(
    "strategy",
    "tradetalks.agents.strategies",
    Strategy,
    plural="strategies",
    start="`tradetalks new-strategy` writes one to start from",
)
