"""Fills the page on theory with what `tradetalks theory` prints; tests/theory/test_scorecard.py checks it line by line.

python tools/make_scorecard.py
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from tradetalks.cli.printing.theory import TheoryReport
from tradetalks.runs.theory.scorecard import Finding, predictions

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "theory.md"
_REGION = re.compile(r"(<!-- scorecard -->\n\n```text\n).*?(\n```\n\n<!-- end -->)", re.DOTALL)


def printed(findings: Sequence[Finding]) -> str:
    """Return what the command prints of some findings, without its last line."""
    text = io.StringIO()
    report = TheoryReport(Console(file=text, width=80, color_system=None, highlight=False, soft_wrap=True, emoji=False))
    for finding in findings:
        report.show(finding)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()).strip()


def main() -> None:
    """Run all predictions and fill the page."""
    page = PAGE.read_text(encoding="utf-8")
    text = printed([prediction.run() for prediction in predictions().values()])
    new = _REGION.sub(lambda match: f"{match[1]}{text}{match[2]}", page)
    if new != page:
        PAGE.write_text(new, encoding="utf-8")
        print(f"rewrote {PAGE.name}")


if __name__ == "__main__":
    main()
