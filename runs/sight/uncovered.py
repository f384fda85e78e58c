"""Uncovered: what everybody may know of a table once no table of its run can change any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tradetalks.errors import TradetalksError
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import ReservationRule
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.transcript import PublicMove
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.result.result import TableResult
from tradetalks.runs.sight.table_record import table_result
from tradetalks.runs.words.endings import circumstance, shortfall
from tradetalks.runs.words.happenings import Names
from tradetalks.runs.words.rules import end_in_words


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A table that is over, with all that was private.

    Attributes:
        key, title: by id and for people.
        start: the date of day 0; None in a scenario without dates.
        parties, names: by id, and as they stand in a sentence.
        scored: whether values are scores, not USD bn a year.
        space: what was negotiated.
        preferences, rules: of the parties, in the end: what outcomes are worth, how reservations move.
        moves: as all saw them.
        status: how it ended.
        deal: the outcome agreed on; None without one.
        closed, announced: the day on which it closed, and the last on which it could agree.
        offers_made: how many offers were made, those made at once counted as one.
        at_once: whether the parties moved at once.
        proposed: whether each party made offers at all under the rules.
        one_offer: whether there was a single offer.
        cause: why it closed, in words, where its moves don't tell: as a deal elsewhere was enough, say; else "".
        end: why the rules ended the talks before their time; "" if they didn't.
        zone: how many outcomes were no worse than no deal for all.
        nearest: without a zone, which deal came nearest and whom it failed by how much, in words; else "".
        report: the record of it.
    """

    key: str
    title: str
    start: date | None
    parties: tuple[str, ...]
    names: tuple[str, ...]
    scored: bool
    space: OutcomeSpace
    preferences: tuple[Preferences, ...]
    rules: tuple[ReservationRule, ...]
    moves: tuple[PublicMove, ...]
    status: Status
    deal: int | None
    closed: int
    announced: int
    offers_made: int
    at_once: bool
    proposed: tuple[bool, ...]
    one_offer: bool
    cause: str
    end: str
    zone: int
    nearest: str
    report: TableResult

    @property
    def values(self) -> NDArray[np.float64]:
        """What each outcome is worth to each party, shape (outcomes, parties)."""
        return np.column_stack([own.values for own in self.preferences])

    @property
    def without(self) -> NDArray[np.float64]:
        """What no deal is worth to each party."""
        return np.array([own.disagreement for own in self.preferences])

    def reservation(self, place: int, day: int, offers: int) -> float:
        """Return the value below which a party would not have agreed on a day, to the offer of a number from 0."""
        return self.rules[place].value(self.preferences[place], day=day, offers=offers)


def uncover(model: TradeTalks, table: str) -> Uncovered:
    """Return all of a table.

    Args:
        model: a run that is over.
        table: the table's id.

    Raises:
        TradetalksError: some table can still change, or this one never opened.
        UnknownName: there is no such table.
    """
    if model.running:
        raise TradetalksError("the run is not over: some table can still change")
    live = model.table(table)
    if not isinstance(live, OpenTable) or live.closed is None:
        raise TradetalksError(f"the table {table} never closed")
    talks, names = live.table, Names.of(model)
    return Uncovered(
        key=live.key,
        title=live.title,
        start=model.setup.start,
        parties=live.parties,
        names=tuple(names.named(party) for party in live.parties),
        scored=live.scored,
        space=live.space,
        preferences=talks.preferences,
        rules=talks.rules,
        moves=tuple(talks.history),
        status=talks.status,
        deal=talks.agreement,
        closed=live.closed,
        announced=live.announced_day,
        offers_made=talks.protocol.offers_made,
        at_once=talks.protocol.at_once,
        proposed=tuple(talks.protocol.proposes(place) for place in range(len(live.parties))),
        one_offer=live.section.protocol.one_offer,
        cause=circumstance(live),
        end=end_in_words(talks.protocol.end, live.section.protocol),
        zone=int(talks.zone().sum()),
        nearest=shortfall(live) if talks.status is Status.NO_ZONE else "",
        report=table_result(live),
    )
