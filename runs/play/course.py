"""The course of a session: one run through time, as its scenario, its seed and its log of acts have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from tradetalks.configs.load import Source, load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import TradetalksError
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.play.acts import Act
from tradetalks.runs.play.doing import do

_WHERE = {"round": "in round", "answers": "in answer to"}


class Course:
    """One run through time, forwards and backwards, with the acts of its log made again when their days have come.

    Args:
        source: a Scenario, a shipped name, a path or a dict.
        seed: the root seed; drawn where it is None.
        changes: values by path, as `--set` takes them.
        log: acts that are made again.

    Attributes:
        source, changes: as given.
        setup: the scenario, changes included.
        seed: the root seed.
        log: all acts, those to come included.
        model: the run, at some day; it knows more than any person may see.

    Raises:
        ConfigError: the scenario or a change is not as it must be.
        UnknownName: there is no such scenario.
        TradetalksError: the seed is no whole number.
    """

    def __init__(
        self,
        source: Source,
        seed: int | str | None = None,
        changes: Mapping[str, Any] | None = None,
        log: Iterable[Act] = (),
    ) -> None:
        self.source = source
        self.changes: Mapping[str, Any] = dict(changes or {})
        self.setup: Scenario = load_scenario(source, overrides=self.changes)
        self.log = [*log]
        self.model = TradeTalks(self.setup, rng=seed)  # type: ignore[arg-type]
        self.seed = self.model.root_seed
        self._done = 0
        # By party: how much had happened before its last move.
        self._news_from: dict[str, int] = {}
        self._redo_what_is_due()

    # ---- where it stands

    @property
    def day(self) -> int:
        """The day that was lived through last; -1 before the first."""
        return self.model.day

    @property
    def over(self) -> bool:
        """Whether no table can change any more."""
        return not self.model.running

    @property
    def waiting(self) -> tuple[tuple[str, str], ...]:
        """Whose moves are waited for: the table's id and the party."""
        return self.model.waiting

    @property
    def can_go_on(self) -> bool:
        """Whether there is a next day to live through: nobody's move is waited for."""
        return not self.over and not self.model.waiting

    @property
    def acts_to_come(self) -> Sequence[Act]:
        """The acts of the log that are made again later, as the session stands before them."""
        return self.log[self._done :]

    # ---- time

    def step(self) -> None:
        """Live through a day, or a part of it until people have to move, and make the acts again that are due."""
        self.model.step()
        self._redo_what_is_due()

    def run_on(self) -> None:
        """Run until people have to move, or to the end."""
        while self.can_go_on:
            if self.acts_to_come:
                self.step()
            else:
                self.model.run_model()

    def step_to_something(self) -> None:
        """Go on to the next day on which anything happens."""
        so_far = self._happened()
        while self.can_go_on and self._happened() == so_far:
            self.step()

    def back(self) -> None:
        """Go back to the last day before this one on which anything happened; to before the first, if none did."""
        days = [item.day for item in self.model.happenings]
        days += [move.day for live in self.model.open_tables.values() for move in live.table.history]
        self.to_day(max((day for day in days if day < self.day), default=-1))

    def to_day(self, day: int) -> None:
        """Go to a day, in the past or to come, or as far as the run goes."""
        if day < self.day:
            self.reset()
        while self.can_go_on and self.day < day:
            self.step()

    def reset(self) -> None:
        """Go back to before the first day; the log stays, and is made again."""
        self.model = TradeTalks(self.setup, rng=self.seed)
        self._done = 0
        self._news_from = {}
        self._redo_what_is_due()

    def branch(self) -> Self:
        """Return another one that stands where this one does, and whose future is open: no acts are to come."""
        branched = type(self)(self.source, self.seed, self.changes, self.log[: self._done])
        branched.to_day(self.day)
        return branched

    def _happened(self) -> tuple[int, int]:
        moves = sum(len(live.table.transcript) for live in self.model.open_tables.values())
        return len(self.model.happenings), moves

    # ---- acts that are made again

    # ---- acts that are made again

    def _position(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return where in its table's talks a move or a pass is made: the round, and the offer that stands."""
        table = self.model.open_tables.get(fields.get("table", ""))
        if table is None or fields["kind"] not in {"move", "pass"}:
            return {}
        protocol = table.table.protocol
        answers = None if protocol.standing is None else table.space.levels(protocol.standing)
        return {"round": protocol.round, "answers": answers}

    def _redo_what_is_due(self) -> None:
        while self.acts_to_come and self.acts_to_come[0].day == self.day:
            self._redo(self.acts_to_come[0])

    def _redo(self, act: Act) -> None:
        """Make an act again.

        Raises:
            TradetalksError: it doesn't fit; says why.
        """
        number = f"act {self._done + 1} of {len(self.log)} doesn't fit"
        for name, now in self._position(act.as_data()).items():
            then = getattr(act, name)
            if then != now:
                raise TradetalksError(f"{number}: it was made {_WHERE[name]} {_told(then)}, here it is {_told(now)}")
        try:
            self._do(act)
        except TradetalksError as error:
            raise TradetalksError(f"{number}: {error}") from None

    def redo_all(self) -> None:
        """Go on to the last act of the log.

        Raises:
            TradetalksError: one doesn't fit; says which and why.
        """
        while self.can_go_on and self.acts_to_come:
            self.step()
        if self.acts_to_come:
            act = self.acts_to_come[0]
            why = "the talks are over before it"
            if self.waiting:
                turns = ", ".join(f"{party} at {key}" for key, party in self.waiting)
                why = f"it was made on day {act.day}, and on day {self.day} the move of {turns} is waited for"
            raise TradetalksError(f"act {self._done + 1} of {len(self.log)} doesn't fit: {why}")

    def _do(self, act: Act) -> None:
        """Do an act; what has happened before it is no news to its party any more."""
        so_far = len(self.model.happenings)
        do(act, self._done + 1, self.model, self.setup)
        if act.kind in {"move", "pass"}:
            self._news_from[act.party] = so_far
        self._done += 1


def _told(position: object) -> str:
    if position is None:
        return "no offer"
    return f"{position}"
