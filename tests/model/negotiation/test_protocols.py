"""Ultimatum, monotonic concession and mediated text: their rules, by hand."""

from __future__ import annotations

from functools import partial

import pytest
from bargaining import Script, played, random_domain, scores, space, stream

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.agents.strategies.time_dependent import Boulware, Linear
from tradetalks.errors import IllegalMove, NegotiationError
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Vote, WalkAway
from tradetalks.model.negotiation.players import TurnLost, View
from tradetalks.model.negotiation.protocols.base import End
from tradetalks.model.negotiation.protocols.mediated_text import MediatedText, MediatedTextRules
from tradetalks.model.negotiation.protocols.monotonic_concession import MonotonicConcessionRules
from tradetalks.model.negotiation.protocols.ultimatum import Ultimatum
from tradetalks.model.negotiation.referee import Referee
from tradetalks.model.negotiation.reservation import FlowReservation
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table
from tradetalks.runs.words.rules import end_in_words

PIE = space(5)
MINE, YOURS = scores([0, 0.25, 0.5, 0.75, 1]), scores([1, 0.75, 0.5, 0.25, 0])


def kinds(table: Table) -> list[str]:
    return [str(move.kind) for move in table.history]


# ---- ultimatum


def test_an_ultimatum_is_taken_or_left() -> None:
    for answer, status in ((Accept("fine"), Status.AGREED), (Reject("never"), Status.EXPIRED)):
        table = played([Script(Offer(3)), Script(answer)], PIE, [MINE, YOURS], rounds=9, protocol="ultimatum")  # type: ignore[arg-type]
        assert table.status is status
        assert kinds(table) == ["offer", str(table.history[1].kind)]
        assert [(move.round, move.t) for move in table.history] == [(0, 0.0), (1, 1.0)]
    assert table.protocol.end is End.OFFER_REJECTED


def test_the_first_rejection_of_an_ultimatum_is_the_last_word() -> None:
    sides = [MINE, YOURS, YOURS]
    players = [Script(Offer(3)), Script(Reject("no")), Script(Accept("yes"))]  # type: ignore[arg-type]
    table = played(players, PIE, sides, rounds=9, protocol="ultimatum")
    assert kinds(table) == ["offer", "reject"]
    players = [Script(Offer(3)), Script(Accept("yes")), Script(Accept("yes"))]
    assert played(players, PIE, sides, rounds=9, protocol="ultimatum").agreement == 3


def test_an_ultimatum_below_the_own_reservation_ends_the_talks() -> None:
    choosy = scores([0, 0.25, 0.5, 0.75, 1], 0.5)
    table = played([Script(Offer(1)), Linear()], PIE, [choosy, YOURS], protocol="ultimatum")
    assert kinds(table) == ["demand"]
    assert table.protocol.end is End.OFFER_A_DEMAND


def test_whoever_answers_an_ultimatum_by_ac_next_takes_what_is_no_worse_than_no_deal() -> None:
    """It compares with its own next offer, and has none to come."""
    outcomes, sides = random_domain(3, reservation=0.2)
    hard = strategies["hardliner"]()
    for name in ("linear", "relative_tft", "micro", "hardliner", "zeuthen", "nice_tft"):
        for outcome in range(0, outcomes.size, 7):
            table = played([Script(Offer(outcome)), strategies[name]()], outcomes, sides, protocol="ultimatum")
            good = min(own.value(outcome) for own in sides) >= 0.2
            assert (table.agreement == outcome) == good, name
    assert played([hard, Linear()], PIE, [MINE, YOURS], protocol="ultimatum").agreement == 4


def test_an_ultimatum_can_t_be_countered() -> None:
    protocol = Ultimatum(3)
    protocol.apply(Offer(1))
    with pytest.raises(IllegalMove, match="can't be countered"):
        protocol.apply(Offer(2))
    assert [protocol.proposes(party) for party in range(3)] == [True, False, False]


# ---- monotonic concession


