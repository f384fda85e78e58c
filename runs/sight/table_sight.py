"""What is seen of a table on a day: plain data, all that faces may show of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.runs.result.result import TableResult
from tradetalks.runs.words.amounts import decimals_for

type Floats = NDArray[np.float64]
type Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue of the chosen table.

    Attributes:
        issue: its name, title, unit and levels.
        today, without: its level today, and if the table closes without a deal; None where there is no single one.
        offers: what each party has last offered, by party; without those whose offers the eyes don't see.
        before: what the same party had offered before that.
        deal: the level agreed on; None without a deal.
    """

    issue: Issue
    today: float | None
    without: float | None
    offers: Mapping[str, Level]
    before: Mapping[str, Level]
    deal: Level | None


@dataclass(frozen=True, slots=True)
class Said:
    """A line between the moves, or a move: what happened at or around the chosen table.

    Attributes:
        day: when.
        kind: of a move "offer", "counter_offer", "demand", "accept", "reject", "walk_away", "withdraw", "forfeit",
            "pass", "vote_yes" or "vote_no"; of anything else the kind of happening, such as "event", "opened" or
            "agreed".
        party: who moved; "" for what is no move.
        text: a move's offer, in words, or what happened.
        meeting: a move's meeting, by its kind.
        t: a move's part of the time that is over, in [0, 1]; None for what is no move, and where the eyes don't know
            the reason either.
        utility: the maker's own utility of the offer when it moved, from 0 to 1 over the agenda's outcomes (or its
            score); None where the eyes don't know it or no offer stood.
        reason: why, in words and numbers; "" where the eyes don't know it.
        hidden: whether the parties don't know it.
        message: what was said with a move; text, never markup.
    """

    day: int
    kind: str
    party: str
    text: str
    meeting: str = ""
    t: float | None = None
    utility: float | None = None
    reason: str = ""
    hidden: bool = False
    message: str = ""

    @property
    def is_move(self) -> bool:
        """Whether somebody at the table did it."""
        return bool(self.party)


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer of the chosen table as an outcome: who made it, when, which."""

    day: int
    party: str
    outcome: int
    demand: bool


@dataclass(frozen=True, slots=True, eq=False)
class Stake:
    """What the chosen table's outcomes are worth to one party, as it is valued today.

    Attributes:
        party: by id.
        values: of each outcome, shape (outcomes,), relative to today's world, or a score.
        no_deal: what no deal is worth.
        reservation: the value below which agreeing now is worse than no deal.
        interests: what the last offer's value (or the deal's) is made of, by interest; empty for a score-sheet.
        without: what no deal's value is made of, likewise.
    """

    party: str
    values: Floats
    no_deal: float
    reservation: float
    interests: Mapping[str, float]
    without: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class TableSight:
    """The chosen table.

    Attributes:
        key, title: by id and for people.
        parties: in the order of their turns.
        status: as the eyes know it.
        opened, closed: days; None before.
        deadline: the last day on which it can agree, as announced now.
        extensions: how often that has been put off.
        ending: how it ended, in a line; "" before.
        seat: the party as which the eyes sit at it: their own, or the coalition that they are a member of; "" for
            everybody's, and where they don't sit.
        valued: the day of the meeting at which what outcomes are worth, and what follows without a deal, was worked out
            last, if that was before today; None where it is today's, or the table is closed or not open yet.
        result: how it has ended, in full; None before, and for one country's eyes, as it tells the values of all.
        unit: "bn" for USD bn a year, "points" for score-sheets.
        discounted: whether scores are worth less the more offers have been made.
        rows: the agenda.
        said: moves and what happened between, oldest first; hidden things only for everybody's eyes.
        offers: all offers so far, oldest first, if the eyes see them.
        standing: the offer that the last move left on the table, or the deal: what `interests` are of; None before any.
        agreed: the deal, as an outcome; None without one.
        stakes: by party, of those whose values the eyes know.
        frontier: outcomes on the Pareto frontier of the zone of agreement; empty unless all stakes are known.
        solutions: by concept ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", of two scores also
            "equal_utility"), its outcome, of several the one nearest to the deal; likewise.
        tied: by concept, how many outcomes it selects.
        zone: how many outcomes are no worse than no deal for all; None unless all stakes are known.
    """

    key: str
    title: str
    parties: tuple[str, ...]
    status: str
    opened: int | None
    closed: int | None
    deadline: int
    extensions: int
    ending: str
    unit: str
    discounted: bool
    rows: tuple[IssueRow, ...]
    said: tuple[Said, ...]
    offers: tuple[Offered, ...]
    standing: int | None
    agreed: int | None
    stakes: Mapping[str, Stake]
    frontier: NDArray[np.int64]
    solutions: Mapping[str, int]
    tied: Mapping[str, int]
    zone: int | None
    seat: str = ""
    valued: int | None = None
    result: TableResult | None = None

    @property
    def all_known(self) -> bool:
        """Whether the eyes know what outcomes are worth to every party."""
        return bool(self.stakes) and set(self.stakes) == set(self.parties)

    @property
    def decimals(self) -> int:
        """How many decimals tell apart what is at stake here, in USD bn a year."""
        marked = [*self.solutions.values(), *([] if self.standing is None else [self.standing])]
        stakes = self.stakes.values()
        told = [float(stake.values[outcome]) for stake in stakes for outcome in marked]
        told += [value for stake in stakes for value in (stake.no_deal, stake.reservation) if math.isfinite(value)]
        return decimals_for(told)
