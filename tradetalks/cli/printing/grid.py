"""The terminal itself: its width, its console, grids and paragraphs that fit it."""

from __future__ import annotations

import textwrap

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

WIDTH = 80
"""What is printed fits a classic terminal."""


def console(*, stderr: bool = False) -> Console:
    """Return a console that never wraps what is narrower than a classic terminal, and takes every text as it stands."""
    # A name may be "[red]": whatever has a style is given it beside its text.
    out = Console(stderr=stderr, highlight=False, soft_wrap=True, emoji=False, markup=False)
    out.width = max(out.width, WIDTH)
    return out


def print_grid(grid: Grid, out: Console) -> None:
    """Print a grid without the blanks at the ends of its lines."""
    with out.capture() as captured:
        out.print(grid)
    for line in captured.get().splitlines():
        text = Text.from_ansi(line)
        text.rstrip()
        out.print(text)


def new_grid() -> Grid:
    """Return a grid without lines, its heads in bold."""
    return Grid(box=None, padding=(0, 0, 0, 1), header_style="bold")


def filled(text: str, indent: str, further: str | None = None) -> str:
    """Fill a paragraph; what is joined by a no-break space stays together at the end of a line."""
    later = indent if further is None else further
    # To textwrap a no-break space is a letter.
    lines = textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=later, break_on_hyphens=False)
    return lines.replace("\N{NO-BREAK SPACE}", " ")
