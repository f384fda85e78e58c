"""Runs each row of the spring of 2025 with and without it, 200 pairs each, and writes what came out into the docs.

    python tools/make_evidence.py

Besides it runs the default 300 times. It takes some minutes on two cores and fills what stands between
`<!-- evidence: NAME -->` and `<!-- end -->` in docs/explanation/spring-2025.md. The same code and versions give the
same digits.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))

import make_reference  # noqa: E402
from paired import Difference, Experiment, Row  # noqa: E402
from spring_rows import ROWS, SCENARIO  # noqa: E402

from tradetalks.configs.load import load_scenario  # noqa: E402
from tradetalks.model.negotiation.table import Status  # noqa: E402
from tradetalks.model.talks.talks import TradeTalks  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "spring-2025.md"
PAIRS, RUNS = 200, 300


@cache
def experiment() -> Experiment:
    """Return the experiment: once a process, as its baseline is shared between rows."""
    return Experiment(SCENARIO, ROWS, range(1, PAIRS + 1))


def compare(place: int) -> Difference:
    """Return what a row does, by its place; a process pool can't send rows themselves."""
    return experiment().compare(ROWS[place])


def line(row: Row, found: Difference) -> tuple[str, ...]:
    """Return a row's line of the table."""
    verdict = "yes" if found.went(row.moves) else "no"
    if row.idle:
        verdict = "no effect" if found.none else "has an effect after all"
    return (
        f"`{row.tag}`",
        row.without,
        f"{row.result.name}, {row.result.unit}",
        f"{found.on:.2f}",
        f"{found.off:.2f}",
        f"{found.mean:+.2f} [{found.low:+.2f}, {found.high:+.2f}]",
        row.moves,
        verdict,
    )


def rows(found: list[Difference]) -> str:
    """Return the table of rows, and the reasoning behind each."""
    head = ("row", "switched off", "result", "with", "without", "difference [95 %]", "expected", "came out")
    table = make_reference.table(head, [line(row, each) for row, each in zip(ROWS, found, strict=True)])
    reasons = []
    for row in ROWS:
        idle = f" No effect: {row.idle}." if row.idle else ""
        reasons.append(f"- `{row.tag}`: {row.fact}. Expected {row.moves} without: {row.why}.{idle}")
    return f"{table}\n\nWhat each row stands for, and why it was expected to do that:\n\n" + "\n".join(reasons)


def played(seed: int) -> tuple[dict[str, tuple[str, int, bool, dict[str, float]]], str]:
    """Return how each table of a run ended, and at which of the US tables there was a deal first ("" for none)."""
    model = TradeTalks(load_scenario(SCENARIO), rng=seed)
    model.run_model()
    ends = {}
    deals = []
    for key, live in model.open_tables.items():
        deal = {}
        if live.status is Status.IN_FORCE and live.table.agreement is not None:
            deal = {name: float(level) for name, level in live.space.levels(live.table.agreement).items()}
            deals += [(live.closed or 0, key)] if "USA" in live.countries else []
        ends[key] = (str(live.status), live.closed or 0, live.extensions > 0, deal)
    return ends, min(deals, default=(0, ""))[1]


def shares(runs: list[tuple[dict[str, tuple[str, int, bool, dict[str, float]]], str]]) -> str:
    """Return how the tables ended over many runs."""
    first = Counter(table for _, table in runs)
    lines = []
    for key in runs[0][0]:
        ends = [ended[key] for ended, _ in runs]
        deals = [deal for _, _, _, deal in ends if deal]
        days = [day for _, day, _, deal in ends if deal]
        levels = "; ".join(
            f"{issue} " + ", ".join(f"{level:g}: {_percent(n, len(deals))}" for level, n in sorted(counts.items()))
            for issue in deals[0]
            for counts in [Counter(deal[issue] for deal in deals)]
        )
        none = Counter(status for status, _, _, deal in ends if not deal)
        lines.append(
            (
                key,
                _percent(len(deals), len(runs)),
                _percent(none["expired"], len(runs)),
                _percent(none["no_zone"], len(runs)),
                _percent(sum(put_off for _, _, put_off, _ in ends), len(runs)),
                _percent(first[key], len(runs)) if key.startswith("USA") else "",
                f"{statistics.median(days):g}",
                levels,
            )
        )
    head = ("table", "deal", "expired", "no zone", "put off", "first US deal", "median day", "agreed, % of its deals")
    return make_reference.table(head, lines)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}"


def main() -> None:
    """Run all, and fill the page."""
    with ProcessPoolExecutor() as pool:
        filled = {"rows": rows(list(pool.map(compare, range(len(ROWS)))))}
        filled["shares"] = shares(list(pool.map(played, range(1, RUNS + 1), chunksize=50)))
    text = PAGE.read_text(encoding="utf-8")
    for name, content in filled.items():
        region = rf"(<!-- evidence: {name} -->\n).*?(^<!-- end -->$)"
        text, count = re.subn(
            region, lambda m, c=content: f"{m[1]}\n{c}\n\n{m[2]}", text, flags=re.MULTILINE | re.DOTALL
        )
        if count != 1:
            sys.exit(f"{PAGE}: no place for {name}")
    PAGE.write_text(text, encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
