"""The night of a day: what follows once all its meetings have ended, table by table in the network's order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import TYPE_CHECKING

from tradetalks.model.deadlines.threats import in_power
from tradetalks.model.escalation import Step
from tradetalks.model.levers.defence import Defence
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind
from tradetalks.model.talks.happenings import EVERYONE, NOBODY, Audience, HappeningKind
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.planned_table import PlannedTable
from tradetalks.model.talks.surroundings import Conflict

if TYPE_CHECKING:
    from tradetalks.model.events.base import Figure
    from tradetalks.model.talks.talks import TradeTalks


class Night:
    """Lets follow what a day's meetings and deadlines bring.

    Args:
        model: the run.
    """

    def __init__(self, model: TradeTalks) -> None:
        self._model = model
        self._letters: list[tuple[int, OpenTable]] = []

    @property
    def letters_due(self) -> bool:
        """Whether letters have been sent that are not in force yet."""
        return bool(self._letters)

    def pass_over(self, met: Iterable[OpenTable]) -> None:
        """Let all follow: of the meetings that were held, of deals, and of deadlines that pass today."""
        for live in met:
            self._after_meeting(live)
        self._bring_deals_into_force()
        self.pass_deadlines()

    # ---- after meetings

    def _after_meeting(self, live: OpenTable) -> None:
        self._tell_forfeits(live)
        self._strain_allies(live)
        model = self._model
        if live.status is Status.AGREED:
            live.end_with(model.note(HappeningKind.AGREED, live))
            self._close_what_it_replaces(live)
        elif live.status is Status.WALKED_AWAY and live.ending is None:
            last = live.table.history[-1]
            figures: dict[str, Figure] = {"party": live.parties[last.party], "lost": last.kind is MoveKind.FORFEIT}
            live.end_with(model.note(HappeningKind.WALKED_AWAY, live, figures=figures))
            self._disagree(live)
        elif live.live:
            for conflict, step in model.surroundings.escalate(live, model.day):
                self._tell_step(live, conflict, step)

    def _tell_forfeits(self, live: OpenTable) -> None:
        """Say which turns were lost today; why, the other sides don't know."""
        day = self._model.day
        of_today = [*takewhile(lambda entry: entry.move.day == day, reversed(live.table.transcript))]
        for entry in reversed(of_today):
            if entry.move.kind is MoveKind.FORFEIT:
                figures: dict[str, Figure] = {"party": live.parties[entry.move.party], "reason": entry.reason}
                self._model.note(HappeningKind.FORFEIT, live, NOBODY, figures)

    def _strain_allies(self, live: OpenTable) -> None:
        """Let demands for more defence than is planned drive allies apart, once a meeting."""
        model = self._model
        public = live.meetings[model.day].public
        audience = EVERYONE
        if not public:
            audience = Audience(countries=frozenset(live.countries))
        for axis, lever in enumerate(live.levers):
            if not isinstance(lever, Defence) or lever.country not in live.countries:
                continue
            for country in self._asking(live, axis, lever.country):
                if model.surroundings.strain(country, lever.country, model.day, live.key, public=public):
                    figures: dict[str, Figure] = {"country": country, "ally": lever.country, "public": public}
                    model.note(HappeningKind.STRAIN, live, audience, figures)

    def _asking(self, live: OpenTable, axis: int, spender: str) -> list[str]:
        """Return the countries that have asked today for more defence of another than it plans."""
        planned = self._model.world.setting.facts[spender].planned_defence_pct or 0.0
        levels, place, day = live.space.issues[axis].levels, live.place(spender), self._model.day
        asking = {
            country.code
            for move in takewhile(lambda move: move.day == day, reversed(live.table.history))
            if move.party != place and move.kind in OFFERS and move.outcome is not None
            if float(levels[live.space.positions(move.outcome)[axis]]) > planned
            for country in live.seated[move.party].countries
        }
        return sorted(asking)

    def _close_what_it_replaces(self, live: OpenTable) -> None:
        """Close the tables of which a deal here was enough."""
        model = self._model
        for other in [other for other in model.tables.values() if live.key in other.section.instead_of and other.live]:
            closing = model.open(other)
            closing.table.break_off()
            closing.end_with(model.note(HappeningKind.BROKEN_OFF, closing, figures={"deal_at": live.key}))
            self._disagree(closing)

    def _tell_step(self, live: OpenTable, conflict: Conflict, step: Step) -> None:
        ladder = conflict.standing.ladder
        figures: dict[str, Figure] = {"country": ladder.country}
        rate = conflict.standing.next_rate if step is Step.THREATEN else ladder.rates[conflict.standing.climbed - 1]
        if step is not Step.BACK_DOWN and rate is not None:
            figures |= {"path": ladder.path(), "rate": rate}
        self._model.note(HappeningKind(step), live, figures=figures)

    # ---- deals, deadlines

    def _bring_deals_into_force(self) -> None:
        for live in self._model.open_tables.values():
            if live.status is Status.AGREED:
                self._model.surroundings.bring_into_force(live, self._model.day)
                live.table.come_into_force()
                self._model.note(HappeningKind.IN_FORCE, live)

    def pass_deadlines(self) -> None:
        """Let the deadlines of the day pass, and come into force what letters announced for it."""
        model = self._model
        for planned in [*model.tables.values()]:
            if planned.timetable.closing_day == model.day and planned.live:
                uninvited = isinstance(planned, PlannedTable) and planned.section.invited
                live = model.open(planned)
                live.table.close()
                live.end_with(model.note(HappeningKind.EXPIRED, live, figures=_circumstances(live, uninvited)))
                self._disagree(live)
        due = [live for day, live in self._letters if day == model.day]
        self._letters = [letters for letters in self._letters if letters[0] != model.day]
        for live in due:
            rates = model.surroundings.send_letters(live, model.day)
            if rates:
                model.note(HappeningKind.LETTERS, live, figures={"rates": rates})

    def _disagree(self, live: OpenTable) -> None:
        model = self._model
        rates = model.surroundings.fail(live, model.day)
        if rates:
            model.note(HappeningKind.SNAP_BACK, live, figures={"rates": rates})
        # Who has lost the power to levy writes no letters.
        if in_power(model.world, live.deadline.letters):
            day = model.day + live.deadline.letters_after
            self._letters.append((day, live))
            model.expect({day})
        for conflict, step in model.surroundings.provoke(live, model.day):
            self._tell_step(live, conflict, step)


def _circumstances(live: OpenTable, uninvited: bool) -> dict[str, Figure]:
    """Return what is special about how a deadline passed: nobody had invited, or it was called early."""
    figures: dict[str, Figure] = {}
    if uninvited:
        figures["invited"] = False
    if live.timetable.called_early:
        figures["early"] = True
    return figures
