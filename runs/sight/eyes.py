"""Eyes: whose they are, and what they may know. Every rule of who knows what stands here, and nowhere else.

A country knows its own values and reasons, the moves at its own tables, the others' values only where a table's
information is complete, and of tables where it doesn't sit how they stand and what was agreed. A coalition's member
looks as the coalition at its tables. Nobody but everybody's eyes sees what is hidden: whether a zone of agreement
exists, what is planned, why a side has moved.
"""

from __future__ import annotations

from dataclasses import dataclass

from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.transcript import PublicMove
from tradetalks.model.talks.any_table import AnyTable
from tradetalks.model.talks.happenings import Happening, HappeningKind
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks

EVERYBODY = ""
"""The eyes that see everything: who studies a run has them."""

OPENED: frozenset[HappeningKind] = frozenset(
    {
        HappeningKind.EVENT,
        HappeningKind.OPENED,
        HappeningKind.NO_ZONE,
        HappeningKind.ZONE,
        HappeningKind.FORFEIT,
        HappeningKind.EXTENDED,
        HappeningKind.AGREED,
        HappeningKind.IN_FORCE,
        HappeningKind.WALKED_AWAY,
        HappeningKind.EXPIRED,
        HappeningKind.BROKEN_OFF,
        HappeningKind.SNAP_BACK,
        HappeningKind.LETTERS,
        HappeningKind.THREATEN,
        HappeningKind.CARRY_OUT,
        HappeningKind.BACK_DOWN,
        HappeningKind.RETALIATE,
        HappeningKind.STRAIN,
    }
)
"""Kinds of happenings that may be told at all, to their audience. One that doesn't stand here is told to nobody but
everybody's eyes: whoever adds a kind decides it here."""

ELSEWHERE = frozenset(
    {
        HappeningKind.AGREED,
        HappeningKind.WALKED_AWAY,
        HappeningKind.EXPIRED,
        HappeningKind.BROKEN_OFF,
        HappeningKind.EXTENDED,
        HappeningKind.SNAP_BACK,
        HappeningKind.LETTERS,
    }
)
"""What of other tables is told at a table, too; kinds that are not listed are not."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """A pair of eyes on a run.

    Attributes:
        code: the country or coalition whose they are; EVERYBODY for all.
        countries: the countries behind them: one, or a coalition's members; empty for everybody's.
        coalitions: the coalitions that the country is a member of.
    """

    code: str
    countries: tuple[str, ...]
    coalitions: tuple[str, ...]

    @classmethod
    def of(cls, model: TradeTalks, code: str) -> Eyes:
        """Return the eyes of a country or a coalition of a run, or everybody's."""
        if code == EVERYBODY:
            return cls(EVERYBODY, (), ())
        setup = model.setup
        member_of = tuple(key for key in setup.coalitions if code in setup.countries_of(key))
        return cls(code, setup.countries_of(code), member_of)

    @property
    def see_all(self) -> bool:
        """Whether they are everybody's."""
        return self.code == EVERYBODY

    # ---- tables

    def seat_at(self, table: AnyTable) -> str:
        """Return the party as which they sit at a table: themselves, or the coalition; "" where they don't."""
        return next((party for party in table.parties if party in {self.code, *self.coalitions}), "")

    def see_moves_at(self, table: AnyTable) -> bool:
        """Whether they see the moves of a table."""
        return self.see_all or bool(self.seat_at(table))

    def see_sealed(self, move: PublicMove, table: AnyTable) -> bool:
        """Whether they see a move that is sealed until all have moved: their own alone."""
        return self.see_all or table.parties[move.party] == self.seat_at(table)

    def know_values_at(self, table: AnyTable) -> tuple[str, ...]:
        """Return the parties of a table of which they know what outcomes are worth to them."""
        seat = self.seat_at(table)
        if self.see_all or (seat and table.section.information == "complete"):
            return table.parties
        if seat:
            return (seat,)
        return ()

    def know_reasons_of(self, party: str, table: AnyTable) -> bool:
        """Whether they know why a party moves as it does."""
        return self.see_all or party == self.seat_at(table)

    def status_of(self, table: AnyTable) -> Status:
        """Return where a table stands as far as they know: whether a deal was possible is known to nobody else."""
        status = table.status
        if status is Status.NO_ZONE and not self.see_all:
            return Status.EXPIRED
        return status

    def know_how_near(self, table: OpenTable) -> bool:
        """Whether they may be told how near the sides of a table that has closed were to a deal."""
        return self.see_all or table.status not in {Status.NO_ZONE, Status.EXPIRED}

    # ---- around the tables

    def know_of(self, happening: Happening) -> bool:
        """Whether they know of something that has happened: its kind is opened, and all behind them hear of it."""
        return self.see_all or (happening.kind in OPENED and happening.audience.includes(self.countries))

    def are_told(self, happening: Happening, table: AnyTable) -> bool:
        """Whether something that they know of is told at a table: what happened there, outside, or all heard of."""
        if not self.know_of(happening):
            return False
        here = happening.table in {table.key, ""}
        return here or (happening.kind in ELSEWHERE and happening.audience.everyone)

    def know_plans(self) -> bool:
        """Whether they know of events to come."""
        return self.see_all

    def know_alliance(self, one: str, other: str) -> bool:
        """Whether they know how close two allies are, which what is asked in private would show."""
        return self.see_all or one in self.countries or other in self.countries

    def know_income_of(self, country: str) -> bool:
        """Whether they know what an offer on the table would change of a country's income."""
        return self.see_all or country in self.countries


def seats(model: TradeTalks) -> tuple[str, ...]:
    """Return the countries and coalitions that sit at some table: whose eyes there are."""
    return tuple(dict.fromkeys(party for table in model.tables.values() for party in table.parties))
