"""Games: a person's seat, driven by real moves through real talks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from games import seat_of, tables_of, turn_of
from hypothesis import given, settings
from hypothesis import strategies as st
from random_scenarios import scored_scenarios, trade_scenarios

from tradetalks.errors import IllegalMove, TradetalksError, UnknownName
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.runs.files.whole import write_whole
from tradetalks.runs.play.debrief import debrief
from tradetalks.runs.play.replay import replay
from tradetalks.runs.play.session import Session
from tradetalks.runs.single import run


def sheets(a: float = 0.2, b: float = 0.2) -> dict[str, Any]:
    """Two issues on which the sides diverge, so that trading them is better than splitting each."""
    return {
        "countries": {"A": {"name": "Aland", "strategy": {"name": "linear"}}, "B": {"strategy": {"name": "linear"}}},
        "tables": {
            "talks": {
                "parties": ["A", "B"],
                "agenda": {
                    "cars": {"levels": {"from": 0, "to": 10, "step": 1}, "unit": "%"},
                    "inspections": {"levels": ["none", "some", "all"]},
                },
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 9},
                "score_sheets": {
                    "A": {
                        "weights": {"cars": 0.7, "inspections": 0.3},
                        "points": {"cars": {"first": 1, "last": 0}, "inspections": [1, 0.5, 0]},
                        "reservation": a,
                    },
                    "B": {
                        "weights": {"cars": 0.36, "inspections": 0.64},
                        "points": {"cars": {"first": 0, "last": 1}, "inspections": [0, 0.5, 1]},
                        "reservation": b,
                    },
                },
            }
        },
    }


BEST_FOR_A: dict[str, Any] = {"cars": 0, "inspections": "none"}
OVER = {"in_force", "expired", "no_zone", "walked_away"}


def play(game: Session, decide: Callable[[Session], None]) -> Session:
    while turn_of(game) is not None:
        decide(game)
    assert game.over
    return game


def stubborn(game: Session) -> None:
    if turn_of(game) is not None and turn_of(game).may_offer:
        values = seat_of(game).level_values()
        game.offer({name: max(worth, key=worth.__getitem__) for name, worth in values.items()})
    else:
        game.reject()


def good_enough(share: float) -> Callable[[Session], None]:
    def decide(game: Session) -> None:
        turn = turn_of(game)
        if turn and turn.standing and turn.may_accept and (turn.standing.value or 0) >= share:
            game.accept()
        else:
            stubborn(game)

    return decide


def words(game: Session) -> str:
    return "\n".join(debrief(game.model, tables_of(game)[0], game.people[0][1]))


# ---- to an end


def test_to_a_deal_that_is_good_enough() -> None:
    game = play(Session.start("split_the_pie", "A", seed=1), good_enough(0.4))
    result = game.result()
    table = result.tables["pie"]
    assert (table.status, table.deal) == ("in_force", {"share": 40.0})
    assert result.transcript[-1].move == "accept"
    assert replay(json.loads(result.to_json())).same
    said = words(game)
    assert "It ended with a deal on day 9, 11 days before the deadline." in said
    assert "You scored 0.400 points; no deal would have given 0.000 points." in said
    assert "on day 8, was worth 0.400 points to you: it is what became the deal" in said
    assert "0.600 points more than you got" in said
    assert "Nash 0.500 points" in said
    assert "Utilitarian 0.000 points to 1.000 points" in said
    assert "No other deal was better" in said


def test_walking_away() -> None:
    def leave(game: Session) -> None:
        turn = turn_of(game)
        game.walk_away() if turn and turn.round == 5 else stubborn(game)

    game = play(Session.start(sheets(), "A", seed=1), leave)
    assert game.result().tables["talks"].status == "walked_away"
    assert replay(game.result().to_dict()).same
    said = words(game)
    assert "you walked away on day 5, though" in said
    assert "Without a deal you score 0.200 points." in said
    assert "you walked away from an offer that was" in said
    assert "100 % was left on the table" in said
    assert "This deal was better for both sides than none: cars" in said


def test_stubborn_to_the_deadline() -> None:
    game = play(Session.start(sheets(), "A", seed=1), stubborn)
    assert game.result().tables["talks"].status == "expired"
    assert replay(game.result().to_dict()).same
    said = words(game)
    assert "the deadline passed on day 9, though" in said
    assert "you ended" in said
    assert "you never gave way" in said


def test_no_deal_is_possible() -> None:
    game = play(Session.start(sheets(0.9, 0.9), "B", seed=1), stubborn)
    assert game.result().tables["talks"].status == "no_zone"
    said = words(game)
    nearest = "the nearest deal, cars 0, inspections all, leaves A 0.20 and B 0.26 points short"
    assert f"No deal could have suited both sides: {nearest}." in said
    assert "textbook" not in said


def test_the_debrief_names_a_better_deal() -> None:
    game = play(Session.start(sheets(), "A", seed=1), lambda game: game.offer({"cars": 5, "inspections": "some"}))
    assert game.result().tables["talks"].deal == {"cars": 5.0, "inspections": "some"}
    said = words(game)
    better = (
        "This deal was better for both sides than yours: cars 0, inspections all (you +0.200 points, B +0.140 points)"
    )
    assert better in said


def test_the_debrief_tells_the_largest_step_of_each_side() -> None:
    def give_inspections(game: Session) -> None:
        turn = turn_of(game)
        assert turn is not None
        game.offer(BEST_FOR_A if turn.round == 0 else {"cars": 0, "inspections": "all"})

    game = play(Session.start(sheets(), "A", seed=1), give_inspections)
    assert game.result().tables["talks"].deal == {"cars": 0.0, "inspections": "all"}
    said = words(game)
    assert "Turning point: You gave most on day 1, 0.300 points with one offer (to B it brought +0.640 points)" in said
    assert "wait for a move before you concede" in said
    assert "Turning point: B gave most" in said


def test_a_second_mover_may_only_answer_the_last_offer() -> None:
    game = Session.start(sheets(0.1, 0), "B", seed=1)
    turn = turn_of(game)
    while turn is not None and turn.may_offer:
        with pytest.raises(IllegalMove, match="for the last offer"):
            game.reject()
        stubborn(game)
        turn = turn_of(game)
    assert turn is not None
    assert (turn.round, turn.may_offer, turn.may_accept, turn.may_reject) == (9, False, True, True)
    with pytest.raises(IllegalMove, match="can't be countered"):
        game.offer(BEST_FOR_A)
    game.reject()
    assert game.result().tables["talks"].status == "expired"
    assert "you rejected an offer that was" in words(game)


# ---- what is seen


def test_a_turn_shows_what_the_person_may_see() -> None:
    game = Session.start(sheets(), "aland", seed=1)
    turn = turn_of(game)
    assert turn is not None
    assert (game.people[0][1], turn.table, turn.day, turn.date, turn.meeting) == ("A", "talks", 0, None, "daily")
    assert (turn.round, turn.rounds, turn.t, turn.standing, turn.own_last) == (0, 10, 0.0, None, None)
    assert (turn.may_offer, turn.may_accept, turn.may_reject) == (True, False, False)
    assert seat_of(game).first_form() == BEST_FOR_A
    game.offer({"cars": 2, "inspections": "none"})
    turn = turn_of(game)
    assert turn is not None
    assert turn.standing is not None
    assert turn.own_last is not None
    assert (turn.round, turn.standing.by, turn.standing.before) == (1, "B", None)
    assert turn.standing.levels == {"cars": 10.0, "inspections": "all"}
    assert (turn.standing.value, turn.reservation, turn.may_accept) == (0.0, 0.2, True)
    assert turn.own_last.value == seat_of(game).value({"cars": 2, "inspections": "none"}) == pytest.approx(0.86)
    assert seat_of(game).first_form() == {"cars": 2.0, "inspections": "none"}
    assert [(move.by, move.kind) for move in turn.since] == [("B", MoveKind.COUNTER_OFFER)]
    values = seat_of(game).level_values()
    assert values["inspections"] == {"none": 0.3, "some": 0.15, "all": 0.0}
    assert values["cars"][0.0] == pytest.approx(0.7)
    others = game.model.tables["talks"].table.preferences[1]  # type: ignore[union-attr]
    assert str(others.disagreement + 0.16) not in str(asdict(turn))


def test_values_are_changes_against_today_in_money() -> None:
    game = Session.start("us_japan_2025", "JPN", seed=7)
    seat, values = seat_of(game), seat_of(game).level_values()
    for issue in seat.issues:
        assert all(isinstance(worth, float) for worth in values[issue.name].values())
        assert tuple(values[issue.name]) == issue.levels
        level = seat.today()[issue.name][0]
        if level in issue.levels and level is not None:
            assert values[issue.name][level] == 0
            assert seat.first_form()[issue.name] == level
    turn = turn_of(game)
    assert turn is not None
    assert turn.date is not None
    assert turn.reservation == game.model.tables[turn.table].table.views[1].reservation_value(0)  # type: ignore[union-attr]


def three() -> dict[str, Any]:
    data = sheets()
    table = data["tables"]["talks"]
    data["countries"]["C"] = {"strategy": {"name": "conceder"}}
    table["parties"] = ["B", "A", "C"]
    table["strategies"] = {"A": {"name": "boulware", "e": 0.1}}
    table["score_sheets"]["C"] = table["score_sheets"]["B"] | {"reservation": 0.1}
    return data


@pytest.mark.parametrize("decide", [good_enough(0.3), stubborn])
def test_three_parties(decide: Callable[[Session], None]) -> None:
    game = Session.start(three(), "A", seed=1)
    seen = set()
    while (turn := turn_of(game)) is not None:
        seen |= {move.by for move in turn.since} | ({turn.standing.by} if turn.standing else set())
        assert turn.standing is None or turn.standing.by != "A"
        decide(game)
    assert seen == {"B", "C"}
    assert replay(game.result().to_dict()).same
    said = words(game)
    assert "reservation of B" in said
    assert "reservation of C" in said


# ---- what isn't allowed


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (lambda game: game.reject(), "for the last offer"),
        (lambda game: game.offer({"cars": 3}), "missing: inspections"),
        (lambda game: game.offer(BEST_FOR_A | {"cars": 3.5}), "its levels are 0, 1"),
        (lambda game: game.offer(BEST_FOR_A | {"car": 3}), "did you mean 'cars'"),
        (lambda game: seat_of(game).value({"cars": 3}), "missing: inspections"),
        (lambda game: game.result(), "not over"),
    ],
)
def test_what_is_not_allowed_changes_nothing(move: Callable[[Session], None], said: str) -> None:
    game = Session.start(sheets(), "A", seed=1)
    game.offer(BEST_FOR_A)
    before = (turn_of(game), list(game.log), list(game.model.happenings), game.model.day)
    with pytest.raises(TradetalksError, match=said):
        move(game)
    assert (turn_of(game), game.log, game.model.happenings, game.model.day) == before
    play(game, stubborn)
    with pytest.raises(IllegalMove, match="are over"):
        game.offer(BEST_FOR_A)
    with pytest.raises(IllegalMove, match="are over"):
        game.accept()
    plain = play(Session.start(sheets(), "A", seed=1), stubborn)
    assert game.result().to_json() == plain.result().to_json()


def test_nothing_is_accepted_before_an_offer() -> None:
    game = Session.start(sheets(), "A", seed=1)
    with pytest.raises(IllegalMove, match="no offer to accept"):
        game.accept()


@pytest.mark.parametrize(
    ("country", "said"),
    [("C", "no country 'C' sits at a table; there are A, B"), ("JAP", "there are A, B"), ("D", "there are A, B")],
)
def test_seats_that_are_none(country: str, said: str) -> None:
    data = sheets()
    data["countries"]["D"] = {"strategy": {"name": "linear"}}
    with pytest.raises(UnknownName, match=said):
        Session.start(data, country)
    with pytest.raises(UnknownName, match="did you mean 'JPN'"):
        Session.start("us_japan_2025", "JAP")


def test_who_is_bound_by_its_reservation_can_t_accept_less() -> None:
    refusing = sheets()
    refusing["tables"]["talks"]["below_reservation"] = "refuse"
    game = Session.start(refusing, "A", seed=1)
    game.offer(BEST_FOR_A)
    turn = turn_of(game)
    assert turn is not None
    assert not turn.may_accept
    with pytest.raises(IllegalMove, match="nobody is bound to less"):
        game.accept()


# ---- saving


@pytest.mark.parametrize(("setup", "country"), [(sheets(), "B"), ("us_japan_2025", "JPN"), (three(), "A")])
def test_a_saved_game_goes_on_the_same(setup: Any, country: str, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    game = Session.start(setup, country, seed=3)
    steps = 0
    while turn_of(game) is not None:
        if steps in {0, 1, 4}:
            game.save(file)
            text = file.read_text("utf-8")
            game = Session.load(file)
            game.save(file)
            assert file.read_text("utf-8") == text
        stubborn(game)
        steps += 1
    plain = play(Session.start(setup, country, seed=3), stubborn)
    assert game.result().to_json() == plain.result().to_json()
    game.save(file)
    assert Session.load(file).result().to_json() == plain.result().to_json()
    assert [item.name for item in tmp_path.iterdir()] == ["game.json"]


def changed(change: Callable[[dict[str, Any]], None]) -> Callable[[str], str]:
    def apply(text: str) -> str:
        data = json.loads(text)
        change(data)
        return json.dumps(data)

    return apply


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: text[:200], "is no saved game, or a truncated one"),
        (lambda _: "", "is no saved game, or a truncated one"),
        (lambda _: "[1]", "is no saved game"),
        (lambda _: "[" * 100_000, "is no saved game"),
        (lambda _: run("split_the_pie", seed=1).to_json(), "no saved game; `tradetalks replay` reads it"),
        (changed(lambda data: data.update(format=3)), "has the format 3; this version reads 1 and 2"),
        (changed(lambda data: data.update(seed="x")), "its seed must be a whole number"),
        (changed(lambda data: data.update(seed=-1)), "its seed must be greater"),
        (
            changed(lambda data: data["log"][1].update(party="C")),
            "act 2 of 2 doesn't fit: 'C' doesn't sit at the table talks",
        ),
        (changed(lambda data: data["log"][1].update(party="B")), "it is the turn of A, not of B"),
        (changed(lambda data: data["log"][1].update(table="walks")), "there is no table 'walks'"),
        (changed(lambda data: data["log"][1].update(decider="cat")), r"its log\.1\.decider must be"),
        (changed(lambda data: data["log"][1].update(kind="jump")), r"its log\.1\.kind must be"),
        (changed(lambda data: data.pop("log")), "it has no log"),
        (changed(lambda data: data["content"].pop("tables")), "can't be run by this version: .*tables"),
        (changed(lambda data: data["log"].append(3)), r"its log\.2 must be a mapping"),
        (changed(lambda data: data["log"][1].pop("day")), r"it has no log\.1\.day"),
        (changed(lambda data: data["log"][1].update(move="jump")), "'jump' is no move"),
        (changed(lambda data: data["log"][1].update(offer={"cars": 3})), "missing: inspections"),
        (changed(lambda data: data["log"][1].update(offer=7)), r"its log\.1\.offer must be a mapping"),
        (
            changed(lambda data: data["log"].pop(0)),
            "act 1 of 1 doesn't fit: it was made on day 1, and on day 0 the move of A at talks is waited for",
        ),
        (changed(lambda data: data["log"][1].update(round=3)), "it was made in round 3, here it is 1"),
        (changed(lambda data: data["log"][1].pop("answers")), "it was made in answer to no offer, here it is"),
        (
            changed(lambda data: data["content"]["countries"]["B"].update(strategy={"name": "conceder", "e": 9})),
            "",
        ),
        (
            changed(lambda data: data.update(seed=2, versions={"mesa": "0"}) or data["log"].pop(0)),
            r"another version of .*mesa",
        ),
    ],
)
def test_a_file_that_is_no_game(damage: Callable[[str], str], said: str, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    game = Session.start(sheets(), "A", seed=1)
    game.offer(BEST_FOR_A)
    game.offer(BEST_FOR_A)
    game.save(file)
    file.write_text(damage(file.read_text("utf-8")), "utf-8")
    if not said:
        # Another opponent answers otherwise from its second offer on; up to there the moves fit.
        assert len(Session.load(file).log) == 2
        return
    with pytest.raises(TradetalksError, match=said) as caught:
        Session.load(file)
    assert "game.json" in str(caught.value)


def test_files_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    with pytest.raises(TradetalksError, match="can't read"):
        Session.load(tmp_path / "nowhere.json")
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    with pytest.raises(TradetalksError, match="it is not text"):
        Session.load(tmp_path / "binary")
    game = Session.start(sheets(), "A", seed=1)
    for bad in (
        tmp_path,
        tmp_path / "missing" / "game.json",
        Path("/dev/null"),
        tmp_path / "a\0b",
        tmp_path / ("a" * 300),
    ):
        with pytest.raises(TradetalksError, match="can't write"):
            game.save(bad)
    with pytest.raises(TypeError):
        write_whole(tmp_path / "half", 3)  # type: ignore[arg-type]
    assert [item.name for item in tmp_path.iterdir()] == ["binary"]


# ---- laws


def check_any_game(data: dict[str, Any], draws: st.DataObject) -> None:
    table = data["tables"]["talks"]
    country = draws.draw(st.sampled_from(table["parties"]))
    game = Session.start(data, country, seed=1)
    agenda = {name: issue["levels"] for name, issue in table["agenda"].items()}
    while (turn := turn_of(game)) is not None:
        legal = ["walk_away"] * (turn.round > 2) + ["accept"] * turn.may_accept + ["reject"] * turn.may_reject
        legal += ["vote"] * 6 * turn.may_vote
        move = draws.draw(st.sampled_from(legal + ["offer"] * 6 * turn.may_offer or ["walk_away"]))
        if move == "offer":
            levels = {name: draws.draw(st.sampled_from(levels)) for name, levels in agenda.items()}
            going_back = turn.most is not None and seat_of(game).value(levels) > turn.most
            if going_back and turn.own_last is not None:
                with pytest.raises(IllegalMove, match="than your last proposal"):
                    game.offer(levels)
                levels = turn.own_last.levels or {}
            game.offer(levels)
        elif move == "vote":
            game.vote(draws.draw(st.booleans()))
        else:
            getattr(game, move)()
    result = game.result()
    assert result.tables["talks"].status in OVER
    assert replay(json.loads(result.to_json())).difference == ""
    said = debrief(game.model, "talks", country)
    assert len(said) >= 4
    assert all(sentence.endswith(".") and "nan" not in sentence for sentence in said)


@settings(max_examples=40)
@given(scored_scenarios(), st.data())
def test_any_game_comes_to_an_end_and_can_be_replayed(data: dict[str, Any], draws: st.DataObject) -> None:
    check_any_game(data, draws)


@settings(max_examples=5)
@given(trade_scenarios(), st.data())
def test_any_trade_game_too(data: dict[str, Any], draws: st.DataObject) -> None:
    check_any_game(data, draws)
