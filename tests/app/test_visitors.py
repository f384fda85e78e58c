"""How many pages of a server may be open, without a browser."""

from __future__ import annotations

from tradetalks.app.visitors import MOST_VISITORS, Visitors


def test_a_place_is_kept_until_it_is_left() -> None:
    visitors = Visitors(most=2)
    assert visitors.enter("a")
    assert visitors.enter("b")
    assert not visitors.enter("c")
    assert visitors.enter("a")
    visitors.leave("c")
    assert not visitors.enter("d")
    visitors.leave("a")
    assert visitors.enter("d")
    assert not visitors.enter("a")


def test_who_is_turned_away_is_told_why() -> None:
    assert f"{MOST_VISITORS} pages of this server are open" in Visitors().refusal
