"""Standard output: data are UTF-8 whatever the terminal takes, and what keeps them from being taken is told."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from genius_files import domain, profile, write
from rich.console import Console

from tradetalks.cli.printing.network import print_run
from tradetalks.runs.batch.running import run_batch
from tradetalks.runs.files.csv_cells import csv_cell
from tradetalks.runs.play.replay import checked_result, replay
from tradetalks.runs.result.result import RunResult
from tradetalks.runs.single import run

TRADETALKS = Path(sys.executable).with_name("tradetalks")
NO_SPACE = "error: can't write to standard output: No space left on device\n"
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


def two(title: str = "Two", first: str = "A", levels: tuple[Any, Any] = ("shut", "open")) -> dict[str, Any]:
    """Return a scenario in which two want the opposite."""
    sheet = {"weights": {"x": 1}}
    return {
        "title": title,
        "countries": {"A": {"name": first, "strategy": {"name": "linear"}}, "B": {"strategy": {"name": "linear"}}},
        "tables": {
            "t": {
                "parties": ["A", "B"],
                "agenda": {"x": {"levels": list(levels)}},
                "meetings": {"m": {"every_days": 1}},
                "deadline": {"on": 10},
                "score_sheets": {"A": {**sheet, "points": {"x": [0, 1]}}, "B": {**sheet, "points": {"x": [1, 0]}}},
            }
        },
    }


def called(*words: object, out: Any = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command whose standard output goes somewhere; what its errors say is caught."""
    return subprocess.run(
        [TRADETALKS, *map(str, words)], stdout=out, stderr=subprocess.PIPE, check=False, env=os.environ | environment
    )


# ---- encodings


def test_data_are_utf_8_and_text_for_people_is_what_the_terminal_takes(tmp_path: Path) -> None:
    title = "日本 – naïve"
    file = tmp_path / "s.yaml"
    file.write_text(json.dumps(two(title, first="日本"), ensure_ascii=False), "utf-8")
    data = called("run", file, "--seed", 1, "--json", "-", PYTHONIOENCODING="cp1252").stdout.decode("utf-8")
    result = checked_result(json.loads(data), "out")
    assert result["title"] == title
    assert result["countries"]["A"] == "日本"
    assert replay(result).same
    shown = called("run", file, "--seed", 1, PYTHONIOENCODING="cp1252").stdout.decode("cp1252")
    assert shown.startswith("?? – naïve, day 0")


def test_tables_and_scenarios_are_utf_8_too(tmp_path: Path) -> None:
    issues = {"Früchte": ["Äpfel", "日本"]}
    sheet = profile({"Früchte": (1, [1, 2])}, issues)
    place = write(tmp_path / "genius", it=domain(issues), a=sheet, b=sheet)
    text = called("import-genius", place, "-o", "-", PYTHONIOENCODING="ascii").stdout.decode("utf-8")
    assert "日本" in text
    store = run_batch(
        {"scenario": two(levels=("größer", "öffnet")), "replications": 3}, workers=0, folder=tmp_path / "b"
    )
    table = called("results", store.folder, "--csv", "-", PYTHONIOENCODING="ascii").stdout.decode("utf-8")
    deals = {row["issue.x"] for row in csv.DictReader(io.StringIO(table))}
    assert deals
    assert deals <= {"größer", "öffnet"}


# ---- nobody takes it


@FULL
@pytest.mark.parametrize(
    ("words", "unbuffered"),
    [
        (("--help",), ""),
        (("validate", "split_the_pie"), "1"),
        (("schema", "scenario"), "1"),
        (("run", "split_the_pie", "--seed", "1", "--json", "-"), ""),
    ],
)
def test_a_full_disk_is_one_line_and_exit_code_2(words: tuple[str, ...], unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = called(*words, out=full, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr.decode()) == (2, NO_SPACE)


@FULL
def test_an_error_that_can_not_be_told_is_still_exit_code_2() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([TRADETALKS, "run", "nowhere"], stdout=subprocess.PIPE, stderr=full, check=False)
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(os.name == "nt", reason="closes a stream in a shell")
def test_a_closed_output_is_told_before_anything_is_run(tmp_path: Path) -> None:
    command = f'"{TRADETALKS}" run split_the_pie --json "{tmp_path / "out.json"}" >&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "error: can't write to standard output: it is closed\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("list",), ("--help",), ("schema", "scenario")])
def test_a_reader_that_has_left_ends_it_with_141_and_without_a_word(words: tuple[str, ...]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = called(*words, out=writes)
    finally:
        os.close(writes)
    assert (done.returncode, done.stderr) == (141, b"")


# ---- cells that a table program would run

ODD = "=HYPERLINK(A1)"


def test_a_text_that_a_table_program_would_run_is_a_text(tmp_path: Path) -> None:
    scenario = two(levels=(ODD, "-1+1"))
    rows = list(csv.DictReader(io.StringIO(run(scenario, seed=1).to_csv())))
    assert {row["offer_x"] for row in rows} == {f"'{ODD}", "'-1+1"}
    # Numbers, negative ones too, stay numbers.
    assert all(float(row["utility"]) >= 0 for row in rows)
    numbers = run(two(levels=(-5, 10)), seed=1).to_csv()
    assert {row["offer_x"] for row in csv.DictReader(io.StringIO(numbers))} == {"-5.0", "10.0"}
    store = run_batch({"scenario": scenario, "replications": 4}, workers=0, folder=tmp_path / "store")
    # What other programs read by itself is as it was.
    assert set(store.runs()["issue.x"].dropna()) <= {ODD, "-1+1"}
    called("results", store.folder, "--csv", tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        cells = {row["issue.x"] for row in csv.DictReader(file)} - {""}
    assert cells
    assert cells <= {f"'{ODD}", "'-1+1"}


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋"])
def test_each_beginning_of_a_formula_is_stopped(first: str) -> None:
    assert csv_cell(f"{first}cmd") == f"'{first}cmd"
    assert csv_cell(f"a{first}cmd") == f"a{first}cmd"
    assert csv_cell(-0.5) == -0.5
    assert csv_cell("-0.5") == "-0.5"


# ---- the heading of a run


def test_each_end_of_a_run_has_its_own_year_where_they_differ(tmp_path: Path) -> None:
    scenario = two() | {"start": "2024-12-01"}
    scenario["countries"] = {party: {"strategy": {"name": "hardliner"}} for party in "AB"}
    scenario["tables"]["t"] |= {"meetings": {"m": {"every_days": 13}}, "deadline": {"on": "2025-01-20"}}
    result = run(scenario, seed=1)
    assert result.span(0, 10) == "1 Dec - 11 Dec 2024"
    assert headed(result).startswith("Two, 1 Dec 2024 - 20 Jan 2025   seed 1")
    scenario["tables"]["u"] = scenario["tables"]["t"]
    assert headed(run(scenario, seed=1)).startswith("Two, 1 Dec 2024 - 20 Jan 2025   seed 1 · 2 tables")
    assert run(two(), seed=1).span(0, 10) == "day 0 - day 10"


def headed(result: RunResult) -> str:
    out = io.StringIO()
    print_run(result, Console(file=out, width=120), repeat="")
    return out.getvalue()
