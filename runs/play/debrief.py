"""The debrief: what a finished table was worth to one country, uncovered, in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from tradetalks.errors import TradetalksError
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.solutions import CONCEPTS, TOLERANCE
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.play.turning_points import Concession, advice_on_theirs, advice_on_yours, concessions
from tradetalks.runs.sight.uncovered import Uncovered, uncover
from tradetalks.runs.words.amounts import money, worth
from tradetalks.runs.words.deals import SMALL, divided
from tradetalks.runs.words.endings import before_deadline
from tradetalks.wording import day_in_words

SMALL_SCORE = 0.0005
"""Points below which a difference is not worth a word."""


def debrief(model: TradeTalks, table_key: str, country: str) -> list[str]:
    """Return what a country can learn from a table that has closed, in sentences.

    Everything is uncovered: what the others' reservations and values were, too.

    Args:
        model: a model that has run to its end.
        table_key: the table's id.
        country: for whom, by code.

    Raises:
        TradetalksError: a table can still change, or the country doesn't sit at this one.
    """
    return debrief_of(uncover(model, table_key), country)


def debrief_of(table: Uncovered, country: str) -> list[str]:
    """Return what a country can learn from a table that is uncovered, in sentences.

    Args:
        table: all of the table.
        country: for whom, by code.

    Raises:
        TradetalksError: the country doesn't sit at it.
    """
    if country not in table.parties:
        raise TradetalksError(f"{country} doesn't sit at the table {table.key}")
    return _Debrief(table, country).sentences()


class _Debrief:
    def __init__(self, table: Uncovered, party: str) -> None:
        self.table = table
        self.space = table.space
        self.report = table.report
        self.me = table.parties.index(party)
        self.others = [place for place in range(len(table.parties)) if place != self.me]
        self.names = table.names
        self.closed = table.closed
        self.values = table.values
        self.without = table.without
        self.deal = table.deal
        self.scored = table.scored
        self.small = SMALL_SCORE if self.scored else SMALL

    def sentences(self) -> list[str]:
        return [
            *self._ending(),
            *self._worth(),
            *self._best_received(),
            *self._reservations(),
            *self._solutions(),
            *self._surplus(),
            *self._turning_points(),
        ]

    # ---- words

    def _amount(self, value: float) -> str:
        return worth(value, "points" if self.scored else "bn")

    def _change(self, value: float) -> str:
        if self.scored:
            return f"{round(value, 3) + 0.0:+.3f} points"
        return f"{money(value)} bn"

    def _size(self, value: float) -> str:
        if self.scored:
            return f"{abs(value):.3f} points"
        return f"{abs(value):.1f} bn"

    def _when(self, day: int) -> str:
        return day_in_words(day, self.table.start)

    @property
    def _all(self) -> str:
        if len(self.others) == 1:
            return "both sides"
        return "all sides"

    # ---- how it ended, and what that is worth

    def _ending(self) -> list[str]:
        day = self._when(self.closed)
        left = self.table.announced - self.closed
        inside = self.table.zone
        counted = f"{inside:,} of the {self.space.size:,} possible deals would have suited {self._all}"
        if self.table.cause:
            return [f"It ended without a deal on {day}: {self.table.cause}."]
        match self.table.status:
            case Status.IN_FORCE | Status.AGREED:
                return [f"It ended with a deal on {day}, {before_deadline(left)}."]
            case Status.NO_ZONE:
                said = f"It ended without a deal when the deadline passed on {day}."
                return [said, f"No deal could have suited {self._all}: {self.table.nearest}."]
            case Status.WALKED_AWAY:
                last = self.table.moves[-1]
                who = "you" if last.party == self.me else self.names[last.party]
                zone = f"though {counted}" if inside else f"and no deal could have suited {self._all}"
                how = "walked away" if last.kind is MoveKind.WALK_AWAY else "lost the table by faults of its strategy"
                return [f"It ended without a deal: {who} {how} on {day}, {zone}."]
            case Status.EXPIRED if self.table.end:
                ended = self._when(self.table.moves[-1].day)
                return [f"It ended without a deal: {self.table.end} on {ended}, though {counted}."]
            case Status.EXPIRED:
                return [f"It ended without a deal when the deadline passed on {day}, though {counted}."]
            case status:
                return [f"It ended on {day}: {str(status).replace('_', ' ')}."]

    def _worth(self) -> list[str]:
        own, none = self.table.preferences[self.me], float(self.without[self.me])
        if self.deal is None:
            if self.scored:
                return [f"Without a deal you score {self._amount(none)}."]
            return [f"Without a deal you stand at {self._amount(none)} a year against today."]
        got = own.value(self.deal)
        if self._below_reservation is not None:
            said = [self._signed_below(self._below_reservation)]
        elif self.scored:
            said = [f"You scored {self._amount(got)}; no deal would have given {self._amount(none)}."]
        else:
            today, against = self._change(got - own.today), self._change(got - none)
            said = [f"The deal is worth {today} a year to you against today, and {against} against no deal."]
        if not self.scored and abs(own.today) >= self.small:
            said.append(f"It gives up what you have besides without one, {self._amount(own.today)}.")
        side = self.report.sides[self.table.parties[self.me]]
        if side.members and self._below_reservation is None:
            said.append(f"The gain over no deal {divided('your coalition', side)}.")
        rule = self.table.rules[self.me]
        if isinstance(rule, DiscountReservation) and rule.discount < 1:
            kept = got * rule.discount ** (self.table.offers_made - 1)
            said.append(f"Time has its price here: discounted for the offers it took, that is {self._amount(kept)}.")
        return said

    @cached_property
    def _below_reservation(self) -> float | None:
        """The person's reservation when all had signed, where the deal is worth less to it; else None."""
        if self.deal is None:
            return None
        floor = self.table.reservation(self.me, self.table.moves[-1].day, max(self.table.offers_made - 1, 0))
        if floor - self._outside >= self.small:
            return floor
        return None

    def _signed_below(self, floor: float) -> str:
        """Name the commonest mistake there is."""
        got, rate = self._amount(self._outside), "" if self.scored else " a year"
        return (
            f"You signed a deal worth {got}{rate} to you; your reservation then was {self._amount(floor)}: "
            f"no deal would have been better by {self._size(floor - self._outside)}."
        )

    @cached_property
    def _outside(self) -> float:
        """What the person ended with: the deal's value, or that of no deal."""
        return float(self.without[self.me] if self.deal is None else self.values[self.deal, self.me])

    def _best_received(self) -> list[str]:
        # What is proposed at once has one number.
        at_once = self.table.at_once
        offers = [
            (move.round if at_once else number, move)
            for number, move in enumerate(move for move in self.table.moves if move.kind in OFFERS)
            if move.party != self.me and move.kind is not MoveKind.DEMAND and move.outcome is not None
        ]
        if not any(self.table.proposed[place] for place in self.others):
            return []
        if not offers:
            return ["You never received an offer that you could have accepted."]
        number, best = max(offers, key=lambda item: self.values[item[1].outcome, self.me])
        value = float(self.values[best.outcome, self.me])
        floor = self.table.reservation(self.me, best.day, number)
        who = "" if len(self.others) == 1 else f" by {self.names[best.party]}"
        text = f"The best offer you received{who}, on {self._when(best.day)}, was worth {self._amount(value)} to you"
        short = value - self._outside
        if self.deal is not None and best.outcome == self.deal:
            return [f"{text}: it is what became the deal."]
        if value < floor and self._below_reservation is None:
            then = self._amount(floor)
            return [f"{text}: less than your reservation then, {then}; nothing was lost by not accepting it."]
        if short > self.small:
            return [f"{text}; you ended {self._size(short)} below it."]
        return [f"{text}; you ended {'no worse' if short > -self.small else f'{self._size(short)} above it'}."]

    # ---- what was possible

    def _reservations(self) -> list[str]:
        offers = max(self.table.offers_made - 1, 0)
        floors = [self.table.reservation(place, self.closed, offers) for place in range(len(self.names))]
        said = []
        for place in self.others:
            got = (
                "" if self.deal is None else f"; the deal gave it {self._amount(float(self.values[self.deal, place]))}"
            )
            said.append(
                f"Uncovered: at the end the reservation of {self.names[place]} stood at "
                f"{self._amount(floors[place])}{got}."
            )
        them = self.names[self.others[0]] if len(self.others) == 1 else "the others"
        theirs = np.all([self.values[:, place] >= floors[place] - TOLERANCE for place in self.others], axis=0)
        if not theirs.any():
            return [*said, f"There was no deal that {them} would still have accepted."]
        best = int(np.where(theirs, self.values[:, self.me], -np.inf).argmax())
        value = float(self.values[best, self.me])
        text = (
            f"The best deal for you that {them} would still have accepted was worth {self._amount(value)} to you "
            f"({self.space.write(best)})"
        )
        if value < floors[self.me]:
            return [*said, f"{text}: less than no deal."]
        more = value - self._outside
        return [
            *said,
            f"{text}: {self._size(more)} more than you got." if more > self.small else f"{text}: you got it.",
        ]

    def _solutions(self) -> list[str]:
        found = self.report.benchmarks
        if not found:
            return []
        parts = []
        for name in CONCEPTS:
            tied = [float(self.values[self.space.outcome(levels), self.me]) for levels in found[name].outcomes]
            low, high = min(tied), max(tied)
            given = self._amount(low) if high - low < self.small else f"{self._amount(low)} to {self._amount(high)}"
            parts.append(f"{name.replace('_', '-').title()} {given}")
        got = self._amount(self._outside)
        return [f"The textbook solutions would have given you: {', '.join(parts)}. You got {got}."]

    def _surplus(self) -> list[str]:
        left = self.report.surplus_left
        if left is None:
            return []
        said = [f"Of the largest joint gain over no deal {100 * left:.0f} % was left on the table."]
        start = self.without if self.deal is None else self.values[self.deal]
        gains = self.values - start
        worst, total = gains.min(axis=1), gains.sum(axis=1)
        # The improvement that is shared best: among those the one of the largest sum.
        inside = np.flatnonzero(worst >= -TOLERANCE)
        best = int(inside[np.lexsort((-total[inside], -np.round(worst[inside], 6)))[0]])
        if gains[best].max() < self.small:
            if self.deal is not None:
                said.append("No other deal was better for one side without being worse for another.")
            return said
        parts = [f"you {self._change(float(gains[best, self.me]))}"]
        parts += [f"{self.names[place]} {self._change(float(gains[best, place]))}" for place in self.others]
        strictly = gains[best].min() >= self.small
        better = f"better for {self._all}" if strictly else "better for one side and no worse for the other"
        than = "than none" if self.deal is None else "than yours"
        return [*said, f"This deal was {better} {than}: {self.space.write(best)} ({', '.join(parts)})."]

    # ---- turning points

    def _turning_points(self) -> list[str]:
        steps = concessions(self.table)
        said = [*self._walked_past()]
        mine = max((step for step in steps if step.party == self.me), key=lambda step: step.given, default=None)
        if mine is not None and mine.given > self.small:
            said.append(self._step(mine, "You", self._advice_on(mine, steps)))
        elif self._never_gave_way():
            said.append(
                "Turning point: none of yours, as you never gave way: a small step that costs you little "
                "shows whether the other side answers it."
            )
        for place in self.others:
            theirs = max((step for step in steps if step.party == place), key=lambda step: step.given, default=None)
            name = self.names[place]
            if theirs is None:
                continue  # It hardly had a turn.
            if theirs.given <= self.small:
                said.append(f"{_capital(name)} never gave way by its own account.")
            else:
                said.append(self._step(theirs, name, advice_on_theirs(theirs, steps, self.me, self.small)))
        return said

    def _never_gave_way(self) -> bool:
        """Whether the person could have made a step, and has made none."""
        offered = any(move.party == self.me and move.kind in OFFERS for move in self.table.moves)
        return offered and not self.table.one_offer and self._below_reservation is None

    def _advice_on(self, mine: Concession, steps: Sequence[Concession]) -> str:
        if mine.outcome == self.deal and self._below_reservation is not None:
            return "it took you below your reservation: refuse anything worth less"
        return advice_on_yours(mine, steps, self._they(mine), self._when, self.small)

    def _they(self, step: Concession) -> str:
        if len(self.others) == 1 and step.party == self.me:
            return self.names[self.others[0]]
        return "the others"

    def _step(self, step: Concession, who: str, advice: str) -> str:
        how = "by accepting" if step.accepting else "with one offer"
        brought = ""
        if step.party != self.me:
            brought = f" (to you it brought {self._change(step.brought[self.me])})"
        elif len(self.others) == 1:
            (other,) = self.others
            brought = f" (to {self.names[other]} it brought {self._change(step.brought[other])})"
        gave = f"{who} gave most on {self._when(step.day)}, {self._size(step.given)} {how}{brought}"
        return f"Turning point: {gave}: {advice}."

    def _walked_past(self) -> list[str]:
        """Say it if the person left, or rejected the last offer, though something better was there."""
        if self.deal is not None or not self.table.moves:
            return []
        last, own = self.table.moves[-1], self.table.preferences[self.me]
        if last.party != self.me or last.kind not in {MoveKind.WALK_AWAY, MoveKind.REJECT}:
            return []
        offers = max(self.table.offers_made - 1, 0)
        floor = self.table.reservation(self.me, last.day, offers)
        day = f"Turning point: on {self._when(last.day)} you"
        if last.outcome is not None and own.value(last.outcome) > floor + self.small:
            verb = "walked away from" if last.kind is MoveKind.WALK_AWAY else "rejected"
            gain = self._size(own.value(last.outcome) - floor)
            advice = "compare an offer with your reservation, not with your hopes"
            return [f"{day} {verb} an offer that was {gain} better for you than no deal: {advice}."]
        if last.kind is MoveKind.WALK_AWAY and not self.scored and own.today > own.disagreement + self.small:
            left = max(self.table.announced - last.day, 0)
            worse = self._size(own.today - own.disagreement)
            return [
                f"{day} left {left} days early, which brought what follows no deal, {worse} a year, so much sooner."
            ]
        return []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
