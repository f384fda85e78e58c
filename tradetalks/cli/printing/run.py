"""What the terminal shows of a run: the talks in short, the deal, what it is worth, and why."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from tradetalks.cli.printing.grid import WIDTH, new_grid, print_grid
from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.runs.result.result import Line, RunResult, TableResult, Worth
from tradetalks.runs.words.amounts import counted, money
from tradetalks.runs.words.deals import SMALL, divided, joint, remarks
from tradetalks.runs.words.moves import VERBS

SHOWN_AT_ONCE = 6
"""Transcripts up to this length are shown whole."""


PROPOSALS = {"offer", "counter_offer", "demand"}
VOTES = {"vote_yes", "vote_no"}


class RunReport:
    """Prints tables of a result in detail; `whole` prints every move with its reason."""

    def __init__(self, result: RunResult, out: Console, *, whole: bool) -> None:
        self.result = result
        self.out = out
        self.whole = whole

    def print(self, tables: Sequence[str]) -> None:
        """Print some tables, by their ids."""
        for key in tables:
            table = self.result.tables[key]
            self._head(key, table)
            self._talks(key, table)
            self._line(table.summary, "bold")
            for remark in remarks(table):
                self._line(textwrap.fill(f"({remark})", WIDTH, subsequent_indent=" "))
            self._agenda(table)
            self._worth(table)
            self._benchmarks(table)

    def _line(self, text: str = "", style: str = "") -> None:
        self.out.print(Text(text, style=style))

    def _when(self, day: int) -> str:
        return self.result.when(day)

    def _head(self, key: str, table: TableResult) -> None:
        last = max((line.day for line in self.result.transcript if line.table == key), default=table.opened)
        span = self.result.span(table.opened, max(last, table.closed))
        held = "1 meeting" if table.meetings == 1 else f"{table.meetings} meetings"
        facts = f"seed {self.result.seed} · {table.outcomes:,} possible deals · {held}"
        self._line(f"{table.title}, {span}   {facts}", "bold")
        self._line()

    # ---- the talks

    def _talks(self, key: str, table: TableResult) -> None:
        lines = [line for line in self.result.transcript if line.table == key]
        if self.whole or len(lines) <= SHOWN_AT_ONCE:
            for line in lines:
                self._move(line, table, whole=self.whole)
        else:
            for line in lines[:2]:
                self._move(line, table)
            between = lines[2:-2]
            days = len({line.day for line in between} - {line.day for line in (*lines[:2], *lines[-2:])})
            votes = sum(line.move in VOTES for line in between)
            offers = sum(line.offer is not None and line.move not in {"accept", *VOTES} for line in between)
            moves = f"{offers} offers"
            if votes:
                moves = f"{votes} votes"
            self._line(f"     ...             {counted(days, 'more meeting')}, {moves}")
            for line in lines[-2:]:
                self._move(line, table)
            self._faults(between)
        self._line()

    def _faults(self, between: list[Line]) -> None:
        """Say what was lost by faults among the moves that are not shown."""
        lost = [line for line in between if line.move == "forfeit"]
        for party in dict.fromkeys(line.party for line in lost):
            own = [line for line in lost if line.party == party]
            turns = "1 turn" if len(own) == 1 else f"{len(own)} turns"
            text = f"{party} lost {turns} in between: {own[-1].reason.partition(': ')[2]}"
            self._line(textwrap.fill(text, WIDTH, initial_indent=" ", subsequent_indent="   "))

    def _move(self, line: Line, table: TableResult, *, whole: bool = False) -> None:
        # The first offer of a table opens the talks.
        verb = "opens" if line.move == "offer" and line.round == 0 else VERBS[MoveKind(line.move)].short
        head = f" {self._when(line.day):>7}  {line.meeting:<10} {line.party} "
        if line.move in PROPOSALS | VOTES:
            own = f"(own utility {line.utility:.2f})"
            said = f"{verb}: {self._offer(line.offer, table)} {own}"
        else:
            said = line.reason if line.reason.startswith(verb) else f"{verb}: {line.reason}"
        self._line(textwrap.fill(head + said, WIDTH, subsequent_indent=" " * len(head)))
        if whole and line.move in PROPOSALS | VOTES:
            text = textwrap.fill(line.reason, WIDTH, initial_indent=" " * len(head), subsequent_indent=" " * len(head))
            self._line(text, "dim")

    @staticmethod
    def _offer(offer: dict[str, Level] | None, table: TableResult) -> str:
        return ", ".join(f"{name} {_issue(table, name).show(level)}" for name, level in (offer or {}).items())

    # ---- what was agreed

    def _agenda(self, table: TableResult) -> None:
        grid = new_grid()
        grid.add_column("issue", no_wrap=True)
        grid.add_column("unit", no_wrap=True)
        levered = any(part.today is not None or part.without_deal is not None for part in table.issues.values())
        columns = {"today": levered, "deal": table.deal is not None, "without": levered}
        for title in filter(columns.get, columns):
            grid.add_column(title, no_wrap=True)
        for name, part in table.issues.items():
            issue = _issue(table, name)
            cells = {"today": part.today, "deal": part.deal, "without": part.without_deal}
            grid.add_row(part.label, part.unit, *(issue.show(cells[title]) for title in filter(columns.get, columns)))
        self._line()
        print_grid(grid, self.out)
        self._line()

    # ---- what it is worth

    def _worth(self, table: TableResult) -> None:
        sides = list(table.sides.items())
        if sides[0][1].unit == "score":
            for party, side in sides:
                got = side.total.without_deal if side.total.deal is None else side.total.deal
                self._line(f" {party} scores {got:.3f} points; without a deal {side.total.without_deal:.3f}")
            self._line()
            return
        if table.deal is None:
            self._losses(table)
            return
        if len(sides) > 2:
            self._gains_of_many(table)
        else:
            self._gains_of_two(table)
        self._notes(table)
        self._line()

    def _gains_of_two(self, table: TableResult) -> None:
        sides = table.sides.values()
        grid = new_grid()
        grid.add_column("gains, USD bn a year", no_wrap=True)
        for party in table.sides:
            grid.add_column(f"{party}\nvs today", justify="right", no_wrap=True)
            grid.add_column("\nvs none", justify="right", no_wrap=True)
        for name in self._terms(table):
            cells = [cell for side in sides for cell in _gains(side.interests.get(name))]
            grid.add_row(_interest_label(name, table), *cells)
        totals = [cell for side in sides for cell in _gains(side.total)]
        grid.add_row("total", *totals, style="bold")
        print_grid(grid, self.out)

    def _gains_of_many(self, table: TableResult) -> None:
        """Print the gains of more than two sides: against no deal alone, a column each."""
        grid = new_grid()
        grid.add_column("gains against no deal, bn a year")
        for party in table.sides:
            grid.add_column(party, justify="right", no_wrap=True)
        for name in self._terms(table):
            cells = [_gains(side.interests.get(name))[1] for side in table.sides.values()]
            grid.add_row(name.replace("_", " "), *cells)
        for place, title in ((1, "total"), (0, "total, against today")):
            grid.add_row(title, *(_gains(side.total)[place] for side in table.sides.values()), style="bold")
        print_grid(grid, self.out)

    def _terms(self, table: TableResult) -> list[str]:
        """Return the interests to show: of many tables only those that this one touches."""
        names = dict.fromkeys(name for side in table.sides.values() for name in side.interests)
        if len(self.result.tables) == 1:
            return [*names]
        return [
            name
            for name in names
            for parts in [[side.interests[name] for side in table.sides.values() if name in side.interests]]
            if any(abs(x) >= 0.05 for part in parts for x in (part.deal or 0.0, part.without_deal))
        ]

    def _losses(self, table: TableResult) -> None:
        grid = new_grid()
        grid.add_column("no deal against today, USD bn a year", no_wrap=True)
        for party in table.sides:
            grid.add_column(party, justify="right", no_wrap=True)
        for name in self._terms(table):
            parts = [side.interests.get(name) for side in table.sides.values()]
            grid.add_row(
                _interest_label(name, table) if len(parts) < 3 else name.replace("_", " "),
                *("" if part is None else money(part.without_deal) for part in parts),
            )
        grid.add_row("total", *(money(side.total.without_deal) for side in table.sides.values()), style="bold")
        print_grid(grid, self.out)
        self._notes(table)
        self._line()

    def _notes(self, table: TableResult) -> None:
        shown = self._terms(table)
        for party, side in table.sides.items():
            if side.form != "additive":
                self._line(
                    f" {party}: the form {side.form} combines its interests; they don't add up to the total", "dim"
                )
        for party, side in table.sides.items():
            if side.members:
                self._line(f" {divided(party, side)}", "dim")
            if abs(side.option) >= SMALL:
                self._line(f" {party}: it has {money(side.option)} bn besides, which a deal here gives up", "dim")
        for party, side in table.sides.items():
            for name, figure in side.recorded.items() if len(table.sides) < 3 else ():
                if name not in shown:
                    continue
                self._line(
                    f" {party}: {name} is the model's long-run change; on record is a deficit of {figure:.1f} bn",
                    "dim",
                )

    def _benchmarks(self, table: TableResult) -> None:
        if table.deal is None:
            return
        where = "on the frontier" if table.on_frontier else "inside the frontier"
        left = "" if table.surplus_left is None else f", surplus left {100 * table.surplus_left:.0f} %"
        head = f" {where}{left}; more (+) or less (-) than this deal, {' / '.join(table.parties)}, under:"
        self._line(head if len(table.parties) < 3 else textwrap.fill(head, WIDTH, subsequent_indent=" "))
        parts = []
        for name, benchmark in table.benchmarks.items():
            gaps = []
            for party, side in table.sides.items():
                gap = benchmark.values[party] - (side.total.deal or 0.0)
                gaps.append(f"{gap:+.2f}" if side.unit == "score" else money(gap))
            parts.append(f"{name.replace('_', '-').title()} {' / '.join(gaps)}")
        for line in _joined(parts, " · "):
            self._line(f" {line}")
        self._line()
        self._paid(table)

    def _paid(self, table: TableResult) -> None:
        moved = {name: part for name, part in table.issues.items() if part.moved}
        if not moved:
            return
        grid = new_grid()
        grid.add_column("what paid for what, against no deal", no_wrap=len(table.sides) < 3)
        for party in table.sides:
            grid.add_column(party, justify="right", no_wrap=True)
        for name, part in moved.items():
            issue = _issue(table, name)
            change = f"{part.label} {issue.show(part.without_deal)} to {issue.show(part.deal)}"
            grid.add_row(change, *(money(part.moved[party]) for party in table.sides))
        name, rest = joint(table)
        if max(map(abs, rest.values())) >= SMALL:
            grid.add_row(name, *(money(rest[party]) for party in table.sides))
        print_grid(grid, self.out)
        self._line(textwrap.fill(f"why: {table.why}", WIDTH, initial_indent=" ", subsequent_indent=" "))
        self._line()


def _joined(parts: list[str], mark: str) -> list[str]:
    """Join parts to lines that fit the terminal, none broken in itself."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(mark) + len(part) < WIDTH:
            lines[-1] += mark + part
        else:
            lines.append(part)
    return lines


def _issue(table: TableResult, name: str) -> Issue:
    return Issue(name, table.issues[name].levels)


def _gains(worth: Worth | None) -> tuple[str, str]:
    if worth is None or worth.deal is None:
        return "", ""
    return money(worth.deal), money(worth.gain)


def _interest_label(name: str, table: TableResult) -> str:
    weights = {party: side.weights[name] for party, side in table.sides.items() if name in side.weights}
    text = name.replace("_", " ")
    if set(weights.values()) <= {1.0}:
        return text
    return f"{text} ({', '.join(f'{party} x {weight:.2g}' for party, weight in weights.items())})"
