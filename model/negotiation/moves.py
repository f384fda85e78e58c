"""Moves: what a party can do when it is its turn, each with its reason.

A strategy answers a standing offer by `Accept`, `Reject` or `WalkAway`, and makes an `Offer` when it has
rejected one or none stands. A rejection followed by an offer is a counter-offer.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """Propose an outcome (its number in the table's outcome space)."""

    outcome: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept the standing offer."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """Reject the standing offer; a counter-offer follows where the protocol still allows one."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class WalkAway:
    """Leave the table for good; the disagreement outcome follows."""

    reason: str = ""


type Move = Offer | Accept | Reject | WalkAway
type Response = Accept | Reject | WalkAway