def test_proposals_are_sealed_until_all_are_made() -> None:
    seen: list[list[int | None]] = []

    class Peeping(Script):
        def propose(self, view: View) -> Offer | WalkAway:
            seen.append([move.outcome for move in view.history])
            return super().propose(view)

    players = [Peeping(Offer(4), Offer(3)), Peeping(Offer(0), Offer(1)), Peeping(Offer(0), Offer(2))]
    played(players, PIE, [MINE, YOURS, YOURS], rounds=2, protocol="monotonic_concession")
    assert seen == [[], [], [], [4, 0, 0], [4, 0, 0], [4, 0, 0]]


def test_the_proposal_that_suits_all_as_well_as_their_own_is_the_deal() -> None:
    # A's second proposal brings B what B asks for, 0.75; B's brings A less than A asks for.
    players = [Script(Offer(4), Offer(1)), Script(Offer(0), Offer(0))]
    table = played(players, PIE, [MINE, scores([0.75, 0.75, 0.5, 0.25, 0])], protocol="monotonic_concession")
    assert table.agreement == 1
    assert kinds(table) == ["offer", "offer", "offer", "offer", "accept"]
    assert table.history[-1].party == 1
    assert table.transcript[-1].reason == "accepts: 0.75 >= its own proposal's 0.75"


def test_who_have_passed_each_other_draw_lots() -> None:
    """A offers 1 and B offers 3: each gets more by the other's. Both are drawn, about equally often."""
    drawn = []
    for seed in range(60):
        players = [Script(Offer(1)), Script(Offer(3))]
        table = played(players, PIE, [MINE, YOURS], protocol="monotonic_concession", stream=partial(stream, seed))
        assert table.transcript[-1].reason.endswith("drawn from 2 that suit all")
        drawn.append(table.agreement)
    assert set(drawn) == {1, 3}
    assert 15 <= drawn.count(1) <= 45


def test_the_same_proposal_of_all_is_the_deal_at_once() -> None:
    table = played([Script(Offer(2)), Script(Offer(2))], PIE, [MINE, YOURS], protocol="monotonic_concession")
    assert (table.agreement, kinds(table)) == (2, ["offer", "offer"])


def test_who_would_go_back_stands_still() -> None:
    players = [Script(Offer(3), Offer(4), Offer(2)), Script(Offer(0), Offer(0), Offer(2))]
    table = played(players, PIE, [MINE, YOURS], protocol="monotonic_concession")
    assert [move.outcome for move in table.history if move.party == 0] == [3, 3, 2]
    assert table.transcript[2].reason.startswith("stands still, as nobody may go back")
    assert table.agreement == 2


@pytest.mark.parametrize(("patience", "rounds"), [(1, 2), (2, 5), (3, 6), (None, 9)])
def test_patience_with_those_who_stand_still(patience: int | None, rounds: int) -> None:
    """A concedes in the third round alone."""
    players = [Script(Offer(4), Offer(4), *[Offer(3)] * 9), Script(*[Offer(0)] * 9)]
    rules = MonotonicConcessionRules(patience=patience)
    table = played(players, PIE, [MINE, YOURS], rounds=9, protocol=rules)
    assert len(table.history) == 2 * rounds
    assert table.status is Status.EXPIRED
    assert bool(table.protocol.end) == (patience is not None)


def test_a_demand_is_shown_and_never_agreed() -> None:
    # B would rather have no deal than what it proposes, which A likes best.
    for reservation, moves in ((0.2, ["offer", "demand", "accept"]), (0.4, ["offer", "demand"])):
        sides = [MINE, scores([1, 0.75, 0.5, 0.25, 0], reservation)]
        table = played([Script(Offer(3)), Script(Offer(4))], PIE, sides, rounds=1, protocol="monotonic_concession")
        assert kinds(table) == moves
        assert table.agreement == (3 if "accept" in moves else None)


