"""The reference says what the code says: generated parts are up to date, the JSON form's keys are all described."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import make_reference  # noqa: E402

from tradetalks.runs.result import result  # noqa: E402
from tradetalks.runs.single import run  # noqa: E402
from tradetalks.runs.statics import nash_in_nash, tariffs  # noqa: E402
from tradetalks.runs.theory import scorecard  # noqa: E402
from tradetalks.runs.tournament import result as tournament_result  # noqa: E402

PAGES = {str(page.relative_to(ROOT)): text for page, text in make_reference.marked_pages().items()}
REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("page", PAGES)
def test_generated_parts_are_up_to_date(page: str) -> None:
    assert make_reference.filled(PAGES[page]) == PAGES[page], "python tools/make_reference.py"


def test_filling_twice_changes_nothing() -> None:
    once = make_reference.filled("a\n<!-- generated: tariff states -->\nold\n<!-- end -->\nz\n")
    assert "`april_16`" in once
    assert make_reference.filled(once) == once


def test_every_part_is_used() -> None:
    used = " ".join(re.findall(r"<!-- generated: ([\w ]+) -->", "".join(PAGES.values())))
    assert [name for name in make_reference.PARTS if name not in used] == []


def test_comments_of_a_file_stay_with_their_values() -> None:
    text = (
        "# head\na:\n  # above\n  b: 1  # beside\n        # goes on\n  c: {d: 2}   # braces\n"
        "  e: # of a block\n    f: 3\n  # of nothing\n\ng: 4\n"
    )
    found = [(line.path, line.value, line.comment) for line in make_reference.commented(text)]
    assert found == [("a.b", "1", "above beside goes on"), ("a.c", "{d: 2}", "braces"), ("a.e", "", "of a block")]


# ---- the JSON form


def keys_under(page: str, heading: str) -> set[str]:
    """Return the keys that the tables below a heading describe."""
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", page, flags=re.MULTILINE | re.DOTALL)
    assert section is not None, heading
    rows = re.findall(r"^\| ((?:`[\w]+`(?:, )?)+) \|", section[1], flags=re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


def names(cls: Any) -> set[str]:
    return {field.name for field in dataclasses.fields(cls)}


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("The whole", {"format", *names(tournament_result.TournamentResult)}),
        ("`scenarios.LABEL`", names(tournament_result.Place)),
        ("`sitting_out[]`", names(tournament_result.SittingOut)),
        ("A section", names(tournament_result.Section)),
        ("`standings[]`", names(tournament_result.Standing)),
        ("`pairings[]`", names(tournament_result.Pairing)),
        ("The form of `tradetalks theory --json`", set(json.loads(scorecard.scorecard_json([])))),
        ("`predictions[]`", names(scorecard.Finding)),
    ],
)
def test_every_key_of_tournaments_and_scorecard_is_described(heading: str, keys: set[str]) -> None:
    page = (REFERENCE / "tournament.md").read_text(encoding="utf-8")
    assert keys_under(page, heading) == keys
    assert page.count(f'"format": {tournament_result.FORMAT}') == page.count(f'"format": {scorecard.FORMAT}') == 1


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("The whole", set(run("split_the_pie", seed=1).to_dict())),
        ("`deals[]`", names(result.Deal)),
        ("`tables.TABLE`", names(result.TableResult)),
        ("`tables.TABLE.issues.ISSUE`", names(result.IssueResult)),
        ("`tables.TABLE.sides.COUNTRY`", names(result.SideResult)),
        ("Worth", names(result.Worth)),
        ("`tables.TABLE.benchmarks.CONCEPT`", names(result.Benchmark)),
        ("`world`", names(result.WorldResult)),
        ("A figure that changed", names(result.Change)),
        ("`world.owed[]`", names(result.Owed)),
        ("`nash_in_nash`", names(nash_in_nash.NashInNash)),
        ("`nash_in_nash.tables.TABLE`", names(nash_in_nash.TableAtNash)),
        ("`transcript[]`", names(result.Line)),
        ("`events[]`", names(result.EventLine)),
        ("The form of `tradetalks tariffs --json`", {"format", *names(tariffs.TariffEffects)}),
        ("`regions.REGION`", names(tariffs.RegionEffect)),
    ],
)
def test_every_key_of_the_json_form_is_described(heading: str, keys: set[str]) -> None:
    page = (REFERENCE / "result.md").read_text(encoding="utf-8")
    assert keys_under(page, heading) == keys
    assert f'"format": {result.FORMAT}' in page
