"""Happenings: what has happened in a run, as data. Sentences about them are written in `tradetalks.runs.words`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tradetalks.model.events.base import Figure


class HappeningKind(StrEnum):
    """What can happen besides moves."""

    EVENT = "event"
    OPENED = "opened"
    NO_ZONE = "no_zone"
    ZONE = "zone"
    FORFEIT = "forfeit"
    EXTENDED = "extended"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    WALKED_AWAY = "walked_away"
    EXPIRED = "expired"
    BROKEN_OFF = "broken_off"
    SNAP_BACK = "snap_back"
    LETTERS = "letters"
    THREATEN = "threaten"
    CARRY_OUT = "carry_out"
    BACK_DOWN = "back_down"
    RETALIATE = "retaliate"
    STRAIN = "strain"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who knows of something: everyone, some countries, or nobody but who studies the run.

    Attributes:
        everyone: whether all do.
        countries: else who, by code.
    """

    everyone: bool = False
    countries: frozenset[str] = frozenset()

    def includes(self, countries: Iterable[str]) -> bool:
        """Return whether all of these countries know of it."""
        return self.everyone or self.countries.issuperset(countries)


EVERYONE = Audience(everyone=True)
NOBODY = Audience()


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that has happened on a day.

    Attributes:
        day: days from the scenario's start.
        kind: what.
        table: the id of the table at which it has; "" for what happens elsewhere.
        audience: who knows of it.
        figures: by name, of an event its kind ("event"), its id ("key") and the options that all see; of a move's
            consequence who ("country", "party", "ally"), which rate ("rate", on a "path") or "rates", and so on.
    """

    day: int
    kind: HappeningKind
    table: str
    audience: Audience = EVERYONE
    figures: Mapping[str, Figure] = field(default_factory=dict)