def test_who_would_rather_have_no_deal_than_its_last_proposal_may_go_back() -> None:
    """B waits for a better world: its reservation rises from 2 on day 0 to 3.33 on day 40."""
    sides = [scores([6.0, 2.0, 0.0], -9.0), scores([-2.0, 2.1, 6.0], 4.0)]
    rules = [FlowReservation(0, 50, 100)] * 2
    for day, proposed in ((2, 1), (40, 2)):
        players = [Script(Offer(0), Offer(0)), Script(Offer(1), Offer(2))]
        table = Table(
            ["A", "B"], space(3), sides, players, rounds=2, rules=rules, protocol="monotonic_concession",
            stream=partial(stream, 1),
        )  # fmt: skip
        table.meet(0, 1)
        table.meet(day, 1)
        assert [move.outcome for move in table.history if move.party == 1] == [1, proposed]


def test_walking_away_from_sealed_proposals() -> None:
    players = [Script(Offer(4)), Script(WalkAway("enough"))]
    table = played(players, PIE, [MINE, YOURS], protocol="monotonic_concession")
    assert table.status is Status.WALKED_AWAY
    assert kinds(table) == ["offer", "walk_away"]


def test_boulware_players_need_no_patience_to_agree_on_a_coarse_grid() -> None:
    players = [Boulware(e=0.2)] * 2
    assert played(players, PIE, [MINE, YOURS], rounds=30, protocol="monotonic_concession").agreement is not None
    strict = played(players, PIE, [MINE, YOURS], rounds=30, protocol=MonotonicConcessionRules(patience=1))
    assert strict.agreement is None
    assert (
        end_in_words(strict.protocol.end, MonotonicConcessionRules(patience=1))
        == "conflict, as nobody conceded for a round"
    )


# ---- mediated text


def mediated(rounds: int, parties: int = 2, seed: int = 1) -> MediatedText:
    return MediatedText(parties, rounds, Referee(space(4, 4, 4), [], partial(stream, seed)))


def test_a_candidate_is_the_text_only_if_all_say_yes() -> None:
    protocol = mediated(4)
    first = protocol.standing
    protocol.apply(Vote(True))
    assert protocol.sealed
    protocol.apply(Vote(False))
    assert (protocol.text, protocol.sealed) == (None, False)
    second = protocol.standing
    assert second != first
    for _ in range(2):
        protocol.apply(Vote(True))
    assert protocol.text == second
    for _ in range(2):
        protocol.apply(Vote(False))
    # The last round: the text is answered, the rejected candidate forgotten.
    assert (protocol.standing, protocol.voting) == (second, False)
    protocol.apply(Accept())
    protocol.apply(Accept())
    assert protocol.agreement == second


def test_without_a_text_there_is_nothing_to_accept() -> None:
    protocol = mediated(2)
    for _ in range(2):
        protocol.apply(Vote(False))
    assert protocol.finished
    assert protocol.end is End.NO_CONSENT
    protocol = mediated(1)
    assert (protocol.voting, protocol.standing is None) == (False, False)
    protocol.apply(Accept())
    protocol.apply(Reject())
    assert (protocol.agreement, protocol.end) == (None, End.TEXT_REJECTED)


@pytest.mark.parametrize(
    ("votes", "move", "said"),
    [
        (0, Offer(1), "the mediator alone proposes: vote yes or no, or walk away"),
        (0, Accept(), "a candidate, not the final text: vote"),
        (0, Reject(), "a candidate, not the final text: vote"),
        (2, Vote(True), "this is the final text: accept it, reject it or walk away"),
        (2, Offer(1), "the mediator alone proposes: accept it"),
        (4, Vote(True), "the talks are over"),
    ],
)
def test_illegal_moves_under_a_mediator(votes: int, move: Offer | Accept | Reject | Vote, said: str) -> None:
    protocol = mediated(2)
    for _ in range(min(votes, 2)):
        protocol.apply(Vote(True))
    for _ in range(votes - 2):
        protocol.apply(Accept())
    turn = protocol.turn
    with pytest.raises(IllegalMove, match=said):
        protocol.apply(move)
    assert protocol.turn == turn


