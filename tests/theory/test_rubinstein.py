"""Alternating offers: the figures of Rubinstein (1982) and of those who followed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.rubinstein import continuous_limit, finite_horizon, infinite_horizon
from tradetalks.model.negotiation.solutions import solve

factors = st.floats(0.01, 0.99)


@pytest.mark.parametrize(("first", "second", "share"), [(0.9, 0.9, 0.5263), (0.9, 0.8, 0.7143), (0.8, 0.9, 0.3571)])
def test_without_a_deadline(first: float, second: float, share: float) -> None:
    assert round(infinite_horizon(first, second), 4) == share


@pytest.mark.parametrize(
    ("periods", "share"),
    [(1, 1.0), (2, 0.10), (3, 0.91), (10, 0.3428), (11, 0.6915), (21, 0.5839), (90, 0.5263)],
)
def test_with_a_deadline_by_backward_induction(periods: int, share: float) -> None:
    assert round(finite_horizon(periods, 0.9), 4) == share


@given(factors, factors)
def test_a_far_deadline_is_none(first: float, second: float) -> None:
    assert math.isclose(finite_horizon(4000, first, second), infinite_horizon(first, second), abs_tol=1e-9)


def test_with_different_factors_the_last_to_offer_takes_what_is_left() -> None:
    # Three offers: the first side also makes the last. Before it the second leaves it 0.9; so the second would
    # get 0.1 then, worth 0.08 now.
    assert math.isclose(finite_horizon(3, 0.9, 0.8), 1 - 0.8 * (1 - 0.9))


@pytest.mark.parametrize(("first", "second", "share"), [(0.1, 0.1, 0.5), (0.1, 0.3, 0.75), (0.2, 0.05, 0.2)])
def test_fast_offers_split_by_the_discount_rates(first: float, second: float, share: float) -> None:
    assert math.isclose(continuous_limit(first, second), share)
    step = 1e-6
    assert math.isclose(infinite_horizon(math.exp(-first * step), math.exp(-second * step)), share, abs_tol=1e-6)
    # The Nash solution with powers 1 / r (Binmore, Rubinstein, Wolinsky 1986).
    pie = [[place / 1000, 1 - place / 1000] for place in range(1001)]
    assert solve(pie, [0, 0], powers=[1 / first, 1 / second]).nash.tolist() == [round(1000 * share)]


@given(factors, factors, st.floats(0, 0.99))
def test_an_outside_option_changes_nothing_until_it_exceeds_the_share(
    first: float, second: float, option: float
) -> None:
    free = infinite_horizon(first, second)
    share = infinite_horizon(first, second, outside=(0.0, option))
    expected = free if option <= 1 - free else 1 - option
    assert math.isclose(share, expected, abs_tol=1e-9)


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_an_inside_option_moves_the_split_by_half(mine: float, yours: float) -> None:
    factor = 1 - 1e-7
    share = infinite_horizon(factor, factor, inside=(mine, yours))
    assert math.isclose(share, mine + (1 - mine - yours) / 2, abs_tol=1e-6)


@given(factors, factors, st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0, 0.5))
def test_the_shares_solve_the_equations(first: float, second: float, a: float, b: float, c: float, d: float) -> None:
    mine = infinite_horizon(first, second, inside=(a, b), outside=(c, d))
    yours = infinite_horizon(second, first, inside=(b, a), outside=(d, c))
    assert math.isclose(mine, 1 - max(d, (1 - second) * b + second * yours), abs_tol=1e-9)


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(NegotiationError, match="factor of the second is out of range: 1"):
        infinite_horizon(0.9, 1.0)
    with pytest.raises(NegotiationError, match="exceed the pie"):
        infinite_horizon(0.9, 0.9, outside=(0.6, 0.5))
    with pytest.raises(NegotiationError, match="at least one period, not 0"):
        finite_horizon(0, 0.9)
    with pytest.raises(NegotiationError, match="rate is out of range"):
        continuous_limit(math.nan, 1)
