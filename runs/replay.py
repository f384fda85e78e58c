"""Replay: run a result again, and verify that every move is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from tradetalks.configs.load import load_scenario
from tradetalks.configs.schema import Scenario
from tradetalks.errors import TradetalksError
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reject, Vote, WalkAway
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.files import read_json
from tradetalks.runs.forms import Form, Levels, checked
from tradetalks.runs.result import FORMAT, RunResult
from tradetalks.runs.single import result_of, versions


class LineForm(Form):
    """What is read of a line of the transcript."""

    day: int
    table: str
    party: str
    move: str
    offer: Levels | None
    reason: str = ""


class ResultForm(Form):
    """What is read of a result: what it takes to run it again. All else is compared with what comes out."""

    format: int
    scenario: str
    seed: Annotated[int, Field(ge=0)]
    drawn: dict[str, Any]
    transcript: list[LineForm]
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


@dataclass(frozen=True)
class Recording:
    """What has to be known to run a result again: the scenario as it was run, its seed, and people's moves.

    Attributes:
        setup: the scenario as it was run, under its name.
        seed: the root seed.
        lines: the transcript, of which people's moves are taken.
    """

    setup: Scenario
    seed: int
    lines: Sequence[LineForm]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Recording:
        """Return the recording that a result as plain data holds.

        Raises:
            ConfigError: its scenario can't be run by this version.
            TradetalksError: its parts are not of their kinds: somebody has edited it.
        """
        form = _form(data, "this")
        setup = load_scenario(form.content)
        return cls(setup.with_origin(form.scenario, setup.tree, setup.draws), form.seed, form.transcript)

    def start(self) -> TradeTalks:
        """Return the run before its first day."""
        return TradeTalks(self.setup, rng=self.seed)

    def go_on(self, model: TradeTalks) -> bool:
        """Make the recorded move of the person that a model waits for; return whether there was one.

        Raises:
            TradetalksError: what is recorded there is no move, or none that is allowed.
        """
        if model.waiting is None or model.waiting[0].table is None:
            return False
        live, party = model.waiting
        done = len(model.waiting[0].table.transcript)
        recorded = [line for line in self.lines if line.table == live.key][done : done + 1]
        if not recorded or recorded[0].party != party:
            return False
        model.submit(recorded_move(recorded[0], live.space))
        return True


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
    recording = Recording.of(data)
    model = recording.start()
    model.run_model()
    while recording.go_on(model):
        model.run_model()
    now = versions(model)
    then = data["versions"]
    if model.running:
        where = f"the talks of {model.waiting[0].key} wait for {model.waiting[1]}" if model.waiting else "it goes on"
        raise TradetalksError(f"the result's moves don't lead to its end: {where}")
    result = result_of(model)
    return Replay(
        result=result,
        moves=len(data["transcript"]),
        difference=_difference(data, result.to_dict()),
        other_versions={
            name: (then.get(name, "?"), now.get(name, "?"))
            for name in {**then, **now}
            if then.get(name) != now.get(name)
        },
    )


def recorded_move(line: LineForm, space: OutcomeSpace) -> Move:
    """Return the move that a line of a transcript records.

    Raises:
        TradetalksError: it records none.
    """
    if line.offer is None and line.move in OFFERS:
        raise TradetalksError("the transcript has an offer without levels")
    match line.move:
        case MoveKind.OFFER | MoveKind.COUNTER_OFFER | MoveKind.DEMAND:
            return Offer(space.outcome(line.offer or {}), line.reason)
        case MoveKind.ACCEPT:
            return Accept(line.reason)
        case MoveKind.REJECT:
            return Reject(line.reason)
        case MoveKind.WALK_AWAY:
            return WalkAway(line.reason)
        case MoveKind.VOTE_YES | MoveKind.VOTE_NO as vote:
            return Vote(vote == MoveKind.VOTE_YES, line.reason)
    raise TradetalksError(f"the transcript has a move that is none: {line.move!r}")


def _difference(then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    for path in {**then["drawn"], **now["drawn"]}:
        before, after = then["drawn"].get(path), now["drawn"].get(path)
        if before != after:
            return f"{path} was drawn as {before!r}, now as {after!r}"
    for place, (before, after) in enumerate(zip(then["transcript"], now["transcript"], strict=False)):
        for key in after:
            if before.get(key) != after[key]:
                return (
                    f"move {place + 1} of {len(then['transcript'])} ({before.get('party')} on day {before.get('day')} "
                    f"at {before.get('table')}): {key} was {before.get(key)!r}, is now {after[key]!r}"
                )
    if len(then["transcript"]) != len(now["transcript"]):
        return f"there were {len(then['transcript'])} moves, now there are {len(now['transcript'])}"
    for key in ("deals", "values", "events", "tables", "world", "series"):
        if then.get(key) != now[key]:
            return f"every move is the same, but {key} differ"
    return ""
