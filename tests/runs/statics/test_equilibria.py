"""Where the trade model finds no equilibrium, the tariffs at fault are named as files name them."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from calls import call

from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.errors import ConvergenceError
from tradetalks.runs.single import run
from tradetalks.runs.statics.equilibria import without_equilibrium
from tradetalks.runs.statics.tariffs import tariff_effects

TABLE: dict[str, Any] = {
    "parties": ["USA", "JPN"],
    "agenda": {"all": {"lever": "tariff", "importer": "USA", "exporter": "JPN", "levels": [0, 10]}},
    "meetings": {"daily": {"every_days": 1}},
    "deadline": {"on": 5},
}


def scenario(economy: dict[str, Any], **table: Any) -> dict[str, Any]:
    country = {"strategy": {"name": "linear"}, "interests": {"real_income": {}}}
    return {"economy": economy, "countries": {"USA": country, "JPN": country}, "tables": {"talks": TABLE | table}}


THREAT = {"on": 5, "snap_back": {"USA.JPN": -99.9, "JPN.USA": 1000}}


def test_what_follows_without_a_deal_is_named() -> None:
    setup = scenario({}, deadline=THREAT)
    (problem,) = without_equilibrium(load_scenario(setup))
    assert problem.path == "tables.talks.deadline"
    assert "finds no equilibrium for what follows without a deal: USA.JPN -99.9, JPN.USA 1000;" in problem.message
    with pytest.raises(ConvergenceError) as caught:
        run(setup, seed=1)
    said = (
        "table talks: the trade model finds no equilibrium without a deal (added tariffs: USA.JPN -99.9, JPN.USA 1000);"
    )
    assert str(caught.value).startswith(said)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (str(again), again.schedules) == (str(caught.value), (1,))


def test_the_first_day_is_named_alone() -> None:
    setup = scenario({"added_tariffs": {"USA.*": -99.9}})
    (problem,) = without_equilibrium(load_scenario(setup))
    assert problem.path == "economy"
    assert "for the first day's added tariffs: USA.* -99.9;" in problem.message
    with pytest.raises(ConvergenceError, match=r"no equilibrium as the world is \(added tariffs: USA\.\* -99\.9\);"):
        run(setup, seed=1)


def test_a_deal_that_opens_too_much_is_named_by_the_rates_that_it_leaves() -> None:
    opening = {"lever": "market_access", "market": ["JPN", "CHN", "EU27"], "exporter": "USA", "levels": [0, 50]}
    setup = scenario({"added_tariffs": {"USA.*": -92.5}}, agenda={"opening": opening})
    (problem,) = without_equilibrium(load_scenario(setup))
    assert problem.path == "tables.talks.agenda"
    assert "for a deal with all levels at their highest: USA.* -92.5;" in problem.message
    with pytest.raises(ConvergenceError, match=r"no equilibrium with a deal \(added tariffs: USA\.\* -92\.5\);"):
        run(setup, seed=1)


def test_a_rate_on_one_sector_is_named_with_it() -> None:
    setup = scenario({}, deadline={"on": 5, "snap_back": {"USA.*": -99.9, "USA.JPN": 0, "USA.JPN.AUT": -99.9}})
    (problem,) = without_equilibrium(load_scenario(setup))
    assert "without a deal: USA." in problem.message
    assert "USA.JPN " not in problem.message


@pytest.mark.parametrize("name", shipped_scenarios())
def test_all_that_is_shipped_has_its_equilibria(name: str) -> None:
    assert without_equilibrium(load_scenario(name)) == []


def test_the_trade_model_alone() -> None:
    with pytest.raises(ConvergenceError, match=r"^the trade model finds no equilibrium with USA\.\* -99; "):
        tariff_effects({"USA.*": -99})


def test_validate_finds_it_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "extends: us_japan_2025\n"
        "tables:\n  USA-JPN:\n    deadline:\n      snap_back: {USA.JPN: -99.9, JPN.USA: 1000}\n",
        "utf-8",
    )
    done = call("validate", "mine.yaml", "split_the_pie", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error: mine.yaml:4:5: tables.USA-JPN.deadline: the trade model finds no equilibrium")
    assert done.stdout == "split_the_pie: fine (2 countries; tables: pie)\n"
