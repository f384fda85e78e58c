"""The debrief: who may read it, a deal below one's own reservation, a table that another's deal closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from games import seat_of, tables_of, turn_of
from networks import agreeing, finished, network

from tradetalks.errors import TradetalksError
from tradetalks.model.negotiation.reservation import DiscountReservation, FlowReservation
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.play.debrief import debrief, debrief_of
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.uncovered import Uncovered, uncover

PRAISE = (
    "You scored",
    "against no deal",
    "The gain over no deal",
    "nothing was lost",
    "never gave way",
    "is often worth taking",
    "as it should",
)
"""What would contradict that no deal had been better."""


def played(setup: object, country: str, decide: Callable[[Session], None], **more: object) -> Uncovered:
    """Return the table of a game, uncovered, whose person moves by `decide`."""
    game = Session.start(setup, country, seed=3, **more)  # type: ignore[arg-type]
    while game.waiting:
        decide(game)
    return uncover(game.model, tables_of(game)[0])


def offering(*shares: float) -> Callable[[Session], None]:
    """Return moves of a person who offers these shares in turn, the last of them again and again."""
    rest = list(shares)

    def decide(game: Session) -> None:
        game.offer({"share": rest.pop(0) if len(rest) > 1 else rest[0]})

    return decide


def taking(game: Session) -> None:
    """Accept what is no worse than no deal; offer the best for oneself before."""
    turn = turn_of(game)
    assert turn is not None
    if turn.standing is not None and (turn.standing.value or 0.0) >= turn.reservation:
        game.accept()
    else:
        game.offer({name: max(worth, key=worth.__getitem__) for name, worth in seat_of(game).level_values().items()})


def with_reservation(table: Uncovered, place: int, value: float) -> Uncovered:
    """Return the same table, a party of which could have had something instead, as if it had signed all the same."""
    rule = table.rules[place]
    assert isinstance(rule, DiscountReservation | FlowReservation)
    rules = list(table.rules)
    rules[place] = replace(rule, outside=value)
    return replace(table, rules=tuple(rules))


def worth(table: Uncovered, place: int) -> float:
    assert table.deal is not None
    return float(table.values[table.deal, place])


# ---- below the reservation


def test_a_deal_below_ones_reservation_in_points() -> None:
    table = played("split_the_pie", "A", taking)
    got = worth(table, 0)
    lines = debrief_of(with_reservation(table, 0, got + 0.25), "A")
    assert (
        f"You signed a deal worth {got:.3f} points to you; your reservation then was {got + 0.25:.3f} points: "
        "no deal would have been better by 0.250 points." in lines
    )
    assert not [line for line in lines for words in PRAISE if words in line]


def test_a_deal_below_ones_reservation_in_money() -> None:
    table = played("us_japan_2025", "JPN", taking)
    got = worth(table, 1)
    lines = debrief_of(with_reservation(table, 1, got + 5.2), "JPN")
    assert (
        f"You signed a deal worth {got:+.1f} bn a year to you; your reservation then was {got + 5.2:+.1f} bn: "
        "no deal would have been better by 5.2 bn." in lines
    )
    assert not [line for line in lines for words in PRAISE if words in line]


def test_the_step_that_led_below_is_named_as_such() -> None:
    table = played("split_the_pie", "A", offering(70, 30))
    lines = debrief_of(with_reservation(table, 0, 0.5), "A")
    (step,) = [line for line in lines if "You gave most" in line]
    assert step.endswith(": it took you below your reservation: refuse anything worth less.")
    assert "reservation" not in next(line for line in debrief_of(table, "A") if "You gave most" in line)


def test_who_opens_below_its_reservation_is_not_told_to_give_way() -> None:
    table = played("split_the_pie", "A", offering(30))
    assert any("you never gave way" in line for line in debrief_of(table, "A"))
    lines = debrief_of(with_reservation(table, 0, 0.5), "A")
    assert any(line.startswith("You signed a deal worth 0.300 points") for line in lines)
    assert not [line for line in lines for words in PRAISE if words in line]


def test_a_better_offer_that_one_received_before_counts_though_it_was_below_too() -> None:
    # B comes to 0.35 for A by day 7; then A asks for less.
    table = played("split_the_pie", "A", offering(90, 90, 90, 90, 90, 90, 90, 90, 20))
    assert worth(table, 0) == 0.2
    (line,) = [line for line in debrief_of(with_reservation(table, 0, 0.6), "A") if "best offer you received" in line]
    assert line.endswith("was worth 0.350 points to you; you ended 0.150 points below it.")


@pytest.mark.parametrize("above", [0.0, -0.1])
def test_one_that_is_not_below_is_told_as_ever(above: float) -> None:
    table = played("split_the_pie", "A", taking)
    lines = debrief_of(with_reservation(table, 0, worth(table, 0) + above), "A")
    assert lines[1].startswith("You scored")
    assert not any("You signed" in line for line in lines)


def test_the_other_side_is_not_told_so_of_itself() -> None:
    table = with_reservation(played("split_the_pie", "A", taking), 0, 0.9)
    lines = debrief_of(table, "B")
    assert lines[1].startswith("You scored")
    assert any(
        line.startswith("Uncovered: at the end the reservation of Side A stood at 0.900 points") for line in lines
    )


def test_a_coalition_is_not_told_of_a_gain_where_no_deal_was_better() -> None:
    table = played("spring_2025", "SEA3", taking, overrides={"layout": "pooled"})
    place = table.parties.index("SEA3")
    assert any("The gain over no deal within your coalition" in line for line in debrief_of(table, "SEA3"))
    lines = debrief_of(with_reservation(table, place, worth(table, place) + 1.0), "SEA3")
    assert any("no deal would have been better by 1.0 bn" in line for line in lines)
    assert not [line for line in lines for words in PRAISE if words in line]


# ---- who reads it, and when


def test_the_debrief_of_anothers_table_is_refused() -> None:
    model = finished(network())
    assert debrief(model, "USA-JPN", "JPN")
    with pytest.raises(TradetalksError, match="VNM doesn't sit at the table USA-JPN"):
        debrief(model, "USA-JPN", "VNM")


def test_nor_is_there_one_before_the_run_is_over() -> None:
    model = TradeTalks(network(), rng=1)
    model.step()
    with pytest.raises(TradetalksError, match="the run is not over"):
        debrief(model, "USA-JPN", "JPN")


def test_a_table_that_anothers_deal_closed_was_left_by_nobody() -> None:
    data = network()
    data["tables"]["USA-VNM"]["instead_of"] = ["USA-JPN"]
    model = finished(agreeing(data, "USA-JPN", turn=2, rate=10, goods=0))
    lines = debrief(model, "USA-VNM", "VNM")
    assert lines[0] == "It ended without a deal on day 5: a deal at USA-JPN was enough."
    assert not any("walked away" in line or "lost the table" in line for line in lines)
