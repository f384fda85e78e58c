"""Alternating offers: laws of the shares; the printed figures are lines of the scorecard."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.rubinstein import continuous_limit, finite_horizon, infinite_horizon

factors = st.floats(0.01, 0.99)


@given(factors, factors)
def test_a_far_deadline_is_none(first: float, second: float) -> None:
    assert math.isclose(finite_horizon(4000, first, second), infinite_horizon(first, second), abs_tol=1e-9)


def test_with_different_factors_the_last_to_offer_takes_what_is_left() -> None:
    # Three offers: the first side also makes the last. Before it the second leaves it 0.9; so the second would
    # get 0.1 then, worth 0.08 now.
    assert math.isclose(finite_horizon(3, 0.9, 0.8), 1 - 0.8 * (1 - 0.9))


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
