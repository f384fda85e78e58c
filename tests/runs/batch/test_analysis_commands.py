"""`tradetalks compare`, `sensitivity` and `report` as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import pie
from typer.testing import CliRunner

from tradetalks.cli import main as cli
from tradetalks.errors import ConfigError, StoreError, TradetalksError
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.running import run_batch


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    return run_batch(pie(20), workers=0, folder=tmp_path_factory.mktemp("analysis") / "store")


def call(*words: str | Path) -> str:
    done = CliRunner().invoke(cli.app, [*map(str, words)])
    if done.exception is not None:
        raise done.exception
    return done.output


def test_compare_shows_means_and_differences(batch: Batch) -> None:
    lines = call("compare", batch.folder, "--outcome", "lead").splitlines()
    assert lines[1:3] == ["point 0: name linear", "point 1: name conceder"]
    frame = batch.runs().pivot_table(index="replication", columns="design", values="lead")
    assert f" {frame[0].mean():.2f} [" in lines[4]
    assert f" {(frame[1] - frame[0]).mean():.2f} [" in lines[5]
    turned = call("compare", batch.folder, "--outcome", "lead", "--against", "1").splitlines()
    assert f" {(frame[0] - frame[1]).mean():.2f} [" in turned[4]


def test_compare_says_what_is_not_there(batch: Batch, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no column 'leda'"):
        call("compare", batch.folder, "--outcome", "leda")
    with pytest.raises(TradetalksError, match="no runs of a design point 7"):
        call("compare", batch.folder, "--against", "7")
    with pytest.raises(StoreError, match="holds no runs of an experiment"):
        call("compare", tmp_path)


def test_sensitivity_shows_every_outcome_or_why_not(tmp_path: Path) -> None:
    factors = {f"countries.{side}.strategy.e": {"uniform": [0.1, 0.9]} for side in "AB"}
    fixed = {f"countries.{side}.strategy": {"name": "boulware"} for side in "AB"}
    sweep = {"method": "morris", "size": 4, "over": factors}
    never = {"never": "1 if day < 0 else null", "same": "1 + 0 * value.A"}
    run_batch(pie(1, fixed=fixed, sweep=sweep, outcomes=never), workers=0, folder=tmp_path / "store")
    text = call("sensitivity", tmp_path / "store")
    assert "value.A\n factor" in text
    assert "12 of 12 runs have no value of never" in " ".join(text.split())
    assert "same\nthe outcome is 1 at every point" in text
    with pytest.raises(TradetalksError, match="there is nothing to explain"):
        call("sensitivity", tmp_path / "store", "--outcome", "same")


def test_report_writes_a_page_and_nothing_else(batch: Batch, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    assert call("report", batch.folder, "-o", file) == f"wrote {file}\n"
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(TradetalksError, match=r"name it \.html"):
        call("report", batch.folder, "-o", tmp_path / "page.yaml")
    with pytest.raises(TradetalksError, match="doesn't exist"):
        call("report", batch.folder, "-o", tmp_path / "nowhere" / "page.html")
    assert list(tmp_path.iterdir()) == [file]
