"""What the trade model can't work with is refused, with region, sector and value."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from economy_worlds import random_world

from tradetalks.errors import ConvergenceError, EconomyError
from tradetalks.model.economy import Calibration, TradeModel

SHIPPED = (resources.files("tradetalks.configs") / "data" / "icio_2022.yaml").read_text(encoding="utf-8")


def parts() -> dict[str, Any]:
    """Return the arguments of a sound calibration: two regions, two sectors."""
    return {
        "regions": ["AAA", "BBB"],
        "sectors": ["CAR", "RUM"],
        "flows": np.array([[[10.0, 10.0], [1.0, 2.0]], [[2.0, 1.0], [8.0, 9.0]]]),
        "base_tariffs": np.array([[[0.0, 0.0], [0.1, 0.2]], [[0.0, 0.3], [0.0, 0.0]]]),
        "input_coefficients": np.full((2, 2, 2), 0.2),
        "trade_elasticity": [4.0, 5.0],
    }


def put(name: str, place: tuple[int, ...], value: float) -> Callable[[dict[str, Any]], None]:
    def change(arguments: dict[str, Any]) -> None:
        arguments[name] = np.array(arguments[name], dtype=float)
        arguments[name][place] = value

    return change


def change(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda arguments: arguments.update({name: value})


def test_the_sound_one_is_accepted() -> None:
    assert Calibration(**parts()).factor_income == pytest.approx([15 * 0 + 0.6 * 23, 0.6 * 20])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (change("regions", ["AAA", "AAA"]), ["region appears twice", "AAA"]),
        (change("sectors", ["RUM", "RUM"]), ["sector appears twice", "RUM"]),
        (change("regions", []), ["at least one"]),
        (change("regions", "AB"), ["list"]),
        (change("regions", ["AAA", False]), ["must be a word", "False", "quotes"]),
        (change("flows", np.ones((2, 2))), ["flows", "(2, 2, 2)", "(2, 2)"]),
        (change("flows", [[1, 2], [3]]), ["flows", "numbers"]),
        (change("base_tariffs", np.zeros((2, 2, 3))), ["base tariffs", "(2, 2, 3)"]),
        (change("input_coefficients", np.zeros((2, 2))), ["input coefficients", "(2, 2)"]),
        (change("trade_elasticity", [4, 4, 4]), ["elasticity", "(3,)"]),
        (put("flows", (0, 1, 1), -2.5), ["flow is negative", "AAA <- BBB, RUM: -2.5"]),
        (put("flows", (1, 0, 0), np.nan), ["flow is not a finite", "BBB <- AAA, CAR: nan"]),
        (put("flows", (1, 0, 0), np.inf), ["BBB <- AAA, CAR: inf"]),
        (put("base_tariffs", (0, 1, 0), -1), ["above -1", "AAA <- BBB, CAR: -1"]),
        (put("base_tariffs", (0, 1, 0), np.nan), ["base tariff", "AAA <- BBB, CAR: nan"]),
        (put("base_tariffs", (1, 1, 0), 0.1), ["on itself", "BBB <- BBB, CAR: 0.1"]),
        (put("input_coefficients", (1, 0, 1), -0.0101), ["below -0.01 (-1 % of the using", "BBB, CAR, RUM: -0.0101"]),
        (put("input_coefficients", (1, 0, 1), np.nan), ["coefficient", "BBB, CAR, RUM: nan"]),
        (put("input_coefficients", (1, 0, 1), 0.8), ["gamma", "BBB, RUM: "]),
        (put("input_coefficients", (1, 0, 1), 0.79), ["final demand F", "BBB, CAR: "]),
        (put("trade_elasticity", (1,), 0), ["elasticity must be above 0", "RUM: 0"]),
        (change("goods", ["CARS"]), ["goods", "no sector 'CARS'", "did you mean 'CAR'"]),
        (change("groups", {"drinks": ["TEA"]}), ["drinks", "no sector 'TEA'"]),
        (change("region_names", {"ABA": "A"}), ["no region 'ABA'", "did you mean"]),
    ],
)
def test_a_spoilt_calibration_is_refused(spoil: Callable[[dict[str, Any]], None], words: list[str]) -> None:
    arguments = parts()
    spoil(arguments)
    with pytest.raises(EconomyError) as refused:
        Calibration(**arguments)
    for word in words:
        assert word in str(refused.value)


def test_all_problems_are_told_at_once() -> None:
    arguments = parts()
    put("flows", (0, 1, 1), -2.5)(arguments)
    put("trade_elasticity", (0,), -4)(arguments)
    with pytest.raises(EconomyError) as refused:
        Calibration(**arguments, name="mine")
    for word in ("calibration 'mine'", "AAA <- BBB, RUM: -2.5", "CAR: -4"):
        assert word in str(refused.value)


def test_lookups_name_what_is_meant() -> None:
    world = Calibration.load("icio_2022")
    with pytest.raises(EconomyError, match=r"no region 'JPM'.*did you mean 'JPN'"):
        world.region("JPM")
    with pytest.raises(EconomyError, match=r"no sector 'AUTO'.*did you mean 'AUT'"):
        world.sector("AUTO")
    with pytest.raises(EconomyError, match=r"no group or sector 'metal'.*did you mean 'metals'"):
        world.group("metal")
    assert world.group("cars_and_parts").tolist() == [4]
    assert world.group("AUT").tolist() == [4]
    assert world.group("other_goods").tolist() == [0, 1, 3, 5]
    assert world.groups["goods"] == world.goods == ("AGF", "TEX", "MET", "ELM", "AUT", "OTH")
    assert world.region_names["USA"] == "United States"


def test_a_calibration_is_immutable() -> None:
    flows = parts()["flows"]
    world = Calibration(**(parts() | {"flows": flows}))
    flows[0, 0, 0] = 99
    assert world.flows[0, 0, 0] == 10
    with pytest.raises(ValueError, match="read-only"):
        world.flows[0, 0, 0] = 1
    with pytest.raises(AttributeError):
        world.flows = flows  # type: ignore[misc]


def schedules(*places: tuple[tuple[int, ...], float], like: float = 0.0, batch: int = 0) -> np.ndarray:
    """Return tariffs (or costs) of 0 (or 1), with some figures put in."""
    array = np.full((batch, 2, 2, 2) if batch else (2, 2, 2), float(like))
    for place, value in places:
        array[place] = value
    return array


@pytest.mark.parametrize(
    ("tariffs", "costs", "words"),
    [
        (schedules(((0, 1, 1), -1)), None, ["above -1", "AAA <- BBB, RUM: -1"]),
        (schedules(((0, 1, 1), np.nan)), None, ["finite", "AAA <- BBB, RUM: nan"]),
        (schedules(((0, 1, 1), np.inf)), None, ["finite", "AAA <- BBB, RUM: inf"]),
        (schedules(((1, 1, 0), 0.2)), None, ["on itself", "BBB <- BBB, CAR: 0.2"]),
        (schedules(((2, 1, 0, 0), np.nan), batch=3), None, ["schedule 2", "BBB <- AAA, CAR: nan"]),
        (schedules(((0, 1, 0, 0), np.nan), batch=3), None, ["schedule 0", "BBB <- AAA, CAR: nan"]),
        (schedules(((1, 1, 0, 0), -1.5), batch=3), None, ["schedule 1", "BBB <- AAA, CAR: -1.5"]),
        (schedules(((1, 0, 0, 1), 0.5), batch=3), None, ["schedule 1", "AAA <- AAA, RUM: 0.5"]),
        (schedules(((slice(None), 0, 0, 1), 0.5), batch=3), None, ["on itself", "AAA <- AAA, RUM: 0.5"]),
        (np.zeros((2, 2)), None, ["tariffs", "(2, 2, 2)", "(2, 2)"]),
        (np.zeros((0, 2, 2, 2)), None, ["B > 0", "(0, 2, 2, 2)"]),
        (np.zeros((1, 1, 2, 2, 2)), None, ["(1, 1, 2, 2, 2)"]),
        ([[["x"]]], None, ["numbers"]),
        (schedules(), schedules(((0, 1, 1), 0), like=1), ["above 0", "AAA <- BBB, RUM: 0"]),
        (schedules(), schedules(((0, 1, 1), np.nan), like=1), ["above 0", "AAA <- BBB, RUM: nan"]),
        (schedules(), schedules(((1, 1, 1), 0.9), like=1), ["with itself", "BBB <- BBB, RUM: 0.9"]),
        (schedules(batch=2), schedules(((1, 1, 1, 1), 0.9), like=1, batch=2), ["schedule 1", "BBB <- BBB"]),
        (schedules(batch=2), schedules(like=1, batch=3), ["2 of tariffs", "3 of trade costs"]),
        (schedules(), np.ones((2, 2, 3)), ["trade costs", "(2, 2, 3)"]),
    ],
)
def test_a_spoilt_schedule_is_refused(tariffs: Any, costs: Any, words: list[str]) -> None:
    model = TradeModel(Calibration(**parts()))
    with pytest.raises(EconomyError) as refused:
        model.solve(tariffs, costs)
    assert not isinstance(refused.value, ConvergenceError)
    for word in words:
        assert word in str(refused.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rebate": "lumpsum"}, "no rebate 'lumpsum'.*did you mean 'lump_sum'"),
        ({"labour_supply_elasticity": -0.1}, "must be 0 or more, not -0.1"),
        ({"labour_supply_elasticity": np.nan}, "must be 0 or more, not nan"),
        ({"scale": np.inf}, "scale elasticity.*inf"),
        ({"dropped_region": "CCC"}, "no region 'CCC'"),
    ],
)
def test_a_wrong_option_is_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(EconomyError, match=words):
        TradeModel(Calibration(**parts()), **options)


@pytest.mark.parametrize("tolerance", [0, -1e-8, 1, np.nan])
def test_a_wrong_tolerance_is_refused(tolerance: float) -> None:
    with pytest.raises(EconomyError, match="tolerance must be between"):
        TradeModel(Calibration(**parts())).solve(parts()["base_tariffs"], tolerance=tolerance)


def test_more_revenue_than_pay_is_refused() -> None:
    """Additional revenue can't lower the tax on labour by more than labour is paid."""
    flows = np.array([[[1.0], [50.0]], [[50.0], [1.0]]])
    world = Calibration(["AAA", "BBB"], ["all"], flows, np.zeros((2, 2, 1)), np.zeros((2, 1, 1)), 0.2)
    tariffs = np.zeros((2, 2, 1))
    tariffs[0, 1] = 5
    with pytest.raises(EconomyError, match=r"tau must be below 1\): AAA: [1-9]"):
        TradeModel(world, "income_tax", labour_supply_elasticity=0).solve(tariffs)
    batch = np.zeros((70, 2, 2, 1))
    batch[65] = tariffs
    with pytest.raises(EconomyError, match=r"tau must be below 1\): schedule 65, AAA: [1-9]"):
        TradeModel(world, "income_tax", labour_supply_elasticity=0).solve(batch)
    assert np.isfinite(TradeModel(world, "lump_sum", labour_supply_elasticity=0).solve(tariffs).welfare_pct).all()


