"""What the terminal shows of a tournament: the ranking, who got what against whom, and how it went at each table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from tradetalks.runs.tournament.result import Section, TournamentResult
from tradetalks.runs.tournament.tournament import Progress as Told

WIDTH = 80
CELL = 5
"""Columns of a figure such as " 0.63"."""
NAME = 21
"""Columns that a label gets; a longer one is cut."""


class _Line(Protocol):
    def __call__(self, text: str = "", style: str = "") -> None: ...


@contextmanager
def progress_line(out: Console) -> Iterator[Told | None]:
    """Show a line that tells how many runs are over, on a terminal alone; it is gone at the end."""
    if not out.is_terminal:
        yield None
        return
    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as line:
        task = line.add_task("runs", total=None)

        def told(over: int, runs: int) -> None:
            line.update(task, completed=over, total=runs)

        yield told


def print_tournament(shown: TournamentResult, out: Console, *, repeat: str) -> None:
    """Print a tournament."""

    def line(text: str = "", style: str = "") -> None:
        out.print(Text(text.rstrip(), style=style))

    def note(text: str) -> None:
        line(textwrap.fill(text, WIDTH, initial_indent=" ", subsequent_indent=" "))

    tables = "1 table" if len(shown.scenarios) == 1 else f"{len(shown.scenarios)} tables"
    often = "1 repetition" if shown.repetitions == 1 else f"{shown.repetitions} repetitions"
    line(
        f"Tournament   {len(shown.overall.standings)} strategies · {tables} · {often} · "
        f"{shown.runs:,} runs · seed {shown.seed}",
        "bold",
    )
    line()
    numbers = {standing.strategy: place for place, standing in enumerate(shown.overall.standings, 1)}
    most = (out.width - NAME - 4) // CELL
    _ranking(shown, numbers, line)
    line()
    _matrix(shown.overall, numbers, line, most)
    if len(shown.scenarios) > 1:
        line()
        _by_table(shown, numbers, line, most)
    line()
    note(
        "Utilities are scores, or mapped to 0 (worst outcome) to 1 (best); no deal counts the utility of the "
        "disagreement outcome. Of all opponents, itself among them, and both seats."
    )
    for standing in shown.overall.standings:
        if standing.faults:
            note(
                f"{standing.strategy} made {standing.faults} faults, each a lost turn or table: "
                "`tradetalks check-part` tells what is wrong"
            )
    left_out: dict[tuple[str, str], list[str]] = {}
    for item in shown.sitting_out:
        left_out.setdefault((item.strategy, item.reason), []).append(item.scenario)
    for (strategy, reason), places in left_out.items():
        who = f"{strategy} at " if strategy else ""
        note(f"left out: {who}{', '.join(places)}: {reason}")
    line(f"repeat: {repeat}", "dim")


def _label(label: str, width: int = NAME) -> str:
    return f"{label if len(label) <= width else label[: width - 3] + '...':<{width}}"


def _ranking(shown: TournamentResult, numbers: dict[str, int], line: _Line) -> None:
    line(f"    {_label('strategy')} utility  95 % interval   agreed  to frontier", "dim")
    for standing in shown.overall.standings:
        rank = f"{numbers[standing.strategy]:>3}" if standing.rank is not None else "  -"
        distance = "" if standing.distance is None else f"{standing.distance:.3f}"
        interval = f"{standing.low:>6.3f} - {standing.high:<6.3f}"
        line(
            f"{rank} {_label(standing.strategy)} {standing.utility:>7.3f}  {interval} "
            f"{100 * standing.agreement:>4.0f} %  {distance:>11}"
        )


def _matrix(section: Section, numbers: dict[str, int], line: _Line, most: int) -> None:
    line("Mean utility of the row's strategy against the column's", "bold")
    if len(numbers) > most:
        line(f" {len(numbers)} columns don't fit this terminal: --json has them")
        return
    line(" " * (NAME + 4) + "".join(f"{number:>{CELL}}" for number in numbers.values()), "dim")
    for label, number in numbers.items():
        row = section.matrix[label]
        cells = "".join(f"{row[other]:>{CELL}.2f}" if other in row else " " * CELL for other in numbers)
        line(f"{number:>3} {_label(label)}{cells}")


def _by_table(shown: TournamentResult, numbers: dict[str, int], line: _Line, most: int) -> None:
    line("Mean utility by table", "bold")
    if len(shown.scenarios) > most:
        line(f" {len(shown.scenarios)} columns don't fit this terminal: --json has them")
        return
    letters = [chr(ord("a") + place) for place in range(len(shown.scenarios))]
    for letter, label in zip(letters, shown.scenarios, strict=True):
        line(f"  {letter} {label}", "dim")
    line(" " * (NAME + 4) + "".join(f"{letter:>{CELL}}" for letter in letters), "dim")
    means = [{one.strategy: one.utility for one in section.standings} for section in shown.sections.values()]
    for label, number in numbers.items():
        cells = "".join(f"{mean[label]:>{CELL}.2f}" if label in mean else " " * CELL for mean in means)
        line(f"{number:>3} {_label(label)}{cells}")
