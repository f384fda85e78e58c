"""The words of the transcript, the same on the page and in its picture."""

from __future__ import annotations

import pytest
from sights import a_sight, check_texts, words_of

from tradetalks.app.charts.transcript import transcript
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import Said
from tradetalks.runs.sight.transcript import line


def after(*said: Said) -> Sight:
    """Return a table at which this was said."""
    return a_sight({"USA": [0.0], "JPN": [0.0]}, said=said)


@pytest.mark.parametrize("kind", [*MoveKind])
@pytest.mark.parametrize("text", ["", "cars 15"])
def test_every_kind_of_move_is_a_whole_sentence(kind: MoveKind, text: str) -> None:
    said = Said(3, str(kind), "USA", text, utility=0.5 if text else None, reason="0.50 at t = 0.20")
    words = line(said, after(said))
    assert (words.when, words.who, words.reason) == ("day 3", "USA", said.reason)
    assert words.what.endswith(f": {text}") if text else ":" not in words.what
    assert words.worth == ("own utility 0.50" if text else "")
    picture = transcript(after(said))
    check_texts(picture)
    assert words.what in " ".join(words_of(picture))


def test_who_leaves_before_any_offer_just_leaves() -> None:
    said = Said(0, "walk_away", "USA", "")
    assert line(said, after(said)).what == "walks away"
    stood = Said(0, "walk_away", "USA", "cars 15")
    assert line(stood, after(stood)).what == "walks away from: cars 15"


def test_what_a_fault_costs_is_not_told_as_an_offer() -> None:
    said = Said(0, "forfeit", "USA", "cars 15")
    assert line(said, after(said)).what == "loses its turn, and with it: cars 15"


def test_only_so_many_of_the_newest_lines_are_drawn() -> None:
    said = [Said(day, "event", "", f"event {day}") for day in range(9)]
    drawn = [word for word in words_of(transcript(after(*said), most=3)) if word.startswith("event")]
    assert drawn == ["event 8", "event 7", "event 6"]
