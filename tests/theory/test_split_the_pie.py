"""The pie: what symmetric and asymmetric concession must give (Faratin, Sierra, Jennings 1998)."""

from __future__ import annotations

import pytest

from tradetalks.runs.single import run


def share(first: str, second: str, **more: object) -> float:
    result = run("split_the_pie", seed=1, countries__A__strategy=first, countries__B__strategy=second, **more)
    deal = result.tables["pie"].deal
    assert deal is not None
    assert isinstance(deal["share"], float)
    return deal["share"]


def strategy(e: float) -> dict[str, object]:
    if e == 1:
        return {"name": "linear"}
    return {"name": "boulware" if e < 1 else "conceder", "e": e}


@pytest.mark.parametrize("floor", [0.0, 0.1, 0.3])
@pytest.mark.parametrize("last_day", [10, 20, 45])
def test_equal_linear_sides_meet_within_a_round_of_the_middle(floor: float, last_day: int) -> None:
    settings = {f"tables__pie__score_sheets__{side}__reservation": floor for side in "AB"}
    got = share(strategy(1), strategy(1), tables__pie__deadline__on=last_day, **settings)
    concession = 100 * (1 - floor) / last_day
    assert abs(got - 50) <= concession


@pytest.mark.parametrize("other", [0.2, 0.5, 1, 2])
def test_the_more_boulware_a_side_the_larger_its_share(other: float) -> None:
    exponents = [2, 1, 0.5, 0.2, 0.1]
    as_first = [share(strategy(e), strategy(other)) for e in exponents]
    as_second = [100 - share(strategy(other), strategy(e)) for e in exponents]
    for shares in (as_first, as_second):
        assert shares == sorted(shares)
        assert shares[-1] > shares[0]
