"""`tradetalks play`: a person takes a seat, from the terminal or through a pipe."""

from __future__ import annotations

import contextlib
import io
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tradetalks.cli.exits import Stopped
from tradetalks.cli.printing.game import COMMANDS, Screens, levels_in_words
from tradetalks.cli.printing.grid import console
from tradetalks.configs.load import load_scenario
from tradetalks.errors import IllegalMove, TradetalksError, did_you_mean
from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.runs.files.whole import check_result_file, write_whole
from tradetalks.runs.play.brief import brief_of
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.turn import MEDIATOR, Levels, Turn
from tradetalks.wording import command_line


def play(
    scenario: str | None,
    country: str | None,
    *,
    seed: int | None = None,
    sets: Mapping[str, str] | None = None,
    folders: Sequence[Path] = (),
    save: Path | None = None,
    resume: Path | None = None,
    json_file: Path | None = None,
) -> None:
    """Play a game from the terminal, a new one or a saved one; `folders` are told when it is left.

    Raises:
        TradetalksError: what is asked for doesn't fit together, or isn't as it must be.
        Stopped: the person has left in the middle.
    """
    if (scenario is None) == (resume is None):
        raise TradetalksError("give either a SCENARIO and --as COUNTRY, or --resume FILE")
    for option, file in (("--save", save), ("--json", json_file)):
        if file is not None and str(file) == "-":
            raise TradetalksError(f"{option} - is not possible here: the game itself is shown there; name a file")
        if file is not None:
            check_result_file(file)
    if save is not None and save == json_file:
        raise TradetalksError("--save and --json can't go to the same place")
    if save is not None and save != resume and save.exists():
        raise TradetalksError(
            f"{save} exists: go on with it by --resume {shlex.quote(str(save))}, or name another file"
        )
    if scenario is not None:
        session = _new(scenario, country, seed, sets or {})
    else:
        session = _saved(resume or Path(), country, seed, sets or {})
    _Game(session, console(), save or resume, json_file, folders).play()


def _new(scenario: str, country: str | None, seed: int | None, sets: Mapping[str, str]) -> Session:
    if country is None:
        setup = load_scenario(scenario, sets=sets)
        seats = dict.fromkeys(party for table in setup.tables.values() for party in table.parties)
        raise TradetalksError(f"say whose seat you take: --as {' or --as '.join(seats)}")
    return Session.start(scenario, country, seed=seed, sets=sets)


def _saved(file: Path, country: str | None, seed: int | None, sets: Mapping[str, str]) -> Session:
    if country is not None or seed is not None or sets:
        raise TradetalksError("a saved game has its own seat, seed and values: leave out --as, --seed and --set")
    session = Session.load(file)
    if not session.people:
        raise TradetalksError(f"{file}: no person has a seat in it")
    session.run_on()
    return session


