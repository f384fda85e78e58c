"""The horizon is for what interests are paid; a game of score-sheets lasts as long as it likes."""

from __future__ import annotations

from typing import Any

import pytest

from tradetalks.configs.load import load_scenario
from tradetalks.errors import ConfigError
from tradetalks.runs.single import run


def two_years(**table: Any) -> dict[str, Any]:
    return {
        "countries": {
            code: {"strategy": "linear", "interests": {"transfers": {"weight": 1}}} for code in ("USA", "JPN")
        },
        "tables": {
            "talks": {
                "parties": ["USA", "JPN"],
                "agenda": {"bases": {"lever": "base_costs", "host": "JPN", "guest": "USA", "levels": [0, 10]}},
                "meetings": {"monthly": {"every_days": 30}},
                "deadline": {"on": 720},
                **table,
            }
        },
    }


SHEETS = {
    "USA": {"weights": {"bases": 1}, "points": {"bases": [0, 1]}},
    "JPN": {"weights": {"bases": 1}, "points": {"bases": [1, 0]}},
}


def test_score_sheets_may_be_played_for_two_years() -> None:
    (table,) = run(two_years(score_sheets=SHEETS), seed=1).tables.values()
    assert table.status in {"agreed", "in_force"}


@pytest.mark.parametrize(
    ("horizon", "said"),
    [
        ({}, "and is 365 if left out: write `horizon: 730`, say"),
        ({"horizon": 500}, "not 500: write `horizon: 730`, say"),
    ],
)
def test_what_interests_are_paid_for_needs_a_longer_one(horizon: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_scenario(two_years(**horizon))
    (problem,) = caught.value.problems
    assert problem.path == "tables.talks.horizon"
    assert problem.message == f"must exceed the 720 days from the opening to the deadline, {said}"
    assert load_scenario(two_years(horizon=730)).tables["talks"].horizon == 730
