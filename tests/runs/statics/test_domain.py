"""`tradetalks domain`: a table before anyone has spoken."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from tradetalks.cli.printing.domain import print_domain
from tradetalks.configs.load import load_scenario
from tradetalks.errors import ConfigError, UnknownName
from tradetalks.runs.single import run
from tradetalks.runs.statics.domain import domain

KEYS = [
    *("outcomes", "mean_utility", "pareto", "nash", "kalai_smorodinsky", "egalitarian", "utilitarian"),
    *("equal_utility", "opposition", "min_distance_opposition"),
]


def sheet(**points: list[float]) -> dict[str, Any]:
    return {"weights": {name: 1 / len(points) for name in points}, "points": points}


def scored(*sheets: dict[str, Any], levels: int = 3, **reservations: float) -> dict[str, Any]:
    parties = ["A", "B", "C"][: len(sheets)]
    names = list(sheets[0]["points"])
    return {
        "countries": {party: {"strategy": {"name": "linear"}} for party in parties},
        "tables": {
            "talks": {
                "parties": parties,
                "agenda": {name: {"levels": list(range(levels))} for name in names},
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 9},
                "score_sheets": {
                    party: own | {"reservation": reservations.get(party, 0.0)}
                    for party, own in zip(parties, sheets, strict=True)
                },
            }
        },
    }


def printed(setup: object) -> str:
    out = Console(width=80, color_system=None)
    with out.capture() as captured:
        print_domain(domain(setup), out)  # type: ignore[arg-type]
    return captured.get()


def test_the_json_form() -> None:
    data = json.loads(domain("split_the_pie").to_json())
    assert list(data) == KEYS
    assert data["outcomes"] == data["pareto"] == 101
    assert data["mean_utility"] == 0.5
    assert data["nash"] == data["equal_utility"] == [0.5, 0.5]
    assert data["opposition"] == data["min_distance_opposition"] == pytest.approx(0.5**0.5)


def test_of_outcomes_that_tie_the_first_is_shown_and_the_ties_counted() -> None:
    assert domain("split_the_pie").to_dict()["utilitarian"] == [0, 1]
    assert "Utilitarian             0.0000 / 1.0000   101 tie" in printed("split_the_pie")


def test_money_has_no_equal_utility_point() -> None:
    shown = domain("us_japan_2025")
    data = shown.to_dict()
    assert (shown.unit, list(data)) == ("USD bn a year", KEYS)
    assert data["equal_utility"] is data["opposition"] is data["min_distance_opposition"] is None
    table = run("us_japan_2025", seed=1).tables["USA-JPN"]
    assert (table.opposition, "equal_utility" in table.benchmarks) == (None, False)
    assert data["outcomes"] == table.outcomes


def test_a_run_s_benchmarks_are_the_domain_s() -> None:
    table = run("linkage", seed=3, tables__package__score_sheets__A__reservation=0.4).tables["package"]
    data = domain("linkage").to_dict()
    assert list(table.benchmarks["equal_utility"].values.values()) == pytest.approx(data["equal_utility"])
    assert table.opposition == pytest.approx(data["opposition"])
    assert table.min_distance_opposition == pytest.approx(data["min_distance_opposition"])


def test_no_zone_of_agreement_is_said() -> None:
    setup = scored(sheet(pie=[0, 0.5, 1]), sheet(pie=[1, 0.5, 0]), A=0.6, B=0.6)
    data = domain(setup).to_dict()
    assert data["pareto"] == 0
    assert data["nash"] is data["equal_utility"] is data["opposition"] is None
    assert data["min_distance_opposition"] == pytest.approx(0.5**0.5)
    assert "There is no zone of agreement" in printed(setup)


def test_a_zone_in_which_not_all_gain_is_said() -> None:
    setup = scored(sheet(pie=[0, 0.5, 1]), sheet(pie=[1, 0.5, 0]), A=0.5, B=0.5)
    assert domain(setup).to_dict()["nash"] == [0.5, 0.5]
    assert "No deal is better than no deal for everyone at once" in printed(setup)


def test_three_parties_have_solutions_and_no_opposition() -> None:
    setup = scored(sheet(a=[0, 0.5, 1]), sheet(a=[1, 0.5, 0]), sheet(a=[0, 1, 0]))
    data = domain(setup).to_dict()
    assert data["nash"] == [0.5, 0.5, 1]
    assert data["equal_utility"] is data["opposition"] is data["min_distance_opposition"] is None
    assert "opposition" not in printed(setup)


def test_scores_are_not_rounded() -> None:
    # Apart by less than what preferences round to: still two outcomes of the frontier.
    setup = scored(sheet(pie=[0.5, 0.5 + 2e-7, 0]), sheet(pie=[0.5 + 2e-7, 0.5, 0]))
    assert domain(setup).to_dict()["pareto"] == 2


def test_the_table_is_named_where_there_are_several() -> None:
    with pytest.raises(UnknownName, match="several tables: name one with --table; there are cars, data, rice"):
        domain("linkage_separate")
    with pytest.raises(UnknownName, match=r"no table 'car' \(did you mean 'cars'\?\)"):
        domain("linkage_separate", "car")
    assert domain("linkage_separate", "cars").to_dict()["outcomes"] == 11


def test_390625_outcomes_of_three_parties_are_solved() -> None:
    rng = np.random.default_rng(5)
    names = [f"i{place}" for place in range(8)]
    setup = scored(*(sheet(**{name: (rng.permutation(5) / 4).tolist() for name in names}) for _ in "ABC"), levels=5)
    loaded = load_scenario(setup)
    start = time.process_time()
    shown = domain(loaded)
    assert time.process_time() - start < 3
    assert shown.to_dict()["outcomes"] == 390_625
    # A sample of the frontier and of the rest, each against all outcomes.
    on = set(shown.solutions.frontier.tolist())
    for outcome in [*rng.choice(shown.solutions.frontier, 30).tolist(), *rng.integers(0, 390_625, 30).tolist()]:
        gains = shown.values - shown.values[outcome]
        beaten = ((gains >= -1e-9).all(axis=1) & (gains > 1e-9).any(axis=1)).any()
        assert beaten == (outcome not in on)
    product = shown.values.prod(axis=1)
    assert product[shown.solutions.nash[0]] == pytest.approx(product.max())


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            "score_sheets.B.points.pie",
            [1, 0.5, 0.2, 0],
            "score_sheets.B.points.pie: needs 3 values, one for each level, not 4",
        ),
        ("score_sheets.B.weights", {"pie": 0.6, "cake": 0.4}, "score_sheets.B.weights.cake: the agenda has no issue"),
        ("score_sheets.A.weights.pie", 0.9, "score_sheets.A.weights: the weights must sum to 1; these sum to 0.9"),
        ("score_sheets.A.weights.pie", -1, "score_sheets.A.weights.pie: a weight must be 0 or more, not -1"),
        ("score_sheets.A.weights.pie", float("nan"), "score_sheets.A.weights.pie: NaN is not a value here"),
        ("score_sheets.B.points.pie", [1, 0.5, float("nan")], "score_sheets.B.points.pie"),
        (
            "score_sheets.B.points.pie",
            [1, 1.5, 0],
            "score_sheets.B.points.pie: points must lie in [0, 1]; 1.5 does not",
        ),
        ("score_sheets.C", {"weights": {}, "points": {}}, "C"),
        ("parties", ["A"], "parties: needs at least 2, has 1"),
    ],
)
def test_a_score_sheet_that_does_not_fit_is_refused_by_party_and_issue(path: str, value: object, said: str) -> None:
    setup = scored(sheet(pie=[0, 0.5, 1]), sheet(pie=[1, 0.5, 0]))
    with pytest.raises(ConfigError) as caught:
        domain(load_scenario(setup, overrides={f"tables.talks.{path}": value}))
    assert said in str(caught.value)


def test_the_files_of_the_standard_domains_are_not_here() -> None:
    root = Path(__file__).parents[3]
    assert not [file for folder in ("configs", "docs", "tests") for file in (root / folder).rglob("*.xml")]


def test_a_table_is_seen_in_the_world_of_its_first_day() -> None:
    # The baseline of 5 April is in force when Japan's table opens on the 16th: 10 points on other goods are today's.
    seen = domain("spring_2025", "USA-JPN").live
    assert seen.stakes is not None
    rest = seen.space.axis("rest")
    assert (seen.levers[rest].today(seen.stakes.today), seen.levers[rest].today(seen.stakes.disagreement)) == (10, 24)
    # A deal that leaves all as today changes nothing but for a premium on having one; before, all rates would be new.
    today = {issue.name: issue.levels[0] for issue in seen.space.issues} | {"autos": 25.0, "metals": 25.0, "rest": 10.0}
    japan = seen.table.preferences[1]  # type: ignore[union-attr]
    assert 0 <= japan.value(seen.space.outcome(today)) < 5
