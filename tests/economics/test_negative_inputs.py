"""Input coefficients a little below 0, as tables of statistical offices hold them: taken as they are, and named."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import warnings
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from economy_worlds import accounts, announced, random_tariffs, random_world

from tradetalks.errors import ConvergenceError
from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.economy.trade import Rebate, TradeModel
from tradetalks.runs.statics.tariffs import tariff_effects

TAKEN = "negative input coefficients are taken as they are"


def with_cells(world: Calibration, cells: dict[tuple[str, str, str], float]) -> Calibration:
    """Return a world with other input coefficients at (region, input, using sector)."""
    g = world.input_coefficients.copy()
    for (region, used, using), value in cells.items():
        g[world.region(region), world.sector(used), world.sector(using)] = value
    return Calibration(
        world.regions,
        world.sectors,
        world.flows,
        world.base_tariffs,
        g,
        world.trade_elasticity,
        goods=world.goods,
        name="mine",
    )


@pytest.mark.parametrize("rebate", ["lump_sum", "income_tax"])
def test_a_cell_of_minus_0_0006_is_all_but_a_cell_of_nothing(rebate: Rebate) -> None:
    """Caliendo and Parro's own data hold a cell of -0.00057: welfare differs from the case of 0 by less than 0.001."""
    world = Calibration.load("icio_2022")
    cell = ("USA", "AGF", "ELM")  # 0.000126 in the data
    with pytest.warns(UserWarning, match=f"^calibration 'mine': {TAKEN} .*: USA, AGF, ELM: -0.0006$"):
        below = with_cells(world, {cell: -0.0006})
    assert below.input_coefficients[0, 0, 3] == -0.0006
    assert below.value_added_shares[0, 3] == pytest.approx(1 - below.input_coefficients[0, :, 3].sum(), abs=1e-15)
    zero = with_cells(world, {cell: 0.0})
    welfare = [TradeModel(case, rebate).solve(announced(case)).welfare_pct for case in (below, zero)]
    assert not np.array_equal(*welfare)
    assert np.abs(welfare[0] - welfare[1]).max() < 0.001


def small(seed: int) -> Calibration:
    """Return a random world of 4 regions by 5 sectors with a cell of -1 % and two nearer to 0."""
    cells = {("R0", "S1", "S2"): -0.01, ("R0", "S3", "S2"): -0.004, ("R3", "S0", "S4"): -0.0006}
    with pytest.warns(UserWarning, match="R0, S1, S2: -0.01; R0, S3, S2: -0.004; R3, S0, S4: -0.0006$"):
        return with_cells(random_world(seed, 4, 5), cells)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rebate", ["lump_sum", "income_tax"])
def test_the_laws_hold(seed: int, rebate: Rebate) -> None:
    """No change changes nothing; the accounts balance, worked out here; whichever labour market is dropped."""
    world = small(seed)
    model = TradeModel(world, rebate)
    assert np.abs(model.solve(world.base_tariffs, tolerance=1e-12).welfare_pct).max() < 1e-10
    tariffs = random_tariffs(seed, world, 1, largest=0.3)[0]
    result = model.solve(tariffs, tolerance=1e-11)
    assert (result.flows >= 0).all()
    for name, gap in accounts(world, tariffs, result).items():
        assert gap < 1e-8, name
    other = TradeModel(world, rebate, dropped_region="R1").solve(tariffs, tolerance=1e-11)
    assert np.abs(other.welfare_pct - result.welfare_pct).max() < 1e-7


def test_inputs_may_be_negative_in_sum() -> None:
    """A sector whose only inputs are negative has more value added than output, by as much."""
    world = random_world(1, 3, 2, inputs=False)
    with pytest.warns(UserWarning, match=TAKEN):
        odd = with_cells(world, {("R0", "S0", "S1"): -0.01})
    assert odd.value_added_shares[0].tolist() == [1, 1.01]
    tariffs = random_tariffs(1, odd, 1)[0]
    result = TradeModel(odd).solve(tariffs, tolerance=1e-11)
    assert all(gap < 1e-8 for gap in accounts(odd, tariffs, result).values())


def test_who_buys_less_than_nothing_is_no_equilibrium() -> None:
    """A hardly buys S0, and its sector S1 gives back 1 % of what it makes: with dear trade A makes S1 at home.

    The equations then have a solution in which A buys less than nothing: that is told, not shown as trade.
    """
    flows = [[[0.05, 1.0], [0.0, 100.0]], [[100.0, 0.5], [500.0, 500.0]]]
    g = np.zeros((2, 2, 2))
    g[0, 0, 1] = -0.01
    with pytest.warns(UserWarning, match=TAKEN):
        world = Calibration(["A", "B"], ["S0", "S1"], flows, np.zeros((2, 2, 2)), g, 4)
    model = TradeModel(world)
    costs = np.ones((2, 2, 2, 2))
    assert model.solve(world.base_tariffs, costs[0]).converged
    costs[1, 1, 0, 0] = costs[1, 0, 1, 1] = 1.5
    with pytest.raises(
        ConvergenceError, match=r"no equilibrium was found for schedule 1: with the negative .*A, S0: -"
    ):
        model.solve(np.zeros((2, 2, 2, 2)), costs)


def test_many_are_counted_and_each_is_warned_of_once() -> None:
    world = Calibration.load("icio_2022")
    cells = {(region, "AUT", using): -0.0001 for region in world.regions for using in ("AGF", "TEX", "SRV")}
    with pytest.warns(UserWarning, match=r"USA, AUT, AGF: -0.0001; .*; and 10 more$"):
        many = with_cells(world, cells)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = pickle.loads(pickle.dumps(many))  # noqa: S301 - as a worker gets it
    assert again == many
    assert not again.flows.flags.writeable


def file_of_ours(folder: Path) -> Path:
    """Return a data file: the shipped one, with a cell of -0.0006."""
    text = (resources.files("tradetalks.configs") / "data" / "icio_2022.yaml").read_text(encoding="utf-8")
    before = "AGF:  [0.408758, 0.045914, 0.000843,"
    assert text.count(before) == 1
    file = folder / "mine.yaml"
    file.write_text(text.replace(before, "AGF:  [0.408758, 0.045914, -0.0006,"), encoding="utf-8")
    return file


def test_a_file_is_read_with_the_warning(tmp_path: Path) -> None:
    file = file_of_ours(tmp_path)
    with pytest.warns(UserWarning, match="USA, AGF, MET: -0.0006$"):
        ours = tariff_effects({"USA.*": 10}, data=str(file))
    shipped = tariff_effects({"USA.*": 10})
    assert ours.regions["USA"].revenue == pytest.approx(shipped.regions["USA"].revenue, abs=0.5)


@pytest.mark.parametrize("command", ["validate", "run"])
def test_who_sits_at_the_terminal_sees_it_once(command: str, tmp_path: Path) -> None:
    text = (resources.files("tradetalks.configs") / "scenarios" / "us_japan_2025.yaml").read_text(encoding="utf-8")
    before = "  data: icio_2022 "
    assert text.count(before) == 1
    file_of_ours(tmp_path)
    (tmp_path / "talks.yaml").write_text(text.replace(before, "  data: mine.yaml "), encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("tradetalks"), command, "talks.yaml"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert len(re.findall(f"{TAKEN} .*: USA, AGF, MET: -0.0006", done.stderr)) == 1
