"""Faults of outside strategies: each costs the turn, the third the table, and the talks go on."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from bargaining import Script, played, scores, space, stream

from tradetalks.agents.outside.guard import Guarded, Limits
from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.strategies.time_dependent import Linear
from tradetalks.errors import IllegalMove
from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Vote, WalkAway
from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.protocols.base import protocols
from tradetalks.model.negotiation.referee import Referee
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.outside.origin import Origin
from tradetalks.outside.time_limit import TimeUp, running, within

PIE = space(11)
MINE, YOURS = scores([x / 10 for x in range(11)]), scores([1 - x / 10 for x in range(11)])


class Calls(Strategy):
    """Makes what it is given, by call."""

    name = "calls"

    def __init__(self, propose: Callable[[View], Any], respond: Callable[[View, int], Any] | None = None) -> None:
        self._propose = propose
        self._respond = respond or (lambda _view, _offer: Reject("no"))

    def propose(self, view: View) -> Any:
        return self._propose(view)

    def respond(self, view: View, offer: int) -> Any:
        return self._respond(view, offer)


def guarded(strategy: Strategy, **limits: Any) -> Guarded:
    return Guarded(strategy, Origin("mine.py", __file__, ""), Limits(**limits))


def endless(*_: object) -> None:
    while True:
        pass


def catching(*_: object) -> None:
    while True:
        with contextlib.suppress(BaseException):
            len("")


def fails(*_: object) -> None:
    raise ValueError(f"nothing   in\n{object()}")


def leaves(*_: object) -> None:
    raise SystemExit(3)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (fails, r"raises ValueError: nothing in <object object> \(mine.py:\d+\)"),
        (leaves, "raises SystemExit: 3 "),
        (lambda _: 5, "`propose` returns 5, not an Offer or WalkAway"),
        (lambda _: None, "`propose` returns None, not an Offer or WalkAway"),
        (lambda _: Accept("yes"), "`propose` returns an Accept, not an Offer or WalkAway"),
        (lambda _: Offer("x"), "offers 'x', not the number of an outcome"),
        (lambda _: Offer(True), "offers True, not the number of an outcome"),
        (lambda _: Offer(11), "A offers outcome 11; the space has 0 to 10"),
        (lambda _: Offer(-1), "A offers outcome -1; the space has 0 to 10"),
        (lambda _: Offer(5, ("{:.2f}", "x")), "raises ValueError: Unknown format code 'f'"),
        (endless, "takes more than 0.05 s for a move"),
        (catching, "takes more than 0.05 s for a move"),
    ],
)
def test_a_fault_costs_the_turn(call: Callable[[View], Any], said: str) -> None:
    def once(view: View) -> Any:
        return call(view) if view.round == 0 else Offer(5)

    table = played([guarded(Calls(once), seconds=0.05), Linear()], PIE, [MINE, YOURS], rounds=4)
    first, second = table.transcript[:2]
    assert (first.move.kind, first.move.outcome) == (MoveKind.FORFEIT, None)
    assert first.reason.startswith("loses its turn, fault 1 of 3: ")
    assert re.search(said, first.reason), first.reason
    assert second.move.kind is MoveKind.OFFER
    assert table.agreement == 5


def test_by_a_fault_the_standing_offer_falls() -> None:
    answers = iter([RuntimeError("lost"), Reject("no")])

    def respond(view: View, offer: int) -> Any:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    other = Script(Offer(2), Offer(3), Accept())
    table = played([other, guarded(Calls(lambda _: Offer(7), respond))], PIE, [MINE, YOURS], rounds=3)
    kinds = [(entry.move.party, str(entry.move.kind), entry.move.outcome) for entry in table.transcript]
    assert kinds[:4] == [(0, "offer", 2), (1, "forfeit", 2), (0, "offer", 3), (1, "counter_offer", 7)]
    assert table.agreement == 7


def test_on_the_last_turn_the_talks_end() -> None:
    player = guarded(Calls(lambda _: Offer(0), fails))
    table = played([Script(Offer(2)), player], PIE, [MINE, YOURS], rounds=1)
    assert [str(move.kind) for move in table.history] == ["offer", "forfeit"]
    assert table.status is Status.EXPIRED


def test_accepting_what_is_worth_less_than_no_deal_is_a_fault() -> None:
    player = guarded(Calls(lambda _: Offer(0), lambda _, __: Accept("yes")))
    sides = [MINE, scores([1 - x / 10 for x in range(11)], 0.5)]
    table = played([Script(Offer(9), Offer(5)), player], PIE, sides, rounds=2)
    assert table.transcript[1].reason == "loses its turn, fault 1 of 3: B accepts what is worth less to it than no deal"
    assert table.agreement == 5
    with pytest.raises(IllegalMove):
        played([Script(Offer(9)), player.inner], PIE, sides, rounds=1)


def test_the_third_fault_costs_the_table() -> None:
    table = played([guarded(Calls(fails)), Linear()], PIE, [MINE, YOURS], rounds=9)
    assert table.status is Status.WALKED_AWAY
    lost = [entry for entry in table.transcript if entry.move.kind is MoveKind.FORFEIT]
    assert [entry.move.round for entry in lost] == [0, 1, 2]
    assert lost[-1].reason.startswith("loses the table, fault 3 of 3: raises ValueError")
    assert table.history[-1].kind is MoveKind.FORFEIT
    patient = played([guarded(Calls(fails), faults=99), Linear()], PIE, [MINE, YOURS], rounds=5)
    assert patient.status is Status.EXPIRED
    assert sum(move.kind is MoveKind.FORFEIT for move in patient.history) == 5


def test_faults_are_counted_by_party() -> None:
    both = [guarded(Calls(fails), faults=2), guarded(Calls(fails), faults=3)]
    table = played(both, PIE, [MINE, YOURS], rounds=9)
    assert [move.party for move in table.history] == [0, 1, 0]


def test_with_three_parties_the_next_one_moves() -> None:
    sides = [MINE, YOURS, MINE]
    table = played([Script(Offer(5), WalkAway()), guarded(Calls(fails)), Linear()], PIE, sides, rounds=3)
    assert [(move.party, str(move.kind)) for move in table.history][:3] == [(0, "offer"), (1, "forfeit"), (2, "offer")]


def test_a_fault_in_its_own_next_offer_is_one_fault() -> None:
    """A strategy that answers by its next offer runs `propose` inside `respond`."""
    player = guarded(Calls(endless, lambda view, _: view.next_offer), seconds=0.05)
    table = played([Script(Offer(5), WalkAway()), player], PIE, [MINE, YOURS], rounds=3)
    assert [str(move.kind) for move in table.history] == ["offer", "forfeit", "walk_away"]


def test_shipped_strategies_have_no_guard() -> None:
    with pytest.raises(ValueError, match="nothing"):
        played([Calls(fails), Linear()], PIE, [MINE, YOURS], rounds=3)


def test_what_it_prints_is_not_our_output(capsys: pytest.CaptureFixture[str]) -> None:
    def talkative(view: View) -> Offer:
        print("here")  # noqa: T201
        return Offer(5)

    played([guarded(Calls(talkative)), Linear()], PIE, [MINE, YOURS], rounds=2)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "here" in captured.err


@pytest.mark.parametrize("protocol", list(protocols))
def test_every_protocol_can_pass_over_a_turn(protocol: str) -> None:
    rules = protocols[protocol]()
    talks = rules.start(2, rules.offers(2, 4), Referee(PIE, [], partial(stream, 1)))
    turns = []
    while not talks.finished:
        turns.append(talks.mover)
        talks.lose_turn()
    assert 1 <= len(turns) <= 8
    assert talks.agreement is None


def test_a_person_at_the_other_side_sees_that_a_turn_was_lost_and_not_why() -> None:
    table = Table(["A", "B"], PIE, [MINE, YOURS], [guarded(Calls(fails)), Linear()], rounds=3)
    table.meet(0, 1)
    assert table.views[1].history[0].kind is MoveKind.FORFEIT
    assert "raises" not in repr(table.views[1].history[0])


# ---- time limits


@pytest.mark.parametrize("call", [endless, catching])
def test_endless_loops_are_stopped_in_any_thread(call: Callable[[], None]) -> None:
    stopped = []

    def work() -> None:
        try:
            within(0.05, call)
        except TimeUp:
            stopped.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert stopped == [True]
    with pytest.raises(TimeUp):
        within(0.05, call)
    assert not running()


def test_who_only_waits_is_stopped_by_the_clock() -> None:
    def waits() -> None:
        while True:
            time.sleep(0.01)

    with pytest.raises(TimeUp):
        within(0.02, waits)


def test_a_limit_leaves_nothing_behind() -> None:
    """Calls that end near their limit: the exception never comes out afterwards."""

    def count() -> int:
        return sum(1 for _ in range(60_000))

    results = []
    for _ in range(60):
        try:
            results.append(within(0.002, count))
        except TimeUp:
            results.append(0)
        assert sum(1 for _ in range(2_000)) == 2_000
    assert set(results) <= {0, 60_000}
    with pytest.raises(KeyError):
        within(1, lambda: {}["x"])
    assert within(1, lambda: within(0.001, lambda: 3)) == 3


def test_a_vote_is_guarded_too() -> None:
    class Votes(Linear):
        def vote(self, view: View, candidate: int, text: int | None) -> Any:
            return answers.pop(0) if answers else Strategy.vote(self, view, candidate, text)

    answers: list[Any] = ["yes", Vote("maybe")]  # type: ignore[arg-type]
    players = [guarded(Votes()), Linear()]
    table = played(players, PIE, [MINE, YOURS], rounds=6, protocol="mediated_text")
    reasons = [entry.reason for entry in table.transcript if entry.move.party == 0]
    assert reasons[0] == "loses its turn, fault 1 of 3: `vote` returns 'yes', not a Vote or WalkAway"
    assert reasons[1] == "loses its turn, fault 2 of 3: votes 'maybe', not True or False"
    assert table.history[4].kind is MoveKind.VOTE_YES
    assert table.agreement is not None
