"""Moves in words: what a party does, by kind of move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tradetalks.model.negotiation.transcript import MoveKind


class Verb(NamedTuple):
    """What a party does: in a transcript, before what it is about, and in a sentence of its own."""

    short: str
    long: str


VERBS: Mapping[MoveKind, Verb] = {
    MoveKind.OFFER: Verb("offers", "makes an offer"),
    MoveKind.COUNTER_OFFER: Verb("counters", "makes a new offer"),
    MoveKind.DEMAND: Verb("demands", "makes a demand"),
    MoveKind.ACCEPT: Verb("accepts", "accepts"),
    MoveKind.REJECT: Verb("rejects", "rejects"),
    MoveKind.WALK_AWAY: Verb("walks away", "walks away"),
    MoveKind.WITHDRAW: Verb("withdraws", "withdraws the offer"),
    MoveKind.FORFEIT: Verb("loses its turn", "loses its turn"),
    MoveKind.PASS: Verb("passes", "has not moved in time"),
    MoveKind.VOTE_YES: Verb("votes yes", "votes yes"),
    MoveKind.VOTE_NO: Verb("votes no", "votes no"),
}

_AT_THE_TABLE: Mapping[MoveKind, str] = {
    MoveKind.DEMAND: "makes a demand that nobody can accept: to itself it is worth less than no deal",
    MoveKind.ACCEPT: "accepts the offer on the table",
    MoveKind.WITHDRAW: "no longer stands by its offer: it is off the table",
    MoveKind.FORFEIT: "loses its turn by a fault",
}
"""What is said in more words to a person at the table."""


def at_the_table(kind: MoveKind, who: str, *, first: bool) -> str:
    """Write a move for a person at its table.

    Args:
        kind: what was done.
        who: by whom, as it stands in a sentence.
        first: whether it is the party's first proposal.
    """
    what = _AT_THE_TABLE.get(kind, VERBS[kind].long)
    if kind in {MoveKind.OFFER, MoveKind.COUNTER_OFFER}:
        what = VERBS[MoveKind.OFFER if first else MoveKind.COUNTER_OFFER].long
    return f"{who[:1].upper()}{who[1:]} {what}"
