"""Troublesome: plays like linear, but for an unlucky run, which it spoils as it is told. For tests alone."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.strategies.time_dependent import Linear
from tradetalks.model.negotiation.moves import Offer, WalkAway
from tradetalks.model.negotiation.players import View


@dataclass(frozen=True, kw_only=True)
class Troublesome(Linear):
    """Spoils the runs whose luck is below a limit."""

    name: ClassVar[str] = "troublesome"
    trouble: Annotated[Literal["raise", "loop", "sleep", "kill", "exit", "slow"], Field(description="how")] = "raise"
    luck: Annotated[float, Field(description="of the run")] = 1.0
    below: Annotated[float, Field(description="the luck below which a run is spoiled")] = 0.0

    def propose(self, view: View) -> Offer | WalkAway:
        """Make trouble, or an offer."""
        if self.luck < self.below:
            match self.trouble:
                case "raise":
                    raise ZeroDivisionError("no luck")
                case "loop":
                    while True:
                        pass
                case "sleep":
                    time.sleep(3600)
                case "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                case "exit":
                    sys.exit("enough")
                case "slow":
                    time.sleep(0.02)
        return super().propose(view)
