"""Transcripts in words: the same on the page and in pictures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import Said
from tradetalks.runs.words.moves import VERBS

ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "demand": ", though it can't be accepted",
        # What stood when a side left, or lost its turn, is not what it did.
        "walk_away": " from",
        "forfeit": ", and with it",
        "pass": ", and with its turn falls",
    }
)
"""How a move goes with the offer that it names, where it doesn't make it."""


class Line(NamedTuple):
    """A line of the transcript: when, who, what, how much of its aspirations it is, and why; "" where there is none."""

    when: str
    who: str
    what: str
    worth: str
    reason: str


def line(said: Said, sight: Sight) -> Line:
    """Return a move, or what happened, in words."""
    when = sight.when(said.day)
    if not said.is_move:
        return Line(when, "", said.text, "", "")
    verb = VERBS[MoveKind(said.kind)].short
    what = f"{verb}{ABOUT.get(said.kind, '')}: {said.text}" if said.text else verb
    if said.message:
        what += f' ("{said.message}")'
    worth = "" if said.utility is None else f"own utility {said.utility:.2f}"
    return Line(when, said.party, what, worth, said.reason)
