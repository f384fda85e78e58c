"""What theory says of other rules of play, beyond what the scorecard runs: shipped tables, and a pie by hand."""

from __future__ import annotations

import pytest
from bargaining import played, scores, space

from tradetalks.agents.strategies.rubinstein import Rubinstein
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.theory.zeuthen import meets_nash


def scored_tables() -> list[tuple[str, str]]:
    setups = {name: load_scenario(name) for name in shipped_scenarios()}
    return [(name, key) for name, setup in setups.items() for key, table in setup.tables.items() if table.score_sheets]


@pytest.mark.parametrize(("name", "key"), scored_tables())
def test_zeuthen_players_who_concede_at_once_meet_nash_on_every_shipped_score_sheet(name: str, key: str) -> None:
    model = TradeTalks(name, rng=1)
    model.run_model()
    table = model.tables[key].table
    assert table is not None
    assert meets_nash(table.space, table.preferences, protocol="monotonic_concession")[1]


def test_the_pie_goes_to_who_gives_the_ultimatum() -> None:
    pie = space(101)
    sides = [scores([x / 100 for x in range(101)]), scores([1 - x / 100 for x in range(101)], 0.2)]
    rules = [DiscountReservation(1.0, 1)] * 2
    table = played([Rubinstein(), Rubinstein()], pie, sides, protocol="ultimatum", rules=rules)
    assert table.agreement == 80
