"""What the terminal shows of the scorecard: a block for each prediction, as it is run."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from tradetalks.runs.scorecard import Finding

WIDTH = 80
LABEL = 10


class TheoryReport:
    """Prints findings, a headline for each topic."""

    def __init__(self, out: Console) -> None:
        self.out = out
        self._topic = ""

    def show(self, finding: Finding) -> None:
        """Print a finding."""
        if finding.topic != self._topic:
            self._topic = finding.topic
            self._line(self._topic, "bold")
            self._line()
        word, style = ("pass", "green") if finding.passed else ("FAIL", "bold red")
        head = Text(f"{word}  ", style=style)
        self.out.print(head.append(finding.name, style="bold"))
        for label, text in (
            ("claim", finding.claim),
            ("setting", finding.setting),
            ("expected", finding.expected),
            ("got", finding.got),
            ("source", finding.source),
            *(("note", note) for note in finding.notes),
        ):
            indent = " " * (6 + LABEL)
            self._line(textwrap.fill(text, WIDTH, initial_indent=f"      {label:<{LABEL}}", subsequent_indent=indent))
        self._line()

    def sum_up(self, findings: Sequence[Finding]) -> None:
        """Print how many have passed, and which have not."""
        failed = [finding.name for finding in findings if not finding.passed]
        names = f"; failed: {', '.join(failed)}" if failed else ""
        self._line(f"{len(findings) - len(failed)} of {len(findings)} predictions hold{names}", "bold")

    def _line(self, text: str = "", style: str = "") -> None:
        self.out.print(Text(text, style=style))