class _Game:
    def __init__(
        self, session: Session, out: Console, file: Path | None, json_file: Path | None, folders: Sequence[Path]
    ) -> None:
        self.session = session
        self.folders = folders
        self.out = out
        self.file = file
        self.json_file = json_file
        self.screens = Screens(session, out)
        self.asking = False
        self.moved = ""
        if isinstance(sys.stdin, io.TextIOWrapper):
            # What isn't text is a wrong entry like any other.
            sys.stdin.reconfigure(errors="replace")
        if sys.stdin is not None and sys.stdin.isatty():
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401 - input() then takes the arrow keys

    def play(self) -> None:
        """Play to the end, or until the person leaves."""
        try:
            self._save()
            briefed: set[tuple[str, str]] = set()
            while self.session.waiting:
                turn = self._next_turn()
                if (turn.table, self.seat.country) not in briefed:
                    self.screens.brief(brief_of(self.seat))
                    briefed.add((turn.table, self.seat.country))
                self.screens.turn(turn, self.seat)
                if not self._move(turn):
                    self.screens.say(self._how_to_go_on())
                    return
                self._save_after_a_move()
            self._end()
        except (KeyboardInterrupt, EOFError):
            if self.asking:
                self.out.print()
            raise Stopped(self._how_to_go_on()) from None

    def _next_turn(self) -> Turn:
        """Take the seat of who is waited for: of several people at one terminal, the first."""
        key, party = self.session.waiting[0]
        if len({who for _, who in self.session.people}) > 1 and party != self.moved:
            self.screens.say(f"It is the turn of {self.screens.name(party)}: let nobody else look.", "bold")
        self.moved = party
        self.seat = self.session.seat(key, party)
        return self.session.turn(key, party)

    def _end(self) -> None:
        self.screens.last_moves()
        self.screens.debrief()
        if self.json_file is not None:
            write_whole(self.json_file, self.session.result().to_json())
            again = command_line("replay", self.json_file, parts=self.folders)
            self.out.print(Text(f"result: {self.json_file} ({again})"))
        self.out.print(Text(f"seed: {self.session.seed}", style="dim"))

    # ---- moves

    def _move(self, turn: Turn) -> bool:
        """Ask until a move is made; return False if the person leaves."""
        legal = {"offer": turn.may_offer, "accept": turn.may_accept, "reject": turn.may_reject}
        legal |= dict.fromkeys(("yes", "no"), turn.may_vote)
        shown = [word.split()[0] for word in COMMANDS if legal.get(word, True)]
        prompt = f"{' '.join(f'[{word[0]}]{word[1:]}' for word in shown)} > "
        while True:
            command, _, rest = self._ask(prompt).partition(" ")
            meant = self._command(command, turn)
            if turn.final_text:
                # After many votes that is what one types.
                meant = {"yes": "accept", "no": "reject"}.get(meant, meant)
            if meant == "quit":
                return not self._quit()
            try:
                if self._made(meant, turn):
                    return True
                self._aside(meant, rest.strip(), turn)
            except TradetalksError as error:
                self.screens.say(f"Not possible: {error}")

    def _made(self, command: str, turn: Turn) -> bool:
        """Make the move that a command stands for; return whether one was made."""
        match command:
            case "offer":
                return self._offer(turn)
            case "accept":
                return self._accept(turn)
            case "reject":
                self.session.reject(**self._where(), message=self._message())
                return True
            case "yes" | "no" as vote:
                self.session.vote(vote == "yes", **self._where(), message=self._message())
                return True
            case "walk":
                return self._walk_away()
        return False

    def _aside(self, command: str, rest: str, turn: Turn) -> None:
        """Do what is no move."""
        match command:
            case "brief":
                self.screens.brief(brief_of(self.seat))
            case "save":
                self._save_as(rest)
            case "help":
                self.screens.help(turn, self.seat)

    def _command(self, text: str, turn: Turn) -> str:
        """Return the command that a word stands for; say what is allowed, and return "", if none."""
        words = [word.split()[0] for word in COMMANDS]
        word = text.lower()
        if word == "?":
            return "help"
        found = [known for known in words if word and known.startswith(word)]
        if found:
            return found[0]
        if word:
            hint = did_you_mean(word, words)
            self.screens.say(f"{text!r} is no command{hint}; type one of these, or its first letter:")
            self.screens.help(turn, self.seat)
        return ""

    def _offer(self, turn: Turn) -> bool:
        """Fill in the offer form and make the offer; return False if it is cancelled."""
        if not turn.may_offer:
            mediated = turn.standing is not None and turn.standing.by == MEDIATOR
            late = "it is too late for an offer" if self.seat.proposes else "the one offer is not yours to make"
            why = "the mediator alone proposes" if mediated else late
            raise IllegalMove(f"{why}: {'vote yes or no' if turn.may_vote else 'accept, reject'} or walk away")
        seat = self.seat
        self.screens.say("Your offer: type a level, or #n for the n-th; Enter keeps the one in brackets; x cancels.")
        kept = seat.first_form()
        offer: Levels = {}
        for issue in seat.issues:
            level = self._level(issue, kept[issue.name])
            if level is None:
                self.screens.say("No offer was made.")
                return False
            offer[issue.name] = level
        value = seat.value(offer)
        levels = ", ".join(f"{issue.name} {issue.show(offer[issue.name])}" for issue in seat.issues)
        worth, floor = (self.screens.amount(x, seat) for x in (value, turn.offer_reservation))
        self.screens.say(f"{levels}: worth {worth} to you; your reservation is {floor}.")
        if value < turn.offer_reservation:
            self._warn(turn.offer_reservation - value, bound="you would be bound by it")
        if not self._confirm("Make this offer? (y/n) "):
            self.screens.say("No offer was made.")
            return False
        self.session.offer(offer, **self._where(), message=self._message())
        return True

    def _accept(self, turn: Turn) -> bool:
        """Accept, once the person is sure; what can't be accepted is told at once."""
        if turn.may_accept and turn.standing is not None and turn.standing.value is not None:
            worth = self.screens.amount(turn.standing.value, self.seat)
            if turn.standing.value < turn.reservation:
                self._warn(turn.reservation - turn.standing.value, bound="you may accept it all the same")
            if not self._confirm(f"Accept? It is worth {worth} to you, and a deal if all accept. (y/n) "):
                return False
        self.session.accept(**self._where(), message=self._message())
        return True

    def _warn(self, lack: float, *, bound: str) -> None:
        """Warn of a deal that is worth less than no deal is."""
        if self.seat.may_err:
            less = self.screens.size(lack, self.seat)
            self.screens.say(f"Careful: no deal is worth more to you, by {less}; {bound}.", "bold")
        else:
            self.screens.say("That is less than no deal: it would be a demand, which the other side can't accept.")

    def _where(self) -> dict[str, str]:
        return {"table": self.seat.key, "by": self.seat.country}

    def _message(self) -> str:
        """Ask for the message that goes with a move, where the table has them."""
        if self.seat.messages:
            return self._ask("message (Enter: none) > ")
        return ""

    def _walk_away(self) -> bool:
        seat = self.seat
        sure = self._confirm(f"Walk away for good? No deal is worth {self.screens.amount(seat.no_deal, seat)}. (y/n) ")
        if sure:
            self.session.walk_away(**self._where(), message=self._message())
        return sure

    def _level(self, issue: Issue, kept: Level) -> Level | None:
        """Ask for a level until it is one; None cancels the form."""
        label = "" if issue.title == issue.name else f" {issue.title}"
        unit = f" ({issue.unit})" if issue.unit else ""
        self.screens.say(f"{issue.name}:{label}{unit}: {levels_in_words(issue)}", indent=" ")
        while True:
            text = self._ask(f"   {issue.name} [{issue.show(kept)}] > ")
            if not text:
                return kept
            level = level_of(issue, text)
            if level is not None:
                return level
            if text.lower() in {"x", "cancel"}:
                return None
            if text.lower() not in {"?", "h", "help"}:
                self.screens.say(f"{text!r} is no level of {issue.name}.", indent="   ")
            self.screens.say(
                f"Type one of {levels_in_words(issue)}, or #1 to #{len(issue)}; Enter keeps {issue.show(kept)}; "
                "x cancels the offer.",
                indent="   ",
            )

    # ---- saving and leaving

    def _save(self) -> None:
        if self.file is not None:
            self.session.save(self.file)

    def _save_after_a_move(self) -> None:
        try:
            self._save()
        except TradetalksError as error:
            # A full disk is no reason to lose the game: it goes on, and the next move tries again.
            self.screens.say(f"The game could not be saved: {error}", "bold")

    def _save_as(self, name: str) -> bool:
        """Save to a file, from now on after every move; return whether it was done."""
        if not name and self.file is None:
            name = self._ask("file to save to (Enter: none) > ")
            if not name:
                return False
        file = Path(name).expanduser() if name else self.file
        if file is None:
            return False
        check_result_file(file)
        if file != self.file and file.is_file() and not self._confirm(f"{file} exists; replace it? (y/n) "):
            return False
        self.session.save(file)
        self.file = file
        self.screens.say(f"Saved to {file}, and from now on after every move.")
        return True

    def _quit(self) -> bool:
        """Return whether to leave: a game that isn't saved is offered to be, first."""
        return not (
            self.file is None and self._confirm("Save the game before you leave? (y/n) ") and not self._save_as("")
        )

    def _how_to_go_on(self) -> str:
        if self.file is None:
            return "the game was left and not saved (--save FILE saves it after every move)"
        again = command_line("play", resume=self.file, parts=self.folders)
        return f"the game was left; go on with: {again}"

    # ---- asking

    def _ask(self, prompt: str) -> str:
        self.asking = True
        text = input(prompt)
        self.asking = False
        if not sys.stdin.isatty():
            # Through a pipe nobody sees what was typed.
            self.out.print(Text(text))
        return text.strip()

    def _confirm(self, question: str) -> bool:
        while True:
            answer = self._ask(question).lower()
            if answer in {"y", "yes"}:
                return True
            if answer in {"n", "no"}:
                return False
            self.screens.say("Please answer y or n.")


def level_of(issue: Issue, text: str) -> Level | None:
    """Return the level of an issue that a person means: "15", "15.0", "15 %", a word, or "#3" for the third.

    >>> level_of(Issue("autos", (0.0, 15.0, 25.0), "%"), "15.0 %"), level_of(Issue("autos", (0.0, 25.0)), "#2")
    (15.0, 25.0)
    """
    said = text.strip()
    for level in issue.levels:
        if isinstance(level, str) and level.casefold() == said.casefold():
            return level
    if said.startswith("#"):
        place = said[1:].strip()
        within = place.isascii() and place.isdecimal() and 1 <= int(place[:9]) <= len(issue)
        if within:
            return issue.levels[int(place) - 1]
        return None
    for unit in (issue.unit, "%"):
        said = said.removesuffix(unit).strip()
    try:
        number = float(said)
    except ValueError:
        return None
    return next((level for level in issue.levels if not isinstance(level, str) and abs(level - number) < 1e-9), None)
