"""What defines each strategy, in small cases worked out by hand."""

from __future__ import annotations

import pytest
from bargaining import Script, played, scores, space

from tradetalks.agents.history import offers_of
from tradetalks.agents.strategies.hardliner import Hardliner
from tradetalks.agents.strategies.micro import Micro
from tradetalks.agents.strategies.nice_tit_for_tat import NiceTitForTat
from tradetalks.agents.strategies.random_offers import Random
from tradetalks.agents.strategies.rubinstein import Rubinstein
from tradetalks.agents.strategies.scripted import Scripted
from tradetalks.agents.strategies.time_dependent import Conceder, Linear
from tradetalks.agents.strategies.tit_for_tat import AveragedTitForTat, RandomAbsoluteTitForTat, RelativeTitForTat
from tradetalks.agents.strategies.trade_off import TradeOff
from tradetalks.agents.strategies.zeuthen import Zeuthen
from tradetalks.errors import NegotiationError
from tradetalks.model.negotiation.moves import Offer, WalkAway
from tradetalks.model.negotiation.players import Player, View
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table

PIE = space(101)
MINE, YOURS = [x / 100 for x in range(101)], [1 - x / 100 for x in range(101)]


def offered(second: Player, *gifts: int, floor: float = 0.0) -> list[int]:
    """Return what the second side offers, each in its own percent, as the first offers it so many percent."""
    script = Script(*[Offer(100 - gift) for gift in gifts], WalkAway())
    table = played([script, second], PIE, [scores(MINE), scores(YOURS, floor)], rounds=len(gifts) + 1)
    return [100 - outcome for outcome in offers_of(table.views[0], 1)][: len(gifts)]


def test_relative_tit_for_tat_gives_the_same_share() -> None:
    # What is missing falls from 100 to 80, by a fifth, and from 80 to 60, by a quarter: 100, 80, 60.
    assert offered(RelativeTitForTat(width=0), 0, 20, 40) == [100, 80, 60]
    assert offered(RelativeTitForTat(width=0, delay=2), 0, 20, 40, 40) == [100, 100, 80, 60]
    assert offered(RelativeTitForTat(width=0), 10, 10, 10) == [100, 100, 100]


def test_averaged_tit_for_tat_looks_at_a_window() -> None:
    # As printed in the paper the whole change over the window counts each time: 0.8, then 0.8 x 0.6.
    assert offered(AveragedTitForTat(width=0, window=2), 0, 20, 40) == [100, 80, 48]
    assert offered(AveragedTitForTat(width=0, window=1), 0, 20, 40) == offered(RelativeTitForTat(width=0), 0, 20, 40)


def test_random_absolute_tit_for_tat_gives_the_same_amount() -> None:
    assert offered(RandomAbsoluteTitForTat(width=0, noise=0), 0, 15, 25) == [100, 85, 75]
    for own, exact in zip(offered(RandomAbsoluteTitForTat(width=0, noise=0.05), 0, 15), [100, 85], strict=True):
        assert abs(own - exact) <= 6
    assert offered(RandomAbsoluteTitForTat(width=0, noise=0.05), 0, 15) != [100, 85]


def test_tit_for_tat_stops_at_its_reservation() -> None:
    assert offered(RelativeTitForTat(width=0), 0, 40, 49, floor=0.7) == [100, 70, 70]


class Certain(NiceTitForTat):
    """Nice tit-for-tat that is sure of the Nash point, so that its offers can be worked out by hand."""

    def nash_point(self, view: View) -> float:
        del view
        return 0.6


