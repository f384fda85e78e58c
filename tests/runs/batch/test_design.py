"""Designs: how many points, where they lie, and what methods promise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tradetalks.configs.experiment.load import load_experiment
from tradetalks.errors import TradetalksError
from tradetalks.runs import extras
from tradetalks.runs.batch.design import Design, design, seed_of

E, WAIT = "countries.JPN.strategy.e", "countries.USA.waiting_cost"
OVER = {E: {"uniform": [0.1, 0.9]}, WAIT: {"uniform": [0, 4]}}


def made(method: str, **more: Any) -> Design:
    sweep = {"method": method, **({} if method == "list" else {"over": OVER}), **more}
    return design(load_experiment({"scenario": "us_japan_2025", "sweep": sweep}))


def unit(found: Design) -> NDArray[np.float64]:
    return np.column_stack([(np.array(found.values[E]) - 0.1) / 0.8, np.array(found.values[WAIT]) / 4])


def test_without_a_sweep_there_is_one_point() -> None:
    found = design(load_experiment({"scenario": "us_japan_2025"}))
    assert (len(found), found.point(0)) == (1, {})


def test_a_grid_has_every_combination_the_last_axis_fastest() -> None:
    found = made("grid", over={E: [0.2, 0.4], WAIT: {"from": 0, "to": 2, "step": 1}})
    assert [tuple(found.point(place).values()) for place in range(len(found))] == [
        (0.2, 0), (0.2, 1), (0.2, 2), (0.4, 0), (0.4, 1), (0.4, 2),
    ]  # fmt: skip
    assert found.kinds() == {E: "float", WAIT: "int"}


def test_a_list_has_its_points_and_tables_show_any_value() -> None:
    points = [
        {"countries.JPN.strategy": {"name": "linear"}, "tables.USA-JPN.horizon": 365},
        {"countries.JPN.strategy": {"name": "boulware", "e": 0.3}, "tables.USA-JPN.horizon": 400},
    ]
    found = made("list", points=points)
    assert [found.point(place) for place in (0, 1)] == points
    assert found.as_columns()["countries.JPN.strategy"][0] == '{"name": "linear"}'


def test_a_latin_hypercube_has_one_point_in_every_row_and_column() -> None:
    cells = np.floor(unit(made("lhs", size=50)) * 50)
    assert [sorted(column) for column in cells.T] == [list(range(50))] * 2


def test_a_sobol_sequence_fills_space_evenly() -> None:
    cells = np.floor(unit(made("sobol", size=64)) * 8)
    assert len({tuple(cell) for cell in cells}) == 64


def test_random_draws_of_a_factor_do_not_hang_on_the_others() -> None:
    both = made("random", size=20)
    alone = design(
        load_experiment({"scenario": "us_japan_2025", "sweep": {"method": "random", "size": 20, "over": {E: OVER[E]}}})
    )
    assert both.values[E] == alone.values[E]
    assert abs(float(np.mean(unit(both)[:, 0])) - 0.5) < 0.25


def test_saltelli_and_morris_have_the_points_that_their_analyses_need() -> None:
    first = unit(made("saltelli", size=8))
    assert len(first) == 8 * (2 + 2)
    # Rows A, AB_1, AB_2, B of each block: AB_i is A but for factor i, which is B's.
    a, ab1, ab2, b = first[:4]
    assert (ab1[0], ab1[1], ab2[0], ab2[1]) == (b[0], a[1], a[0], b[1])
    assert len(made("saltelli", size=8, second_order=True)) == 8 * (2 * 2 + 2)
    steps = np.diff(unit(made("morris", size=5, levels=4)).reshape(5, 3, 2), axis=1)
    assert ((steps != 0).sum(axis=2) == 1).all()
    assert np.abs(steps[steps != 0]) == pytest.approx(2 / 3, abs=1e-5)


@pytest.mark.parametrize("method", ["random", "lhs", "sobol", "saltelli", "morris"])
def test_the_same_experiment_has_the_same_design_and_another_seed_another(method: str) -> None:
    def values(seed: int) -> dict[str, list[Any]]:
        sweep = {"method": method, "size": 8, "over": OVER}
        return design(load_experiment({"scenario": "us_japan_2025", "seed": seed, "sweep": sweep})).values

    assert values(1) == values(1) != values(2)


def test_a_factor_may_be_one_of_some_names() -> None:
    over = {**OVER, "countries.USA.strategy.name": {"choice": ["linear", "conceder", "boulware"]}}
    for method in ("lhs", "morris"):
        found = made(method, size=30, over=over)
        assert set(found.values["countries.USA.strategy.name"]) == {"linear", "conceder", "boulware"}


def test_too_many_runs_are_refused() -> None:
    with pytest.raises(TradetalksError, match=r"has 2,000,000 design points and 2,000,000,000 runs"):
        design(
            load_experiment(
                {
                    "scenario": "split_the_pie",
                    "replications": 1000,
                    "sweep": {
                        "method": "grid",
                        "over": {
                            "countries.A.strategy.width": {"from": 0, "to": 0.999, "step": 0.001},
                            "countries.B.strategy.width": {"from": 0, "to": 0.9995, "step": 0.0005},
                        },
                    },
                }
            )
        )


def test_seeds_are_whole_numbers_that_every_tool_can_hold() -> None:
    experiment = load_experiment({"scenario": "split_the_pie", "common_random_numbers": False})
    seeds = {seed_of(experiment, point, number, 2.0**49) for point in range(30) for number in range(30)}
    assert len(seeds) == 900
    assert all(0 <= seed < 2**49 < 10**15 for seed in seeds)


def test_a_library_that_is_missing_is_named_with_the_line_that_installs_it() -> None:
    with pytest.raises(TradetalksError, match=r'needs no_such_library .*: pip install "tradetalks\[batch\]"'):
        extras.needed("no_such_library.part", "batch", "a design")
