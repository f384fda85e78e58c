"""What an acceptance condition is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Annotated, ClassVar

from pydantic import Field

from tradetalks.model.negotiation.moves import Accept, Reject, Response
from tradetalks.model.negotiation.players import View
from tradetalks.parts import Options, Part
from tradetalks.registry import Registry


class Acceptance(Options, ABC):
    """When a standing offer is good enough.

    Write one as a frozen pydantic dataclass with a `name`; its fields are its options in a scenario file.
    Whatever it says, nothing is accepted below the reservation.
    """

    name: ClassVar[str]

    def respond(self, view: View, offer: int) -> Response:
        """Answer a standing offer, with the reason."""
        utility = view.preferences.utility(offer)
        reservation = view.reservation
        if utility < reservation:
            return Reject(("{} is below its reservation {} at t = {:.2f}", utility, reservation, view.t))
        good, why = self.judge(view, utility)
        return Accept(f"accepts: {utility:.2f} {why}") if good else Reject(f"{utility:.2f} {why}")

    @abstractmethod
    def judge(self, view: View, utility: float) -> tuple[bool, str]:
        """Return whether a standing offer of this utility is good enough, and what it was compared with."""


acceptances: Registry[Acceptance] = Registry(
    "acceptance condition", "tradetalks.agents.acceptance_conditions", Acceptance
)

AnyAcceptance = Annotated[
    Acceptance,
    Part(acceptances),
    Field(title="acceptance condition", description="when it accepts; AC_next if left out"),
]
"""An option of a strategy: when it accepts."""
