"""A visit: what one visitor watches, and through whose eyes. Nothing of it is shared with others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import solara

from tradetalks.app.changes import with_value
from tradetalks.app.controls import Control, Value, command, controls_of
from tradetalks.app.launch import Launch
from tradetalks.app.link import Link, as_texts, read_changes
from tradetalks.app.reading import read_apart
from tradetalks.app.uploads import Opened, Prepared, check_size, prepared
from tradetalks.app.watched import SEED, blocked, hurry, session_of
from tradetalks.configs.load import Source, load_scenario, shipped_scenarios
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import ConfigError, TradetalksError, UnknownName
from tradetalks.runs.play.replay import read_result
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.eyes import EVERYBODY, Eyes, seats
from tradetalks.runs.sight.look import look
from tradetalks.runs.sight.settings import drawn_value, known_changes, may_see, may_tell
from tradetalks.runs.sight.sight import Sight
from tradetalks.wording import command_line

SPEEDS: Mapping[str, float] = {"slow": 2.0, "normal": 0.8, "fast": 0.25}
"""Seconds between two days on which something happens."""

GLIMPSE = 0.25
"""Seconds after which a run that goes to its end shows how far it is."""

MOST_OPENED = 3
"""Files that a visitor may have opened at once: each keeps its scenario, or its transcript, in the server's memory."""


