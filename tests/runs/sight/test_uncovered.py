"""What is uncovered of a table, and that nothing is before the run is over."""

from __future__ import annotations

import numpy as np
import pytest

from tradetalks.errors import TradetalksError, UnknownName
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.sight.uncovered import uncover


def ended(setup: str = "us_japan_2025") -> TradeTalks:
    model = TradeTalks(setup, rng=7)
    model.run_model()
    return model


def test_nothing_is_uncovered_as_long_as_the_run_goes_on() -> None:
    model = TradeTalks("split_the_pie", rng=7)
    days = 0
    while model.running:
        with pytest.raises(TradetalksError, match="the run is not over"):
            uncover(model, "pie")
        model.step()
        days += 1
    assert days > 1
    assert uncover(model, "pie").deal is not None


def test_nor_is_a_table_that_has_closed_while_another_is_open() -> None:
    model = TradeTalks("spring_2025", rng=3)
    while not any(live.closed is not None for live in model.tables.values()):
        model.step()
    closed = next(key for key, live in model.tables.items() if live.closed is not None)
    assert model.running
    with pytest.raises(TradetalksError, match="the run is not over"):
        uncover(model, closed)


def test_a_table_that_the_run_does_not_have() -> None:
    with pytest.raises(UnknownName, match="no table 'USA-JPM' \\(did you mean 'USA-JPN'"):
        uncover(ended(), "USA-JPM")


def test_it_holds_what_the_result_says_and_what_the_sides_hid() -> None:
    model = ended()
    (key,) = model.tables
    table, result = uncover(model, key), result_of(model).tables[key]
    assert table.report == result
    assert (table.closed, table.announced) == (result.closed, result.deadline)
    assert table.values.shape == (result.outcomes, len(result.parties))
    assert ((table.values >= table.without).all(axis=1)).sum() == result.zone == table.zone
    assert table.deal is not None
    assert table.space.levels(table.deal) == result.deal
    assert table.values[table.deal].tolist() == [side.total.deal for side in result.sides.values()]
    assert table.without.tolist() == [side.total.without_deal for side in result.sides.values()]
    assert table.names == ("the United States", "Japan")


def test_a_reservation_comes_near_the_worth_of_no_deal_as_the_deadline_does() -> None:
    table = uncover(ended(), "USA-JPN")
    for place, end in enumerate(table.without):
        days = [table.announced - 60, table.announced - 20, table.announced]
        apart = np.abs([table.reservation(place, day, 0) - end for day in days])
        assert apart[0] > apart[1] > apart[2] == pytest.approx(0, abs=1e-5)
