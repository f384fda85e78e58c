"""`tradetalks batch` and `tradetalks results` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batches import pie
from rich.console import Console

from tradetalks.cli import main as cli
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.progress import Bar, Lines
from tradetalks.runs.batch.running import run_batch

TRADETALKS = Path(sys.executable).with_name("tradetalks")


def call(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "80"}
    return subprocess.run(
        [TRADETALKS, *map(str, words)], capture_output=True, text=True, cwd=cwd, env=environment, check=False
    )


def as_yaml(folder: Path, replications: int = 30) -> Path:
    file = folder / "mine.yaml"
    file.write_text(json.dumps(pie(replications)), "utf-8")
    return file


def test_dry_run_run_and_results(tmp_path: Path) -> None:
    as_yaml(tmp_path)
    done = call("batch", "mine.yaml", "--dry-run", "--workers", "0", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("60 runs, 2 design points\na run takes ")
    assert " core-hours, about " in done.stdout
    assert not (tmp_path / "results").exists()
    done = call("batch", "mine.yaml", "--workers", "0", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("60 runs, 60 with a deal: out\n")
    assert done.stderr.startswith("60 of 60 runs, ")
    done = call("results", "out", "--csv", "out.csv", "--where", "replication < 2", "--digest", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"digest: {Batch(tmp_path / 'out').digest()}" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert [(row["run"], row["countries.A.strategy.name"]) for row in rows] == [
        ("0", "linear"),
        ("1", "linear"),
        ("30", "conceder"),
        ("31", "conceder"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["batch", "nowhere.yaml"], "nowhere.yaml: there is no such file"),
        (["batch", "mine.yaml", "--shard", "5/4"], "--shard is I/N"),
        (["batch", "mine.yaml", "-o", "full"], "holds all 2 runs of this experiment already"),
        (["batch", "mine.yaml", "-o", "mine.yaml"], "can't write to mine.yaml"),
        (["results", "nowhere"], "holds no runs of an experiment: there is no such folder"),
        (["results", "full", "--where", "dey > 3"], "--where dey > 3: there is no column 'dey' (did you mean 'day'?)"),
        (["results", "full", "--csv", "mine.yaml"], "a .yaml file is a scenario"),
        (["validate", "bad.yaml"], "bad.yaml:2:1: replicatons: unknown key (did you mean 'replications'?)"),
    ],
)
def test_bad_input_ends_in_one_message_and_exit_2(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    as_yaml(tmp_path, 1)
    (tmp_path / "bad.yaml").write_text("scenario: split_the_pie\nreplicatons: 3\n", "utf-8")
    run_batch(tmp_path / "mine.yaml", workers=0, folder=tmp_path / "full")
    monkeypatch.setattr(sys, "argv", ["tradetalks", *words])
    with pytest.raises(SystemExit, match="2"):
        cli.main()
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err


def test_list_validate_and_schema_know_experiments(tmp_path: Path) -> None:
    as_yaml(tmp_path)
    done = call("validate", "mine.yaml", "split_the_pie", cwd=tmp_path)
    assert "mine.yaml: fine (an experiment with split_the_pie, 2 countries; tables: pie)" in done.stdout
    assert "  deadlines " in call("list", cwd=tmp_path).stdout
    assert "sweep" in json.loads(call("schema", "experiment", cwd=tmp_path).stdout)["properties"]


def test_a_bar_shows_what_is_done(tmp_path: Path) -> None:
    out = io.StringIO()
    bar = Bar(Console(file=out, force_terminal=True, width=100))
    run_batch(pie(10), workers=0, folder=tmp_path / "store", chunk=5, progress=bar)
    assert "20 of 20 runs" in out.getvalue()
    assert "100 % with a deal" in out.getvalue()


def test_lines_come_now_and_then(tmp_path: Path) -> None:
    out = io.StringIO()
    run_batch(pie(10), workers=0, folder=tmp_path / "store", chunk=5, progress=Lines(out, every=0))
    lines = out.getvalue().splitlines()
    assert [line.split(",")[0] for line in lines] == [f"{done} of 20 runs" for done in (5, 10, 15, 20, 20)]
    assert all("left" in line for line in lines[:3])


def test_memory_does_not_grow_with_the_number_of_runs(tmp_path: Path) -> None:
    """The peak of a process, which never falls, after 1,000 runs and after 5,000; 100,000 are in the evidence."""
    script = (
        "import resource, sys\nfrom tradetalks.runs.batch.running import run_batch\n"
        "for runs in (1000, 5000):\n"
        "    short = {'tables.pie.deadline.on': 2}\n"
        "    experiment = {'scenario': 'split_the_pie', 'fixed': short, 'replications': runs}\n"
        "    run_batch(experiment, workers=0, folder=f'{sys.argv[1]}/{runs}', chunk=500)\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
    small, large = map(int, done.stdout.split())
    assert large < 1.1 * small


def test_an_interrupt_keeps_what_is_finished_and_says_how_to_go_on(tmp_path: Path) -> None:
    as_yaml(tmp_path, 20_000)
    process = subprocess.Popen(
        [TRADETALKS, "batch", "mine.yaml", "--workers", "1", "-o", "out", "--chunk", "50"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while len(list(tmp_path.glob("out/runs/part-*"))) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    # As a terminal does: to all of its processes.
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    batch = Batch(tmp_path / "out")
    assert 100 <= batch.done < batch.total
    said = (
        f"interrupted: {batch.done:,} of 40,000 runs are kept in out; go on with: tradetalks batch mine.yaml --resume"
    )
    assert errors.splitlines()[-1].startswith(said)
    assert "Traceback" not in errors
    assert output == ""
    assert list(batch.folder.rglob(".*")) == []
    batch.store.check()
