"""Why no deal could suit all: the nearest, who is short by how much, and whether a payment would have mended it."""

from __future__ import annotations

from typing import Any

import pytest

from tradetalks.runs.single import run


def no_zone(**parties: Any) -> str:
    """Return how a table ended at which JPN would pay USA 10 or 20 bn a year for its bases."""
    result = run(
        {
            "countries": {code: {"strategy": "linear", **wants} for code, wants in parties.items()},
            "tables": {
                "talks": {
                    "parties": ["USA", "JPN"],
                    "agenda": {"bases": {"lever": "base_costs", "host": "JPN", "guest": "USA", "levels": [10, 20]}},
                    "meetings": {"working": {"every_days": 5}},
                    "deadline": {"on": 20},
                }
            },
        },
        seed=1,
    )
    (table,) = result.tables.values()
    assert table.status == "no_zone"
    return table.summary


def wants(weight: float) -> dict[str, Any]:
    return {"interests": {"transfers": {"weight": weight}}}


def test_a_deal_that_costs_more_than_it_brings_is_said_to_be_beyond_payments() -> None:
    said = no_zone(USA=wants(0.5), JPN=wants(1))
    assert "the nearest deal, bases 10, leaves JPN 10.00 bn a year short" in said
    assert "; the sides together lose 5.00 by it: no payment between them could mend that" in said


@pytest.mark.parametrize("weight", [1, 2])
def test_one_that_a_payment_would_mend_is_left_at_that(weight: float) -> None:
    said = no_zone(USA=wants(weight), JPN=wants(1))
    assert "leaves JPN 10.00 bn a year short" in said
    assert "payment" not in said
