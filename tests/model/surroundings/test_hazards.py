"""Random events: how often, when, and that each draws from a stream of its own."""

from __future__ import annotations

from typing import Any

import pytest
from networks import alone, finished

from tradetalks.model.deadlines.random import RandomDeadline
from tradetalks.model.events.base import Timing
from tradetalks.model.streams import uniform
from tradetalks.model.talks.talks import TradeTalks

STREAMS = 4000
CHI_SQUARE_999 = {5: 20.52, 6: 22.46}
"""The 99.9 % points of the chi-square distribution, by degrees of freedom."""


def chi_square(counts: list[int], chances: list[float]) -> float:
    assert sum(chances) == pytest.approx(1)
    return sum(
        (count - STREAMS * chance) ** 2 / (STREAMS * chance) for count, chance in zip(counts, chances, strict=True)
    )


def test_a_hazard_falls_on_each_day_with_its_chance() -> None:
    """From day 10 to 14 with a chance of 0.2 a day: 0.2, 0.16, 0.128, ... and 0.8^5 that it doesn't happen."""
    timing = Timing(None, hazard=0.2, start=10, until=14)
    days = [timing.day(uniform(root, "event:ruling")) for root in range(STREAMS)]
    counts = [days.count(day) for day in (10, 11, 12, 13, 14, None)]
    chances = [0.2 * 0.8**day for day in range(5)] + [0.8**5]
    assert chi_square(counts, chances) < CHI_SQUARE_999[5]


def test_a_random_deadline_passes_on_each_day_with_its_chance_and_its_expectation_is_what_is_announced() -> None:
    deadline = RandomDeadline(on=16, hazard=0.2, start=10)
    days = [deadline.closes(uniform(root, "deadline:talks")) for root in range(STREAMS)]
    chances = [0.2 * 0.8**day for day in range(6)] + [0.8**6]
    assert chi_square([days.count(day) for day in range(10, 17)], chances) < CHI_SQUARE_999[6]
    expected = sum((10 + day) * chance for day, chance in enumerate(chances))
    assert deadline.expected_end(0) == pytest.approx(expected)
    assert deadline.expected_end(10) == deadline.expected_end(0)
    assert deadline.expected_end(15) == 15


@pytest.mark.parametrize(
    ("timing", "day"),
    [
        (Timing(7), 7),
        (Timing(None, hazard=0.0, until=99), None),
        (Timing(None, hazard=1.0, start=4, until=99), 4),
        (Timing(None, hazard=1e-12, until=99), None),
        (Timing(None, hazard=1.0, start=100, until=99), None),
    ],
)
def test_the_edges_of_a_hazard(timing: Timing, day: int | None) -> None:
    assert {timing.day(u) for u in (1e-9, 0.5, 1 - 2**-53)} == {day}


def random_talks(**more: Any) -> dict[str, Any]:
    """Sides that draw their offers, an event that draws its day and a deadline that draws its end."""
    data = alone(
        events={
            "ruling": {"event": "court_ruling", "hazard": 0.05, "country": "USA", "leaves": {"USA.JPN": 0}},
            **more,
        }
    )
    for country in data["countries"].values():
        country["strategy"] = {"name": "random", "acceptance": {"const": {"value": 0.9}}}
    data["countries"]["JPN"]["waiting_cost"] = {"uniform": [0, 1]}
    data["tables"]["USA-JPN"]["deadline"] |= {"kind": "random", "hazard": 0.03}
    return data


def happened(model: TradeTalks) -> list[Any]:
    moves = [(m.day, m.party, m.kind, m.outcome) for m in model.open_tables["USA-JPN"].table.history]
    ruling = next(part.day for part in model.surroundings.planned if part.key == "ruling")
    return [model.drawn, moves, ruling, model.tables["USA-JPN"].timetable.closing_day]


def test_an_event_more_shifts_no_other_draw() -> None:
    """A recovery of markets that nobody watches changes nothing but that it happens."""
    some = False
    for seed in range(10):
        without = finished(random_talks(), seed)
        more = finished(random_talks(recovery={"event": "market_shock", "hazard": 0.2, "size": 1}), seed)
        assert happened(more) == happened(without)
        some |= len(more.happenings) > len(without.happenings)
    assert some
