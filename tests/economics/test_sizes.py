"""The sizes of the papers solve, in seconds; and so do extreme tariffs."""

import numpy as np
import pytest
from economy_worlds import announced, april_16, random_tariffs, random_world

from tradetalks.model.economy import Calibration, TradeModel


@pytest.mark.parametrize(("N", "S", "inputs"), [(31, 40, True), (194, 1, False), (194, 1, True), (2, 1, False)])
def test_the_sizes_of_the_papers(N: int, S: int, inputs: bool) -> None:
    world = random_world(0, N, S, inputs=inputs)
    tariffs = random_tariffs(1, world, 1, largest=0.3)[0]
    result = TradeModel(world).solve(tariffs)
    assert result.steps < 20  # not by Newton's method, which takes seconds here
    spending = (result.flows * (1 + tariffs)).sum(axis=1)
    output = result.flows.sum(axis=0)
    inputs_used = np.einsum("nks,ns->nk", world.input_coefficients, output)
    pay = world.factor_income * (1 + result.wage_pct / 100) * (1 + result.employment_pct / 100)
    income = pay + result.revenue + world.deficit * pay.sum() / world.factor_income.sum()
    assert spending - inputs_used == pytest.approx(world.final_shares * income[:, None], rel=1e-6, abs=1e-9)
    assert pay == pytest.approx((world.value_added_shares * output).sum(axis=1), rel=1e-6)


@pytest.mark.parametrize("rebate", ["lump_sum", "income_tax"])
def test_extreme_tariffs_solve(rebate: str) -> None:
    world = Calibration.load("icio_2022")
    goods, usa, china = world.group("goods"), world.region("USA"), world.region("CHN")
    war = april_16(world)
    war[usa, china, goods] = war[china, usa, goods] = 5.0
    everyone = announced(world)
    everyone[usa, 1:, :6] = 5.0
    everyone[1:, usa, :6] = 5.0
    free = np.zeros_like(war)
    model = TradeModel(world, rebate=rebate)  # type: ignore[arg-type]
    result = model.solve(np.array([war, everyone, free]))
    assert result.converged.all()  # type: ignore[union-attr]
    assert result.flows[1, usa, 1:, :6].sum() < 0.01 * world.flows[usa, 1:, :6].sum()
    assert result.revenue[2] == pytest.approx(0, abs=1e-9)
    assert result.welfare_pct[1, usa] < result.welfare_pct[0, usa] < 0


def test_newtons_method_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    world = Calibration.load("icio_2022")
    for rebate in ("lump_sum", "income_tax"):
        model = TradeModel(world, rebate, scale=0.05)  # type: ignore[arg-type]
        tariffs = np.array([announced(world), april_16(world)])
        usual = model.solve(tariffs, tolerance=1e-10)
        with monkeypatch.context() as patch:
            patch.setattr("tradetalks.model.economy.solver.MAX_STEPS", 2)
            newton = model.solve(tariffs, tolerance=1.1e-10)
        assert (np.asarray(newton.steps) >= 2).all()
        assert (np.asarray(newton.steps) < 12).all()
        assert newton.welfare_pct == pytest.approx(usual.welfare_pct, abs=1e-7)


def test_a_market_without_buyers_stays_one() -> None:
    world = random_world(3, 3, 2)
    flows, inputs = world.flows.copy(), world.input_coefficients.copy()
    flows[0, :, 1] = 0  # nobody in R0 buys S1 ...
    inputs[0, 1] = 0  # ... or uses it
    model = TradeModel(
        Calibration(world.regions, world.sectors, flows, world.base_tariffs, inputs, world.trade_elasticity)
    )
    result = model.solve(random_tariffs(3, world, 2))
    assert (result.flows[:, 0, :, 1] == 0).all()
    assert np.isfinite(result.welfare_pct).all()
    assert model.solve(world.base_tariffs).welfare_pct == pytest.approx(0, abs=1e-10)


def test_chunks_end_where_they_end() -> None:
    world = random_world(5, 3, 2)
    tariffs = np.repeat(world.base_tariffs[None], 70, axis=0)
    tariffs[:, 0, 1, 0] += np.linspace(0, 0.5, 70)
    model = TradeModel(world)
    result = model.solve(tariffs)
    assert result.welfare_pct.shape == (70, 3)
    for b in (0, 63, 64, 69):
        assert result.welfare_pct[b] == pytest.approx(model.solve(tariffs[b]).welfare_pct, abs=1e-7)
