"""Moves: what a party can do when it is its turn, each with its reason.

A strategy answers a standing offer by `Accept`, `Reject` or `WalkAway`, and makes an `Offer` when it has
rejected one or none stands. A rejection followed by an offer is a counter-offer. Where a mediator proposes, it answers
a candidate by a `Vote`.

Nobody changes a move once it is made. That is not enforced: a frozen dataclass takes three times as long to make, and
two are made every turn.
"""

from __future__ import annotations

from dataclasses import dataclass

type Reason = str | tuple[str, *tuple[float, ...]]
"""Why a move is made: a text; or a template of `str.format` with the numbers that belong in its fields.

The second is the cheaper one, as it is written out only when somebody reads it (see `written`).
"""


def written(reason: Reason) -> str:
    """Write a reason out: `("asks for {:.2f}", 0.8)` is "asks for 0.80"."""
    return reason if isinstance(reason, str) else reason[0].format(*reason[1:])


@dataclass(slots=True, unsafe_hash=True)
class Offer:
    """Propose an outcome (its number in the table's outcome space)."""

    outcome: int
    reason: Reason = ""


@dataclass(slots=True, unsafe_hash=True)
class Accept:
    """Accept the standing offer."""

    reason: Reason = ""


@dataclass(slots=True, unsafe_hash=True)
class Reject:
    """Reject the standing offer; a counter-offer follows where the protocol still allows one."""

    reason: Reason = ""


@dataclass(slots=True, unsafe_hash=True)
class WalkAway:
    """Leave the table for good; the disagreement outcome follows."""

    reason: Reason = ""


@dataclass(slots=True, unsafe_hash=True)
class Vote:
    """Say whether a mediator's candidate should be the text from now on."""

    yes: bool
    reason: Reason = ""


type Move = Offer | Accept | Reject | WalkAway | Vote
type Response = Accept | Reject | WalkAway
