from __future__ import annotations

import pytest
from bargaining import scores, space
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.agents.strategies.base import strategies
from tradetalks.agents.strategies.time_dependent import Boulware, Conceder, Linear
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table

PIE = space(101)
MINE, YOURS = [x / 100 for x in range(101)], [1 - x / 100 for x in range(101)]


def share(first: object, second: object, rounds: int = 21) -> float | None:
    table = Table(["A", "B"], PIE, [scores(MINE), scores(YOURS)], [first, second], rounds=rounds)  # type: ignore[list-item]
    table.play()
    return None if table.agreement is None else table.agreement / 100


def test_the_registry_finds_the_three() -> None:
    assert {"boulware", "linear", "conceder"} <= set(strategies)


@pytest.mark.parametrize(("e", "at_half"), [(0.2, 1 - 0.5**5), (0.5, 0.75), (0.999999, 0.5)])
def test_the_aspiration_follows_the_published_curve(e: float, at_half: float) -> None:
    table = Table(["A", "B"], PIE, [scores(MINE), scores(YOURS)], [Boulware(e=e), Boulware(e=e)], rounds=3)
    table.play()
    second = next(move for move in table.history if move.round == 1 and move.party == 0)
    assert second.outcome is not None
    assert second.outcome / 100 == pytest.approx(at_half, abs=0.011)


@given(st.floats(0.05, 0.95), st.floats(1.05, 5.0), st.integers(3, 60))
def test_who_concedes_later_gets_more(late: float, early: float, rounds: int) -> None:
    got = share(Boulware(e=late), Conceder(e=early), rounds)
    assert got is not None
    assert got >= 0.5 - 1 / (rounds - 1)


def test_every_reason_carries_its_numbers() -> None:
    table = Table(["A", "B"], PIE, [scores(MINE), scores(YOURS)], [Linear(), Linear()], rounds=21)
    assert table.play() is Status.AGREED
    assert table.transcript[0].reason == "offers 1.00, aspiring to 1.00 at t = 0.00"
    assert table.transcript[-1].reason == "accepts: 0.50 >= its next offer's 0.50 at t = 0.50"


def test_a_side_that_no_outcome_satisfies_offers_its_best_and_accepts_nothing() -> None:
    hopeless = Preferences(MINE, disagreement=7.0)
    table = Table(["A", "B"], PIE, [hopeless, scores(YOURS)], [Conceder(), Conceder()], rounds=5)
    assert table.play() is Status.NO_ZONE
    assert {move.outcome for move in table.history if move.party == 0 and move.kind != "reject"} == {100}


def test_a_side_to_which_all_is_equal_accepts_at_once_or_never() -> None:
    same = [2.0] * 101
    for disagreement, expected in ((2.0, Status.AGREED), (1.0, Status.AGREED), (3.0, Status.NO_ZONE)):
        own = Preferences(same, disagreement=disagreement)
        table = Table(["A", "B"], PIE, [scores(MINE), own], [Linear(), Linear()], rounds=5)
        assert table.play() is expected


@given(st.floats(0.05, 0.95), st.floats(0, 0.9), st.floats(0, 0.9), st.integers(1, 30))
def test_nobody_agrees_below_its_reservation(e: float, floor_a: float, floor_b: float, rounds: int) -> None:
    sides = [scores(MINE, floor_a), scores(YOURS, floor_b)]
    table = Table(["A", "B"], PIE, sides, [Boulware(e=e), Conceder()], rounds=rounds)
    table.play()
    if table.agreement is None:
        assert table.status is (Status.EXPIRED if table.has_zone else Status.NO_ZONE)
    else:
        assert sides[0].value(table.agreement) >= sides[0].disagreement
        assert sides[1].value(table.agreement) >= sides[1].disagreement
