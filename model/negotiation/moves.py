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

The second is the cheaper one, as it is written out only when somebody reads it (see `written`). Of two numbers that it
compares, the first two, its fields are a bare `{}`.
"""


def written(reason: Reason) -> str:
    """Write a reason out; numbers that are compared get as many digits as tell them apart.

    >>> written(("asks for {:.2f}", 0.8))
    'asks for 0.80'
    >>> written(("{} is below its reservation {}", 0.5581, 0.5639)), written(("{} < {} at t = {:.2f}", 0.1, 0.6, 1))
    ('0.558 is below its reservation 0.564', '0.10 < 0.60 at t = 1.00')
    """
    if isinstance(reason, str):
        return reason
    template, *numbers = reason
    if "{}" not in template:
        return template.format(*numbers)
    left, right, *rest = numbers
    digits = next((digits for digits in range(2, 9) if f"{left:.{digits}f}" != f"{right:.{digits}f}"), 2)
    return template.format(f"{left:.{digits}f}", f"{right:.{digits}f}", *rest)


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
