"""What all tables of a run have in common, whether they are planned or open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.coalition import Coalition
from tradetalks.agents.country import Country
from tradetalks.configs.sections.table import TableSection
from tradetalks.errors import UnknownName, did_you_mean
from tradetalks.model.calendar import Meeting
from tradetalks.model.deadlines.base import Deadline
from tradetalks.model.levers.base import Lever
from tradetalks.model.negotiation.outcomes import OutcomeSpace, outcome_space
from tradetalks.model.negotiation.players import Player, Stream
from tradetalks.model.negotiation.status import LIVE, Status
from tradetalks.model.streams import uniforms
from tradetalks.model.talks.timetable import Timetable
from tradetalks.model.world import Setting

type Party = Country | Coalition


@dataclass(frozen=True)
class Agenda:
    """What doesn't change about a table of a run, from before its opening to after its close.

    Attributes:
        key: its id in the scenario.
        section: what the scenario says of it.
        setting: regions, sectors and facts.
        seated: who sits at it, in the order of their turns.
        root_seed: of the run.
    """

    key: str
    section: TableSection
    setting: Setting
    seated: tuple[Party, ...]
    root_seed: int

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        """What the issues change in the world, in their order; empty where they change nothing."""
        return tuple(part.lever for part in self.section.agenda.values() if part.lever is not None)

    @cached_property
    def space(self) -> OutcomeSpace:
        """What is negotiated."""
        return outcome_space(
            tuple(
                part.issue(name, "", "")
                if part.lever is None
                else part.issue(name, part.lever.label(self.setting), part.lever.unit)
                for name, part in self.section.agenda.items()
            )
        )

    def stream(self) -> Stream:
        """Return random numbers by party; of the name "" those of the table's rules."""
        return partial(_uniforms, self.root_seed, self.key)


def _uniforms(root: int, table: str, party: str, count: int) -> NDArray[np.float64]:
    return uniforms(root, f"strategy:{table}.{party}", count)


class AnyTable:
    """A table of a run: who sits there, what is negotiated, and when.

    Args:
        agenda: what doesn't change about it.
        timetable: its meetings and its deadline.
        players: who decides for its parties, in their order.

    Attributes:
        agenda, timetable, players: as given.
        key, section, seated, levers, space: of the agenda.
        title: what people call it.
        parties: the countries (or coalitions) that sit at it, in the order of their turns.
        countries: the countries at it, the members of coalitions among them.
        opened, closed: the days; None before.
    """

    def __init__(self, agenda: Agenda, timetable: Timetable, players: Sequence[Player]) -> None:
        self.agenda = agenda
        self.timetable = timetable
        self.players = [*players]
        self.key = agenda.key
        self.section = agenda.section
        self.seated = agenda.seated
        self.levers = agenda.levers
        self.space = agenda.space
        self.title = agenda.setting.title(agenda.key)
        self.parties = tuple(agenda.section.parties)
        self.countries = tuple(country.code for party in agenda.seated for country in party.countries)
        self.opened: int | None = None
        self.closed: int | None = None

    @property
    def status(self) -> Status:
        """Where it stands."""
        return Status.SCHEDULED

    @property
    def live(self) -> bool:
        """Whether it can still change."""
        return self.status in LIVE

    @property
    def scored(self) -> bool:
        """Whether its parties are paid by score-sheets, not by their countries' interests."""
        return bool(self.section.score_sheets)

    @property
    def deadline(self) -> Deadline:
        """When the talks end without a deal, and what follows."""
        return self.timetable.deadline

    @property
    def calendar(self) -> Sequence[Meeting]:
        """Its meetings, as far as they are fixed."""
        return self.timetable.calendar

    @property
    def meetings(self) -> Mapping[int, Meeting]:
        """These by day."""
        return self.timetable.meetings

    @property
    def last_day(self) -> int:
        """The last day on which it can agree, as announced now."""
        return self.timetable.last_day

    @property
    def extensions(self) -> int:
        """How often its deadline has been put off."""
        return self.timetable.extensions

    @property
    def announced_day(self) -> int:
        """The day on which the talks end without a deal, as announced; of a random one, the expected."""
        return int(self.timetable.announced_end(self.section.opens if self.opened is None else self.opened))

    def place(self, country: str) -> int:
        """Return the place of the party that a country is, or is a member of."""
        return next(place for place, party in enumerate(self.seated) if country in (c.code for c in party.countries))

    def place_of(self, party: str) -> int:
        """Return the place of a party.

        Raises:
            UnknownName: it doesn't sit here.
        """
        if party not in self.parties:
            hint = did_you_mean(party, self.parties)
            raise UnknownName(f"{party!r} doesn't sit at the table {self.key}{hint}; {', '.join(self.parties)} do")
        return self.parties.index(party)

    def seat(self, place: int, player: Player) -> None:
        """Let another player decide for a party."""
        self.players[place] = player
