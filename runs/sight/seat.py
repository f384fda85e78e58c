"""A seat: what the person at a table may see, and nothing of the others' preferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tradetalks.errors import IllegalMove, NegotiationError, TradetalksError
from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.model.negotiation.protocols.base import Rules
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind
from tradetalks.model.talks.happenings import Happening, HappeningKind
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.eyes import Eyes
from tradetalks.runs.sight.turn import MEDIATOR, Levels, Seen, Turn
from tradetalks.runs.words.happenings import Names, happening_in_words


class Seat:
    """What a country at a table may know.

    Args:
        model: the run.
        key: the table's id.
        country: whose seat.

    Attributes:
        key, title: the table, by id and for people.
        country: whose seat.
        parties: all countries at the table, by code.
        issues: what is negotiated.

    Raises:
        TradetalksError: the table has not opened yet.
    """

    def __init__(self, model: TradeTalks, key: str, country: str) -> None:
        live = model.tables[key]
        if not isinstance(live, OpenTable):
            raise TradetalksError(f"the table {key} has not opened yet")
        self.key = key
        self.title = live.title
        self.country = country
        self.parties = live.parties
        self.issues: tuple[Issue, ...] = live.space.issues
        self._model = model
        self._live = live
        self._table = live.table
        self._view = live.table.views[live.parties.index(country)]

    @property
    def scored(self) -> bool:
        """Whether values are scores, not USD bn a year."""
        return self._live.scored

    @property
    def deadline(self) -> int:
        """The last day on which the table can agree."""
        return self._live.last_day

    @property
    def no_deal(self) -> float:
        """What the world without a deal is worth to the country."""
        return self._view.preferences.disagreement

    @property
    def meetings(self) -> int:
        """How many meetings there are until the deadline."""
        return len(self._live.calendar)

    @property
    def rounds(self) -> int:
        """How many rounds there are until the deadline."""
        return self._view.rounds

    @property
    def rules(self) -> Rules:
        """The rules of play."""
        return self._live.section.protocol

    @property
    def proposes(self) -> bool:
        """Whether the country makes offers at all under the rules."""
        return self._table.protocol.proposes(self.parties.index(self.country))

    @property
    def description(self) -> str:
        """The situation, as the scenario tells it; "" if it doesn't."""
        return self._model.setup.description

    @property
    def start(self) -> date | None:
        """The date of day 0; None in a scenario without dates."""
        return self._model.setup.start

    @property
    def opens(self) -> int:
        """The first day of the talks."""
        return self._live.section.opens

    @property
    def may_err(self) -> bool:
        """Whether the person may bind itself to less than no deal is worth to it."""
        return self._live.section.below_reservation == "warn"

    @property
    def messages(self) -> bool:
        """Whether a message may go with a move."""
        return self._live.section.messages

    def name(self, party: str) -> str:
        """Return what a party is called in a sentence."""
        return Names.of(self._model).named(party)

    def outcome(self, levels: Mapping[str, Level]) -> int:
        """Return the number of an offer.

        Raises:
            IllegalMove: an issue is missing or unknown, or has no such level.
        """
        try:
            return self._live.space.outcome(levels)
        except NegotiationError as error:
            raise IllegalMove(str(error)) from None

    def value(self, levels: Mapping[str, Level]) -> float:
        """Return what an offer is worth to the country, USD bn a year relative to today, or a score.

        Raises:
            IllegalMove: an issue is missing or unknown, or has no such level.
        """
        return self._view.preferences.value(self.outcome(levels))

    def level_values(self) -> dict[str, dict[Level, float]]:
        """Return what each level of each issue is worth to the country.

        In USD bn a year it is the change against today with the other issues at today's levels; of a
        score-sheet, what the level adds to the score.
        """
        space, own = self._live.space, self._view.preferences
        values: dict[str, dict[Level, float]] = {}
        if self.scored:
            sheet = self._live.section.score_sheets[self.country].sheet(space)
            for issue in self.issues:
                weight = sheet.weights.get(issue.name, 0.0)
                points = sheet.points.get(issue.name, [0.0] * len(issue))
                values[issue.name] = {level: weight * x for level, x in zip(issue.levels, points, strict=True)}
            return values
        start = space.at([_near_today(self._live, axis) for axis in range(len(self.issues))])
        for axis, issue in enumerate(self.issues):
            values[issue.name] = {
                level: own.value(space.replace(start, axis, place)) - own.value(start)
                for place, level in enumerate(issue.levels)
            }
        return values

    def today(self) -> dict[str, tuple[float | None, float | None]]:
        """Return, by issue, its level today and without a deal; None where there is no single one."""
        stakes = self._live.stakes
        if stakes is None:
            return {issue.name: (None, None) for issue in self.issues}
        return {
            issue.name: (lever.today(stakes.today), lever.today(stakes.disagreement))
            for issue, lever in zip(self.issues, self._live.levers, strict=True)
        }

    def first_form(self) -> Levels:
        """Return what an offer form starts from: the last own proposal, or today's levels, or the best ones."""
        own = [move for move in self.seen() if move.by == self.country and move.kind in OFFERS]
        if own and own[-1].levels is not None:
            return dict(own[-1].levels)
        values, today = self.level_values(), self.today()
        start: Levels = {}
        for issue in self.issues:
            level, worth = today[issue.name][0], values[issue.name]
            start[issue.name] = level if level is not None and level in worth else max(worth, key=worth.__getitem__)
        return start

    def seen(self) -> list[Seen]:
        """Return all moves at the table so far, as everyone there sees them."""
        before: dict[str, Levels] = {}
        seen = []
        for move in self._table.history:
            by = self.parties[move.party]
            levels = None if move.outcome is None else self._live.space.levels(move.outcome)
            value = None if move.outcome is None else self._view.preferences.value(move.outcome)
            seen.append(Seen(move.day, by, move.kind, levels, before.get(by), value, move.message))
            if move.kind in OFFERS and levels is not None:
                before[by] = levels
        return seen

    def _since(self, seen: Sequence[Seen], last: int | None) -> tuple[Seen, ...]:
        """Return the moves that are news to the country; `last` is the place of its last one."""
        if last is None:
            return tuple(seen)
        if not self._table.protocol.at_once:
            return tuple(seen[last + 1 :])
        # What the others did in the round of its last move was shown with that, whoever was asked first.
        number = self._table.history[last].round
        news = zip(seen, self._table.history, strict=True)
        return tuple(move for move, line in news if line.round >= number and move.by != self.country)

    def _mediated(self, outcome: int, text: Seen | None) -> Seen:
        levels, value = self._live.space.levels(outcome), self._view.preferences.value(outcome)
        return Seen(self._table.day, MEDIATOR, MoveKind.OFFER, levels, text.levels if text else None, value)

    def news(self, happened: Sequence[Happening]) -> tuple[str, ...]:
        """Return what has happened in words, as far as the country knows of it; that its table is open it sees."""
        names, eyes = Names.of(self._model), Eyes.of(self._model, self.country)
        return tuple(
            happening_in_words(item, names)
            for item in happened
            if eyes.know_of(item) and not (item.table == self.key and item.kind is HappeningKind.OPENED)
        )

    def turn(self, happened: Sequence[Happening]) -> Turn:
        """Return what the country sees when it has to move; `happened` is what is new in the run."""
        protocol, view, live, day = self._table.protocol, self._view, self._live, self._table.day
        seen = self.seen()
        others = [move for move in seen if move.by != self.country and move.kind in OFFERS]
        own = [place for place, move in enumerate(seen) if move.by == self.country]
        proposals = [seen[place] for place in own if seen[place].kind in OFFERS]
        standing = None
        text = None if protocol.text is None else self._mediated(protocol.text, None)
        if protocol.standing is not None:
            # It is the last offer that was made: a demand or a withdrawal would have removed it.
            made = (move for move in reversed(others) if move.kind is not MoveKind.DEMAND)
            standing = next(made, None) or self._mediated(protocol.standing, text)
        offer_reservation = view.reservation_value(protocol.offers_made)
        reservation = view.reservation_value(protocol.offers_made - 1) if standing else offer_reservation
        answerable = standing is not None and not protocol.voting
        limit = protocol.limit()
        days = [meeting.day for meeting in live.calendar]
        return Turn(
            table=self.key,
            title=self.title,
            day=day,
            date=self._model.setup.date_of(day),
            meeting=live.meetings[day].kind,
            meeting_number=days.index(day) + 1,
            meetings=len(days),
            round=view.round,
            rounds=view.rounds,
            t=view.t,
            standing=standing,
            text=text if protocol.voting else None,
            latest=others[-1] if others else None,
            own_last=proposals[-1] if proposals else None,
            reservation=reservation,
            offer_reservation=offer_reservation,
            may_offer=protocol.may_offer,
            last_offer=protocol.may_offer and not protocol.may_offer_again,
            may_accept=answerable
            and standing is not None
            and standing.value is not None
            and (standing.value >= reservation or self.may_err),
            may_reject=answerable and not protocol.may_offer,
            may_vote=protocol.voting,
            at_once=protocol.at_once and (protocol.voting or protocol.may_offer),
            most=None if limit is None else view.preferences.value(limit),
            since=self._since(seen, own[-1] if own else None),
            news=self.news(happened),
        )


def _near_today(live: OpenTable, axis: int) -> int:
    """Return the place of today's level of an issue, or of the one nearest to it."""
    issue, stakes = live.space.issues[axis], live.stakes
    level = None
    if stakes is not None:
        level = live.levers[axis].today(stakes.today)
        level = live.levers[axis].today(stakes.disagreement) if level is None else level
    if level is None:
        return 0
    here = level
    return min(range(len(issue)), key=lambda place: abs(float(issue.levels[place]) - here))
