"""A session: one run with its seats and its log of acts. It is stepped, played, taken back, replayed, saved, loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from tradetalks.agents.strategies.human import Human
from tradetalks.characters import one_line
from tradetalks.configs.load import Source, load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import ConfigError, IllegalMove, TradetalksError, UnknownName, did_you_mean
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.moves import Accept, Move, Reject, Vote, WalkAway
from tradetalks.model.negotiation.transcript import LONGEST_MESSAGE, Decider
from tradetalks.runs.files.forms import checked
from tradetalks.runs.files.whole import write_whole
from tradetalks.runs.play.acts import Act, in_table_order
from tradetalks.runs.play.course import Course
from tradetalks.runs.play.debrief import debrief
from tradetalks.runs.play.moves import move_as_data, move_of_data
from tradetalks.runs.play.saved import SavedSession, as_text, bound_people, read_session, session_as_data
from tradetalks.runs.result.result import RunResult
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.sight.seat import Seat
from tradetalks.runs.sight.turn import Turn
from tradetalks.runs.versions import versions
from tradetalks.runs.words.happenings import Names


class Session(Course):
    """One run with its seats and its log.

    People's moves, turns that time takes, bots that take a seat and what an instructor does are acts: each is checked
    by the rules, done, and added to the log. The run is what comes of its scenario, its seed and its log, so that a
    day that has passed is reached by running from the start again, which takes as long as a blink. See `Course` for
    its arguments, and for how it goes through time.
    """

    @classmethod
    def start(
        cls,
        source: Source,
        people: str | Iterable[str],
        *,
        seed: int | None = None,
        sets: Mapping[str, str] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> Self:
        """Let people take the seats of some parties, at all tables of these, and run until one has to move.

        Args:
            source: a Scenario, a shipped name, a path or a dict.
            people: the countries or coalitions, by code or name; a single one may stand alone.
            seed: the root seed; drawn where it is None.
            sets: values of the scenario as text by path, as `--set` gives them.
            overrides: the same with plain Python values.

        Raises:
            ConfigError: the scenario or a value is not as it must be.
            UnknownName: no country of this name sits at a table.
        """
        scenario = load_scenario(source, sets=sets, overrides=overrides)
        changes: dict[str, Any] = {}
        for name in [people] if isinstance(people, str) else people:
            code = _seated(scenario, name)
            group = "coalitions" if code in scenario.coalitions else "countries"
            changes[f"{group}.{code}.strategy"] = {"name": Human.name}
            for key, table in scenario.tables.items():
                if code in table.strategies:
                    changes[f"tables.{key}.strategies.{code}"] = {"name": Human.name}
        session = cls(load_scenario(scenario, overrides=changes), seed)
        session.run_on()
        return session

    # ---- seats

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """The seats that people hold now: the table's id and the party."""
        return tuple(
            (key, party)
            for key, table in self.model.tables.items()
            for party, player in zip(table.parties, table.players, strict=True)
            if getattr(player, "is_a_person", False)
        )

    @property
    def names(self) -> Names:
        """What countries, coalitions and tables are called."""
        return Names.of(self.model)

    def seat(self, table: str, party: str) -> Seat:
        """Return what a party knows at a table that has opened."""
        return Seat(self.model, table, party)

    def turn(self, table: str, party: str) -> Turn:
        """Return what a party sees that has to move at a table, what is new to it since its last move included."""
        return self.seat(table, party).turn(self.model.happenings[self._news_from.get(party, 0) :])

    # ---- acts

    def move(
        self,
        table: str,
        move: Move,
        *,
        by: str,
        decider: Decider = Decider.PERSON,
        message: str = "",
    ) -> None:
        """Make a move that is waited for.

        Args:
            table: the table's id.
            move: what is done.
            by: the party that does it.
            decider: who decided it.
            message: what is said with it, at most 280 characters, where the table allows messages.

        Raises:
            UnknownName: there is no such table, or no such party there.
            IllegalMove: the move isn't theirs to make now, or isn't allowed; nothing has changed.
        """
        if not isinstance(message, str):
            raise IllegalMove(f"a message is a text, not {message!r}")
        said = one_line(message)
        if len(said) > LONGEST_MESSAGE:
            raise IllegalMove(f"a message has at most {LONGEST_MESSAGE} characters, not {len(said):,}")
        data = move_as_data(move, self.model.open_table(table).space)
        self._act(kind="move", table=table, party=by, decider=decider, message=said, **data)

    def pass_turn(self, table: str, *, by: str) -> None:
        """Take the turn that is waited for from its party, as its time is over; raises as `move` does."""
        self._act(kind="pass", table=table, party=by, decider=Decider.CLOCK)

    def seat_bot(self, table: str, party: str, strategy: Mapping[str, Any] | str) -> None:
        """Let a strategy take a seat, until it is given back; it moves at once if the table waits for it.

        Args:
            table: the table's id.
            party: whose seat.
            strategy: as in a scenario file, or a shipped one's name.

        Raises:
            ConfigError: it is no strategy, or can't sit there.
            UnknownName, IllegalMove: there is no such seat any more.
        """
        chosen = {"name": strategy} if isinstance(strategy, str) else strategy
        self._act(kind="seat", table=table, party=party, strategy=chosen, decider=Decider.INSTRUCTOR)

    def seat_person(self, table: str, party: str) -> None:
        """Let a person take a seat, or have it back, from its next turn on; raises as `seat_bot` does."""
        self.seat_bot(table, party, Human.name)

    def close_table(self, table: str) -> None:
        """Close a table now, as its deadline would; raises as `TradeTalks.close_table` does."""
        self._act(kind="close", table=table, decider=Decider.INSTRUCTOR)

    def put_in(self, event: Mapping[str, Any]) -> None:
        """Let an event happen now.

        Args:
            event: as in a scenario file, without its day: `{"event": "market_shock", "size": 0.5}`.

        Raises:
            ConfigError: it is no event.
            IllegalMove: it can't happen here; says why.
        """
        self._act(kind="event", event=event, decider=Decider.INSTRUCTOR)

    def put_off(self, table: str, days: int) -> None:
        """Put the deadline of a table off by some days.

        Raises:
            UnknownName: there is no such table.
            IllegalMove: it can't be put off; says why.
        """
        self._act(kind="put_off", table=table, days=days, decider=Decider.INSTRUCTOR)

    def prescribe(self, table: str, turn: int, move: Move) -> None:
        """Have a move made at a turn of a table, counted from 0, in place of what its player would do.

        Raises:
            UnknownName, IllegalMove: there is no such table any more, or the turn is over.
        """
        data = move_as_data(move, self.model.open_table(table).space)
        self._act(kind="prescribe", table=table, turn=turn, decider=Decider.INSTRUCTOR, **data)

    # ---- the moves of a person, who has them in front

    def offer(self, levels: Mapping[str, Level], *, by: str = "", table: str = "", message: str = "") -> None:
        """Make an offer, or a counter-offer, and run on until people have to move.

        Args:
            levels: one for each issue.
            by: whose turn; may be left out where one party alone is waited for.
            table: where; the first table that waits if left out.
            message: what is said with it.

        Raises:
            IllegalMove: it is not allowed now; nothing has changed.
        """
        key, party = self._meant(by, table)
        self._make(key, party, move_of_data("offer", levels, self.model.tables[key].space), message)

    def accept(self, *, by: str = "", table: str = "", message: str = "") -> None:
        """Accept the standing offer, and run on; see `offer`."""
        self._make(*self._meant(by, table), Accept(), message)

    def reject(self, *, by: str = "", table: str = "", message: str = "") -> None:
        """Reject the last offer, or the final text, which can't be countered, and run on; see `offer`."""
        self._make(*self._meant(by, table), Reject(), message)

    def vote(self, yes: bool, *, by: str = "", table: str = "", message: str = "") -> None:
        """Vote on a mediator's candidate, and run on; see `offer`."""
        self._make(*self._meant(by, table), Vote(yes), message)

    def walk_away(self, *, by: str = "", table: str = "", message: str = "") -> None:
        """Leave the table for good, and run on; see `offer`."""
        self._make(*self._meant(by, table), WalkAway(), message)

    def _make(self, table: str, party: str, move: Move, message: str) -> None:
        self.move(table, move, by=party, message=message)
        self.run_on()

    def _meant(self, party: str, table: str) -> tuple[str, str]:
        """Return the table and the party whose turn is meant."""
        self._check_open()
        if not self.waiting:
            raise IllegalMove("the talks are over: no move is allowed" if self.over else "nobody's move is waited for")
        meant = [seat for seat in self.waiting if party in {"", seat[1]} and table in {"", seat[0]}]
        # Of one person's turns, at several tables, any may come first.
        if len({who for _, who in meant}) != 1:
            turns = ", ".join(f"{who} at {key}" for key, who in self.waiting)
            raise IllegalMove(f"say whose turn is meant, by `by` and `table`: waited for are {turns}")
        return meant[0]

    def _check_open(self) -> None:
        if self.acts_to_come:
            raise TradetalksError(
                f"the session stands on day {self.day}, before {len(self.acts_to_come)} of its acts: go on to its end, "
                "or `branch()` here"
            )

    def _act(self, **fields: Any) -> None:
        self._check_open()
        act = checked(Act, {"day": self.day, **fields, **self._position(fields)}, "this can't be done")
        self._do(act)
        self.log.append(act)

    # ---- what comes of it

    def debrief(self, table: str, party: str) -> list[str]:
        """Return what a party can learn from a table of a session that is over, in sentences: all is uncovered.

        Raises:
            TradetalksError: the session is not over, or the party doesn't sit there.
        """
        return debrief(self.model, table, party)

    def result(self) -> RunResult:
        """Return the result of a session that is over.

        Raises:
            TradetalksError: it is not over.
        """
        tables = [*self.model.tables]
        return result_of(self.model, log=tuple(act.as_data() for act in in_table_order(self.log, tables)))

    def saved(self) -> SavedSession:
        """Return all that it takes to have the session again, as plain data."""
        content = self.setup.tree.data
        return SavedSession(self.setup.name, self.seed, self.day, tuple(self.log), content, versions(self.model))

    def save(self, file: str | Path) -> None:
        """Save the session, at any time; it is written whole or not at all.

        Raises:
            TradetalksError: the file can't be written.
        """
        text = json.dumps(session_as_data(self.saved()), indent=1, ensure_ascii=False, default=as_text)
        write_whole(Path(file), text + "\n")

    @classmethod
    def load(cls, file: str | Path) -> Self:
        """Go on with a saved session: its acts are made again.

        Raises:
            TradetalksError: the file can't be read, is no session, of another format, or its acts don't fit.
        """
        saved = read_session(Path(file))
        try:
            session = cls.of(saved)
        except ConfigError as error:
            raise TradetalksError(f"{file}: its scenario can't be run by this version: {error}") from None
        except TradetalksError as error:
            raise TradetalksError(f"{file}: {error}") from None
        try:
            session.redo_all()
        except TradetalksError as error:
            raise TradetalksError(f"{file}: {error}{saved.other_versions(versions(session.model))}") from None
        if saved.day is None:
            session.run_on()
        else:
            session.to_day(saved.day)
        return session

    @classmethod
    def of(cls, saved: SavedSession) -> Self:
        """Return a saved session, before its first day.

        Raises:
            ConfigError: the scenario can't be run by this version.
        """
        setup = load_scenario(saved.content)
        if saved.binds_people:
            setup = load_scenario(setup, overrides=bound_people([*setup.tables]))
        return cls(setup.with_origin(saved.scenario, setup.tree, setup.draws), saved.seed, log=saved.log)


def _seated(scenario: Scenario, country: str) -> str:
    parties = list(dict.fromkeys(party for table in scenario.tables.values() for party in table.parties))
    by_name = {(scenario.seat(code).name or code).casefold(): code for code in parties}
    by_name |= {code.casefold(): code for code in parties}
    code = by_name.get(str(country).casefold())
    if code is None:
        hint = did_you_mean(str(country).upper(), parties)
        raise UnknownName(f"no country {country!r} sits at a table{hint}; there are {', '.join(parties)}")
    return code
