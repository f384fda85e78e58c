"""Acceptance conditions, by hand: a pie of 101 levels whose level is its utility in percent."""

from __future__ import annotations

import pytest
from bargaining import a_view, scores, space
from pydantic import ValidationError

from tradetalks.agents.acceptance_conditions.base import Acceptance, acceptances
from tradetalks.agents.acceptance_conditions.combined import AcCombi
from tradetalks.agents.acceptance_conditions.constant import AcConstant
from tradetalks.agents.acceptance_conditions.late import AcTime
from tradetalks.agents.acceptance_conditions.next import AcNext
from tradetalks.agents.acceptance_conditions.previous import AcPrevious
from tradetalks.agents.strategies.hardliner import Hardliner
from tradetalks.agents.strategies.scripted import Scripted
from tradetalks.model.negotiation.moves import Accept
from tradetalks.model.negotiation.transcript import MoveKind, PublicMove

PIE = space(101)
MINE = [x / 100 for x in range(101)]


def move(party: int, outcome: int, t: float) -> PublicMove:
    return PublicMove(0, 0, t, party, MoveKind.OFFER, outcome)


def accepts(
    condition: Acceptance, offer: int, *, t: float = 0.5, asks: float = 0.7, floor: float = 0.0, **more: object
) -> bool:
    moves = more.pop("moves", [move(0, 80, t), move(1, offer, t)])
    view = a_view(PIE, scores(MINE, floor), t=t, player=Scripted(offers=(asks,)), moves=moves, **more)  # type: ignore[arg-type]
    return isinstance(condition.respond(view, offer), Accept)


def test_the_registry_has_them_all() -> None:
    assert set(acceptances) == {"next", "prev", "const", "time", "combi"}


def test_next_compares_with_the_next_offer() -> None:
    assert accepts(AcNext(), 70)
    assert not accepts(AcNext(), 69)
    assert accepts(AcNext(alpha=1.1, beta=0.01), 63)
    assert not accepts(AcNext(alpha=1.1, beta=-0.01), 63)


def test_previous_compares_with_the_last_offer() -> None:
    assert accepts(AcPrevious(), 80)
    assert not accepts(AcPrevious(), 79)
    assert accepts(AcPrevious(beta=0.05), 75)
    assert not accepts(AcPrevious(), 99, moves=[move(1, 99, 0.0)])
    assert accepts(AcPrevious(), 100, moves=[move(1, 100, 0.0)])


def test_constant_and_time() -> None:
    assert accepts(AcConstant(value=0.55), 55)
    assert not accepts(AcConstant(value=0.55), 54)
    assert not accepts(AcTime(time=0.9), 99, t=0.89)
    assert accepts(AcTime(time=0.9), 1, t=0.9)


LATE = [move(1, 50, 0.7), move(1, 20, 0.8), move(1, 30, 0.85), move(1, 10, 0.89)]


@pytest.mark.parametrize(
    ("window", "offer", "expected"),
    # At t = 0.9 the window reaches back to 0.8: the 50 of t = 0.7 is out of it.
    [("max", 30, True), ("max", 29, False), ("average", 20, True), ("average", 19, False)],
)
def test_combi_compares_with_the_window_late(window: str, offer: int, expected: bool) -> None:
    moves = [*LATE, move(1, offer, 0.9)]
    condition = AcCombi(time=0.9, window=window)  # type: ignore[arg-type]
    assert accepts(condition, offer, t=0.9, moves=moves) is expected
    assert not accepts(AcCombi(time=0.91), offer, t=0.9, moves=moves)
    assert accepts(condition, 70, t=0.1)


def test_combi_takes_the_last_offer_when_no_time_is_left() -> None:
    assert accepts(AcCombi(), 3, t=1.0, moves=[*LATE, move(1, 3, 0.95)])


@pytest.mark.parametrize(
    "condition",
    [AcNext(alpha=10), AcPrevious(beta=1), AcConstant(value=0), AcTime(time=0), AcCombi(time=0, window="average")],
)
def test_none_accepts_below_the_reservation(condition: Acceptance) -> None:
    assert not accepts(condition, 29, floor=0.3, t=1.0, asks=0.0)
    assert accepts(condition, 30, floor=0.3, t=1.0, asks=0.0)


def test_a_strategy_takes_it_as_an_option() -> None:
    assert Hardliner(acceptance="time") == Hardliner(acceptance=AcTime())  # type: ignore[arg-type]
    assert Hardliner(acceptance={"combi": {"time": 0.5}}) == Hardliner(acceptance=AcCombi(time=0.5))  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match=r"there is no acceptance condition 'tim'.*did you mean 'time'"):
        Hardliner(acceptance="tim")  # type: ignore[arg-type]
