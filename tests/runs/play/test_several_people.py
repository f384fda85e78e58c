"""Several people in one run: tables wait side by side, and the order in which moves arrive changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradetalks.errors import IllegalMove, TradetalksError, UnknownName
from tradetalks.model.negotiation.moves import Accept, Offer, WalkAway
from tradetalks.model.negotiation.transcript import Decider
from tradetalks.runs.play.replay import replay
from tradetalks.runs.play.session import Session

PEOPLE = ("VNM", "KHM", "MYS")
SEED = 7

type Seat = tuple[str, str]


def decide(session: Session, seat: Seat) -> None:
    """Let a person move by what it sees at its table alone."""
    turn, (table, party) = session.turn(*seat), seat
    standing = turn.standing
    good = standing is not None and standing.value is not None and standing.value >= turn.reservation
    if turn.may_accept and good and turn.t > 0.6:
        session.move(table, Accept(), by=party)
    elif turn.may_offer:
        here = session.seat(table, party)
        session.move(table, Offer(here.outcome(here.first_form())), by=party)
    else:
        session.move(table, WalkAway(), by=party)


def played(choose: Callable[[Sequence[Seat]], Seat], people: Sequence[str] = PEOPLE) -> Session:
    session = Session.start("spring_2025", people, seed=SEED)
    while session.waiting:
        decide(session, choose(session.waiting))
        session.run_on()
    assert session.over
    return session


@pytest.fixture(scope="module")
def in_order() -> str:
    return played(lambda waiting: waiting[0]).result().to_json()


def test_nobody_waits_for_a_person_at_another_table() -> None:
    session = Session.start("spring_2025", PEOPLE, seed=SEED)
    together = 0
    while session.waiting:
        tables, day = session.model.open_tables, session.day
        meeting = {
            key
            for key, party in session.people
            if key in tables and day in tables[key].meetings and tables[key].status == "open"
        }
        assert {key for key, _ in session.waiting} == meeting
        together = max(together, len(session.waiting))
        # One who takes its time holds up nobody: all the others end their meetings.
        slow, *others = session.waiting
        while others:
            decide(session, others[0])
            others = [seat for seat in session.waiting if seat[0] != slow[0]]
        assert session.waiting == (slow,) or not together
        decide(session, slow)
        session.run_on()
    assert together >= 2
    assert session.over


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_every_order_of_arrival_gives_the_same_bytes(in_order: str, luck: object) -> None:
    session = played(luck.choice)  # type: ignore[attr-defined]
    assert session.result().to_json() == in_order


def test_the_result_replays_with_every_decider_in_it(in_order: str) -> None:
    data = json.loads(in_order)
    done = replay(data)
    assert done.same, done.difference
    deciders = {line["party"]: line["decider"] for line in data["transcript"] if line["move"] != "withdraw"}
    assert {party: decider for party, decider in deciders.items() if party in PEOPLE} == dict.fromkeys(PEOPLE, "person")
    assert deciders["USA"] == Decider.BOT
    assert [act["kind"] for act in data["log"]] == ["move"] * len(data["log"])


def test_who_moves_must_be_who_is_waited_for() -> None:
    session = Session.start("spring_2025", PEOPLE, seed=SEED)
    (table, party), before = session.waiting[0], session.model.happenings[:]
    for move, by, said in (
        (WalkAway(), "CHN", f"it is the turn of {party}, not of CHN"),
        (WalkAway(), "JPN", f"'JPN' doesn't sit at the table {table}"),
        (WalkAway(), "", "'' doesn't sit at the table"),
    ):
        with pytest.raises((IllegalMove, UnknownName), match=said):
            session.move(table, move, by=by)
    with pytest.raises(UnknownName, match=r"there is no table .USA-VMN. \(did you mean"):
        session.move("USA-VMN", WalkAway(), by="VNM")
    with pytest.raises(TradetalksError, match="a move is waited for, of "):
        session.model.step()
    if len(session.waiting) > 1:
        with pytest.raises(IllegalMove, match="say whose turn is meant"):
            session.walk_away()
    assert (session.log, session.model.happenings) == ([], before)
