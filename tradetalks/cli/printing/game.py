"""What a game shows on the terminal: the brief, the table at each turn, help and the debrief."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.runs.play.brief import Brief
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.seat import Seat
from tradetalks.runs.sight.turn import Seen, Turn
from tradetalks.runs.words.amounts import counted, money, worth
from tradetalks.runs.words.moves import VERBS, at_the_table
from tradetalks.wording import day_in_words

WIDTH = 80
SHOWN_LEVELS = 8
"""An issue with more levels is shown by some of them."""

COMMANDS = {
    "offer": "make an offer, issue by issue",
    "accept": "accept the offer on the table",
    "reject": "reject the last offer: no deal",
    "yes": "vote for the mediator's candidate",
    "no": "vote against it",
    "walk away": "leave for good: no deal",
    "brief": "read the brief again",
    "save [FILE]": "save the game; from then on it is saved after every move",
    "quit": "leave the game, to go on later",
    "help": "this list",
}


MARKS = {True: "*", False: ""}
"""What stands behind a level by whether it is today's."""


class Screens:
    """Prints a game for the person who plays it."""

    def __init__(self, session: Session, out: Console) -> None:
        self.session = session
        self.out = out

    # ---- words

    def say(self, text: str = "", style: str = "", indent: str = "") -> None:
        """Print a paragraph."""
        filled = textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        self.out.print(Text(filled, style=style))

    def name(self, country: str) -> str:
        """Write a country as it stands in a sentence."""
        return self.session.names.named(country)

    def day(self, day: int) -> str:
        """Write a day: "16 Apr" or "day 5"."""
        return day_in_words(day, self.session.setup.start)

    @staticmethod
    def amount(value: float, seat: Seat) -> str:
        """Write a value in the person's own unit."""
        if seat.scored:
            return worth(value, "points")
        return f"{worth(value, 'bn')} a year"

    @staticmethod
    def size(value: float, seat: Seat) -> str:
        """Write how large a difference of values is."""
        if seat.scored:
            return f"{abs(value):.3f} points"
        return f"{abs(value):.1f} bn a year"

    # ---- the brief

    def brief(self, brief: Brief) -> None:
        """Print who you are, what you want and what happens without a deal, in one screen."""
        self.out.print()
        self.say(f"{brief.title}: you are {brief.name}, across from {' and '.join(brief.others)}", "bold")
        if brief.description:
            self.say(brief.description)
        length = f": {counted(brief.meetings, 'meeting')}, {counted(brief.rounds, 'round')}"
        self.say(
            f"Talks from {self.day(brief.opens)} to {self.day(brief.deadline)}, the deadline"
            f"{'' if brief.one_offer else length}."
        )
        if brief.rules:
            self.say(brief.rules)
        self.out.print()
        self._wants(brief)
        self.out.print()
        self._without(brief)

    def _wants(self, brief: Brief) -> None:
        scored = brief.unit == "points"
        if scored:
            self.say("What each level adds to your score, in points:", "bold")
        else:
            self.say("What each level is worth to you, USD bn a year, the rest as today (* today):", "bold")
        for wish in brief.wishes:
            issue = wish.issue
            self.say(_title(issue), indent=" ")
            shown = _some(issue.levels)
            cells = [
                f"{issue.show(level)}{MARKS[level == wish.today]} {_short(wish.values[level], scored=scored)}"
                for level in shown
            ]
            if len(shown) < len(issue):
                cells.append(f"({len(issue)} levels)")
            # A level and its value stay together at the end of a line.
            filled = textwrap.fill("   ".join(cell.replace(" ", "\0") for cell in cells), WIDTH - 6)
            self.out.print(Text(textwrap.indent(filled.replace("\0", " "), "     ")))

    def _without(self, brief: Brief) -> None:
        levels = [
            f"{wish.issue.name} {wish.issue.show(wish.without)}" for wish in brief.wishes if wish.without is not None
        ]
        amount = worth(brief.no_deal, brief.unit) + ("" if brief.unit == "points" else " a year")
        self.say(
            f"Without a deal: {', '.join(levels)}; worth {amount} to you." if levels else f"Without a deal: {amount}."
        )

    # ---- a turn

    def turn(self, turn: Turn, seat: Seat) -> None:
        """Print the table as it is when the person has to move."""
        self.out.print()
        place = f"meeting {turn.meeting_number} of {turn.meetings}, round {turn.round + 1} of {turn.rounds}"
        head = [self.day(turn.day), turn.title, turn.meeting]
        if not seat.rules.one_offer:
            head.append(place)
        self.say(" · ".join(head), "bold")
        for text in turn.news:
            self.say(text, indent=" ")
        for move in turn.since:
            told = at_the_table(move.kind, self.name(move.by), first=move.before is None)
            self.say(f"{self.day(move.day):>7}  {told}", indent=" ")
            if move.message:
                self.say(f'"{move.message}"', indent=" " * 10)
        if turn.standing is not None or turn.latest is not None or turn.own_last is not None:
            self.out.print(self._agenda(turn, seat))
        self._advice(turn, seat)

    def _agenda(self, turn: Turn, seat: Seat) -> Grid:
        theirs = turn.standing or turn.latest
        today = seat.today()
        dated = any(level is not None for level, _ in today.values())
        grid = Grid(box=None, padding=(0, 0, 0, 1), header_style="bold")
        grid.add_column("issue", max_width=48)
        columns = [
            ("text", turn.text),
            ("final text" if turn.final_text else _whose(theirs), theirs),
            ("yours", turn.own_last),
        ]
        shown = [(head, move) for head, move in columns if move is not None]
        for head in ["today"] * dated + [head for head, _ in shown]:
            grid.add_column(Text(head))
        for issue in seat.issues:
            cells = [Text(issue.show(today[issue.name][0]))] if dated else []
            cells += [_moved(issue, move, marked=move is theirs) for _, move in shown]
            grid.add_row(Text(_with_unit(issue.title, issue)), *cells)
        worths = [Text("")] * dated
        worths += [Text(_short(move.value or 0.0, scored=seat.scored)) for _, move in shown]
        if len(worths) > dated:
            unit = "points" if seat.scored else "USD bn a year"
            grid.add_row(Text(f"worth to you, {unit}"), *worths, style="bold")
        return grid

    def _advice(self, turn: Turn, seat: Seat) -> None:
        floor = turn.reservation if turn.standing else turn.offer_reservation
        self.say(
            f"Your reservation now is {self.amount(floor, seat)}: below it, going on without a deal is better.",
            indent=" ",
        )
        for text in self._rules(turn, seat):
            self.say(text, indent=" ")
        if turn.last_offer:
            self.say("An offer now would be your last.", "bold", indent=" ")
        if turn.final_text:
            self.say(
                "This is the final text: if all accept it, it is the deal; else there is none. Accept or reject it.",
                "bold",
                indent=" ",
            )
        elif not turn.may_offer and not turn.may_vote and not seat.proposes:
            self.say("Take it or leave it: there is no other offer.", "bold", indent=" ")
        elif not turn.may_offer and not turn.may_vote:
            self.say("This is your last turn: it is too late for another offer.", "bold", indent=" ")

    def _rules(self, turn: Turn, seat: Seat) -> Iterator[str]:
        """Yield what can be done about what is on the table."""
        if turn.may_vote:
            instead = "takes the place of the text" if turn.text is not None else "is the text from now on"
            yield f"The mediator's candidate {instead} if all vote yes. Votes are shown together, and bind nobody."
        elif turn.standing is None and turn.at_once:
            yield "All propose at once: proposals are shown when all are made."
            if turn.most is not None:
                yield f"Yours may be worth {self.amount(turn.most, seat)} to you at most, as nobody may go back."
        elif turn.standing is None:
            yield "No offer is on the table" + ("; the last one can't be accepted." if turn.latest else ".")
        elif not turn.may_accept:
            yield "You can't accept this offer: it is worth less to you than that."

    # ---- commands, and the end

    def help(self, turn: Turn, seat: Seat) -> None:
        """Print the commands."""
        proposes = seat.proposes
        for command, text in COMMANDS.items():
            if command in {"yes", "no"} and not turn.may_vote:
                continue
            why = {
                "offer": "" if turn.may_offer else " (too late now)" if proposes else " (not at this table)",
                "accept": "" if turn.may_accept else " (not now)",
                "reject": "" if turn.may_reject else " (only on the last turn)",
            }.get(command, "")
            self.out.print(Text(f" {command:<12} {text}{why}"))
        self.say("The first letter is enough.", indent=" ")

    def last_moves(self) -> None:
        """Print, at the end, the last moves of each of the person's tables, and the deal."""
        result = self.session.result()
        for key in dict.fromkeys(key for key, _ in self.session.people):
            self.out.print()
            self.say(f"The end: {self.session.setup.table_title(key)}", "bold")
            for line in [line for line in result.transcript if line.table == key][-2:]:
                verb = VERBS[MoveKind(line.move)].long
                self.say(f"{self.day(line.day):>7}  {self.name(line.party)} {verb}", indent=" ")
            deal = result.tables[key].deal
            if deal is not None:
                levels = ", ".join(f"{issue.name} {issue.show(deal[issue.name])}" for issue in self._issues(key))
                self.say(f"the deal: {levels}", indent=" ")

    def _issues(self, key: str) -> Sequence[Issue]:
        party = next(party for table, party in self.session.people if table == key)
        return self.session.seat(key, party).issues

    def debrief(self) -> None:
        """Print, at the end, what is to be learnt from each of the person's tables."""
        several = len({party for _, party in self.session.people}) > 1
        for key, party in self.session.people:
            self.out.print()
            title = self.session.setup.table_title(key)
            self.say(f"Debrief: {title}, for {self.name(party)}" if several else f"Debrief: {title}", "bold")
            for sentence in self.session.debrief(key, party):
                filled = textwrap.fill(
                    sentence, WIDTH, initial_indent=" - ", subsequent_indent="   ", break_on_hyphens=False
                )
                self.out.print(Text(filled))
        self.out.print()


