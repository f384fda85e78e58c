"""What the standing offer is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sights import a_sight, check_texts, parsed, words_of

from tradetalks.app.charts.interests import interests
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.look import look
from tradetalks.runs.sight.sight import Sight

TALKS = [(0, "A", 1)]


def with_interests(offer: dict[str, float], without: dict[str, float], worth: float, no_deal: float) -> Sight:
    """Return a table where A's last offer is made of interests."""
    sight = a_sight({"A": [0.0, worth], "B": [0.0, 1.0]}, TALKS, no_deal=no_deal)
    stakes = {
        "A": replace(sight.table.stakes["A"], interests=offer, without=without),
        "B": replace(sight.table.stakes["B"]),
    }
    return replace(sight, table=replace(sight.table, stakes=stakes))


def figures(sight: Sight, words: str) -> list[str]:
    """Return the two figures beside a line of the first party."""
    found = words_of(interests(sight))
    at = found.index(words)
    return found[at + 1 : at + 3]


def test_each_interest_has_its_line_and_the_total_stands_below() -> None:
    sight = with_interests({"real_income": 5.0, "opening": -2.0}, {"real_income": -4.0, "opening": 0.0}, 3.0, -4.0)
    assert figures(sight, "real income") == ["+5.0", "-4.0"]
    assert figures(sight, "opening") == ["-2.0", "+0.0"]
    assert figures(sight, "total") == ["+3.0", "-4.0"]
    assert "What the offer is worth, USD bn a year" in words_of(interests(sight))


def test_bars_point_away_from_nought_and_are_as_long_as_they_are_worth() -> None:
    sight = with_interests({"one": 4.0, "two": -2.0}, {"one": -1.0, "two": 0.0}, 2.0, -1.0)
    bars = [bar for bar in parsed(interests(sight)).iter("rect") if bar.get("class") == "offer"]
    first, second = bars[:2]
    start, width = float(first.get("x", 0)), float(first.get("width", 0))
    assert float(second.get("x", 0)) + float(second.get("width", 0)) == pytest.approx(start, abs=0.2)
    assert width == pytest.approx(2 * float(second.get("width", 0)), abs=0.3)


def test_small_ones_are_told_together_so_that_the_lines_still_add_up() -> None:
    sight = with_interests({"one": 4.0, "two": 0.04, "three": 0.03}, {"one": 0.0, "two": 0.0, "three": 0.0}, 4.07, 0.0)
    assert figures(sight, "2 others") == ["+0.1", "+0.0"]
    assert "two" not in words_of(interests(sight))


def test_what_a_party_has_besides_a_deal_is_told() -> None:
    sight = with_interests({"one": 4.0}, {"one": -1.0}, 4.0, 0.5)
    assert figures(sight, "other options") == ["+0.0", "+1.5"]


def test_a_score_sheet_has_its_score_alone() -> None:
    sight = a_sight({"A": [0.0, 0.75], "B": [0.0, 0.5]}, TALKS, unit="points", no_deal=0.25)
    words = words_of(interests(sight))
    assert words.count("score") == 2
    assert figures(sight, "score") == ["0.750", "0.250"]
    assert "reservation 0.250" in words
    assert "total" not in words


def test_only_those_whose_values_are_known_are_told_of() -> None:
    words = words_of(interests(a_sight({"A": [0.0, 1.0], "B": [5.0, 7.0]}, TALKS, known=["A"])))
    assert "A" in words
    assert not {"B", "+7.0"} & set(words)


@pytest.mark.parametrize(
    ("sight", "words"),
    [
        (a_sight({"A": [1.0], "B": [1.0]}), "No offer has been made yet."),
        (a_sight({"A": [1.0], "B": [1.0]}, known=[], opened=None), "The talks have not opened yet."),
        (a_sight({"A": [1.0], "B": [1.0]}, known=[]), "What offers are worth to the parties is not known here."),
    ],
)
def test_where_nothing_can_be_shown_it_says_why(sight: Sight, words: str) -> None:
    assert words_of(interests(sight)) == [words]


def test_names_of_interests_are_words_and_codes_stay_codes() -> None:
    offer = {"real_income": 1.0, "balance_jpn": 2.0, "opening_eu": 3.0}
    sight = with_interests(offer, dict.fromkeys(offer, 0.0), 6.0, 0.0)
    names = {**sight.names, "JPN": "Japan", "EU27": "European Union"}
    assert {"real income", "balance JPN", "opening EU"} <= {*words_of(interests(replace(sight, names=names)))}


def test_names_from_files_are_escaped_and_cut_to_their_room() -> None:
    long = "<i>_" * 20
    drawn = interests(with_interests({long: 5.0}, {long: 1.0}, 5.0, 1.0))
    assert "<i>" not in drawn
    check_texts(drawn)


def test_the_shipped_scenarios_lines_add_up_and_none_lies_over_another() -> None:
    model = TradeTalks("us_japan_2025", rng=7)
    while model.running:
        model.step()
    sight = look(model)
    picture = interests(sight)
    check_texts(picture)
    words = words_of(picture)
    start, end = words.index("real income"), words.index("total")
    told = [words[place + 1] for place in range(start, end, 3)]
    assert sum(map(float, told)) == pytest.approx(float(words[end + 1]), abs=0.05 * len(told))