def test_no_equilibrium_is_an_error_that_names_the_schedule() -> None:
    world = random_world(0, 3, 2)
    tariffs = np.repeat(world.base_tariffs[None], 70, axis=0)
    costs = np.ones_like(tariffs)
    costs[66, 0, 1] = costs[66, 1, 2] = costs[66, 2, 0] = 1e-300
    with pytest.raises(ConvergenceError, match=r"schedule 66 .of 70"):
        TradeModel(world, scale=3.0).solve(tariffs, costs)


def load(tmp_path: Path, old: str, new: str, **options: str) -> Calibration:
    assert SHIPPED.count(old) >= 1
    path = tmp_path / "mine.yaml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return Calibration.load(path, **options)


def test_your_own_file(tmp_path: Path) -> None:
    mine = load(tmp_path, "name: icio_2022", "name: mine")
    assert mine.name == "mine"
    assert mine.digest == Calibration.load("icio_2022").digest
    assert Calibration.load(str(tmp_path / "mine.yaml"), "fgo").trade_elasticity[4] == 8.955


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("unit: USD million", "unit: EUR million", ["mine.yaml: flows", "unit", "EUR million"]),
        ("unit: percent", "unit: per cent", ["base_tariffs", "unit", "per cent"]),
        ("input_coefficients:", "input_coefs:", ["'input_coefficients' is missing", "did you mean 'input_coefs'"]),
        ("columns: [AGF, TEX", "columns: [TEX, AGF", ["trade_elasticities", "columns"]),
        ("      JPN:  [    1343.1,", "      JAP:  [    1343.1,", ["flows: USA", "no region 'JAP'", "'JPN'"]),
        ("      JPN:  [    1343.1,", "      JPN:  [", ["flows: USA: JPN", "(7,)", "(6,)"]),
        ("      JPN:  [    1343.1,", "      JPN:  [    lots,", ["flows: USA: JPN", "numbers"]),
        ("      JPN:  [    1343.1,", "      JPN:  [   -1343.1,", ["flow is negative", "USA <- JPN, AGF: -1.3431"]),
        ("      JPN:  [ 2.439,", "#", ["base_tariffs", "no row of figures for USA: JPN"]),
        ("  JPN: Japan", "  no: Norway", ["must be a word", "False"]),
        ("  median:", "  middle:", ["no elasticities 'median'", "middle, four, fgo"]),
        ("goods: [AGF,", "goods: [AGR,", ["group 'goods'", "no sector 'AGR'"]),
        ("format: 1", "]", ["mine.yaml is not valid YAML"]),
    ],
)
def test_a_spoilt_file_is_refused(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    with pytest.raises(EconomyError) as refused:
        load(tmp_path, old, new)
    for word in words:
        assert word in str(refused.value)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(EconomyError, match=r"no shipped data 'icio_2002'.*did you mean 'icio_2022'"):
        Calibration.load("icio_2002")
    with pytest.raises(EconomyError, match=r"can't read the data file 'nowhere/mine\.yaml'"):
        Calibration.load("nowhere/mine.yaml")
