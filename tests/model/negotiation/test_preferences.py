from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation, FlowReservation

money = st.floats(-500, 500).map(lambda value: round(value, 6))


@given(st.lists(money, min_size=2, max_size=40), money)
def test_utilities_run_from_0_to_1_and_keep_the_order(values: list[float], disagreement: float) -> None:
    own = Preferences(np.array(values), disagreement=disagreement)
    order = own.order
    assert (np.diff(own.utilities[order]) <= 0).all()
    assert sorted(order) == list(range(len(values)))
    if own.values.min() < own.values.max():
        assert (own.utilities.min(), own.utilities.max()) == (0.0, 1.0)
        for value, utility in zip(own.values, own.utilities, strict=True):
            assert own.utility_of(float(value)) == utility
            assert (value >= own.disagreement) == (utility >= own.utility_of(own.disagreement))


@given(st.lists(money, min_size=1, max_size=40), st.floats(-0.5, 1.5), st.floats(0, 1))
def test_a_band_of_utility_is_found_by_bisection(values: list[float], low: float, width: float) -> None:
    own = Preferences(np.array(values))
    first, end = own.rank_between(low, low + width)
    inside = {number for number in range(len(values)) if low <= own.utilities[number] <= low + width}
    assert set(own.order[first:end].tolist()) == inside


@given(st.lists(st.sampled_from([0.0, 0.1, 0.25, 3.0]), min_size=1, max_size=20), st.data())
def test_single_outcomes_are_read_as_the_arrays_have_them(values: list[float], data: st.DataObject) -> None:
    own = Preferences(np.array(values))
    order, utilities = own.order.tolist(), own.utilities.tolist()
    assert [own.ranked(rank) for rank in range(len(values))] == order
    assert own.utilities_of(order) == [own.utility(outcome) for outcome in order] == [utilities[at] for at in order]
    assert [own.value(outcome) for outcome in range(len(values))] == own.values.tolist()
    rank = data.draw(st.integers(0, len(values) - 1))
    assert own.first_of_equals(rank) == [utilities[at] for at in order].index(utilities[order[rank]])


@pytest.mark.parametrize(("disagreement", "utility"), [(3.0, 0.0), (2.0, -math.inf), (4.0, math.inf)])
def test_a_side_to_which_all_is_equal_has_no_scale(disagreement: float, utility: float) -> None:
    own = Preferences([3.0, 3.0], disagreement=disagreement)
    assert own.utilities.tolist() == [0.0, 0.0]
    assert own.utility_of(own.disagreement) == utility


def test_a_score_sheet_is_not_mapped() -> None:
    own = Preferences([0.2, 0.7], disagreement=0.1, mapped=False)
    assert own.utilities.tolist() == [0.2, 0.7]
    assert own.utility_of(0.1) == pytest.approx(0.1)


@pytest.mark.parametrize("values", [[], [[1.0]], [1.0, math.nan], [math.inf]])
def test_values_must_be_finite_numbers(values: list[float]) -> None:
    with pytest.raises(NegotiationError):
        Preferences(values)


@given(money, st.integers(0, 99), st.sampled_from([1.0, 0.9]))
def test_a_reservation_moves_with_offers_where_something_is_lost_from_one_to_the_next(
    disagreement: float, offers: int, discount: float
) -> None:
    own = Preferences([disagreement + 1, disagreement], disagreement=disagreement)
    rule = DiscountReservation(discount, 100)
    values = {rule.value(own, offers=number) for number in (offers, offers + 1)}
    assert (len(values) > 1) == (rule.by_offer and disagreement != 0)


days = st.integers(0, 83)


@given(money, money, st.floats(0, 50), days, days)
def test_at_the_reservation_a_side_is_indifferent_to_no_deal(
    disagreement: float, today: float, cost: float, day: int, opening: int
) -> None:
    """V(o, s) with v(o) = r(s) equals V of no deal at the deadline, by the definition of V."""
    own = Preferences([0.0, 1.0], disagreement=disagreement, today=today)
    rule = FlowReservation(opening, opening + 83, 365, cost)
    now = opening + day
    reservation = rule.value(own, day=now)
    horizon, limit = 365, 83
    agreeing = (day * own.today + (horizon - day) * reservation - cost * day) / horizon
    disagreeing = (limit * own.today + (horizon - limit) * own.disagreement - cost * limit) / horizon
    assert agreeing == pytest.approx(disagreeing, abs=1e-5)


def test_at_the_deadline_the_reservation_is_the_disagreement() -> None:
    own = Preferences([0.0, 1.0], disagreement=-5.25, today=0.0)
    rule = FlowReservation(14, 97, 365, 3.0)
    assert rule.value(own, day=97) == -5.25
    assert rule.value(own, day=14) == pytest.approx((-5.25 * (365 - 83) - 3.0 * 83) / 365, abs=1e-6)


def test_a_discounted_score_shrinks_the_reservation_of_early_offers() -> None:
    own = Preferences([0.0, 1.0], disagreement=0.5, mapped=False)
    rule = DiscountReservation(0.9, 3)
    assert [rule.value(own, offers=k) for k in range(4)] == pytest.approx([0.3645, 0.405, 0.45, 0.5])