def test_opposed_sides_need_exchanges_between_issues() -> None:
    """Where both want the opposite on every issue, changing one alone is always worse for one of them."""
    outcomes = space(11, 11)
    a = scores((0.8 * outcomes.steps[0] / 10 + 0.2 * outcomes.steps[1] / 10).tolist())
    b = scores((1 - 0.2 * outcomes.steps[0] / 10 - 0.8 * outcomes.steps[1] / 10).tolist())
    joint = {}
    for changes in (1, 2):
        rules = MediatedTextRules(changes=changes)
        tables = [
            played([Linear()] * 2, outcomes, [a, b], rounds=100, protocol=rules, stream=partial(stream, seed))
            for seed in range(20)
        ]
        texts = [len({move.outcome for move in table.history if move.kind == "accept"}) for table in tables]
        assert texts == [1] * 20
        joint[changes] = [a.value(table.agreement or 0) + b.value(table.agreement or 0) for table in tables]
    first = [a.value(found) + b.value(found) for found in (int(stream(seed, "", 1)[0] * 121) for seed in range(20))]
    assert joint[1] == pytest.approx(first), "stuck at the first text"
    assert sum(joint[2]) > sum(joint[1]) + 20 * 0.3


def test_a_strategy_may_vote_as_it_likes() -> None:
    class Contrary(Linear):
        def vote(self, view: View, candidate: int, text: int | None) -> Vote:
            honest = Strategy.vote(self, view, candidate, text)
            assert isinstance(honest, Vote)
            return Vote(not honest.yes, "to be contrary")

    table = played([Linear(), Contrary()], PIE, [MINE, YOURS], rounds=5, protocol="mediated_text")
    assert {move.kind for move in table.history if move.party == 1} == {"vote_no"}
    assert table.agreement is None


# ---- what a table checks


def test_rules_that_draw_need_a_stream() -> None:
    for protocol in ("monotonic_concession", "mediated_text"):
        with pytest.raises(NegotiationError, match=f"'{protocol}' draws random numbers: give the table a `stream`"):
            Table(["A", "B"], PIE, [MINE, YOURS], [Linear()] * 2, rounds=3, protocol=protocol)


# ---- a guarded player loses a turn by a fault


class Faulty(Script):
    """A script that makes a fault where it has None."""

    def fault(self, view: View, reason: str) -> TurnLost:
        return TurnLost(reason)

    def propose(self, view: View) -> Offer | WalkAway:
        if self.moves[0] is None:
            self.moves.pop(0)
            raise TurnLost("a fault")
        return super().propose(view)

    def vote(self, view: View, candidate: int, text: int | None) -> Vote:
        raise TurnLost("a fault")


def test_who_loses_a_turn_stands_still_and_has_no_deal_before_its_first_proposal() -> None:
    # In the first round nothing is a deal, as A has proposed nothing; in the third A stands still at 4, which suits B.
    players = [Faulty(None, Offer(4), None), Script(Offer(1), Offer(1), Offer(4))]  # type: ignore[arg-type]
    table = played(players, PIE, [MINE, YOURS], rounds=9, protocol="monotonic_concession")
    assert kinds(table) == ["forfeit", "offer", "offer", "offer", "forfeit", "offer"]
    assert table.agreement == 4
    # A's last proposal is at least as bad for A as what B concedes: A accepts by the rules.
    players = [Faulty(Offer(2), None), Script(Offer(1), Offer(3))]  # type: ignore[arg-type]
    table = played(players, PIE, [MINE, YOURS], rounds=9, protocol="monotonic_concession")
    assert kinds(table) == ["offer", "offer", "forfeit", "offer", "accept"]
    assert (table.agreement, table.history[-1].party) == (3, 0)


def test_a_lost_vote_is_a_no_and_a_lost_answer_too() -> None:
    table = played([Faulty(), Linear()], PIE, [MINE, YOURS], rounds=3, protocol="mediated_text")
    assert {str(move.kind) for move in table.history} == {"forfeit", "vote_yes"}
    assert table.protocol.end is End.NO_CONSENT
    protocol = mediated(1)
    protocol.lose_turn()
    assert (protocol.finished, protocol.end) == (True, End.TEXT_LOST)


def test_a_lost_turn_ends_an_ultimatum() -> None:
    table = played([Faulty(None), Linear()], PIE, [MINE, YOURS], protocol="ultimatum")  # type: ignore[arg-type]
    assert (kinds(table), table.protocol.end) == (["forfeit"], End.NO_OFFER)
