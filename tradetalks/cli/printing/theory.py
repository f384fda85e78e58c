"""What the terminal shows of the scorecard: a block for each prediction, as it is run."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from tradetalks.runs.theory.scorecard import Finding

WIDTH = 80
LABEL = 10
_VERDICTS = {True: ("pass", "green"), False: ("FAIL", "bold red"), None: ("look", "cyan")}
"""The word and the style of what came out as predicted, what didn't, and what nobody had predicted."""


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
        word, style = _VERDICTS[finding.passed]
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
        """Print how many have passed, which have not, and how many were no predictions."""
        failed = [finding.name for finding in findings if finding.failed]
        looked = sum(finding.is_exploration for finding in findings)
        predicted = len(findings) - looked
        text = f"{predicted - len(failed)} of {predicted} predictions hold"
        if failed:
            text += f"; failed: {', '.join(failed)}"
        if looked:
            text += f"; not predicted, to look at: {looked}"
        self._line(text, "bold")

    def _line(self, text: str = "", style: str = "") -> None:
        self.out.print(Text(text, style=style))
