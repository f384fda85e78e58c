"""What a strategy is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from tradetalks.model.negotiation.moves import Offer, Response, WalkAway
from tradetalks.model.negotiation.players import View
from tradetalks.registry import Registry


class Strategy(ABC):
    """What decides a country's moves at a table: frozen, range-checked options and two decisions.

    A strategy keeps nothing between turns: what it needs of the past is in the view. Write one as a
    frozen pydantic dataclass with a `name`; its fields are its options in a scenario file.
    """

    name: ClassVar[str]
    needs_complete_information: ClassVar[bool] = False
    """Whether it looks at the others' preferences: then only a table with `information: complete` has it."""

    @abstractmethod
    def propose(self, view: View) -> Offer | WalkAway:
        """Make an offer, or leave."""

    @abstractmethod
    def respond(self, view: View, offer: int) -> Response:
        """Answer the standing offer; after a rejection `propose` is asked where an offer is legal."""


strategies: Registry[Strategy] = Registry("strategy", "tradetalks.agents.strategies", Strategy)