def _short(value: float, *, scored: bool) -> str:
    """Write a value for a table."""
    if scored:
        return f"{value + 0.0:.3f}"
    return money(value)


def levels_in_words(issue: Issue) -> str:
    """Write the levels of an issue: all of them, or some where there are many."""
    shown = [issue.show(level) for level in issue.levels]
    if len(shown) > 2 * SHOWN_LEVELS:
        shown = [*shown[:3], "...", *shown[-2:], f"({len(issue)} levels)"]
    if not any(" " in text for text in shown[:3]):
        return " ".join(shown)
    return ", ".join(shown)


def _title(issue: Issue) -> str:
    title = issue.name if issue.title == issue.name else f"{issue.name}: {issue.title}"
    return _with_unit(title, issue)


def _with_unit(title: str, issue: Issue) -> str:
    if issue.unit:
        return f"{title} ({issue.unit})"
    return title


def _whose(move: Seen | None) -> str:
    if move is None:
        return ""
    return f"{move.by}'s"


def _moved(issue: Issue, move: Seen, *, marked: bool) -> Text:
    """Write the level of a proposal; `marked`, with what it was before where it has moved since."""
    level = None if move.levels is None else move.levels[issue.name]
    before = None if move.before is None else move.before[issue.name]
    if not marked or before is None or before == level:
        return Text(issue.show(level))
    return Text(f"{issue.show(level)} (was {issue.show(before)})", style="bold")


def _some(levels: Sequence[Level]) -> list[Level]:
    if len(levels) <= SHOWN_LEVELS:
        return list(levels)
    count = 5
    return [levels[round(place * (len(levels) - 1) / (count - 1))] for place in range(count)]
