"""A game: talks in which a person has a seat, and the log of its moves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from tradetalks.agents.strategies.human import Human
from tradetalks.configs.load import Source, load_scenario
from tradetalks.configs.schema import Scenario
from tradetalks.errors import ConfigError, IllegalMove, NegotiationError, TradetalksError, UnknownName, did_you_mean
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.moves import Accept, Move, Offer, Reject, Vote, WalkAway
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.files import read_json, write_whole
from tradetalks.runs.forms import Form, Levels, checked
from tradetalks.runs.result import RunResult
from tradetalks.runs.seat import Seat, Turn
from tradetalks.runs.single import result_of, versions

FORMAT = 1
"""Version of the saved form; raised when a reader of the old one would misread the new one."""

REASON = "a person decided"


class MoveForm(Form):
    """A move of a saved game: where it was made, on which offer, and what it was."""

    table: str
    day: int
    round: int
    answers: Levels | None
    move: str
    offer: Levels | None = None


class GameForm(Form):
    """A saved game."""

    format: int
    kind: Literal["game"]
    scenario: str
    country: str
    seed: Annotated[int, Field(ge=0)]
    moves: list[MoveForm]
    content: dict[str, Any]
    versions: dict[str, str] = Field(default_factory=dict)


class Game:
    """A run in which a person decides for one country.

    Make one by `Game.start` or `Game.load`. It has then run until the person has to move, or to its end.

    Attributes:
        model: the run; it knows more than the person may see.
        country: the person's country.
        moves: the person's moves so far, as plain data.
    """

    def __init__(self, model: TradeTalks, country: str) -> None:
        self.model = model
        self.country = country
        self.moves: list[dict[str, Any]] = []
        self._news_from = 0
        model.run_model()

    @classmethod
    def start(
        cls,
        setup: Source,
        country: str,
        *,
        seed: int | None = None,
        sets: Mapping[str, str] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> Self:
        """Take a seat.

        Args:
            setup: a Scenario, a shipped name, a path or a dict.
            country: whose seat, by code or name.
            seed: the root seed; drawn where it is None.
            sets: values of the scenario as text by path, as `--set` gives them.
            overrides: the same with plain Python values.

        Raises:
            ConfigError: the scenario or a value is not as it must be.
            UnknownName: no country of this name sits at a table.
            TradetalksError: another seat is a person's, too.
        """
        scenario = load_scenario(setup, sets=sets, overrides=overrides)
        code = _seat(scenario, country)
        human = {"name": Human.name}
        group = "coalitions" if code in scenario.coalitions else "countries"
        changes = {f"{group}.{code}.strategy": human}
        changes |= {
            f"tables.{key}.strategies.{code}": human
            for key, table in scenario.tables.items()
            if code in table.strategies
        }
        scenario = load_scenario(scenario, overrides=changes)
        for key, table in scenario.tables.items():
            for party in table.parties:
                strategy = table.strategies.get(party, scenario.seat(party).strategy)
                if party != code and isinstance(strategy, Human):
                    raise TradetalksError(
                        f"{party} is a person at the table {key}, too; a game has one: give {party} another strategy"
                    )
        return cls(TradeTalks(scenario, rng=seed), code)

    # ---- what the person may see

    @property
    def seed(self) -> int:
        """The root seed."""
        return self.model.root_seed

    @property
    def over(self) -> bool:
        """Whether no table can change any more."""
        return not self.model.running

    @property
    def tables(self) -> tuple[str, ...]:
        """The ids of the tables at which the person sits."""
        return tuple(key for key, live in self.model.tables.items() if self.country in live.parties)

    @property
    def waiting(self) -> Turn | None:
        """What the person sees now that it has to move; None at the end."""
        if self.model.waiting is None:
            return None
        return self.seat().turn(self.model.happenings[self._news_from :])

    def seat(self, table: str | None = None) -> Seat:
        """Return the person's seat at a table; at the one that waits, or else its first, where it is None."""
        if table is None:
            table = self.model.waiting[0].key if self.model.waiting else self.tables[0]
        return Seat(self.model, table, self.country)

    def value(self, levels: Mapping[str, Level]) -> float:
        """Return what an offer is worth to the person: see `Seat.value`."""
        return self.seat().value(levels)

    def level_values(self) -> dict[str, dict[Level, float]]:
        """Return what each level of each issue is worth to the person: see `Seat.level_values`."""
        return self.seat().level_values()

    # ---- the person's moves

    def offer(self, levels: Mapping[str, Level]) -> None:
        """Make an offer, or a counter-offer, and run on.

        Raises:
            IllegalMove: it is not allowed now; nothing has changed.
        """
        self._check_waiting()
        self._make(Offer(self.seat().outcome(levels), REASON))

    def accept(self) -> None:
        """Accept the standing offer, and run on; may raise IllegalMove as `offer` does."""
        self._make(Accept(REASON))

    def reject(self) -> None:
        """Reject the last offer, or the final text, which can't be countered, and run on; may raise IllegalMove."""
        self._make(Reject(REASON))

    def vote(self, yes: bool) -> None:
        """Vote on a mediator's candidate, and run on; may raise IllegalMove."""
        self._make(Vote(yes, REASON))

    def walk_away(self) -> None:
        """Leave the table for good, and run on; may raise IllegalMove."""
        self._make(WalkAway(REASON))

    def result(self) -> RunResult:
        """Return the result of a game that is over.

        Raises:
            TradetalksError: it is not over.
        """
        return result_of(self.model)

    # ---- saving

    def save(self, file: str | Path) -> None:
        """Save the game, at any time; it is written whole or not at all.

        Raises:
            TradetalksError: the file can't be written.
        """
        setup = self.model.setup
        data = {
            "format": FORMAT,
            "kind": "game",
            "scenario": setup.name,
            "country": self.country,
            "seed": self.seed,
            "moves": self.moves,
            "content": setup.tree.data,
            "versions": versions(self.model),
        }
        write_whole(Path(file), json.dumps(data, indent=1, ensure_ascii=False, default=_as_text) + "\n")

    @classmethod
    def load(cls, file: str | Path) -> Self:
        """Go on with a saved game: its moves are made again.

        Raises:
            TradetalksError: the file can't be read, is no game, of another format, or its moves don't fit.
        """
        saved = _read(Path(file))
        try:
            scenario = load_scenario(saved.content)
            game = cls.start(
                scenario.with_origin(saved.scenario, scenario.tree, scenario.draws), saved.country, seed=saved.seed
            )
        except ConfigError as error:
            raise TradetalksError(f"{file}: its scenario can't be run by this version: {error}") from None
        except TradetalksError as error:
            raise TradetalksError(f"{file}: {error}") from None
        for number, move in enumerate(saved.moves, 1):
            problem = game.redo(move)
            if problem:
                then, now = saved.versions, versions(game.model)
                other = [name for name in now if then and then.get(name) != now[name]]
                hint = f" (saved with another version of {', '.join(other)})" if other else ""
                raise TradetalksError(f"{file}: move {number} of {len(saved.moves)} doesn't fit: {problem}{hint}")
        return game

    # ---- within

    def _check_waiting(self) -> None:
        if self.model.waiting is None:
            raise IllegalMove("the talks are over: no move is allowed")

    def _make(self, move: Move) -> None:
        self._check_waiting()
        line = self._line(move)
        news = len(self.model.happenings)
        self.model.submit(move)
        self.moves.append(line)
        self._news_from = news
        self.model.run_model()

    def _line(self, move: Move) -> dict[str, Any]:
        turn = self.seat().turn(())
        answer = None if turn.standing is None else turn.standing.levels
        line: dict[str, Any] = {"table": turn.table, "day": turn.day, "round": turn.round, "answers": answer}
        match move:
            case Offer(outcome=outcome):
                space = self.model.tables[turn.table].space
                levels = space.levels(outcome)
                return {**line, "move": "offer", "offer": levels}
            case Accept():
                return {**line, "move": "accept"}
            case Reject():
                return {**line, "move": "reject"}
            case WalkAway():
                return {**line, "move": "walk_away"}
            case Vote(yes=yes):
                return {**line, "move": "vote_yes" if yes else "vote_no"}

    def redo(self, line: MoveForm) -> str:
        """Make a move of a saved game; return why it doesn't fit, "" if it does."""
        if self.model.waiting is None:
            return "the talks are over before it"
        try:
            match line.move:
                case "offer":
                    move: Move = Offer(self.seat().outcome(line.offer or {}), REASON)
                case "accept":
                    move = Accept(REASON)
                case "reject":
                    move = Reject(REASON)
                case "walk_away":
                    move = WalkAway(REASON)
                case "vote_yes" | "vote_no" as vote:
                    move = Vote(vote == "vote_yes", REASON)
                case other:
                    return f"{other!r} is no move"
            now = self._line(move)
            for key in ("table", "day", "round", "answers"):
                then = getattr(line, key)
                if then != now[key]:
                    return f"it was made at {key} {then!r}, here it is {now[key]!r}"
            self._make(move)
        except NegotiationError as error:
            return str(error)
        return ""


def _seat(scenario: Scenario, country: str) -> str:
    seated = list(dict.fromkeys(party for table in scenario.tables.values() for party in table.parties))
    by_name = {(scenario.seat(code).name or code).casefold(): code for code in seated}
    by_name |= {code.casefold(): code for code in seated}
    code = by_name.get(str(country).casefold())
    if code is None:
        hint = did_you_mean(str(country).upper(), seated)
        raise UnknownName(f"no country {country!r} sits at a table{hint}; there are {', '.join(seated)}")
    return code


def _as_text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")


def _read(file: Path) -> GameForm:
    data = read_json(file, "saved game")
    if isinstance(data, dict) and "transcript" in data:
        raise TradetalksError(f"{file} is the result of a run, no saved game; `tradetalks replay` reads it")
    saved = checked(GameForm, data, f"{file} is no saved game, or a damaged one")
    if saved.format != FORMAT:
        raise TradetalksError(f"{file} has the format {saved.format!r}; this version reads {FORMAT}")
    return saved
