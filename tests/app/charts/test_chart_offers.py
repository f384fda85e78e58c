"""What offers are worth to one party over time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sights import a_sight, check_texts, numbers_of, parsed, words_of

from tradetalks.app.charts.offers import BOTTOM, LEFT, RIGHT, TOP, offers_over_time
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.look import look

PIE = {"A": [0.0, 1.0, 2.0, 3.0, 4.0], "B": [4.0, 3.0, 2.0, 1.0, 0.0]}
TALKS = [(0, "A", 4), (0, "B", 0), (2, "A", 3), (2, "B", 1), (4, "A", 2)]


def paths(picture: str) -> dict[str, list[tuple[float, float]]]:
    """Return the corners of each party's path."""
    return {
        group.get("data-party", ""): numbers_of(group[0].get("points", ""))
        for group in parsed(picture).iter("g")
        if group.get("class") == "offers" and group[0].tag == "polyline"
    }


def test_both_sides_offers_run_through_time_at_their_worth_to_the_one() -> None:
    found = paths(offers_over_time(a_sight(PIE, TALKS, known=["A"]), "A"))
    assert found["A"] == sorted(found["A"])
    # To A its own offers fall, B's rise.
    assert [y for _, y in found["A"]] == sorted(y for _, y in found["A"])
    assert [y for _, y in found["B"]] == sorted((y for _, y in found["B"]), reverse=True)


def test_offers_of_a_day_stand_side_by_side_in_their_order() -> None:
    found = paths(offers_over_time(a_sight(PIE, [(0, "A", 4), (0, "B", 0), (0, "A", 3), (0, "B", 1)], deadline=0), "A"))
    moments = [found["A"][0][0], found["B"][0][0], found["A"][1][0], found["B"][1][0]]
    assert moments == sorted(set(moments))
    assert moments[-1] - moments[0] > 100


def test_it_tells_what_it_is_worth_to_the_one_alone() -> None:
    words = words_of(offers_over_time(a_sight(PIE, TALKS, known=["A"], agreed=2, closed=4, reservation=0.5), "A"))
    assert words[words.index("B: last offer, day 2") + 1] == "+1.0 bn"
    assert words[words.index("reservation: the least to sign for") + 1] == "+0.5 bn"
    assert "deadline day 20" in words
    assert words.count("deal") == 2  # on the star, and in the key
    assert "+3.0 bn" not in words  # what B's last offer is worth to B


def test_before_any_offer_it_says_so() -> None:
    assert "no offer yet" in words_of(offers_over_time(a_sight(PIE, known=["B"]), "B"))
    assert "no offer yet" not in words_of(offers_over_time(a_sight(PIE, TALKS, known=["B"]), "B"))


def test_a_name_from_a_file_is_escaped() -> None:
    drawn = offers_over_time(a_sight(PIE, TALKS, names={"A": "<b>&" * 30, "B": "B"}), "A")
    assert "<b>" not in drawn
    check_texts(drawn)


@given(
    st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from("AB"), st.integers(0, 19)), max_size=12),
    st.floats(-50, 50),
    st.floats(-1e5, 1e5),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_all_offers_are_inside(
    values: list[float], made: list[tuple[int, str, int]], no_deal: float, reservation: float, closed: bool
) -> None:
    count = len(values)
    offers = sorted(((day, party, outcome % count) for day, party, outcome in made), key=lambda offer: offer[0])
    sight = a_sight(
        {"A": values, "B": values},
        offers,
        no_deal=no_deal,
        reservation=reservation,
        agreed=offers[-1][2] if closed and offers else None,
        closed=offers[-1][0] if closed and offers else None,
    )
    picture = offers_over_time(sight, "A")
    for corners in paths(picture).values():
        assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in corners)
    for line in parsed(picture).iter("line"):
        if line.get("y1") == line.get("y2") and float(line.get("x2", 0)) == RIGHT:
            assert TOP <= float(line.get("y1", 0)) <= BOTTOM


def test_in_the_shipped_scenario_no_text_lies_over_another() -> None:
    model = TradeTalks("us_japan_2025", rng=7)
    for _ in range(41):
        model.step()
    for eyes in ("USA", "JPN"):
        picture = offers_over_time(look(model, eyes=eyes), eyes)
        check_texts(picture)
        assert "12 May" in " ".join(words_of(picture))
