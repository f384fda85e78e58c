"""Summaries: intervals that cover as often as they say, pairs, and what is missing."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from batches import pie
from scipy import stats

from tradetalks.errors import ConfigError, TradetalksError
from tradetalks.runs.analysis.summary import Measured, mean_of, path_labels, point_labels
from tradetalks.runs.batch.running import run_batch


def test_the_interval_of_a_sample_is_near_students() -> None:
    sample = np.random.default_rng(1).normal(3, 2, 400)
    found = mean_of(sample)
    low, high = stats.t.interval(0.95, 399, sample.mean(), stats.sem(sample))
    assert (found.mean, found.count) == (pytest.approx(sample.mean()), 400)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.03), pytest.approx(high, abs=0.03))
    assert mean_of(sample) == found


def test_the_interval_covers_the_mean_as_often_as_it_says() -> None:
    rng = np.random.default_rng(2)
    hits = sum(found.low <= 0.3 <= found.high for found in (mean_of(rng.random(100) < 0.3) for _ in range(300)))
    assert 0.90 * 300 <= hits <= 0.99 * 300


def test_missing_values_do_not_count() -> None:
    found = mean_of(np.array([1.0, math.nan, 3.0]))
    assert (found.mean, found.count) == (2.0, 2)
    assert math.isnan(mean_of(np.array([1.0])).low)
    assert str(mean_of(np.array([math.nan]))) == ""


def test_pairs_of_a_store(tmp_path: Path) -> None:
    batch = run_batch(pie(40), workers=0, folder=tmp_path / "store")
    measured = Measured(batch, ["value.A", "early"])
    frame = batch.runs().pivot_table(index="replication", columns="design", values="value.A")
    assert measured.points == (0, 1)
    assert measured.mean("value.A", 1).mean == pytest.approx(frame[1].mean())
    assert measured.mean("early").mean == pytest.approx(batch.runs()["early"].mean())
    (found,) = measured.differences(["value.A"], 0)
    assert (found.point, found.mean.mean) == (1, pytest.approx((frame[1] - frame[0]).mean()))
    # A conceder gets less than who comes down evenly, and the same luck on both sides shows it all the better.
    assert found.mean.high < 0
    apart = measured.mean("value.A", 0), measured.mean("value.A", 1)
    assert found.mean.high - found.mean.low < sum(mean.high - mean.low for mean in apart)
    assert point_labels(batch) == {0: "name linear", 1: "name conceder"}


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    batch = run_batch(pie(2, common_random_numbers=False), workers=0, folder=tmp_path / "store")
    with pytest.raises(TradetalksError, match="each point had luck of its own"):
        list(Measured(batch, ["value.A"]).differences(["value.A"], 0))
    with pytest.raises(ConfigError, match="status holds text"):
        Measured(batch, ["status"])


def test_labels_have_as_many_steps_as_tell_them_apart() -> None:
    assert path_labels(["a.b.e", "a.c.e"]) == ["b.e", "c.e"]
    assert path_labels(["a.b", "a.c"]) == ["b", "c"]
