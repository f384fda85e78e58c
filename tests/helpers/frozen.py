"""Digests of runs: what must stay the same, whatever is rebuilt. The committed ones stand in `tests/digests/`.

A digest is made of the keys that are listed here and of no sentence, so that a result may hold more, and say it in
other words. Figures are taken to nine decimals, as results write them, on one platform and set of versions; across
machines they agree to 1e-6, so elsewhere a digest of figures may differ where moves and statuses do not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.runs.single import run

HERE = Path(__file__).parents[1]
FIRST = HERE / "scenarios" / "first"
"""The scenarios as they stood when digests were first taken; they never change."""
DIGESTS = HERE / "digests"
SEEDS = range(40)

MOVE = ("day", "date", "table", "meeting", "round", "t", "party", "move", "offer", "utility")
STATUS = (
    *("title", "parties", "status", "opened", "closed", "deadline", "outcomes", "zone", "meetings", "deal"),
    "partial",
)
FIGURES = ("belief", "extensions", "issues", "on_frontier", "surplus_left", "benchmarks", "opposition", "sides")
SIDE = ("unit", "form", "total", "utility", "interests", "weights", "recorded", "option", "members", "division")
ISSUE = ("unit", "levels", "today", "without_deal", "deal", "moved")
HAPPENING = ("day", "date", "kind", "table", "hidden")
WORLD = (
    *("tariffs", "access", "defence", "alliances", "hostilities", "owed", "offers", "credibility", "powerless"),
    *("retaliating", "market_stress"),
)
ASPECTS = ("moves", "statuses", "figures", "drawn")


def aspects(result: Mapping[str, Any]) -> dict[str, str]:
    """Return a short digest of each aspect of a result as plain data."""
    tables = result["tables"]
    figures = {key: _of(table, FIGURES) for key, table in tables.items()}
    for table in figures.values():
        table["sides"] = {party: _of(side, SIDE) for party, side in table["sides"].items()}
        table["issues"] = {name: _of(issue, ISSUE) for name, issue in table["issues"].items()}
    parts = {
        "moves": [_of(line, MOVE) for line in result["transcript"]],
        "statuses": [
            {key: _of(table, STATUS) for key, table in tables.items()},
            # Sorted: what happens at two tables on one day has no order that anybody could know.
            sorted((_of(line, HAPPENING) for line in result["events"]), key=lambda line: [*map(str, line.values())]),
        ],
        "figures": [figures, result["values"], _of(result["world"], WORLD), result["series"]],
        "drawn": result["drawn"],
    }
    return {aspect: _digest(parts[aspect]) for aspect in ASPECTS}


def _of(data: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: data[key] for key in keys}


def _digest(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def setups() -> Iterator[tuple[str, Scenario]]:
    """Yield each scenario in each of its layouts, by the name of its file of digests."""
    sources = {f"first.{file.stem}": file for file in sorted(FIRST.glob("*.yaml"))}
    for name, source in {**dict.fromkeys(shipped_scenarios()), **sources}.items():
        setup = load_scenario(source or name)
        for layout in setup.layouts or [""]:
            changed = load_scenario(setup, overrides={"layout": layout}) if layout else setup
            yield f"{name}.{layout}" if layout else name, changed


def line_of(setup: Scenario, seed: int) -> str:
    """Run a scenario, and return its line of digests."""
    return " ".join([str(seed), *aspects(run(setup, seed=seed).to_dict()).values()])


def committed(name: str) -> list[str]:
    """Return the lines that are committed for a scenario, one a seed."""
    lines = (DIGESTS / f"{name}.txt").read_text(encoding="ascii").splitlines()
    return [line for line in lines if not line.startswith("#")]
