"""A session's acts: bots that take seats, passes, interventions, messages, errors of people. Each replays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from games import turn_of
from hypothesis import given, settings
from hypothesis import strategies as st

from tradetalks.errors import ConfigError, IllegalMove, TradetalksError, UnknownName
from tradetalks.model.negotiation.moves import Accept, Offer, Vote, WalkAway
from tradetalks.model.negotiation.transcript import Decider
from tradetalks.runs.play.debrief import debrief
from tradetalks.runs.play.replay import replay
from tradetalks.runs.play.session import Session

TABLE = "USA-JPN"
TALKS: dict[str, Any] = {"extends": "us_japan_2025", "tables": {TABLE: {"messages": True}}}


def start(people: str = "JPN", **tables: Any) -> Session:
    return Session.start({"extends": "us_japan_2025", "tables": {TABLE: {"messages": True, **tables}}}, people, seed=3)


def move(session: Session) -> None:
    session.offer(session.seat(*session.waiting[0]).first_form())


def to_the_end(session: Session) -> dict[str, Any]:
    """Play on, check that the result replays and that a saved session is the same, and return the result as data."""
    while session.waiting:
        move(session) if session.turn(*session.waiting[0]).may_offer else session.walk_away()
    data: dict[str, Any] = json.loads(session.result().to_json())
    done = replay(data)
    assert done.same, done.difference
    assert done.result.to_json() == session.result().to_json()
    return data


def deciders(data: dict[str, Any], party: str) -> list[str]:
    return [line["decider"] for line in data["transcript"] if line["party"] == party]


def test_a_bot_takes_a_seat_and_gives_it_back() -> None:
    session = start()
    move(session)
    before = session.day
    session.seat_bot(TABLE, "JPN", {"name": "boulware", "e": 0.2})
    assert session.people == ()
    while session.day < before + 20:
        session.step()
    session.seat_person(TABLE, "JPN")
    session.run_on()
    assert session.waiting == ((TABLE, "JPN"),)
    assert session.day > before + 20
    data = to_the_end(session)
    kinds = deciders(data, "JPN")
    assert kinds[0] == kinds[-1] == "person"
    assert set(kinds) == {"person", "bot"}
    assert [act["kind"] for act in data["log"] if act["kind"] != "move"] == ["seat", "seat"]


def test_a_bot_that_sits_down_at_its_turn_moves_at_once() -> None:
    session = start()
    moves = len(session.model.open_tables[TABLE].table.transcript)
    session.seat_bot(TABLE, "JPN", "conceder")
    assert len(session.model.open_tables[TABLE].table.transcript) > moves
    assert session.waiting == ()
    session.run_on()
    assert set(deciders(to_the_end(session), "JPN")) <= {"bot", "rules"}


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ("bulware", "did you mean 'boulware'"),
        ({"name": "boulware", "e": 90}, "e"),
        ({"name": "boulware", "e": {"uniform": [0.1, 0.2]}}, "would be drawn"),
        ({"name": "zeuthen"}, "information: complete"),
    ],
)
def test_what_is_no_strategy_takes_no_seat(strategy: Any, said: str) -> None:
    session = start()
    with pytest.raises(ConfigError, match=said):
        session.seat_bot(TABLE, "JPN", strategy)
    assert session.waiting == ((TABLE, "JPN"),)
    assert session.log == []
    with pytest.raises(UnknownName, match="'CHN' doesn't sit at the table"):
        session.seat_bot(TABLE, "CHN", "boulware")


def test_a_turn_that_time_takes() -> None:
    session = start()
    move(session)
    turn = turn_of(session)
    assert turn is not None
    session.pass_turn(TABLE, by="JPN")
    session.run_on()
    data = to_the_end(session)
    (line,) = [line for line in data["transcript"] if line["move"] == "pass"]
    assert (line["party"], line["day"], line["decider"], line["reason"]) == (
        "JPN",
        turn.day,
        "clock",
        "did not move in time",
    )
    with pytest.raises(IllegalMove, match="closed"):
        session.pass_turn(TABLE, by="JPN")


def test_a_table_that_the_instructor_closes_ends_as_its_deadline_would() -> None:
    session = start(deadline={"snap_back": {"USA.JPN": 24}})
    move(session)
    day = session.day
    session.close_table(TABLE)
    session.run_on()
    data = to_the_end(session)
    table = data["tables"][TABLE]
    assert (table["status"], table["closed"]) == ("expired", day)
    assert "the talks were closed on day" in table["summary"]
    kinds = [event["kind"] for event in data["events"] if event["day"] == day]
    assert kinds[-2:] == ["expired", "snap_back"]
    assert data["world"]["tariffs"]
    with pytest.raises(IllegalMove, match="can't be closed: it is expired"):
        session.close_table(TABLE)


def test_an_event_that_is_put_in_happens_now_and_is_seen_at_the_next_meeting() -> None:
    session = start()
    move(session)
    session.put_in({"event": "tariff_change", "rates": {"USA.JPN.AUT": 60}})
    turn = turn_of(session)
    assert turn is not None
    assert any("60 % on" in text for text in turn.news)
    assert session.model.world.added_tariffs.max() >= 0.6
    data = to_the_end(session)
    (event,) = [event for event in data["events"] if "60 % on" in event["text"]]
    assert (event["kind"], event["day"], event["hidden"]) == ("event", turn.day, False)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"event": "tariff_chnge", "rates": {}}, "did you mean 'tariff_change'"),
        ({"event": "tariff_change", "rates": {"USA.JPM": 3}}, "did you mean 'JPN'"),
        ({"event": "market_shock", "size": 99}, "size"),
        ({"event": "leader_intervention", "country": "USA", "table": "nowhere", "near": 0.1, "speed": 0.5}, "nowhere"),
        ({}, "event"),
    ],
)
def test_what_is_no_event_here_is_not_put_in(event: dict[str, Any], said: str) -> None:
    session = start()
    before = (session.day, [*session.model.happenings])
    with pytest.raises(TradetalksError, match=said):
        session.put_in(event)
    assert (session.day, session.model.happenings) == before
    assert session.log == []


def test_a_deadline_that_is_put_off() -> None:
    session = start()
    move(session)
    last = session.model.open_tables[TABLE].last_day
    session.put_off(TABLE, 21)
    assert session.model.open_tables[TABLE].last_day == last + 21
    data = to_the_end(session)
    assert data["tables"][TABLE]["extensions"] >= 1
    for days, said in ((0, "by a day or more"), (400, "its horizon ends then")):
        again = start()
        with pytest.raises(IllegalMove, match=said):
            again.put_off(TABLE, days)
        assert again.model.open_tables[TABLE].extensions == 0


def test_a_deadline_that_is_drawn_is_not_put_off() -> None:
    session = start(deadline={"kind": "random", "hazard": 0.001})
    last = session.model.open_tables[TABLE].timetable.closing_day
    with pytest.raises(IllegalMove, match="is drawn: it can't be put off"):
        session.put_off(TABLE, 7)
    assert session.model.open_tables[TABLE].timetable.closing_day == last


def test_a_move_that_is_prescribed_is_made_in_place_of_the_bot_s() -> None:
    session = start()
    live = session.model.open_tables[TABLE]
    place, turn = live.parties.index("USA"), live.table.protocol.turn
    later = next(number for number in range(turn + 1, turn + 4) if number % 2 == place)
    levels = {issue.name: issue.levels[0] for issue in live.space.issues}
    session.prescribe(TABLE, later, Offer(live.space.outcome(levels)))
    with pytest.raises(IllegalMove, match="is over"):
        session.prescribe(TABLE, 0, WalkAway())
    move(session)
    data = to_the_end(session)
    (line,) = [line for line in data["transcript"] if line["decider"] == "instructor"]
    assert (line["party"], line["offer"]) == ("USA", levels)


def test_a_prescribed_move_that_is_not_allowed_when_its_turn_comes_leaves_it_to_who_plays_there() -> None:
    session = start()
    turn = session.model.open_tables[TABLE].table.protocol.turn
    session.prescribe(TABLE, turn + 1, Vote(yes=True))
    session.prescribe(TABLE, turn + 3, Accept())
    move(session)
    data = to_the_end(session)
    lapsed = [line for line in data["transcript"] if "what was prescribed is not allowed" in line["reason"]]
    assert [(line["party"], line["decider"]) for line in lapsed] == [("USA", "bot")] * len(lapsed)
    assert lapsed


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.put_in("market_shock"),
        lambda session: session.put_in([1]),
        lambda session: session.put_off(TABLE, 2.5),
        lambda session: session.seat_bot(TABLE, "JPN", 3),
        lambda session: session.move(TABLE, 3, by="JPN"),
        lambda session: session.walk_away(message=5),
        lambda session: session.move(TABLE, Offer(10**9), by="JPN"),
        lambda session: session.move(TABLE, Offer(-1), by="JPN"),
    ],
)
def test_what_is_of_no_kind_that_can_be_done_is_refused(act: Callable[[Session], None]) -> None:
    session = start()
    with pytest.raises(TradetalksError):
        act(session)
    assert (session.log, session.waiting) == ([], ((TABLE, "JPN"),))


def test_nothing_is_put_in_before_the_first_day_or_once_all_is_over() -> None:
    session = Session("us_japan_2025", 7)
    with pytest.raises(IllegalMove, match="before the first day"):
        session.put_in({"event": "market_shock", "size": 1.0})
    with pytest.raises(IllegalMove, match="before the first day"):
        session.close_table(TABLE)
    session.run_on()
    with pytest.raises(IllegalMove, match="once the talks are over"):
        session.put_in({"event": "market_shock", "size": 1.0})


# ---- people may err


def below(session: Session) -> bool:
    turn = turn_of(session)
    assert turn is not None
    standing = turn.standing
    return standing is not None and standing.value is not None and standing.value < turn.reservation


def test_a_person_may_sign_below_its_reservation_and_the_debrief_names_it() -> None:
    session = start()
    while not below(session):
        move(session)
    turn = turn_of(session)
    assert turn is not None
    assert turn.may_accept
    session.accept()
    data = to_the_end(session)
    side = data["tables"][TABLE]["sides"]["JPN"]["total"]
    assert data["tables"][TABLE]["status"] == "in_force"
    assert side["deal"] < side["without_deal"]
    told = " ".join(debrief(session.model, TABLE, "JPN"))
    assert "You signed a deal worth" in told
    assert "no deal would have been better by" in told


def test_a_person_s_offer_below_its_reservation_binds_it() -> None:
    session = start()
    live = session.model.open_tables[TABLE]
    theirs = live.table.preferences[live.parties.index("USA")]
    best_for_them = live.space.levels(int(theirs.values.argmax()))
    session.offer(best_for_them)
    data = to_the_end(session)
    assert data["transcript"][-1]["move"] == "accept"
    assert data["tables"][TABLE]["deal"] == best_for_them


def test_bound_people_make_demands_instead() -> None:
    session = start(below_reservation="refuse")
    live = session.model.open_tables[TABLE]
    theirs = live.table.preferences[live.parties.index("USA")]
    session.offer(live.space.levels(int(theirs.values.argmax())))
    assert [entry.move.kind for entry in live.table.transcript if entry.decider is Decider.PERSON] == ["demand"]
    to_the_end(session)


# ---- messages


def test_a_message_goes_with_a_move_as_text() -> None:
    session = start()
    text = "<b>Nothing</b> without rice; =1+1"
    session.offer(session.seat(TABLE, "JPN").first_form(), message=text)
    data = to_the_end(session)
    (line,) = [line for line in data["transcript"] if line["message"]]
    assert (line["party"], line["message"]) == ("JPN", text)
    assert text in session.result().to_csv()


def test_what_is_no_message_is_refused() -> None:
    session = start()
    levels = session.seat(TABLE, "JPN").first_form()
    with pytest.raises(IllegalMove, match="at most 280 characters, not 281"):
        session.offer(levels, message="x" * 281)
    session.offer(levels, message="x\x1b[5m\n")
    assert session.log[-1].message == "x\\x1b[5m\\n"
    silent = Session.start("us_japan_2025", "JPN", seed=3)
    with pytest.raises(IllegalMove, match="no messages go with moves"):
        silent.offer(levels, message="hello")
    assert silent.log == []


def test_strategies_do_not_see_messages() -> None:
    plain, chatty = start(), start()
    for session, message in ((plain, ""), (chatty, "believe me")):
        while session.waiting:
            turn = session.turn(*session.waiting[0])
            if turn.may_offer:
                session.offer(session.seat(TABLE, "JPN").first_form(), message=message)
            else:
                session.walk_away()
    silenced = [{**line, "message": ""} for line in chatty.result().to_dict()["transcript"]]
    assert silenced == plain.result().to_dict()["transcript"]


# ---- back, branch, save


def test_a_session_that_stands_before_its_acts_takes_no_new_one() -> None:
    session = start()
    for _ in range(4):
        move(session)
    day = session.log[1].day
    session.to_day(day)
    assert session.day == day
    with pytest.raises(TradetalksError, match="before 2 of its acts: go on to its end, or `branch\\(\\)`"):
        session.walk_away()
    branched = session.branch()
    branched.run_on()
    branched.walk_away()
    assert branched.over
    session.run_on()
    assert len(session.log) == 4
    assert not session.over


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.pass_turn(TABLE, by="JPN"),
        lambda session: session.seat_bot(TABLE, "JPN", "boulware"),
        lambda session: session.put_in({"event": "market_shock", "size": 1.0}),
        lambda session: session.put_off(TABLE, 21),
        lambda session: session.close_table(TABLE),
    ],
)
def test_saved_and_loaded_after_any_act_it_goes_on_the_same(act: Callable[[Session], None], tmp_path: Path) -> None:
    session = start()
    move(session)
    act(session)
    session.save(tmp_path / "mine.json")
    loaded = Session.load(tmp_path / "mine.json")
    assert (loaded.day, loaded.waiting, loaded.log) == (session.day, session.waiting, session.log)
    session.run_on()
    loaded.run_on()
    assert to_the_end(loaded) == to_the_end(session)


@given(st.lists(st.sampled_from(["step", "step_to_something", "run_on", "move", "back"]), max_size=14))
@settings(max_examples=25)
def test_however_one_gets_there_a_day_is_lived_through_once(path: list[str]) -> None:
    """Days that are stepped and days that are passed by mix: Mesa's schedule makes up for none."""
    session = start()
    for way in path:
        if way == "move" and session.waiting and not session.acts_to_come:
            move(session)
        elif way != "move" and (way == "back" or session.can_go_on):
            before = session.day
            getattr(session, way)()
            assert way != "step" or session.day == before + 1
    assert session.model.steps == session.model.time == session.day + 1
    assert all(session.waiting == () or session.day in live.meetings for live in session.model.open_tables.values())
