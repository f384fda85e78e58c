"""With moves and happenings held the same, two runs that differ only in what the eyes may not know look the same.

Sides play scripts, so that what they want moves nothing that others see; the text of page, pictures and terminal is
compared letter by letter. A figure of what is private, 0.7317, stands nowhere in it.
"""

from __future__ import annotations

import copy
import dataclasses
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from networks import network
from rich.console import Console

from tradetalks.app.charts.agenda import agenda
from tradetalks.app.charts.calendar import calendar
from tradetalks.app.charts.economy import incomes, prices, tariffs
from tradetalks.app.charts.interests import interests
from tradetalks.app.charts.network import network as network_chart
from tradetalks.app.charts.offers import offers_over_time
from tradetalks.app.charts.plane import plane
from tradetalks.app.charts.transcript import transcript
from tradetalks.app.panels.address import caption
from tradetalks.app.panels.bar import where
from tradetalks.app.panels.transcript import listed
from tradetalks.cli.printing.game import Screens
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.play.brief import brief_of
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.eyes import EVERYBODY
from tradetalks.runs.sight.look import look
from tradetalks.runs.sight.sight import Sight

SECRET = 0.7317


def sheet(x: float, *, rising: bool, reservation: float = 0.1, **more: Any) -> dict[str, Any]:
    """Return a score-sheet of two issues, of which the first weighs `x`."""
    points = [0, 0.25, 0.5, 0.75, 1] if rising else [1, 0.75, 0.5, 0.25, 0]
    return {
        "weights": {"x": x, "y": round(1 - x, 6)},
        "points": {"x": points, "y": points},
        "reservation": reservation,
        **more,
    }


def script(*offers: Mapping[str, float], accepts: float = 1.0) -> dict[str, Any]:
    """Return a strategy that makes these offers, and accepts what is worth so much to it."""
    return {"name": "scripted", "offers": [dict(offer) for offer in offers], "accepts": [accepts]}


def scored() -> dict[str, Any]:
    """Return two tables that share nothing: A's with B and C's with D, about two issues."""
    high = script({"x": 4, "y": 4}, {"x": 4, "y": 3}, {"x": 3, "y": 4})
    low = script({"x": 0, "y": 0}, {"x": 0, "y": 1}, {"x": 1, "y": 0})
    table: dict[str, Any] = {
        "agenda": {"x": {"levels": [0, 1, 2, 3, 4]}, "y": {"levels": [0, 1, 2, 3, 4]}},
        "meetings": {"weekly": {"every_days": 2}},
        "deadline": {"on": 12},
    }
    return {
        "title": "Two tables",
        "countries": {"A": {"strategy": high}, "B": {"strategy": low}, "C": {"strategy": high}, "D": {"strategy": low}},
        "tables": {
            "ab": {
                **copy.deepcopy(table),
                "parties": ["A", "B"],
                "score_sheets": {"A": sheet(0.5, rising=True), "B": sheet(0.5, rising=False)},
            },
            "cd": {
                **copy.deepcopy(table),
                "parties": ["C", "D"],
                "score_sheets": {"C": sheet(0.5, rising=True), "D": sheet(0.5, rising=False)},
            },
        },
    }


def traded() -> dict[str, Any]:
    """Return the small network of the tests, whose sides play scripts."""
    data = network(events={"decree": {"event": "tariff_change", "on": 10, "rates": {"USA.CHN": 60}}})
    data["countries"]["USA"]["strategy"] = script({"rate": 20, "goods": 5})
    for code in ("JPN", "VNM"):
        data["countries"][code]["strategy"] = script({"rate": 0, "goods": 0})
    return data


def put(data: dict[str, Any], path: str, value: Any) -> None:
    """Set a value of a scenario by its path."""
    *steps, last = path.split("/")
    for step in steps:
        data = data[step]
    data[last] = value


