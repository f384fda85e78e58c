from __future__ import annotations

import numpy as np
import pytest
from bargaining import Script, scores, space

from tradetalks.errors import IllegalMove, NegotiationError, UnknownName
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, WalkAway
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.protocols.alternating_offers import AlternatingOffers
from tradetalks.model.negotiation.reservation import FlowReservation
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table

PIE = space(5)
MINE, YOURS = scores([0, 0.25, 0.5, 0.75, 1]), scores([1, 0.75, 0.5, 0.25, 0])


def kinds(table: Table) -> list[str]:
    return [str(move.kind) for move in table.history]


def test_an_accepted_offer_is_the_deal() -> None:
    table = Table(["A", "B"], PIE, [MINE, YOURS], [Script(Offer(3)), Script(Accept("yes"))], rounds=4)
    assert table.play() is Status.AGREED
    assert table.agreement == 3
    assert kinds(table) == ["offer", "accept"]
    assert [entry.utility for entry in table.transcript] == [0.75, 0.25]


def test_the_last_offer_may_be_accepted_but_not_countered() -> None:
    players = [Script(Offer(4), Offer(3)), Script(Offer(0), Offer(1))]
    table = Table(["A", "B"], PIE, [MINE, YOURS], players, rounds=2)
    assert table.play() is Status.EXPIRED
    assert kinds(table) == ["offer", "counter_offer", "counter_offer", "reject"]
    assert [move.t for move in table.history] == [0, 0, 1, 1]


@pytest.mark.parametrize(("length", "moves"), [(1, 2), (2, 3), (5, 6)])
def test_a_length_in_offers_allows_that_many(length: int, moves: int) -> None:
    players = [Script(*[Offer(4)] * 5), Script(*[Offer(0)] * 5)]
    table = Table(["A", "B"], PIE, [MINE, YOURS], players, length=length)
    assert table.play() is Status.EXPIRED
    assert kinds(table).count("reject") == 1
    assert len(table.history) == moves


def test_who_walks_away_ends_it() -> None:
    table = Table(["A", "B"], PIE, [MINE, YOURS], [Script(Offer(4)), Script(WalkAway("enough"))], rounds=4)
    assert table.play() is Status.WALKED_AWAY
    assert table.history[-1].party == 1
    assert table.transcript[-1].reason == "enough"


def test_reasons_are_texts_or_templates_with_numbers_and_read_the_same() -> None:
    asks = ("asks for {:.2f} at t = {:.2f}", 0.75, 1 / 3)
    players = [Script(Offer(3, asks), Offer(3, "asks for {} more")), Script(Offer(1), WalkAway())]
    table = Table(["A", "B"], PIE, [MINE, YOURS], players, rounds=4)
    table.play()
    assert [entry.reason for entry in table.transcript] == [
        "asks for 0.75 at t = 0.33",
        "no",
        "no; asks for {} more",
        "",
    ]


def test_three_parties_agree_only_together() -> None:
    thirds = [scores([0, 0.5, 1]), scores([0, 0.5, 1]), scores([1, 0.5, 0])]
    players = [Script(Offer(2), Accept()), Script(Accept(), Accept()), Script(Offer(1))]
    table = Table(["A", "B", "C"], space(3), thirds, players, rounds=4)
    assert table.play() is Status.AGREED
    assert table.agreement == 1
    assert kinds(table) == ["offer", "accept", "counter_offer", "accept", "accept"]


def test_with_three_parties_an_offer_needs_two_turns_to_answer() -> None:
    protocol = AlternatingOffers(3, 6)
    for turn in range(6):
        assert protocol.may_offer == (turn <= 3)
        if turn < 4:
            protocol.apply(Offer(0))
        else:
            break
    protocol.apply(Reject())
    assert protocol.finished


def test_illegal_moves_are_refused_and_change_nothing() -> None:
    protocol = AlternatingOffers(2, 4)
    with pytest.raises(IllegalMove, match="no offer to accept"):
        protocol.apply(Accept())
    with pytest.raises(IllegalMove, match="make an offer, or walk away"):
        protocol.apply(Reject())
    assert (protocol.turn, protocol.standing) == (0, None)
    protocol.apply(Offer(1))
    protocol.apply(Accept())
    assert protocol.agreement == 1
    with pytest.raises(IllegalMove, match="over"):
        protocol.apply(Offer(0))


