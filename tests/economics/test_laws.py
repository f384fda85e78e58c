"""Laws that hold in any world: random ones of two to five regions and one to four sectors."""

import itertools

import numpy as np
import pytest
from economy_worlds import accounts, announced, random_tariffs, random_world
from hypothesis import given, settings
from hypothesis import strategies as st

from tradetalks.model.economy import Calibration, TradeModel

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.tuples(st.integers(2, 5), st.integers(1, 4))
OPTIONS = st.tuples(
    st.sampled_from(["lump_sum", "income_tax"]),
    st.sampled_from([0.0, 0.5, 1.0]),
    st.sampled_from([0.0, 0.05]),
)
TIGHT = 1e-11

few = settings(max_examples=40, deadline=None, derandomize=True)


@few
@given(SEEDS, SIZES, OPTIONS, st.booleans())
def test_no_change_changes_nothing(seed: int, size: tuple[int, int], options: tuple, inputs: bool) -> None:
    world = random_world(seed, *size, inputs=inputs)
    result = TradeModel(world, *options).solve(world.base_tariffs)
    for change in (result.welfare_pct, result.employment_pct, result.price_pct, result.wage_pct, result.income_gain):
        assert change == pytest.approx(0, abs=1e-10)
    assert result.flows == pytest.approx(world.flows, rel=1e-12)
    assert result.revenue == pytest.approx(world.base_revenue, rel=1e-12)


def test_no_change_changes_nothing_in_the_shipped_data() -> None:
    world = Calibration.load("icio_2022")
    result = TradeModel(world).solve(world.base_tariffs, np.ones_like(world.base_tariffs))
    assert result.welfare_pct == pytest.approx(0, abs=1e-10)
    assert result.price_pct == pytest.approx(0, abs=1e-10)
    assert result.employment_pct == pytest.approx(0, abs=1e-10)


@few
@given(SEEDS, SIZES, OPTIONS)
def test_accounts_balance_and_flows_are_positive(seed: int, size: tuple[int, int], options: tuple) -> None:
    world = random_world(seed, *size)
    tariffs = random_tariffs(seed, world, 3)
    result = TradeModel(world, *options).solve(tariffs)
    assert (result.flows >= 0).all()
    assert result.flows.shape == tariffs.shape
    model = TradeModel(world, *options)
    for one in tariffs:
        for account, imbalance in accounts(world, one, model.solve(one)).items():
            assert imbalance < 1e-7, account


@few
@given(SEEDS, SIZES, OPTIONS)
def test_whichever_region_is_dropped(seed: int, size: tuple[int, int], options: tuple) -> None:
    world = random_world(seed, *size)
    tariffs = random_tariffs(seed, world, 1)[0]
    results = [
        TradeModel(world, *options, dropped_region=region).solve(tariffs, tolerance=TIGHT) for region in world.regions
    ]
    for one, other in itertools.pairwise(results):
        assert one.welfare_pct == pytest.approx(other.welfare_pct, abs=1e-7)
        assert one.flows == pytest.approx(other.flows, rel=1e-7)


def test_whichever_region_is_dropped_in_the_shipped_data() -> None:
    world = Calibration.load("icio_2022")
    tariffs = announced(world)
    results = [
        TradeModel(world, dropped_region=region).solve(tariffs, tolerance=TIGHT).welfare_pct for region in world.regions
    ]
    for one, other in itertools.pairwise(results):
        assert one == pytest.approx(other, abs=1e-7)


@few
@given(SEEDS, SIZES, OPTIONS, st.sampled_from([1e-6, 1e-3, 7.0, 1e6]))
def test_scaling_flows_scales_money_alone(seed: int, size: tuple[int, int], options: tuple, factor: float) -> None:
    world = random_world(seed, *size)
    larger = Calibration(
        world.regions,
        world.sectors,
        world.flows * factor,
        world.base_tariffs,
        world.input_coefficients,
        world.trade_elasticity,
    )
    tariffs = random_tariffs(seed, world, 1)[0]
    one = TradeModel(world, *options).solve(tariffs, tolerance=TIGHT)
    other = TradeModel(larger, *options).solve(tariffs, tolerance=TIGHT)
    assert other.welfare_pct == pytest.approx(one.welfare_pct, abs=1e-7)
    assert other.price_pct == pytest.approx(one.price_pct, abs=1e-7)
    assert other.income_gain / factor == pytest.approx(one.income_gain, abs=1e-8, rel=1e-7)
    assert other.revenue / factor == pytest.approx(one.revenue, rel=1e-7)
    assert other.flows / factor == pytest.approx(one.flows, rel=1e-7)


