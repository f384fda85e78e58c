"""A strategy to start from, with comments: it runs as it is and passes the exam."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from pathlib import Path

from tradetalks.agents.strategies.base import strategies
from tradetalks.errors import PartError
from tradetalks.runs.exam.checks import NAME
from tradetalks.runs.files.whole import write_whole

_START = '''"""NAME: what it does, in a line.

Also known as: other names it has. Source: the paper or page it is from, or your own idea.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.acceptance import accept_next
from tradetalks.agents.bidding import nearest_at
from tradetalks.agents.strategies.base import Strategy
from tradetalks.model.negotiation.moves import Offer, Response
from tradetalks.model.negotiation.players import View
from tradetalks.quantities import Utility


@dataclass(frozen=True, kw_only=True)
class CLASS(Strategy):
    """Asks for its best first, and for a little less in every round."""

    # What scenarios and transcripts call it.
    name: ClassVar[str] = "NAME"

    # An option: what number it is, what it is for, and its value where a scenario gives none.
    lowest: Annotated[Utility, Field(description="the utility that it asks for at the deadline")] = 0.5

    def propose(self, view: View) -> Offer:
        """Make an offer: the number of an outcome, and why, in words and numbers."""
        # `view` is all that this side may know. Utilities are numbers from 0, its worst outcome, to 1, its best;
        # view.t is what part of the time is over, also from 0 to 1.
        asked = 1 - (1 - self.lowest) * view.t
        # Never ask for less than no deal is worth.
        asked = max(asked, view.next_reservation)
        # Of the outcomes that give itself this much or little more: the one nearest to the other side's last offer.
        outcome = nearest_at(view, asked, width=0.05)
        return Offer(outcome, f"asks for {asked:.2f} at t = {view.t:.2f}")

    def respond(self, view: View, offer: int) -> Response:
        """Answer the offer on the table: Accept, Reject or WalkAway, each with its reason."""
        # Accept what is at least as good as what `propose` would ask for now. Of your own: look at
        # view.preferences.utility(offer), view.reservation, view.t and view.history.
        return accept_next(view, offer)
'''

_YAML_WORDS = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
"""What a scenario file may read as no text where it stands for a name."""


def new_strategy(name: str, folder: str | Path = "") -> Path:
    """Write a strategy to start from.

    Args:
        name: what it will be called: small letters, digits and "_".
        folder: where to; the file is NAME.py.

    Returns:
        The file.

    Raises:
        PartError: the name is no such name, that of a shipped strategy, or has a meaning elsewhere; or the file
            is there already.
        TradetalksError: the file can't be written.
    """
    if not re.fullmatch(NAME, name):
        raise PartError(f"{name!r} is no name of a strategy: small letters, digits and _, a letter first")
    if name in strategies:
        raise PartError(f"{name!r} is the name of a shipped strategy: take another")
    title = "".join(part.capitalize() for part in name.split("_"))
    imports = [node for node in ast.walk(ast.parse(_START)) if isinstance(node, ast.ImportFrom)]
    imported = {alias.name for node in imports for alias in node.names}
    if keyword.iskeyword(title) or title in imported or hasattr(builtins, title) or name in _YAML_WORDS:
        raise PartError(f"{name!r} has a meaning of its own in Python or in scenario files: take another name")
    file = Path(folder) / f"{name}.py"
    if file.exists():
        raise PartError(f"{file} is there already, and is left as it is")
    write_whole(file, _START.replace("NAME", name).replace("CLASS", title))
    return file