def test_nice_tit_for_tat_mirrors_the_way_to_the_nash_point() -> None:
    # From nothing n is 0.6 (1.4 - 0.6) = 0.48, so 0.5; the ways 0.4 and 0.8: 0.5 + 0.9 x 0.6 x 0.5 = 0.77, then 0.59.
    assert offered(Certain(width=0), 0, 20, 40) == [100, 77, 59]
    # From 0.1 n is 0.516; a side that doesn't move gets a tenth of the gap: 0.516 + 0.9 x 0.484 = 0.9516.
    assert offered(Certain(width=0), *[10] * 5) == [100, 96, 96, 96, 96]
    # Who began beyond n = 0.6 (1.4 - 0.12) = 0.768 has come none of the way: 0.768 + 0.9 x 0.232 = 0.9768.
    assert offered(Certain(width=0), 80, 90) == [100, 98]
    moving = offered(NiceTitForTat(width=0), 0, 20, 40)
    assert moving[0] == 100
    assert 50 <= moving[2] < moving[1] < 100


def test_nice_tit_for_tat_comes_to_the_nash_point_in_the_end() -> None:
    # At t = 0.95 the bonus is 0.8: 0.516 + 0.2 x 0.484 = 0.6128; at 0.97 all of it.
    late = offered(Certain(width=0), *[10] * 100)
    assert (late[91], late[95], late[97]) == (96, 62, 52)
    # With more than 3,000 outcomes it begins at t = 0.85.
    for size, expected in ((3000, 0.9516), (3001, 0.516)):
        steps = [step / (size - 1) for step in range(size)]
        script = Script(*[Offer(round(0.9 * (size - 1)))] * 10, WalkAway())
        sides = [scores(steps), scores(steps[::-1])]
        table = played([script, Certain(width=0)], space(size), sides, rounds=11)
        assert 1 - steps[offers_of(table.views[0], 1)[9]] == pytest.approx(expected, abs=0.001)


def test_nice_tit_for_tat_takes_the_first_hundredth_of_the_time_for_the_other_side_s_beginning() -> None:
    # The least of 30, 10, 20 and 20; the 5 that comes later is none: share 0.2 / 0.416, 0.516 + 0.9 x 0.519 x 0.484.
    gifts = [30, 10, 20, 20, 5]
    assert offered(Certain(width=0), *gifts, *[5] * 295)[4] == 75
    # Within less rounds it is the first offer alone: n = 0.6 (1.4 - 0.42) = 0.588, no way: 0.588 + 0.9 x 0.412.
    assert offered(Certain(width=0), *gifts)[4] == 96


def test_nice_tit_for_tat_offers_the_best_that_it_was_offered_back() -> None:
    # 70 is more than n, 0.5: what is planned is n, and 70 is taken up, whatever has come since.
    stubborn = Certain(width=0, acceptance={"const": {"value": 1.0}})  # type: ignore[arg-type]
    assert offered(stubborn, 0, 70, 30, 10) == [100, 70, 70, 70]
    # What it takes up it also accepts.
    script = Script(Offer(100), Offer(30), WalkAway())
    table = played([script, Certain(width=0)], PIE, [scores(MINE), scores(YOURS)], rounds=4)
    assert table.agreement == 30


def test_micro_gives_one_new_offer_for_each() -> None:
    # Different offers received: 1, 2, 2, 2, 3, 3.
    assert offered(Micro(), 0, 1, 1, 1, 2, 1) == [100, 99, 98, 98, 97, 97]
    table = played([Micro(), Micro()], PIE, [scores(MINE), scores(YOURS)], rounds=200)
    assert table.agreement == 50


def test_micro_accepts_what_it_would_offer_next() -> None:
    # After one offer of each it is ready to ask for 99.
    table = played([Script(Offer(100), Offer(1)), Micro()], PIE, [scores(MINE), scores(YOURS)], rounds=3)
    assert table.agreement == 1
    assert table.transcript[-1].reason == "accepts: 0.99 >= the lowest that it would offer, 0.99"


def test_the_hardliner_never_moves() -> None:
    assert offered(Hardliner(), 0, 50, 99) == [100, 100, 100]


def test_random_offers_are_reproducible_and_above_the_reservation() -> None:
    first = offered(Random(), *[0] * 20, floor=0.4)
    assert first == offered(Random(), *[0] * 20, floor=0.4)
    assert min(first) >= 40
    assert len(set(first)) > 10
    assert min(offered(Random(floor=0.8), *[0] * 20)) >= 80
    sides = [scores(MINE), scores(YOURS)]
    with pytest.raises(NegotiationError, match="B decides at random: give the table a `stream`"):
        Table(["A", "B"], PIE, sides, [Linear(), Random()], rounds=5).play()