@few
@given(SEEDS, SIZES, OPTIONS, st.randoms(use_true_random=False))
def test_other_labels_same_world(seed: int, size: tuple[int, int], options: tuple, random) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    world = random_world(seed, *size)
    n = random.sample(range(size[0]), size[0])
    s = random.sample(range(size[1]), size[1])
    pairs, uses = np.ix_(n, n, s), np.ix_(n, s, s)
    shuffled = Calibration(
        [world.regions[i] for i in n],
        [world.sectors[i] for i in s],
        world.flows[pairs],
        world.base_tariffs[pairs],
        world.input_coefficients[uses],
        world.trade_elasticity[s],
    )
    tariffs = random_tariffs(seed, world, 2)
    one = TradeModel(world, *options).solve(tariffs, tolerance=TIGHT)
    other = TradeModel(shuffled, *options).solve(tariffs[:, n][:, :, n][..., s], tolerance=TIGHT)
    assert other.welfare_pct == pytest.approx(one.welfare_pct[:, n], abs=1e-7)
    assert other.flows == pytest.approx(one.flows[:, n][:, :, n][..., s], rel=1e-7)


@few
@given(SEEDS, st.integers(2, 5))
def test_domestic_share_says_it_all(seed: int, N: int) -> None:
    """Arkolakis, Costinot and Rodriguez-Clare (2012): the gain is the change of the domestic share."""
    random = np.random.default_rng(seed)
    flows = random.lognormal(0, 1, (N, N)) + 3 * np.eye(N)
    flows = (flows + flows.T)[..., None]  # as much in as out: no deficits
    theta = random.uniform(2, 8)
    none = np.zeros((N, N, 1))
    regions = [f"R{n}" for n in range(N)]
    world = Calibration(regions, ["all"], flows, none, np.zeros((N, 1, 1)), theta)
    costs = random.uniform(0.6, 1.7, (N, N, 1))
    costs[np.arange(N), np.arange(N)] = 1
    result = TradeModel(world, labour_supply_elasticity=0).solve(none, costs, tolerance=1e-13)
    own = np.arange(N)
    before = (flows / flows.sum(axis=1, keepdims=True))[own, own, 0]
    after = (result.flows / result.flows.sum(axis=1, keepdims=True))[own, own, 0]
    assert 1 + result.welfare_pct / 100 == pytest.approx((after / before) ** (-1 / theta), abs=1e-12)
    assert np.abs(result.welfare_pct).max() > 0.01


@few
@given(SEEDS, SIZES, OPTIONS)
def test_a_batch_is_its_schedules(seed: int, size: tuple[int, int], options: tuple) -> None:
    world = random_world(seed, *size)
    model = TradeModel(world, *options)
    tariffs = random_tariffs(seed, world, 3)
    tariffs[1] = tariffs[0]
    tariffs[1, 0, 1, 0] += 0.1  # and one that differs in a single cell
    costs = np.ones_like(world.flows)
    costs[1, 0] = 0.95
    batch = model.solve(tariffs, costs)
    for b, one in enumerate(tariffs):
        alone = model.solve(one, costs)
        assert batch.income_gain[b] == pytest.approx(alone.income_gain, rel=1e-7, abs=1e-8)
        assert batch.flows[b] == pytest.approx(alone.flows, rel=1e-7)


def test_a_cut_of_barriers_is_a_cut_of_costs() -> None:
    """Under constant wages elsewhere a barrier's cut draws imports as theta says, and pays no revenue."""
    world = Calibration.load("icio_2022")
    usa, japan, cars = world.region("USA"), world.region("JPN"), world.sector("AUT")
    costs = np.ones_like(world.flows)
    costs[japan, usa, cars] = 0.99
    result = TradeModel(world).solve(world.base_tariffs, costs)
    growth = result.flows[japan, usa, cars] / world.flows[japan, usa, cars]
    assert np.log(growth) == pytest.approx(-world.trade_elasticity[cars] * np.log(0.99), rel=0.02)
    assert result.income_gain[usa] > 0
    assert result.income_gain[japan] > 0
