"""Sensitivity: published indices of a standard function, laws of both methods, and what is refused."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tradetalks.configs.experiment.schema import SweepSection
from tradetalks.configs.yaml.draws import Uniform
from tradetalks.errors import TradetalksError
from tradetalks.runs.analysis.sensitivity import indices, sensitivity
from tradetalks.runs.batch.design import Design, sampled
from tradetalks.runs.batch.running import run_batch


def design(method: str, size: int, low: float, high: float, factors: int = 3, **more: Any) -> Design:
    names = [f"x{place}" for place in range(1, factors + 1)]
    over = {name: {"uniform": [low, high]} for name in names}
    sweep = SweepSection.model_validate({"method": method, "over": over, "size": size, **more})
    return sampled(sweep, dict.fromkeys(names, Uniform(low, high)), 1)


def columns(found: Design) -> list[Any]:
    return [np.array(found.values[path]) for path in found.paths]


def ishigami(found: Design) -> Any:
    x1, x2, x3 = columns(found)
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def test_the_published_indices_of_ishigami() -> None:
    """Ishigami and Homma (1990), a = 7, b = 0.1; within the analysis's own 95 % intervals, a little wider."""
    found = design("saltelli", 4096, -math.pi, math.pi, second_order=True)
    shares = indices(found, ishigami(found))
    for name, published in (("S1", (0.314, 0.442, 0.0)), ("ST", (0.558, 0.442, 0.244))):
        place = shares.names.index(name)
        for path, value in zip(found.paths, published, strict=True):
            assert abs(shares.figures[path][place] - value) < 1.5 * shares.half_widths[path][place] + 0.001
            assert shares.half_widths[path][place] < 0.05
    (pair,) = (pair for pair in shares.pairs if (pair.first, pair.second) == ("x1", "x3"))
    assert pair.index == pytest.approx(0.244, abs=0.05)


def test_the_effects_of_a_linear_function_are_its_slopes_over_the_range() -> None:
    found = design("morris", 10, 0, 2)
    x1, x2, _ = columns(found)
    effects = indices(found, 3 * x1 - x2)
    assert effects.of("mu_star") == pytest.approx({"x1": 6, "x2": 2, "x3": 0})
    assert effects.of("mu") == pytest.approx({"x1": 6, "x2": -2, "x3": 0})
    assert effects.of("sigma") == pytest.approx({"x1": 0, "x2": 0, "x3": 0}, abs=1e-9)


def test_a_single_missing_value_is_refused() -> None:
    found = design("saltelli", 16, -math.pi, math.pi)
    values = ishigami(found)
    values[7] = math.nan
    with pytest.raises(TradetalksError, match="1 of 80 design points have no finite value, the first is 7"):
        indices(found, values)
    with pytest.raises(TradetalksError, match="one value for each of 80 points"):
        indices(found, values[:-1])
    with pytest.raises(TradetalksError, match="is 2 at every point"):
        indices(found, np.full(80, 2.0))
    with pytest.raises(TradetalksError, match="of saltelli or morris, not of lhs"):
        indices(design("lhs", 8, 0, 1), np.arange(8))


def pie(method: str, size: int, **more: Any) -> dict[str, Any]:
    return {
        "scenario": "split_the_pie",
        "fixed": {"countries.A.strategy": {"name": "boulware"}, "countries.B.strategy": {"name": "boulware"}},
        "sweep": {
            "method": method,
            "size": size,
            "over": {
                "countries.A.strategy.e": {"uniform": [0.1, 0.9]},
                "countries.B.strategy.e": {"uniform": [0.5, 0.52]},
            },
        },
        **more,
    }


@pytest.mark.parametrize(("method", "size", "figure"), [("saltelli", 16, "ST"), ("morris", 8, "mu_star")])
def test_of_a_store_the_factor_that_varies_more_counts_more(
    method: str, size: int, figure: str, tmp_path: Path
) -> None:
    batch = run_batch(pie(method, size, replications=2), workers=0, folder=tmp_path / "store")
    found = sensitivity(batch, "value.A").of(figure)
    assert found["countries.A.strategy.e"] > 2 * found["countries.B.strategy.e"]


def test_of_a_store_a_deal_that_is_missing_is_told(tmp_path: Path) -> None:
    never = {"tables.pie.score_sheets.A.reservation": 0.9, "tables.pie.score_sheets.B.reservation": 0.9}
    experiment = pie("morris", 4)
    experiment["fixed"] |= never
    batch = run_batch(experiment, workers=0, folder=tmp_path / "store")
    with pytest.raises(TradetalksError, match=r"12 of 12 runs have no value of issue\.share, at 12 design points"):
        sensitivity(batch, "issue.share")


def test_a_store_of_another_method_is_refused(tmp_path: Path) -> None:
    batch = run_batch(pie("lhs", 4), workers=0, folder=tmp_path / "store")
    with pytest.raises(TradetalksError, match="has the method lhs: a sensitivity needs the method saltelli"):
        sensitivity(batch, "value.A")
