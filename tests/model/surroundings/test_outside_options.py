"""Outside options (Binmore, Shaked, Sutton 1989): one that flows, and one that is taken instead."""

from __future__ import annotations

from typing import Any

import pytest
from networks import HARD, alone, finished, go_to, model_on, network, opened

from tradetalks.model.negotiation.table import Table

HORIZON = 365


def japan_has(**option: Any) -> dict[str, Any]:
    data = alone()
    data["tables"]["USA-JPN"]["outside_options"] = {"JPN": option}
    return data


def floor(table: Table, place: int = 1) -> float:
    return table.views[place].reservation_value(0)


def test_an_inside_option_adds_to_what_goes_on_without_a_deal() -> None:
    """It flows until the deadline and after it: r = v(dis) (H - S) / H + 2, on day 0."""
    plain = opened(model_on(alone(), 0))[1]
    table = opened(model_on(japan_has(kind="inside", value=2), 0))[1]
    assert table.preferences[1].disagreement == pytest.approx(plain.preferences[1].disagreement + 2)
    assert floor(table) == pytest.approx(floor(plain) + 2, abs=1e-5)
    assert list(table.preferences[1].values) == list(plain.preferences[1].values)
    assert floor(table, 0) == floor(plain, 0)


def test_an_outside_option_changes_nothing_until_it_exceeds_no_deal() -> None:
    plain = opened(model_on(alone(), 0))[1]
    without = plain.preferences[1].disagreement
    for value in (without - 5, without - 0.001):
        table = opened(model_on(japan_has(kind="outside", value=value), 0))[1]
        assert floor(table) == floor(plain)
        assert finished(japan_has(kind="outside", value=value)).tables["USA-JPN"].table.transcript == (  # type: ignore[union-attr]
            finished(alone()).tables["USA-JPN"].table.transcript  # type: ignore[union-attr]
        )
    better = opened(model_on(japan_has(kind="outside", value=without + 1), 0))[1]
    assert better.preferences[1].disagreement == pytest.approx(without + 1)
    assert floor(better) > floor(plain)


def test_a_good_outside_option_is_what_a_side_insists_on_from_the_first_day() -> None:
    """Better than today: it would be taken at once, so nothing below it is accepted, early or late."""
    model = model_on(japan_has(kind="outside", value=1.5), 0)
    _, table = opened(model)
    for day in (0, 10, 20):
        go_to(model, day)
        assert floor(table) == pytest.approx(1.5)


def split(kind: str | None, value: float = 0.0) -> float:
    """What A gets of a pie at once, from a far-sighted pair with discount 0.9, if B has an option."""
    data: dict[str, Any] = {
        "countries": {side: {"strategy": {"name": "rubinstein"}} for side in "AB"},
        "tables": {
            "pie": {
                "parties": ["A", "B"],
                "agenda": {"share": {"levels": {"from": 0, "to": 1000, "step": 1}}},
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 60},
                "information": "complete",
                "score_sheets": {
                    side: {
                        "weights": {"share": 1},
                        "points": {"share": {"first": first, "last": 1 - first}},
                        "discount_per_turn": 0.9,
                    }
                    for side, first in (("A", 0), ("B", 1))
                },
            }
        },
    }
    if kind is not None:
        data["tables"]["pie"]["outside_options"] = {"B": {"kind": kind, "value": value}}
    model = finished(data)
    live, table = opened(model, "pie")
    assert live.closed == 0
    assert table.agreement is not None
    return table.preferences[0].value(table.agreement)


def test_the_floor_of_a_score_is_the_option_alone() -> None:
    """B's equilibrium share, 0.47, exceeds an option of 0.3; one of 0.7 is what it then gets."""
    plain = split(None)
    assert plain == pytest.approx(0.53, abs=0.01)
    assert split("outside", 0.3) == plain
    assert split("outside", 0.7) == pytest.approx(0.3, abs=0.0011)


def test_an_option_that_another_country_offers_moves_with_its_offer() -> None:
    """Half of China's promise of 3 counts, from the day of the visit on, until the talks there fail."""
    data = network(
        events={"visit": {"event": "tour", "on": 7, "country": "CHN", "host": "VNM", "promise": 3}},
    )
    data["tables"]["USA-VNM"]["outside_options"] = {
        "VNM": {"kind": "inside", "offered_by": "CHN", "share": 0.5, "value": 0.25}
    }
    plain = network()
    plain["countries"]["USA"]["strategy"] = HARD
    model, bare = model_on(data, 0), model_on(plain, 0)
    for day, option in ((0, 0.25), (5, 0.25), (10, 1.75), (20, 1.75)):
        go_to(model, day)
        go_to(bare, day)
        mine, other = opened(model, "USA-VNM")[1], opened(bare, "USA-VNM")[1]
        assert mine.preferences[1].today == pytest.approx(option)
        assert mine.preferences[1].disagreement == pytest.approx(other.preferences[1].disagreement + option)
        assert mine.preferences[0].disagreement == other.preferences[0].disagreement
