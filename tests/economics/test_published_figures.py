"""Figures that the model must give: published ones, and those computed elsewhere from the same equations."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from economy_worlds import ANNOUNCED, Floats, announced, april_16

from tradetalks.model.economy import Calibration, TradeModel

REGIONS = ("USA", "JPN", "CHN", "VNM", "MYS", "KHM", "THA", "IDN", "EU27", "ROW")


@pytest.fixture(scope="module")
def world() -> Calibration:
    return Calibration.load("icio_2022")


def schedule(world: Calibration, case: str) -> Floats:
    if case == "16 April":
        return april_16(world)
    return announced(world, reciprocal=case == "reciprocal")


def test_derived_quantities(world: Calibration) -> None:
    assert world.regions == REGIONS
    assert world.sectors == ("AGF", "TEX", "MET", "ELM", "AUT", "OTH", "SRV")
    V = [25277.3, 4298.6, 16685.1, 381.6, 379.1, 27.4, 460.9, 1261.5, 15573.8, 29464.7]
    I0 = [26317.6, 4482.5, 16221.7, 385.9, 358.4, 32.4, 483.5, 1220.9, 15355.4, 29347.0]
    R0 = [78.3, 10.0, 91.4, 13.2, 10.0, 1.7, 7.4, 5.5, 39.0, 139.0]
    assert world.factor_income == pytest.approx(V, abs=0.1)
    assert world.income == pytest.approx(I0, abs=0.1)
    assert world.base_revenue == pytest.approx(R0, abs=0.1)
    assert world.deficit.sum() == pytest.approx(0, abs=1e-9)
    assert world.deficit == pytest.approx(world.income - world.factor_income - world.base_revenue)
    goods, usa, japan = world.group("goods"), world.region("USA"), world.region("JPN")
    deficit = world.flows[usa, japan, goods].sum() - world.flows[japan, usa, goods].sum()
    assert deficit == pytest.approx(66.0, abs=0.1)


WELFARE = [
    ("announced", "lump_sum", 0.5, "median",
     [-0.0718, -0.2313, -0.5191, -4.0797, -1.3220, -4.7059, -1.3073, -0.3636, -0.2913, -0.3424]),
    ("announced", "income_tax", 0.5, "median",
     [0.3976, -0.2278, -0.5510, -4.3736, -1.4290, -5.1066, -1.3782, -0.3865, -0.2962, -0.3443]),
    ("announced", "lump_sum", 0.0, "median",
     [-0.0431, -0.1477, -0.3466, -2.8081, -0.8753, -3.4987, -0.9003, -0.2434, -0.1937, -0.2268]),
    ("announced", "lump_sum", 0.0, "four",
     [-0.0109, -0.1445, -0.3562, -2.8245, -0.8316, -3.2681, -0.8725, -0.2434, -0.1814, -0.2182]),
    ("reciprocal", "income_tax", 0.5, "median",
     [-0.2770, -0.2770, -0.5306, -4.7280, -1.4011, -5.8093, -1.6417, -0.3178, -0.2723, -0.2385]),
    ("16 April", "lump_sum", 0.5, "median",
     [-0.3662, -0.1405, -0.6914, -0.3658, -0.4141, 0.4621, -0.2731, -0.1142, -0.1738, -0.2954]),
    ("16 April", "lump_sum", 0.0, "median",
     [-0.2452, -0.0869, -0.4614, -0.2382, -0.2762, 0.3840, -0.1758, -0.0783, -0.1151, -0.1959]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "rebate", "kappa", "elasticities", "expected"), WELFARE)
def test_welfare(case: str, rebate: str, kappa: float, elasticities: str, expected: list[float]) -> None:
    world = Calibration.load("icio_2022", elasticities)
    model = TradeModel(world, rebate=rebate, labour_supply_elasticity=kappa)  # type: ignore[arg-type]
    result = model.solve(schedule(world, case))
    assert result.converged
    assert result.welfare_pct == pytest.approx(expected, abs=0.001)
    assert result.income_gain == pytest.approx(result.welfare_pct / 100 * world.income)


def test_without_labour_supply_the_rebate_is_irrelevant(world: Calibration) -> None:
    one, other = (
        TradeModel(world, rebate, labour_supply_elasticity=0).solve(announced(world)).welfare_pct
        for rebate in ("lump_sum", "income_tax")
    )
    assert one == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize(("kappa", "revenue", "price"), [(0.0, 265.170, 5.0338), (0.5, 264.866, 5.2701)])
def test_revenue_and_prices_in_the_united_states(
    world: Calibration, kappa: float, revenue: float, price: float
) -> None:
    result = TradeModel(world, labour_supply_elasticity=kappa).solve(announced(world))
    assert result.revenue[0] - world.base_revenue[0] == pytest.approx(revenue, abs=0.001)
    assert result.price_pct[0] == pytest.approx(price, abs=0.001)


# Rates on Japan on top of the base: cars and parts, metals, other goods; gains against 25 / 25 / 10 in USD bn.
JAPAN_TABLE = [
    (25, 25, 24, -1.78, -5.25, -0.06, -5.33),
    (15, 25, 15, 1.11, -0.69, 1.54, -0.70),
    (15, 15, 15, 1.23, -0.50, 1.66, -0.51),
    (15, 25, 10, 1.02, 1.64, 0.46, 1.66),
    (10, 25, 10, 0.82, 2.82, -0.39, 2.86),
    (10, 10, 10, 0.94, 3.16, -0.32, 3.20),
    (0, 25, 0, -8.47, 13.41, -16.96, 13.59),
    (0, 0, 0, -8.75, 14.22, -17.47, 14.41),
]


@pytest.mark.parametrize(("rebate", "columns"), [("lump_sum", (3, 4)), ("income_tax", (5, 6))])
def test_the_table_of_the_united_states_and_japan(world: Calibration, rebate: str, columns: tuple[int, int]) -> None:
    usa, japan = world.region("USA"), world.region("JPN")
    schedules = []
    for rates in [(25, 25, 10), *(row[:3] for row in JAPAN_TABLE)]:
        tariffs = april_16(world)
        for group, rate in zip(("cars_and_parts", "metals", "other_goods"), rates, strict=True):
            sectors = world.group(group)
            tariffs[usa, japan, sectors] = world.base_tariffs[usa, japan, sectors] + rate / 100
        schedules.append(tariffs)
    assert np.array_equal(schedules[0], april_16(world))
    result = TradeModel(world, rebate=rebate).solve(np.array(schedules))  # type: ignore[arg-type]
    gains = (result.income_gain[1:] - result.income_gain[0])[:, [usa, japan]]
    expected = np.array([[row[column] for column in columns] for row in JAPAN_TABLE])
    assert gains == pytest.approx(expected, abs=0.01)


@pytest.fixture(scope="module")
def one_sector() -> Calibration:
    path = Path(__file__).parent / "data" / "one_sector_2023.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    regions = content["regions"]
    flows = np.array([content["flows"][exporter] for exporter in regions]).T  # to importer, exporter
    N = len(regions)
    return Calibration(regions, ["all"], flows[..., None], np.zeros((N, N, 1)), np.zeros((N, 1, 1)), 4)


@pytest.mark.parametrize(
    ("rebate", "tolerance", "expected"),
    [
        (
            "income_tax",
            0.001,
            [1.3428, -0.2921, -1.0083, -11.2602, -3.5737, -3.7196, -2.5331, -0.5694, -0.2000, -0.2494],
        ),
        (
            "lump_sum",
            0.001,
            [0.505, -0.296, -0.978, -11.088, -3.467, -3.728, -2.498, -0.551, -0.205, -0.260],
        ),
    ],
)
def test_one_sector_limit(one_sector: Calibration, rebate: str, tolerance: float, expected: list[float]) -> None:
    """The Eaton-Kortum column of Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), on ten regions."""
    model = TradeModel(one_sector, rebate=rebate, labour_supply_elasticity=0.5, scale=0.1675)  # type: ignore[arg-type]
    result = model.solve(announced(one_sector))
    assert result.welfare_pct == pytest.approx(expected, abs=tolerance)


def test_the_list_of_announced_rates_is_complete(world: Calibration) -> None:
    assert set(ANNOUNCED) == set(world.regions) - {"USA"}
