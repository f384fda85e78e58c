"""Turning points: who gave how much when, and what to learn from the largest step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tradetalks.model.negotiation.transcript import OFFERS, MoveKind
from tradetalks.runs.sight.uncovered import Uncovered

EARLY, LATE = 0.5, 0.8
"""What part of the time is over before which a step is early, and after which it is late."""


@dataclass(frozen=True, slots=True)
class Concession:
    """What a party gave from its last proposal to the next one, or to what it accepted.

    Attributes:
        party: who, by its place.
        place: the place of the move in the table's history.
        outcome: what it proposed or accepted.
        day, t: when.
        given: how much less the new outcome is worth to it than its last proposal; negative if more.
        brought: what the step changes for each party.
        accepting: whether it is an acceptance.
    """

    party: int
    place: int
    outcome: int
    day: int
    t: float
    given: float
    brought: tuple[float, ...]
    accepting: bool


def concessions(table: Uncovered) -> list[Concession]:
    """Return every step of every party, in order; values are those at the end."""
    last: dict[int, int] = {}
    steps = []
    for place, move in enumerate(table.moves):
        if move.outcome is None or move.kind not in OFFERS | {MoveKind.ACCEPT}:
            continue
        before = last.get(move.party)
        if before is not None:
            changes = tuple(own.value(move.outcome) - own.value(before) for own in table.preferences)
            accepting = move.kind is MoveKind.ACCEPT
            given = -changes[move.party]
            steps.append(Concession(move.party, place, move.outcome, move.day, move.t, given, changes, accepting))
        last[move.party] = move.outcome
    return steps


def advice_on_yours(
    step: Concession, steps: Sequence[Concession], they: str, when: Callable[[int], str], small: float
) -> str:
    """Return what to learn from the person's largest concession."""
    answered = [other for other in steps if other.party != step.party and other.place < step.place]
    # What the others have given since the person's step before this one.
    since = max((own.place for own in steps if own.party == step.party and own.place < step.place), default=-1)
    gave = sum(max(other.given, 0.0) for other in answered if other.place > since)
    gained = max(change for party, change in enumerate(step.brought) if party != step.party)
    if step.accepting:
        last = max((other.day for other in answered if other.given > small), default=None)
        if step.t >= LATE:
            return "late, the last step is often worth taking; had you made smaller ones before, it would be smaller"
        moved = f"had last moved on {when(last)}" if last is not None else "had not moved"
        return f"time was left, and {they} {moved}: one more counter-offer would have told whether more was to be had"
    if gained < small:
        return f"it brought {they} nothing: give where it costs you little and they gain much"
    if gave <= small:
        return f"{they} had not moved since your offer before: wait for a move before you concede"
    if step.given > 2 * gave:
        return f"{they} had given less than half as much since your offer before: answer a step with one of its size"
    if step.t < EARLY:
        return "it was early: large steps at the start leave you little to trade near the deadline"
    return "it answered a move of the other side, as it should: step for step"


def advice_on_theirs(step: Concession, steps: Sequence[Concession], me: int, small: float) -> str:
    """Return what to learn from another party's largest concession."""
    mine = [own for own in steps if own.party == me and own.place < step.place]
    answered = mine[-1].given > small if mine else False
    if step.brought[me] < -small:
        return "its step went past what you want: show by your offers which issues matter to you"
    if step.t >= LATE:
        return "it came late, as the deadline neared: patience pays where the other side is in a hurry"
    if answered:
        return "it came after you had moved: steps are answered"
    return "it came though you had not moved: holding firm paid there"