@dataclass(frozen=True)
class Case:
    """Two runs that differ in what is private.

    Attributes:
        data: the scenario of both.
        private: what the second has of its own, by path; of the value that stands for all secrets there is SECRET.
        eyes: who may not know of it.
        seat: in which of them a person sits, at which table.
    """

    data: dict[str, Any]
    private: dict[str, Any]
    eyes: tuple[str, ...]
    seat: tuple[str, str]

    def both(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return both scenarios."""
        other = copy.deepcopy(self.data)
        for path, value in self.private.items():
            put(other, path, value)
        return copy.deepcopy(self.data), other


AB = "tables/ab/score_sheets/B"
CASES = {
    "weights": Case(scored(), {AB: sheet(SECRET, rising=False)}, ("A", "C"), ("A", "ab")),
    "reservation": Case(scored(), {AB: sheet(0.5, rising=False, reservation=SECRET)}, ("A", "C"), ("A", "ab")),
    "discount": Case(
        scored(),
        {AB: sheet(0.5, rising=False, discount_per_turn=0.99, reservation=0.07317)},
        ("A", "C"),
        ("A", "ab"),
    ),
    "no zone": Case(
        scored() | {"countries": {**scored()["countries"], "B": {"strategy": script({"x": 0, "y": 0})}}},
        {"tables/ab/score_sheets/B": sheet(0.5, rising=False, reservation=0.97317)},
        ("A", "C"),
        ("A", "ab"),
    ),
    "another table": Case(
        scored(),
        {
            "countries/C/strategy": script({"x": 4, "y": 3}, {"x": 2, "y": 4}),
            "tables/cd/score_sheets/C": sheet(SECRET, rising=True),
            "tables/cd/score_sheets/D": sheet(0.5, rising=False, reservation=SECRET),
        },
        ("A", "B"),
        ("A", "ab"),
    ),
    "interests": Case(
        traded(),
        {
            "countries/JPN/interests/real_income/weight": SECRET,
            "countries/JPN/interests/tariff_revenue": {"weight": SECRET},
            "countries/JPN/waiting_cost": SECRET,
        },
        ("USA", "VNM"),
        ("USA", "USA-JPN"),
    ),
    "another's talks": Case(
        traded(),
        {
            "tables/USA-JPN/strategies": {
                "USA": script({"rate": 20, "goods": 5}, {"rate": 10, "goods": 5}),
                "JPN": script({"rate": 0, "goods": 0}),
            },
            "countries/JPN/interests/real_income/weight": SECRET,
        },
        ("VNM",),
        ("VNM", "USA-VNM"),
    ),
}


def leaves(value: object) -> Iterator[object]:
    """Yield all values inside of what is seen."""
    if dataclasses.is_dataclass(value):
        for item in dataclasses.fields(value):
            yield from leaves(getattr(value, item.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from leaves(item)
    elif isinstance(value, np.ndarray):
        yield from value.ravel().tolist()
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def pictures(sight: Sight) -> Iterator[str]:
    """Yield all that a page shows of what is seen, as the bytes that are sent and saved."""
    yield from (network_chart(sight), calendar(sight), calendar(sight, 1380), agenda(sight), transcript(sight))
    yield from (listed(sight), caption(sight, ""), where(sight), interests(sight))
    if sight.economy is not None:
        yield from (tariffs(sight), incomes(sight), prices(sight))
    if sight.table.all_known:
        yield plane(sight)
    for party in sight.table.stakes:
        yield offers_over_time(sight, party)


def page(model: TradeTalks, eyes: str) -> str:
    """Return all that a page tells some eyes, of every table."""
    sights = [look(model, key, eyes) for key in model.tables]
    parts = [repr([*leaves(sight)]) for sight in sights]
    return "\n".join([*parts, *(picture for sight in sights for picture in pictures(sight))])


def telling(text: str) -> list[str]:
    """Return the ways of writing the secret that stand in a text."""
    return [secret for secret in ("7317", "0.732", "-0.732") if secret in text]


def seen_by(model: TradeTalks, eyes: str) -> list[tuple[object, ...]]:
    """Return the moves at the tables at which the eyes sit, and what they know has happened: what is held the same."""
    moves = [
        (key, move) for key, live in model.open_tables.items() if eyes in live.parties for move in live.table.history
    ]
    happened = [
        (item.day, item.kind, item.table, dict(item.figures))
        for item in model.happenings
        if item.audience.everyone or eyes in item.audience.countries
    ]
    return [*moves, *happened]


@pytest.mark.parametrize("case", [*CASES])
def test_the_page_and_its_pictures_are_the_same(case: str) -> None:
    one, other = (TradeTalks(data, rng=3) for data in CASES[case].both())
    looked_at = {0, 10, 20} if one.trade_model is not None else {0, 4, 12}
    while one.running and other.running:
        one.step()
        other.step()
        for eyes in CASES[case].eyes:
            assert seen_by(one, eyes) == seen_by(other, eyes)
            if one.day in looked_at:
                seen = page(one, eyes)
                assert seen == page(other, eyes)
                assert telling(seen) == []
    assert one.running == other.running
    # Who studies the run sees the difference, and the secret.
    assert page(one, EVERYBODY) != page(other, EVERYBODY)
    assert telling(page(other, EVERYBODY))


def game_in_words(data: dict[str, Any], seat: str) -> str:
    """Return all that a terminal shows a person who holds a seat, from the first brief to the last move."""
    shown = io.StringIO()
    game = Session.start(data, seat, seed=3)
    screens = Screens(game, Console(file=shown, width=80, highlight=False, soft_wrap=True, markup=False))
    screens.brief(brief_of(game.seat(*game.waiting[0])))
    while game.waiting:
        turn, chair = game.turn(*game.waiting[0]), game.seat(*game.waiting[0])
        screens.turn(turn, chair)
        screens.help(turn, chair)
        if turn.may_offer:
            game.offer(chair.first_form())
        else:
            game.reject()
    screens.last_moves()
    return shown.getvalue()


@pytest.mark.parametrize("case", [*CASES])
def test_the_terminal_is_the_same(case: str) -> None:
    seat, key = CASES[case].seat
    # A person takes the seat: what the script says of it no longer counts.
    one, other = (game_in_words(data, seat) for data in CASES[case].both())
    assert key in one or CASES[case].data["tables"][key]["parties"][1] in one
    assert one == other
    assert telling(one) == []
