"""Rewrites what README.md and docs/ show from real runs: outputs, the generated parts of the reference, the scorecard.

    python tools/refresh_docs.py [PAGE ...]

Read the difference before you keep it: prose beside an output may have become wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import docs_runner
import make_reference
import make_scorecard


def refresh(page: Path) -> bool:
    """Rewrite one page; return whether anything has changed."""
    text = page.read_text(encoding="utf-8")
    new = text
    for shown in reversed(docs_runner.run_page(page)):
        new = new[: shown.start] + docs_runner.refreshed(shown.expected, shown.actual) + new[shown.end :]
    if new != text:
        page.write_text(new, encoding="utf-8")
    return new != text


def main() -> None:
    """Refresh the pages that are named, or all; pages that can't be run are named at the end."""
    make_reference.main()
    make_scorecard.main()
    chosen = [Path(word).resolve() for word in sys.argv[1:]] or docs_runner.pages()
    failed = []
    for page in chosen:
        try:
            if refresh(page):
                print(f"rewrote {page.relative_to(docs_runner.ROOT)}")
        except docs_runner.DocsError as error:
            failed.append(str(error))
    if failed:
        sys.exit("\n".join(["not refreshed:", *failed]))


if __name__ == "__main__":
    main()