class Visit:
    """The state of one visitor's page.

    Args:
        launch: what the page starts with.
        query: of the address by which it was asked for, which may name something else.

    Attributes:
        names: the scenarios that can be chosen: shipped ones, and what was given at the start or opened since.
        name: of the scenario that is watched.
        sight: what is seen of the run now; None as long as there is none.
        eyes: whose; EVERYBODY for all.
        playing: whether it goes on by itself.
        hurrying: whether it does without showing each day.
        speed: one of SPEEDS.
        problems: what went wrong last, a text each; empty if nothing did.
        note: what a replay has found out; "" without one.
        unfolded: the groups of settings that are shown.
    """

    def __init__(self, launch: Launch, query: str = "") -> None:
        self.sight: solara.Reactive[Sight | None] = solara.reactive(None)
        self.eyes = solara.reactive(EVERYBODY)
        self.playing = solara.reactive(False)
        self.hurrying = False
        self.speed = solara.reactive("normal")
        self.problems: solara.Reactive[tuple[str, ...]] = solara.reactive(())
        self.note = solara.reactive("")
        self.unfolded: solara.Reactive[frozenset[str]] = solara.reactive(frozenset())
        self.name = solara.reactive(launch.scenario)
        self.names: solara.Reactive[tuple[str, ...]] = solara.reactive(
            tuple(dict.fromkeys([launch.scenario, *shipped_scenarios()]))
        )
        self.session: Session | None = None
        self._controls: tuple[Session, tuple[Control, ...]] | None = None
        self._table: str | None = None
        self._opened: dict[str, Prepared] = {}
        self._same = True
        self._replays = False
        # A thread plays on while the page answers clicks.
        self._lock = threading.RLock()
        if launch.replay is not None:
            file = launch.replay
            self._try(lambda: self._show_file(file.name, prepared(file.name, Opened(result=read_result(file)))))
        if self.session is None and launch.replay is None:
            self.choose(launch.scenario)
        if query:
            self._follow(query)

    @property
    def is_a_file(self) -> bool:
        """Whether what is watched stands in a file of this machine, which may be mended meanwhile."""
        return self.name.value not in self._opened and self.name.value not in shipped_scenarios()

    @property
    def controls(self) -> tuple[Control, ...]:
        """What can be changed of what is watched; empty as long as there is nothing."""
        session = self.session
        if session is None:
            return ()
        if self._controls is None or self._controls[0] is not session:
            self._controls = session, controls_of(session.setup)
        return self._controls[1]

    @property
    def seats(self) -> tuple[str, ...]:
        """Whose eyes there are."""
        if self.session is None:
            return ()
        return seats(self.session.model)

    @property
    def _owners(self) -> dict[str, str]:
        """Who owns each setting, by path."""
        return {control.path: control.owner for control in self.controls}

    @property
    def known_changes(self) -> dict[str, Value]:
        """What has been set, as far as the eyes may know it."""
        session = self.session
        if session is None:
            return {}
        return known_changes(session.changes, self._owners, str(self.eyes.value))

    def drawn(self, control: Control, eyes: str) -> Value | None:
        """Return what was drawn in this run for a setting, as far as some eyes may know it; None if nothing was."""
        if self.session is None:
            return None
        return drawn_value(self.session.model, control.path, control.owner, eyes)

    @property
    def blocked(self) -> str:
        """Why it can't go on though it isn't over, "" if it can."""
        if self.session is None:
            return ""
        return blocked(self.session)

    @property
    def command(self) -> str:
        """The command that repeats the run; "" where none does, for which `no_command` says why."""
        session, name = self.session, str(self.name.value)
        if session is None or self.no_command:
            return ""
        if self._replays:
            return command_line("replay", name)
        return command(self._known_as(session, name), session.seed, session.changes)

    @property
    def no_command(self) -> str:
        """Why no command repeats the run; "" where one does."""
        session, name = self.session, str(self.name.value)
        if session is None or (self._replays and self._same):
            return ""
        if self._replays:
            return "the result is not what comes out here"
        if session.people:
            return "a person has a seat"
        if self._known_as(session, name):
            return ""
        return "its scenario stands in a result alone"

    def _known_as(self, session: Session, name: str) -> str:
        """Return by what the command line finds a scenario; "" if it stands in a result and is no shipped one."""
        if name not in self._opened or self._opened[name].recording is None:
            return name
        held = session.source
        if not isinstance(held, Scenario) or held.name not in shipped_scenarios():
            return ""
        if load_scenario(held.name).content == held.content:
            return held.name
        return ""

    @property
    def run_name(self) -> str:
        """What files are named by that are saved of the run: changed, as far as the eyes may know of it."""
        session, sight = self.session, self.sight.value
        if session is None or sight is None:
            return ""
        name = f"{sight.scenario}-{sight.seed}"
        if self.known_changes:
            return f"{name}-changed"
        return name

    @property
    def link(self) -> str:
        """The query of the address that shows the same again.

        It is "" for what only this visitor has, a file handed in, and where it would tell one country's eyes what has
        been set of others.
        """
        session, sight = self.session, self.sight.value
        if session is None or sight is None or self.name.value in self._opened:
            return ""
        if not may_tell(session.changes, self._owners, sight.eyes):
            return ""
        table = sight.table.key if len(sight.calendar) > 1 else ""
        return Link(
            str(self.name.value), str(session.seed), sight.day, table, sight.eyes, as_texts(session.changes)
        ).query()

    # ---- what to watch

    def choose(self, name: str) -> None:
        """Watch another scenario, or read a file's anew."""

        def start() -> None:
            known = self._opened.get(name)
            if known is not None and known.recording is not None:
                self._show_file(name, known)
                return
            seed = None if self.session is None else self.session.seed
            self._begin(session_of(self._source(name), SEED if seed is None else seed))
            self.name.set(name)

        self._try(start)

    def _source(self, name: str) -> Source:
        # Whoever sends another name from outside the page would have any file read.
        if name not in self.names.value:
            raise UnknownName(f"there is no scenario {name!r} here; there are {', '.join(self.names.value)}")
        known = self._opened.get(name)
        if known is not None and known.scenario is not None:
            return known.scenario
        return name

    def _follow(self, query: str) -> None:
        """Show what an address names; what is wrong with it is told, and changes nothing."""

        def start() -> None:
            wanted = Link.read(query)
            if wanted == Link():
                return
            name = wanted.scenario or str(self.name.value)
            source = self._source(name)
            session = session_of(source, wanted.seed or SEED, read_changes(source, wanted.changes))
            eyes, tables = seats(session.model), session.model.tables
            if wanted.eyes and wanted.eyes not in eyes:
                raise UnknownName(f"the address: nobody {wanted.eyes!r} sits at a table; there are {', '.join(eyes)}")
            if wanted.table and wanted.table not in tables:
                raise UnknownName(f"the address: there is no table {wanted.table!r}; there are {', '.join(tables)}")
            if wanted.day is not None:
                session.to_day(wanted.day)
            self._begin(session)
            self.name.set(name)
            self.eyes.set(wanted.eyes)
            self._table = wanted.table or None

        self._try(start)

    def refuse(self, name: str, size: int) -> None:
        """Tell that a file is too large; its content was not even sent."""
        self._try(lambda: check_size(name, size))

    def open(self, name: str, content: bytes) -> None:
        """Open a file that the visitor has handed in: a scenario or a result."""
        file: Prepared | TradetalksError
        try:
            # Before anything is changed or held: the run that is watched may go on meanwhile.
            file = read_apart(name, content)
        except TradetalksError as error:
            file = error

        def start() -> None:
            if isinstance(file, TradetalksError):
                raise file
            self._show_file(name, file)

        self._try(start)

    def _show_file(self, name: str, file: Prepared) -> None:
        """Watch what a file holds; of the files that were opened the oldest goes where there are too many."""
        recording = file.recording
        session = session_of(file.scenario or name, SEED) if recording is None else Session.of(recording)
        # One that is opened again is the newest.
        self._opened = {key: known for key, known in self._opened.items() if key != name} | {name: file}
        note = file.note
        while len(self._opened) > MOST_OPENED:
            oldest = next(iter(self._opened))
            del self._opened[oldest]
            self.names.set(tuple(key for key in self.names.value if key != oldest))
            note += f" {oldest} is closed: {MOST_OPENED} files can be open at once."
        self._begin(session, note.strip(), replays=recording is not None)
        self._same = file.same
        self.names.set(tuple(dict.fromkeys([*self.names.value, name])))
        self.name.set(name)

    def _begin(self, session: Session, note: str = "", *, replays: bool = False) -> None:
        self.pause()
        self.session = session
        self._replays = replays
        self.note.set(note)
        self.eyes.set(EVERYBODY)
        self._table = None

    def set_seed(self, text: object) -> None:
        """Run it with another seed; text that is no number is told, and changes nothing."""

        def start() -> None:
            if self.session is not None:
                self._again(str(text).strip(), self.session.changes)

        self._try(start)

    def set_value(self, path: str, value: Value | None) -> None:
        """Run it with another value of the scenario up to the same day; None takes a change back."""

        def start() -> None:
            session = self.session
            if session is None:
                return
            if not may_see(path, self._owners.get(path, ""), str(self.eyes.value)):
                raise TradetalksError(f"{path}: not to be set through the eyes of {self.eyes.value}")
            self._again(session.seed, with_value(session, self.controls, path, value))

        self._try(start)

    def leave_value(self) -> None:
        """Leave a value as it is: what was wrong with another one no longer matters."""
        self.problems.set(())

    def take_back(self) -> None:
        """Take back all changes that the eyes may know."""

        def start() -> None:
            session = self.session
            if session is None:
                return
            known = self.known_changes
            self._again(session.seed, {path: value for path, value in session.changes.items() if path not in known})

        self._try(start)

    def _again(self, seed: int | str, changes: Mapping[str, Value]) -> None:
        """Run what is watched with another seed or other values, up to the day that is shown."""
        session = self.session
        if session is None:
            return
        again = session_of(session.source, seed, changes)
        if session.over:
            again.run_on()
        else:
            again.to_day(session.day)
        self.session = again
        self._replays = False
        self.note.set("")
        if self._table is not None and self._table not in again.model.tables:
            self._table = None
        if self.eyes.value not in {EVERYBODY, *seats(again.model)}:
            self.eyes.set(EVERYBODY)

    # ---- stepping

    def step(self) -> None:
        """Go on to the next day on which anything happens."""
        self._move(lambda session: session.step_to_something())

    def back(self) -> None:
        """Go back to the last such day."""
        self._move(lambda session: session.back())

    def to_day(self, day: int) -> None:
        """Go to a day."""
        self._move(lambda session: session.to_day(day))

    def play(self) -> None:
        """Let it go on by itself."""
        self.hurrying = False
        self.playing.set(True)

    def to_end(self) -> None:
        """Let it go on to its end, as fast as it can."""
        self.hurrying = True
        self.playing.set(True)

    def pause(self) -> None:
        """Let it stand still."""
        self.hurrying = False
        self.playing.set(False)

    @property
    def rest(self) -> float:
        """Seconds to wait before the next step of a run that plays by itself."""
        # Who clicks meanwhile must get a turn.
        if self.hurrying:
            return 0.02
        return SPEEDS[str(self.speed.value)]

    def reset(self) -> None:
        """Go back to before the first day."""
        self.pause()
        self._move(lambda session: session.reset())

    def play_on(self) -> bool:
        """Make the next step of a run that plays by itself; return whether it goes on after that."""
        with self._lock:
            if not self.playing.value or self.session is None or not self.session.can_go_on:
                self.pause()
                return False
            session = self.session
            # What was refused meanwhile stays told.
            step = partial(hurry, session, GLIMPSE) if self.hurrying else session.step_to_something
            went = self._try(step, keep=True)
            # Never set to true here: a click may have stopped it meanwhile.
            if not went or not session.can_go_on:
                self.pause()
            return bool(self.playing.value)

    def _move(self, how: Callable[[Session], None]) -> None:
        def move() -> None:
            if self.session is not None:
                how(self.session)

        self._try(move)

    # ---- looking

    def look_through(self, eyes: str) -> None:
        """Look through everybody's eyes, or one country's."""
        # What was refused may tell of another's settings.
        self.problems.set(())
        self.eyes.set(eyes)
        model = self.session.model if self.session is not None else None
        if eyes and model is not None and self._table in model.tables:
            chosen = model.tables[str(self._table)]
            self._table = self._table if Eyes.of(model, eyes).seat_at(chosen) else None
        self._show()

    def pick(self, table: str) -> None:
        """Look at a table."""
        if self.session is not None and table in self.session.model.tables:
            self._table = table
            self._show()

    def _try(self, action: Callable[[], None], *, keep: bool = False) -> bool:
        """Do something; what goes wrong is told, and leaves what is watched as it was.

        Args:
            action: what to do.
            keep: whether what went wrong before stays told.

        Returns:
            Whether it went well.
        """
        with self._lock:
            try:
                action()
            except ConfigError as error:
                # Of a value that was set on the page its path says where it is.
                told = [
                    replace(item, file="") if item.file.startswith("override ") else item for item in error.problems
                ]
                self.problems.set(ConfigError(told).texts)
            except TradetalksError as error:
                self.problems.set((str(error),))
            else:
                if not keep:
                    self.problems.set(())
                self._show()
                return True
            self._show()
            return False

    def _show(self) -> None:
        with self._lock:
            if self.session is not None:
                self.sight.set(look(self.session.model, self._table, self.eyes.value))
