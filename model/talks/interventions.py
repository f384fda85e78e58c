"""Interventions: what an instructor, or a question of what would have been, does to a run from outside."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tradetalks.errors import IllegalMove
from tradetalks.model.events.base import Event
from tradetalks.model.negotiation.moves import Move
from tradetalks.model.talks.happenings import HappeningKind

if TYPE_CHECKING:
    from tradetalks.model.talks.talks import TradeTalks


class Intervention(ABC):
    """Something done to a run from outside, between two moves."""

    kind: ClassVar[str]

    @abstractmethod
    def apply(self, model: TradeTalks) -> None:
        """Do it now.

        Raises:
            IllegalMove: it can't be done now; says why. Nothing has changed.
        """


@dataclass(frozen=True, slots=True)
class PutIn(Intervention):
    """An event happens now, after what has happened today.

    Attributes:
        event: what happens.
        key: an id for it, other than those of the scenario's events.
    """

    kind: ClassVar[str] = "event"
    event: Event
    key: str

    def apply(self, model: TradeTalks) -> None:
        """Let it happen; tables see it from their next meeting on."""
        if model.day < 0:
            raise IllegalMove("nothing can be put in before the first day")
        if not model.running:
            raise IllegalMove("nothing can be put in once the talks are over")
        setting, event = model.world.setting, self.event
        for option, complaint in event.problems(setting, tuple(model.tables)):
            raise IllegalMove(f"{option}: {complaint}" if option else complaint)
        model.surroundings.put_in(event, self.key, model.day)
        model.take_in(event, self.key)


@dataclass(frozen=True, slots=True)
class PutOff(Intervention):
    """A deadline is put off.

    Attributes:
        table: which, by id.
        days: by how many days.
    """

    kind: ClassVar[str] = "put_off"
    table: str
    days: int

    def apply(self, model: TradeTalks) -> None:
        """Put it off; nobody's threats lose credibility by it."""
        if self.days < 1:
            raise IllegalMove(f"a deadline is put off by a day or more, not by {self.days}")
        live = model.open_table(self.table)
        live.put_off(self.days)
        model.expect(live.timetable.busy_days())
        model.note(HappeningKind.EXTENDED, live, figures={"days": self.days})


@dataclass(frozen=True, slots=True)
class MakeMove(Intervention):
    """A move is made at a turn of a table, in place of what the player there would do.

    Attributes:
        table: which, by id.
        turn: how many turns are over before it.
        move: what is done.
    """

    kind: ClassVar[str] = "move"
    table: str
    turn: int
    move: Move

    def apply(self, model: TradeTalks) -> None:
        """Have it made at that turn, by the table's own rules."""
        model.open_table(self.table).table.prescribe(self.turn, self.move)
