"""The command line as a user meets it: real processes, real files."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from calls import TRADETALKS, call


def test_run_shows_the_deal_and_what_it_is_worth() -> None:
    done = call("run", "us_japan_2025", "--seed", "7")
    assert (done.returncode, done.stderr) == (0, "")
    for text in ("US-Japan talks, 16 Apr", "Deal on day", "gains, USD bn a year", "why: ", "repeat: tradetalks run"):
        assert text in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_the_same_seed_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    texts = set()
    for hash_seed in ("0", "1", "random"):
        done = call("run", "us_japan_2025", "--seed", "7", "--json", "-", PYTHONHASHSEED=hash_seed)
        assert done.returncode == 0, done.stderr
        texts.add(done.stdout)
    assert len(texts) == 1
    data = json.loads(texts.pop())
    assert (data["format"], data["seed"], data["scenario"]) == (1, 7, "us_japan_2025")


def test_json_and_csv_go_to_files_whole(tmp_path: Path) -> None:
    done = call("run", "split_the_pie", "--seed", "3", "--json", "out.json", "--csv", "out.csv", cwd=tmp_path)
    assert done.returncode == 0
    data = json.loads((tmp_path / "out.json").read_text("utf-8"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert len(rows) == len(data["transcript"])
    assert rows[-1]["move"] == "accept"
    assert float(rows[-1]["offer_share"]) == data["tables"]["pie"]["deal"]["share"]
    assert sorted(item.name for item in tmp_path.iterdir()) == ["out.csv", "out.json"]


def test_the_issue_s_own_example_runs(tmp_path: Path) -> None:
    set_name = "countries.JPN.strategy.name=conceder"
    done = call("run", "us_japan_2025", "--seed", "7", "--set", set_name, "--json", "out.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"--set {set_name}" in done.stdout
    content = json.loads((tmp_path / "out.json").read_text("utf-8"))["content"]
    assert content["countries"]["JPN"]["strategy"] == {"name": "conceder"}


def test_transcript_shows_every_move_with_its_reason() -> None:
    done = call("run", "split_the_pie", "--seed", "1", "--transcript")
    moves = [line for line in done.stdout.splitlines() if "  daily  " in line]
    assert len(moves) == 22
    assert "offers 0.95, aspiring to 0.95 at t = 0.05" in " ".join(done.stdout.split())


def test_tariffs_answers_from_the_trade_model() -> None:
    done = call(
        "tariffs", "--add", "USA.JPN=24", "--add", "USA.JPN.AUT=25", "--add", "USA.JPN.MET=25", "--from", "april_16"
    )
    assert done.returncode == 0, done.stderr
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.startswith(" ")}
    # The snap-back of the worked table: US -1.78, Japan -5.25 against 16 April.
    assert (rows["USA"][3], rows["JPN"][3]) == ("-1.8", "-5.2")
    done = call("tariffs", "--add", "USA.JPN=24", "--rebate", "income_tax", "--json", "-")
    assert json.loads(done.stdout)["regions"]["JPN"]["real_income"] < 0


def test_list_validate_and_schema(tmp_path: Path) -> None:
    listed = call("list").stdout
    for name in ("us_japan_2025", "split_the_pie", "boulware", "real_income", "market_access", "alternating_offers"):
        assert name in listed
    done = call("validate", "us_japan_2025", "split_the_pie")
    assert done.returncode == 0
    assert done.stdout.count(": fine") == 2
    schema = json.loads(call("schema", "scenario").stdout)
    assert {"countries", "tables", "economy", "extends"} <= set(schema["properties"])
    bad = tmp_path / "bad.yaml"
    bad.write_text("titel: x\ntables: 3\n", "utf-8")
    done = call("validate", "split_the_pie", bad)
    assert done.returncode == 2
    assert "fine" in done.stdout
    assert "bad.yaml:1:1: titel: unknown key" in done.stderr


BINARY = bytes(range(256))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "nowhere.yaml"], "nowhere.yaml"),
        (["run", "us_japn_2025"], "did you mean 'us_japan_2025'"),
        (["run", "empty.yaml"], "the file is empty"),
        (["run", "binary.yaml"], "binary.yaml"),
        (["run", "."], "."),
        (["run", "twice.yaml"], "twice.yaml:3"),
        (["run", "split_the_pie", "--set", "tables.pie.nothing=3"], "no such key"),
        (["run", "split_the_pie", "--set", "tables.pie"], "PATH=VALUE"),
        (["run", "split_the_pie", "--json", "missing/out.json"], "can't write missing/out.json"),
        (["run", "split_the_pie", "--json", "-", "--csv", "-"], "same place"),
        (["run", "twice.yaml", "--csv", "twice.yaml"], "a .yaml file is a scenario"),
        (["run", "split_the_pie", "--set", "countries.A.strategy.name=human"], "A is a person at the table pie"),
        (["run", "split_the_pie", "--seed", "-1"], "--seed"),
        (["tariffs", "--add", "USA.JPN=many"], "must be a number, not 'many'"),
        (["tariffs", "--add", "USA.JAP=10"], "did you mean 'JPN'"),
        (["tariffs", "--add", "USA.JPN.SRV=10"], "'SRV' is not a good"),
        (["tariffs", "--add", "USA.JPN=nan"], "out of range"),
        (["tariffs", "--from", "april_17"], "did you mean 'april_16'"),
        (["tariffs", "--rebate", "income_tacks"], "did you mean 'income_tax'"),
        (["schema", "scenery"], "there are scenario"),
    ],
)
def test_bad_input_ends_in_one_message_and_exit_2(words: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("", "utf-8")
    (tmp_path / "binary.yaml").write_bytes(BINARY)
    (tmp_path / "twice.yaml").write_text("title: a\nstart: 2025-04-02\ntitle: b\n", "utf-8")
    before = sorted(tmp_path.iterdir())
    done = call(*words, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert sorted(tmp_path.iterdir()) == before


def test_an_interrupt_ends_in_a_clean_line_and_exit_130(tmp_path: Path) -> None:
    slow = tmp_path / "slow.yaml"
    # Some hundred thousand rounds over many outcomes: long enough to be interrupted in the middle.
    slow.write_text(
        "extends: split_the_pie\n"
        "tables: {pie: {horizon: 99999, meetings: {daily: {every_days: 1, rounds: 200}}, deadline: {on: 9999},"
        " score_sheets: {A: {reservation: 0.9}, B: {reservation: 0.9}}}}\n",
        "utf-8",
    )
    process = subprocess.Popen(
        [TRADETALKS, "run", slow, "--json", tmp_path / "out.json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert errors == "interrupted; no file was left half written\n"
    assert output == ""
    assert not (tmp_path / "out.json").exists()


def test_a_reader_that_closes_early_is_no_error() -> None:
    done = subprocess.run(
        f"{TRADETALKS} run us_japan_2025 --seed 1 --json - | head -c 10",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
