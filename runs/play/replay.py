"""Replay: run a result again, and verify that every move is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from tradetalks.errors import TradetalksError
from tradetalks.runs.files.forms import Form, Levels, checked
from tradetalks.runs.files.whole import read_json
from tradetalks.runs.play.acts import Act
from tradetalks.runs.play.differences import difference
from tradetalks.runs.play.moves import move_of_data
from tradetalks.runs.play.saved import SavedSession
from tradetalks.runs.play.session import Session
from tradetalks.runs.result.result import FORMAT, RunResult
from tradetalks.runs.versions import versions


class LineForm(Form):
    """What is read of a line of the transcript."""

    day: int
    table: str
    party: str
    move: str
    offer: Levels | None
    message: str = ""


class ResultForm(Form):
    """What is read of a result: what it takes to run it again. All else is compared with what comes out."""

    format: int
    scenario: str
    seed: Annotated[int, Field(ge=0)]
    drawn: dict[str, Any]
    transcript: list[LineForm]
    log: list[Act] | None = None
    content: dict[str, Any]
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of running a result again.

    Attributes:
        result: of the new run.
        moves: how many moves were compared.
        difference: what the first difference is, in words; "" if there is none.
        other_versions: what has another version now: name, then and now.
    """

    result: RunResult
    moves: int
    difference: str
    other_versions: dict[str, tuple[str, str]]

    @property
    def same(self) -> bool:
        """Whether every move, every drawn value and the deals are the same."""
        return not self.difference


def recorded(data: Mapping[str, Any]) -> Session:
    """Return the session that a result as plain data holds, before its first day, people's moves in its log.

    Raises:
        ConfigError: its scenario can't be run by this version.
        TradetalksError: its parts are not of their kinds: somebody has edited it.
    """
    form = _form(data, "this")
    saved = SavedSession(
        form.scenario, form.seed, None, form.log or (), form.content, form.versions, binds_people=form.log is None
    )
    session = Session.of(saved)
    if not form.log:
        _take_from_transcript(session, form.transcript)
    return session


def _take_from_transcript(session: Session, lines: Sequence[LineForm]) -> None:
    """Put people's moves into the log of a session whose result has none; it stands before its first day then."""
    session.run_on()
    while session.waiting:
        key, party = session.waiting[0]
        live = session.model.open_tables[key]
        own = [line for line in lines if line.table == key]
        done = len(live.table.transcript)
        if done >= len(own) or own[done].party != party:
            break
        line = own[done]
        session.move(key, move_of_data(line.move, line.offer, live.space), by=party, message=line.message)
        session.run_on()
    session.reset()


def read_result(file: Path) -> dict[str, Any]:
    """Read a result file.

    Raises:
        TradetalksError: it can't be read, is no result, or of another format; says which.
    """
    return checked_result(read_json(file, "result"), str(file))


def checked_result(data: Any, file: str) -> dict[str, Any]:
    """Return what a file holds, if it is a result of this version's format.

    Raises:
        TradetalksError: it is none, or of another format; says which.
    """
    _form(data, file)
    return dict(data)


def _form(data: Any, what: str) -> ResultForm:
    """Return what is read of a result, once it is known to be one; `what` it stands in is for messages.

    Raises:
        TradetalksError: it is none, of another format, or its parts are not of their kinds: somebody has edited it.
    """
    form = checked(ResultForm, data, f"{what} is no result of a run")
    if form.format != FORMAT:
        raise TradetalksError(f"{what} has the format {form.format!r}; this version reads {FORMAT}")
    return form


def replay(data: Mapping[str, Any]) -> Replay:
    """Run a result again; people's moves are taken from its transcript.

    Args:
        data: a result as plain data, of `RunResult.to_dict` or `read_result`.

    Raises:
        ConfigError: its scenario can't be run by this version.
        TradetalksError: it holds a move that is none.
    """
    session = recorded(data)
    session.redo_all()
    session.run_on()
    now = versions(session.model)
    then = data["versions"]
    if not session.over:
        turns = " and ".join(f"{party} at the table {key}" for key, party in session.waiting)
        raise TradetalksError(f"the result's moves don't lead to its end: the move of {turns} is waited for")
    result = session.result()
    return Replay(
        result=result,
        moves=len(data["transcript"]),
        difference=difference(data, result.to_dict()),
        other_versions={
            name: (then.get(name, "?"), now.get(name, "?"))
            for name in {**then, **now}
            if then.get(name) != now.get(name)
        },
    )
