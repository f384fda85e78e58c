"""Golden transcripts: the rules of play, pinned by what people read.

Rewrite them with `UPDATE_PLAYTHROUGHS=1 pytest tests/playthroughs`, and read the difference before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tradetalks.configs.load import shipped_scenarios
from tradetalks.runs.result.result import RunResult
from tradetalks.runs.single import run

GOLDEN = Path(__file__).parent / "golden"
BEFORE = {"event", "opened", "extended", "no_zone", "zone"}
# The talks of nine tables fill a thousand lines, in which nobody would see what has changed: a small network stands
# for them.
LARGE = {"spring_2025"}
CASES: dict[str, dict[str, Any]] = {name: {} for name in shipped_scenarios() if name not in LARGE} | {
    "small_network": {},
    "us_japan_2025-conceding": {"countries__JPN__strategy": {"name": "conceder"}},
    "split_the_pie-ultimatum": {"tables__pie__protocol": "ultimatum"},
    "split_the_pie-ultimatum_rejected": {
        "tables__pie__protocol": "ultimatum",
        "tables__pie__score_sheets__B__reservation": 0.3,
    },
    # Both weigh the issues differently; with steps of 50 they often stand still.
    "linkage-monotonic_concession": {
        "tables__package__protocol": {"monotonic_concession": {"patience": 8}},
        **dict.fromkeys((f"tables__package__agenda__{name}__levels__step" for name in ("cars", "data", "rice")), 50),
        "tables__package__length": 20,
    },
    # Two who never give way.
    "split_the_pie-conflict": {
        "tables__pie__protocol": {"monotonic_concession": {"patience": 2}},
        "countries__A__strategy": {"name": "hardliner"},
        "countries__B__strategy": {"name": "hardliner"},
    },
    "linkage-mediated_text": {"tables__package__protocol": "mediated_text", "tables__package__length": 12},
    "us_japan_2025-no_zone": {
        "tables__USA-JPN__deadline__snap_back": {},
        "countries__JPN__interests__opening__weight": 50,
        "tables__USA-JPN__agenda__autos": None,
        "tables__USA-JPN__agenda__metals": None,
        "tables__USA-JPN__agenda__rest__levels": [10, 24],
        "tables__USA-JPN__agenda__access__levels": [1, 2],
    },
}


def as_text(result: RunResult) -> str:
    lines = [f"{result.title}, seed {result.seed}", ""]
    moves = {day: [line for line in result.transcript if line.day == day] for day in {x.day for x in result.transcript}}
    happened = {day: [line for line in result.events if line.day == day] for day in {x.day for x in result.events}}
    for day in sorted(moves.keys() | happened.keys()):
        # Events and openings come before the day's moves, what follows from them after.
        first = [event for event in happened.get(day, []) if event.kind in BEFORE]
        rest = [event for event in happened.get(day, []) if event not in first]
        lines += [f"day {day}: [{event.text}]{' (hidden)' * event.hidden}" for event in first]
        for move in moves.get(day, []):
            offer = ", ".join(
                f"{name} {level:g}" if not isinstance(level, str) else f"{name} {level}"
                for name, level in (move.offer or {}).items()
            )
            lines.append(f"day {day} {move.meeting} round {move.round} {move.party} {move.move}: {offer}")
            lines.append(f"    {move.reason}")
        lines += [f"day {day}: [{event.text}]{' (hidden)' * event.hidden}" for event in rest]
    for key, table in result.tables.items():
        lines += ["", f"{key}: {table.status}. {table.summary}"]
        for party, side in table.sides.items():
            deal = "no deal" if side.total.deal is None else f"{side.total.deal:.3f}"
            lines.append(f"    {party}: {deal}; without {side.total.without_deal:.3f} {side.unit}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_playthrough_is_as_it_was(case: str) -> None:
    name = case.partition("-")[0]
    own = Path(__file__).parent / f"{name}.yaml"
    text = as_text(run(own if own.exists() else name, seed=7, **CASES[case]))
    file = GOLDEN / f"{case}.txt"
    if os.environ.get("UPDATE_PLAYTHROUGHS"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text
