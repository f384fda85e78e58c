"""Saved sessions: the file that a session is written to, and what older versions have written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from tradetalks.errors import TradetalksError
from tradetalks.runs.files.forms import Form, Levels, checked
from tradetalks.runs.files.whole import read_json
from tradetalks.runs.play.acts import Act

FORMAT = 2
"""Version of the saved form; raised when a reader of the old one would misread the new one."""
BEFORE_SEATS = 1
"""The format of games of one person, who could not bind itself to less than no deal is worth to it."""


class SessionForm(Form):
    """A saved session."""

    format: int
    kind: Literal["session"]
    scenario: str
    seed: Annotated[int, Field(ge=0)]
    day: Annotated[int, Field(ge=-1)]
    log: list[Act]
    content: dict[str, Any]
    versions: dict[str, str] = Field(default_factory=dict)


class _MoveForm(Form):
    """A move of a saved game of the first format."""

    table: str
    day: Annotated[int, Field(ge=0)]
    round: Annotated[int, Field(ge=0)]
    answers: Levels | None
    move: str
    offer: Levels | None = None


class _GameForm(Form):
    """A saved game of the first format."""

    format: int
    kind: Literal["game"]
    scenario: str
    country: str
    seed: Annotated[int, Field(ge=0)]
    moves: list[_MoveForm]
    content: dict[str, Any]
    versions: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedSession:
    """What a file holds of a session.

    Attributes:
        scenario: the scenario's name.
        seed: the root seed.
        day: the day on which it stood; None where it ran on until a person had to move.
        log: all acts.
        content: the scenario as it was run, as plain data.
        versions: of what its numbers depend on.
        binds_people: whether people were bound by their reservations, as older versions bound them.
    """

    scenario: str
    seed: int
    day: int | None
    log: Sequence[Act]
    content: Mapping[str, Any]
    versions: Mapping[str, str]
    binds_people: bool = False

    def other_versions(self, now: Mapping[str, str]) -> str:
        """Write which versions have changed since, as the end of a message; "" if none has."""
        other = [name for name in now if self.versions and self.versions.get(name) != now[name]]
        if other:
            return f" (saved with another version of {', '.join(other)})"
        return ""


def session_as_data(saved: SavedSession) -> dict[str, Any]:
    """Return a session as plain data, as its file holds it."""
    return {
        "format": FORMAT,
        "kind": "session",
        "scenario": saved.scenario,
        "seed": saved.seed,
        "day": saved.day,
        "log": [act.as_data() for act in saved.log],
        "content": saved.content,
        "versions": saved.versions,
    }


def as_text(value: Any) -> str:
    """Write what JSON has no form for: dates.

    Raises:
        TypeError: it is anything else.
    """
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")


def bound_people(tables: Sequence[str]) -> dict[str, str]:
    """Return the values by which people are bound by their reservations at some tables, as they once were."""
    return {f"tables.{key}.below_reservation": "refuse" for key in tables}


def read_session(file: Path) -> SavedSession:
    """Read a saved session, or a saved game of an older version.

    Raises:
        TradetalksError: the file can't be read, is none, or of another format; says which.
    """
    data = read_json(file, "saved game")
    if isinstance(data, dict) and "transcript" in data:
        raise TradetalksError(f"{file} is the result of a run, no saved game; `tradetalks replay` reads it")
    what = f"{file} is no saved game, or a damaged one"
    number = data.get("format") if isinstance(data, dict) else None
    if isinstance(data, dict) and data.get("kind") == "game" and number == BEFORE_SEATS:
        return _of_a_game(checked(_GameForm, data, what))
    saved = checked(SessionForm, data, what)
    if saved.format != FORMAT:
        raise TradetalksError(f"{file} has the format {saved.format!r}; this version reads {BEFORE_SEATS} and {FORMAT}")
    return SavedSession(saved.scenario, saved.seed, saved.day, saved.log, saved.content, saved.versions)


def _of_a_game(game: _GameForm) -> SavedSession:
    log = [
        Act(
            kind="move",
            day=move.day,
            table=move.table,
            party=game.country,
            round=move.round,
            answers=move.answers,
            move=move.move,
            offer=move.offer,
        )
        for move in game.moves
    ]
    return SavedSession(game.scenario, game.seed, None, log, game.content, game.versions, binds_people=True)