def test_an_offer_outside_the_space_is_refused() -> None:
    table = Table(["A", "B"], PIE, [MINE, YOURS], [Script(Offer(5)), Script(Accept())], rounds=2)
    with pytest.raises(IllegalMove, match="outcome 5; the space has 0 to 4"):
        table.play()


def test_no_zone_is_told_apart_from_a_deadline_that_passed() -> None:
    players = [Script(*[Offer(4)] * 3), Script(*[Offer(0)] * 3)]
    greedy = [scores([0, 0.25, 0.5, 0.75, 1], 0.6), scores([1, 0.75, 0.5, 0.25, 0], 0.6)]
    table = Table(["A", "B"], PIE, greedy, players, rounds=3)
    assert not table.has_zone
    assert table.play() is Status.NO_ZONE


def test_an_offer_is_withdrawn_when_its_maker_would_now_rather_have_no_deal() -> None:
    # B waits for a better world: its reservation rises from 2 on day 0 to 3.33 on day 40.
    a = Preferences([6.0, 2.0, 0.0], disagreement=-9.0)
    b = Preferences([-2.0, 2.1, 6.0], disagreement=4.0)
    rules = [FlowReservation(0, 50, 100), FlowReservation(0, 50, 100)]
    players = [Script(Offer(0), Offer(2)), Script(Offer(1), Accept("at last"))]
    table = Table(["A", "B"], space(3), [a, b], players, rounds=4, rules=rules)
    table.meet(0, 1)
    table.meet(40, 1)
    assert kinds(table) == ["offer", "counter_offer", "withdraw", "offer", "accept"]
    assert "is now below its reservation" in table.transcript[2].reason
    # Had the meeting been earlier, the offer would still stand.
    players = [Script(Offer(0), Accept("fine")), Script(Offer(1))]
    table = Table(["A", "B"], space(3), [a, b], players, rounds=4, rules=rules)
    table.meet(0, 1)
    table.meet(2, 1)
    assert kinds(table) == ["offer", "counter_offer", "accept"]


def test_a_table_checks_what_it_is_given() -> None:
    players = [Script(), Script()]
    with pytest.raises(NegotiationError, match="2 parties need as many"):
        Table(["A", "B"], PIE, [MINE], players, rounds=1)
    with pytest.raises(NegotiationError, match="have 3 values, the space has 5"):
        Table(["A", "B"], PIE, [MINE, scores([0, 1, 2])], players, rounds=1)
    with pytest.raises(NegotiationError, match="either in rounds or in offers"):
        Table(["A", "B"], PIE, [MINE, YOURS], players)
    with pytest.raises(NegotiationError, match="two or more"):
        Table(["A"], PIE, [MINE], [Script()], rounds=1)
    with pytest.raises(UnknownName, match="alternating_offers"):
        Table(["A", "B"], PIE, [MINE, YOURS], players, rounds=1, protocol="alternating_offer")


def test_a_closed_table_does_not_meet() -> None:
    table = Table(["A", "B"], PIE, [MINE, YOURS], [Script(Offer(3)), Script(Accept())], rounds=4)
    table.play()
    with pytest.raises(IllegalMove, match="closed"):
        table.meet(1, 1)


def test_a_party_is_told_which_offer_is_its_last() -> None:
    players = [Script(*[Offer(4)] * 3), Script(*[Offer(0)] * 3)]
    table = Table(["A", "B"], PIE, [MINE, YOURS], players, rounds=3)
    again = []
    for day in range(3):
        again.append((table.protocol.may_offer, table.protocol.may_offer_again))
        table.meet(day, 1)
    assert again == [(True, True), (True, True), (True, False)]
    assert table.status is Status.ADJOURNED
    assert np.array_equal(table.zone(), np.ones(5, dtype=bool))
