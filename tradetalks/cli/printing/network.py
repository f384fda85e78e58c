"""What the terminal shows of a run with many tables: how each ended, what happened around them, the network."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from tradetalks.cli.printing.grid import filled
from tradetalks.cli.printing.run import RunReport
from tradetalks.model.negotiation.issues import Issue
from tradetalks.runs.result.result import EventLine, RunResult, SideResult, TableResult
from tradetalks.runs.statics.nash_in_nash import NashInNash, TableAtNash
from tradetalks.runs.words.amounts import counted, money
from tradetalks.runs.words.deals import SMALL, divided
from tradetalks.runs.words.endings import before_deadline

TOLD_ABOVE = {"opened", "agreed", "in_force", "expired", "no_zone", "zone", "walked_away"}
"""Kinds of events that the lines of the tables tell already."""


def print_run(
    result: RunResult,
    out: Console,
    *,
    repeat: str,
    whole: bool = False,
    table: str | None = None,
    benchmark: NashInNash | None = None,
) -> None:
    """Print a run: its one table, or of many an overview.

    Args:
        result: of the run.
        out: where to.
        repeat: the command that repeats it.
        whole: whether to print every move with its reason, of all tables.
        table: of which table alone to print the details.
        benchmark: of the network, where it was asked for.
    """
    many = len(result.tables) > 1
    if many and table is None:
        Overview(result, out, whole=whole).print(benchmark)
    if not many or whole or table is not None:
        RunReport(result, out, whole=whole).print([*result.tables] if table is None else [table])
    if benchmark is not None and not (many and table is None):
        print_nash_in_nash(result, benchmark, out)
    if many and table is None and not whole:
        out.print(Text(f"details: --table {next(iter(result.tables))}, or --transcript for all of them", style="dim"))
    out.print(Text(f"repeat: {repeat}", style="dim"))


class Overview:
    """Prints all tables of a result in short; `whole` every event."""

    def __init__(self, result: RunResult, out: Console, *, whole: bool) -> None:
        self.result = result
        self.out = out
        self.whole = whole

    def print(self, benchmark: NashInNash | None) -> None:
        """Print the tables in the order of their ending, then events and network, then the benchmark, if any."""
        self._head()
        for key in self._order():
            self._table(self.result.tables[key])
        self._line()
        self._events()
        self._network()
        if benchmark is not None:
            print_nash_in_nash(self.result, benchmark, self.out)

    def _line(self, text: str = "", style: str = "") -> None:
        self.out.print(Text(text, style=style))

    def _filled(self, text: str, indent: str, further: str | None = None, style: str = "") -> None:
        self._line(filled(text, indent, further), style)

    def _when(self, day: int) -> str:
        return self.result.when(day)

    def _head(self) -> None:
        tables = self.result.tables.values()
        span = self.result.span(0, max(table.closed for table in tables))
        deals, more = len(self.result.deals), sum(table.extensions for table in tables)
        facts = f"seed {self.result.seed} · {len(self.result.tables)} tables · {counted(deals, 'deal')}"
        if more > 0:
            facts += f" · {counted(more, 'extension')}"
        self._line(f"{self.result.title}, {span}   {facts}", "bold")
        self._line()

    # ---- how each table ended

    def _order(self) -> list[str]:
        """Return the tables in the order of their ending."""
        ended = {event.table: place for place, event in enumerate(self.result.events) if event.kind != "letters"}
        return sorted(self.result.tables, key=lambda key: (self.result.tables[key].closed, ended.get(key, 0)))

    def _table(self, table: TableResult) -> None:
        wide = min(max(len(one.title) for one in self.result.tables.values()), 24)
        head = f" {self._when(table.closed):>7}  {table.title:<{wide}}  "
        self._filled(f"{head}{_ending(table)}", "", " " * len(head))
        indent = " " * 10
        if table.deal is None:
            losses = ", ".join(
                f"{party}\N{NO-BREAK SPACE}{_worth(side, side.total.without_deal)}"
                for party, side in table.sides.items()
            )
            self._filled(f"no deal, against today: {losses}", indent, indent + "  ")
        else:
            gains = ", ".join(
                f"{party}\N{NO-BREAK SPACE}{_worth(side, side.total.gain)}" for party, side in table.sides.items()
            )
            self._filled(f"against no deal: {gains}", indent, indent + "  ")
            if paid := " · ".join(_paid(table)):
                self._filled(paid, indent, indent + "  ", "dim")
        for party, side in table.sides.items():
            if side.members:
                self._filled(divided(party, side, gap="\N{NO-BREAK SPACE}"), indent, indent + "  ")

    # ---- what happened around them

    def _events(self) -> None:
        told = [event for event in self.result.events if self.whole or event.kind not in TOLD_ABOVE]
        told = [event for event in told if self.whole or not event.hidden]
        if not told:
            return
        self._line("what happened", "bold")
        for event, times, last in told_once(told, each=self.whole):
            head = f" {self._when(event.day):>7}  "
            hidden = " (hidden from the parties)" if event.hidden else ""
            # Whether in public or in private differs from one to the next.
            text = (
                f"{event.text.rpartition(',')[0]}, {times} times until {self._when(last)}" if times > 1 else event.text
            )
            self._filled(f"{head}{text}{hidden}", "", " " * len(head))
        self._line()

    def _network(self) -> None:
        said = list(self._changes())
        if not said:
            return
        self._line("the network at the end", "bold")
        for text in said:
            self._filled(text, " ", "   ")
        self._line()

    def _changes(self) -> Iterator[str]:
        world, series = self.result.world, self.result.series
        stress = series["market stress"]
        if any(stress):
            top = max(range(len(stress)), key=stress.__getitem__)
            when = self._when(int(series["day"][top]))
            yield f"market stress {stress[top]:.2f} at most, on {when}; {world.market_stress:.2f} at the end"
        if world.alliances:
            moved = ", ".join(f"{two} {c.before:.2f} to {c.after:.2f}" for two, c in world.alliances.items())
            yield f"alliances: {moved}"
        if world.hostilities:
            moved = ", ".join(f"{two} {c.before:.2f} to {c.after:.2f}" for two, c in world.hostilities.items())
            yield f"hostility: {moved}"
        if world.defence:
            moved = ", ".join(f"{code} {c.before:g} to {c.after:g}" for code, c in world.defence.items())
            yield f"defence, % of GDP: {moved}"
        for code, left in world.credibility.items():
            yield f"threats of {code} are believed to {100 * left:.0f} % of before"
        if world.powerless:
            yield f"has lost its power to set tariffs by country: {', '.join(world.powerless)}"


def print_nash_in_nash(result: RunResult, benchmark: NashInNash, out: Console) -> None:
    """Print the benchmark of a network beside what a run brought."""
    out.print(Text("Nash-in-Nash: each table at the Nash solution, given all other deals", style="bold"))
    when = result.when(benchmark.day)
    out.print(Text(filled(f"in the world of {when}, when all tables are open; {benchmark.summary}", " ")))
    out.print(Text(" in brackets: gains over no deal there, and in this run"))
    for key, table in benchmark.tables.items():
        run = result.tables[key]
        out.print(Text(filled(f"{table.title}: {_deal(table, run)} ({_gains(table, run)})", " ", "   ")))
    out.print()


def told_once(events: list[EventLine], *, each: bool) -> Iterator[tuple[EventLine, int, int]]:
    """Yield events, those of a kind and a table that come again and again once: with how often, and the last day."""
    groups: dict[object, list[EventLine]] = {}
    for place, event in enumerate(events):
        once = event.kind == "strain" and not each
        groups.setdefault((event.kind, event.table, event.text.rpartition(",")[0]) if once else place, []).append(event)
    for group in groups.values():
        yield group[0], len(group), group[-1].day


def _ending(table: TableResult) -> str:
    left = table.deadline - table.closed
    if table.deal is not None:
        text = f"{'partial deal' if table.partial else 'deal'} {before_deadline(left)}"
        text += ", which changes nothing" * table.changes_nothing
    else:
        text = table.summary[:1].lower() + table.summary[1:]
    if table.extensions:
        text += f"; put off {'once' if table.extensions == 1 else f'{table.extensions} times'}"
    if table.belief < 1:
        text += f"; threat believed to {100 * table.belief:.0f} %, which issues count in full"
    return text


def _paid(table: TableResult) -> Iterator[str]:
    """Yield what each issue that the deal moved brought each party."""
    for name, part in table.issues.items():
        if part.moved:
            issue = Issue(name, part.levels)
            unit = next(iter(table.sides.values())).unit
            small = 0.0005 if unit == "score" else SMALL
            parts = [
                f"{party}\N{NO-BREAK SPACE}{_worth(side, part.moved[party])}"
                for party, side in table.sides.items()
                if abs(part.moved[party]) >= small
            ]
            yield f"{name} {issue.show(part.without_deal)} to {issue.show(part.deal)}: {', '.join(parts) or 'about 0'}"


def _deal(table: TableAtNash, run: TableResult) -> str:
    if table.deal is None:
        return "no zone of agreement"
    return ", ".join(f"{name} {Issue(name, run.issues[name].levels).show(level)}" for name, level in table.deal.items())


def _gains(table: TableAtNash, run: TableResult) -> str:
    parts = []
    for party, side in run.sides.items():
        there = _worth(side, table.values[party] - table.without_deal[party])
        here = _worth(side, side.total.gain)
        parts.append(f"{party}\N{NO-BREAK SPACE}{there}, here\N{NO-BREAK SPACE}{here}")
    return "; ".join(parts)


def _worth(side: SideResult, value: float) -> str:
    if side.unit == "score":
        return f"{round(value, 3) + 0.0:+.3f}"
    return money(value)
