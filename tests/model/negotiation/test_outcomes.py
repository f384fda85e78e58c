from __future__ import annotations

import numpy as np
import pytest
from bargaining import space
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.errors import NegotiationError, SpaceTooLarge
from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.outcomes import MAX_OUTCOMES, OutcomeSpace

shapes = st.lists(st.integers(1, 6), min_size=1, max_size=5)


@given(shapes, st.data())
def test_numbers_and_levels_are_two_names_of_one_outcome(shape: list[int], data: st.DataObject) -> None:
    outcomes = space(*shape)
    number = data.draw(st.integers(0, outcomes.size - 1))
    assert outcomes.outcome(outcomes.levels(number)) == number
    assert outcomes.at(outcomes.positions(number)) == number
    assert outcomes.positions(number) == np.unravel_index(number, shape)


@given(shapes, st.data())
def test_replacing_an_issue_changes_that_issue_alone(shape: list[int], data: st.DataObject) -> None:
    outcomes = space(*shape)
    number = data.draw(st.integers(0, outcomes.size - 1))
    axis = data.draw(st.integers(0, len(shape) - 1))
    position = data.draw(st.integers(0, shape[axis] - 1))
    before, after = outcomes.positions(number), outcomes.positions(outcomes.replace(number, axis, position))
    assert after == (*before[:axis], position, *before[axis + 1 :])


@given(shapes, st.data())
def test_steps_measure_distance_as_the_design_says(shape: list[int], data: st.DataObject) -> None:
    outcomes = space(*shape)
    first, second = (data.draw(st.integers(0, outcomes.size - 1)) for _ in range(2))
    whole = np.lcm.reduce([length - 1 for length in shape if length > 1] or [1])
    exact = sum(
        abs(a - b) / (length - 1)
        for a, b, length in zip(outcomes.positions(first), outcomes.positions(second), shape, strict=True)
        if length > 1
    )
    steps = outcomes.steps
    assert np.abs(steps[:, first] - steps[:, second]).sum() / whole == pytest.approx(exact)


def test_values_over_some_issues_spread_over_the_rest() -> None:
    outcomes = space(2, 3, 4)
    values = np.arange(8.0)
    spread = outcomes.spread(values, [0, 2])
    for number in outcomes:
        first, _, third = outcomes.positions(number)
        assert spread[number] == values[first * 4 + third]


def test_a_space_that_is_too_large_says_what_to_coarsen() -> None:
    issues = [Issue("cars", tuple(map(float, range(1001)))), Issue("rice", tuple(map(float, range(1000))))]
    with pytest.raises(SpaceTooLarge, match=r"1,001,000 possible deals.*coarsen 'cars': with 1000 levels"):
        OutcomeSpace(issues)
    assert OutcomeSpace([issues[1], Issue("beef", tuple(map(float, range(1000))))]).size == MAX_OUTCOMES


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ((), "has no level"),
        ((1.0, 2.0, 1.0), "the level 1.0 twice"),
        ((1.0, 3.0, 2.0), "out of order"),
        ((1.0, float("nan")), "not a finite number"),
    ],
)
def test_bad_levels_are_named(levels: tuple[float, ...], message: str) -> None:
    with pytest.raises(NegotiationError, match=message):
        Issue("cars", levels)


def test_an_unknown_level_or_issue_names_what_there_is() -> None:
    outcomes = OutcomeSpace([Issue("cars", (0.0, 12.5)), Issue("rice", ("open", "shut"))])
    with pytest.raises(NegotiationError, match=r"its levels are 0\.0, 12\.5"):
        outcomes.outcome({"cars": 3.0, "rice": "open"})
    with pytest.raises(NegotiationError, match="missing: rice"):
        outcomes.outcome({"cars": 0.0})
    with pytest.raises(NegotiationError, match="did you mean 'rice'"):
        outcomes.outcome({"cars": 0.0, "rize": "open"})
    assert outcomes.write(outcomes.outcome({"cars": 12.5, "rice": "shut"})) == "cars 12.5, rice shut"