def test_the_script_is_played_as_written() -> None:
    script = Scripted(offers=(1.0, 0.8, {"i0": 45}), accepts=(1.0, 0.9, 0.3))  # type: ignore[arg-type]
    assert offered(script, 0, 0, 0, 0) == [100, 80, 55, 55]
    table = played(
        [Script(Offer(60), Offer(60), Offer(60), WalkAway()), script], PIE, [scores(MINE), scores(YOURS)], rounds=5
    )
    assert table.agreement == 60
    assert table.history[-1].round == 2


def test_trade_off_concedes_only_in_a_deadlock() -> None:
    # On a pie nothing can be traded: 20 is better than 10, so it stays; then twice no better, twice a step of 10.
    assert offered(TradeOff(width=0, step=0.1), 10, 20, 20, 15) == [100, 100, 90, 80]


def test_trade_off_moves_along_its_indifference_curve() -> None:
    """Two issues that count the same to it: it offers the mix that is most like what was offered."""
    grid = space(5, 5)
    mine = [(x + y) / 8 for x in range(5) for y in range(5)]
    # (0, 3) and (0, 4) are worth 3/8 and 4/8 to it: no deadlock. Then nothing better comes: it asks for 6/8, as (2, 4).
    moves = [Offer(grid.at((0, at))) for at in (3, 4, 4)] + [WalkAway()]
    table = played([Script(*moves), TradeOff(step=0.25)], grid, [scores(mine), scores(mine)], rounds=4)
    made = [grid.positions(outcome) for outcome in offers_of(table.views[0], 1)]
    assert made == [(4, 4), (4, 4), (2, 4)]


def test_zeuthen_concedes_in_turn_on_the_pie() -> None:
    table = played([Zeuthen(), Zeuthen()], PIE, [scores(MINE), scores(YOURS)], rounds=200)
    assert table.agreement == 50
    shares = [move.outcome for move in table.history][:6]
    # A's first offer leaves a product of 0: B asks for all but 1 %, A for all but 2 % and so on.
    assert shares == [100, 1, 98, 3, 96, 5]


def test_zeuthen_knows_when_the_other_has_more_to_lose() -> None:
    # With 0.4 in hand without a deal A reaches 0.7, where (0.7 - 0.4) x 0.3 is greatest.
    table = played([Zeuthen(), Zeuthen()], PIE, [scores(MINE, 0.4), scores(YOURS)], rounds=200)
    assert table.agreement == 70


@pytest.mark.parametrize("player", [Zeuthen(), Rubinstein()])
def test_complete_information_is_needed(player: Zeuthen | Rubinstein) -> None:
    with pytest.raises(NegotiationError, match=f"A plays '{player.name}', which needs .* complete information"):
        played([player, Linear()], PIE, [scores(MINE), scores(YOURS)], complete=False)


def test_rubinstein_refuses_what_is_worth_less_than_going_on() -> None:
    # Three offers left after A's: B's last-but-one is worth 1 - 0.9 (1 - 0.9 x 1)... worked back: 1, 0.1, 0.91.
    rules = [DiscountReservation(0.9, 3), DiscountReservation(0.9, 3)]
    sides = [scores(MINE), scores(YOURS)]
    table = played([Rubinstein(), Rubinstein()], PIE, sides, length=3, rules=rules)
    assert table.agreement == 91
    greedy = played([Script(Offer(92), Offer(100)), Rubinstein()], PIE, sides, length=3, rules=rules)
    assert greedy.history[1].outcome == 90


def test_rubinstein_against_a_conceder_still_deals() -> None:
    rules = [DiscountReservation(0.9, 11), DiscountReservation(0.9, 11)]
    table = played([Conceder(), Rubinstein()], PIE, [scores(MINE), scores(YOURS)], length=11, rules=rules)
    assert table.status is Status.AGREED
