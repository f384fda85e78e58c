"""Small strategy files that the tests of outside strategies share."""

from __future__ import annotations

from pathlib import Path

HEAD = """
import itertools, random, sys, time
from typing import Annotated, ClassVar
from pydantic import Field
from pydantic.dataclasses import dataclass
from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.strategies.time_dependent import Linear
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, WalkAway
"""


def linear(name: str = "mine", body: str = "    pass", *, top: str = "") -> str:
    """Return the code of a strategy that is linear but for what its body says."""
    head = f"{HEAD}{top}\n@dataclass(frozen=True, kw_only=True)\nclass Mine(Linear):\n"
    return f'{head}    """Linear, or nearly."""\n    name: ClassVar[str] = {name!r}\n{body}\n'


PROPOSE = "    def propose(self, view):\n        "
RESPOND = "    def respond(self, view, offer):\n        "


def write(folder: Path, code: str, name: str = "mine.py") -> Path:
    file = folder / name
    file.write_text(code, encoding="utf-8")
    return file
