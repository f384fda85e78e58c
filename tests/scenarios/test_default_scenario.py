"""The default scenario is a real bargaining problem: over 200 seeds no result is the only one."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict

import pytest

from tradetalks.configs.load import load_scenario
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.status import Status
from tradetalks.model.talks.happenings import NOBODY
from tradetalks.model.talks.talks import TradeTalks

SEEDS = range(1, 201)


@pytest.fixture(scope="module")
def runs() -> list[TradeTalks]:
    setup = load_scenario("us_japan_2025")
    models = []
    for seed in SEEDS:
        model = TradeTalks(setup, rng=seed)
        model.run_model()
        models.append(model)
    return models


@pytest.fixture(scope="module")
def deals(runs: list[TradeTalks]) -> list[dict[str, Level]]:
    tables = [model.tables["USA-JPN"].table for model in runs]
    return [table.space.levels(table.agreement) for table in tables if table and table.agreement is not None]


def test_most_talks_end_in_a_deal_and_some_do_not(deals: list[dict[str, Level]]) -> None:
    assert 0.40 <= len(deals) / len(SEEDS) <= 0.97


def test_the_median_deal_comes_in_the_second_half(runs: list[TradeTalks]) -> None:
    live = runs[0].tables["USA-JPN"]
    closed = [
        model.tables["USA-JPN"].closed or 0 for model in runs if model.tables["USA-JPN"].status is Status.IN_FORCE
    ]
    assert statistics.median(closed) > (live.section.opens + live.last_day) / 2


def test_every_issue_takes_three_levels_or_more(deals: list[dict[str, Level]]) -> None:
    taken: dict[str, Counter[Level]] = defaultdict(Counter)
    for deal in deals:
        for issue, level in deal.items():
            taken[issue][level] += 1
    rare = {
        issue: counts for issue, counts in taken.items() if sum(n >= 0.03 * len(deals) for n in counts.values()) < 3
    }
    assert not rare


def test_defence_moves_above_the_plan(deals: list[dict[str, Level]]) -> None:
    shares = [float(deal["defence"]) for deal in deals]
    assert sum(share > 2.0 for share in shares) >= 0.15 * len(shares)
    assert 3.0 in shares


def test_no_deal_is_below_a_reservation(runs: list[TradeTalks]) -> None:
    for model in runs:
        live = model.tables["USA-JPN"]
        table = live.table
        assert table is not None
        if table.agreement is None:
            continue
        for own, rule in zip(table.preferences, table.rules, strict=True):
            assert own.value(table.agreement) >= rule.value(own, day=live.closed or 0, offers=0)


def test_an_empty_zone_is_said_to_be_one_before_the_deadline() -> None:
    """Stances so hard that nothing suits both: it is known on the first day, and hidden from the sides."""
    hard = {"countries__JPN__interests__opening__weight": 40, "tables__USA-JPN__agenda__access__levels": [1, 2, 4]}
    model = TradeTalks("us_japan_2025", rng=5, **hard)
    model.run_model()
    (said,) = [event for event in model.happenings if event.kind == "no_zone" and event.audience == NOBODY]
    assert said.day == model.tables["USA-JPN"].section.opens
    assert model.tables["USA-JPN"].status is Status.NO_ZONE
