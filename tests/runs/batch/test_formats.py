"""The formats of stores: what is begun now, and how a store that was begun in an earlier format goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from batches import pie

from tradetalks.configs.experiment.load import load_experiment
from tradetalks.runs.analysis.sensitivity import sensitivity
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.design import seed_of
from tradetalks.runs.batch.formats import FORMAT, RULES
from tradetalks.runs.batch.manifest import config_of, hash_of
from tradetalks.runs.batch.plan import Plan
from tradetalks.runs.batch.running import run_batch
from tradetalks.runs.batch.store import Store

SMALL = {"share": "value.A / 110e12", "lead": "value.A - value.B"}


def begun_in_format_1(folder: Path) -> Store:
    """Return a store of format 1 with the first of its runs."""
    plan = Plan.of(pie(4, outcomes=SMALL))
    Store.create(folder, plan.experiment, plan.design, plan.job.row_columns, 2)
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    manifest |= {"format": 1, "config": hash_of(config_of(plan.experiment), 1)}
    file.write_text(json.dumps(manifest), "utf-8")
    store = Store(folder)
    plan.in_store(store).stretch(folder, range(2))()
    return store


def test_a_store_of_format_1_goes_on_by_its_own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    experiment = pie(4, outcomes=SMALL)
    config = hash_of(config_of(Plan.of(experiment).experiment), 1)
    # It is found where it was put when its format was the only one.
    store = begun_in_format_1(Path("results") / f"experiment-{config[:8]}")
    rows = run_batch(experiment, workers=0, resume=True).runs()
    assert [folder.name for folder in Path("results").iterdir()] == [store.folder.name]
    loaded = load_experiment(experiment)
    expected = [seed_of(loaded, point, number, 2.0**53) for point in range(2) for number in range(4)]
    assert rows["seed"].tolist() == expected
    assert max(expected) > 2**49
    assert (rows["share"] == 0).all()
    store.check(loaded)
    # Without --resume the same experiment is begun in the format of today.
    assert run_batch(experiment, workers=0).manifest["format"] == FORMAT == 2


def test_seeds_and_outcomes_of_what_is_begun_now(tmp_path: Path) -> None:
    rows = run_batch(pie(4, outcomes=SMALL), workers=0, folder=tmp_path / "store").runs()
    assert rows["seed"].max() < 2**49
    assert (rows["share"] > 0).all()
    assert ((rows["share"] * 110e12 / rows["value.A"] - 1).abs() < 1e-11).all()


def test_a_small_outcome_can_be_explained(tmp_path: Path) -> None:
    options = {f"countries.{party}.strategy": {"name": "boulware", "e": 0.5} for party in "AB"}
    over = {f"countries.{party}.strategy.e": {"uniform": [0.1, 0.9]} for party in "AB"}
    experiment = {
        "scenario": "split_the_pie",
        "fixed": options,
        "sweep": {"method": "morris", "size": 4, "over": over},
        "outcomes": {"share": "value.A / 110e12"},
    }
    batch = run_batch(experiment, workers=0, folder=tmp_path / "store")
    assert max(sensitivity(batch, "share").of("mu_star").values()) > 0
    assert len(Batch(batch.folder).runs()) == batch.total


@pytest.mark.parametrize(
    ("value", "before", "now"),
    [(0.1 + 0.2, 0.3, 0.3), (4.5e-15, 0.0, 4.5e-15), (1234.5678901234567, 1234.567890123, 1234.56789012)],
)
def test_how_outcomes_are_rounded(value: float, before: float, now: float) -> None:
    assert (RULES[1].outcome(value), RULES[2].outcome(value)) == (before, now)
    assert RULES[2].outcome(float("inf")) is None


@pytest.mark.parametrize(
    ("call", "without"),
    [
        ("tt.run_batch({'scenario': 'split_the_pie', 'replications': 4}, workers=2, folder='b')", "workers=0"),
        ("tt.tournament('linear', 'split_the_pie', repetitions=2, workers=2)", "workers=1"),
    ],
)
def test_a_script_on_standard_input_is_told_that_it_can_not_have_workers(
    call: str, without: str, tmp_path: Path
) -> None:
    script = f"import tradetalks as tt\nif __name__ == '__main__':\n    {call}\n"
    done = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 1
    said = done.stderr.splitlines()[-1]
    assert "a script in <stdin> can't have workers" in said
    assert said.endswith(f"save it as a file, or run it with {without}")
    assert list(tmp_path.iterdir()) == []
