from __future__ import annotations

import numpy as np
from bargaining import Script, space
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.agents.bidding import nearest_at
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.preferences import REMEMBERED, Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation


def a_view(outcomes: OutcomeSpace, own: Preferences, last: int | None) -> View:
    view = View(
        0,
        parties=["A", "B"],
        space=outcomes,
        preferences=own,
        rule=DiscountReservation(1.0, 9),
        player=Script(),
        history=[],
        rounds=5,
    )
    view.last_offer = last
    return view


def by_the_book(outcomes: OutcomeSpace, own: Preferences, last: int | None, aspiration: float, width: float) -> int:
    """The rule of `nearest_at`, read word for word, outcome by outcome."""
    utility = own.utilities
    candidates = [o for o in outcomes if aspiration <= utility[o] <= aspiration + width]
    if not candidates:
        above = [o for o in outcomes if utility[o] > aspiration]
        if not above:
            return max(outcomes, key=lambda o: (utility[o], -o))
        lowest = min(utility[o] for o in above)
        candidates = [o for o in above if utility[o] == lowest]
    target = max(outcomes, key=lambda o: (utility[o], -o)) if last is None else last

    def distance(outcome: int) -> float:
        pairs = zip(outcomes.positions(outcome), outcomes.positions(target), outcomes.shape, strict=True)
        return round(sum(abs(a - b) / (n - 1) for a, b, n in pairs if n > 1), 9)

    return min(candidates, key=lambda o: (distance(o), -utility[o], o))


@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=3),
    st.floats(0, 1.2),
    st.sampled_from([0.0, 0.05, 0.3]),
    st.data(),
)
def test_the_offer_is_the_one_that_the_rule_names(
    shape: list[int], aspiration: float, width: float, data: st.DataObject
) -> None:
    outcomes = space(*shape)
    values = data.draw(st.lists(st.integers(0, 8), min_size=outcomes.size, max_size=outcomes.size))
    own = Preferences(np.array(values, dtype=float))
    last = data.draw(st.none() | st.integers(0, outcomes.size - 1))
    view = a_view(outcomes, own, last)
    assert nearest_at(view, aspiration, width) == by_the_book(outcomes, own, last, aspiration, width)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.data())
def test_what_is_remembered_changes_no_offer(shape: list[int], data: st.DataObject) -> None:
    outcomes = space(*shape)
    values = data.draw(st.lists(st.integers(0, 8), min_size=outcomes.size, max_size=outcomes.size))
    own = Preferences(np.array(values, dtype=float))
    asked = st.tuples(
        st.none() | st.integers(0, outcomes.size - 1),
        st.sampled_from([0.0, 0.4, 0.9, 1.1]),
        st.sampled_from([0.0, 0.3]),
    )
    for last, aspiration, width in data.draw(st.lists(asked, min_size=2, max_size=12)):
        expected = by_the_book(outcomes, own, last, aspiration, width)
        assert nearest_at(a_view(outcomes, own, last), aspiration, width) == expected
        assert nearest_at(a_view(outcomes, own, last), aspiration, width) == expected


def test_only_so_much_is_remembered() -> None:
    own = Preferences(np.arange(25.0))
    view = a_view(space(5, 5), own, 7)
    for step in range(2 * REMEMBERED + 10):
        nearest_at(view, step / (2 * REMEMBERED), 0.0)
        assert len(own.remembered) <= REMEMBERED
    assert own.remembered
