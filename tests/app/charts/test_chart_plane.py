"""The utility plane: what has a name is in it, where it belongs, and the cloud stays small."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sights import a_sight, check_texts, numbers_of, parsed, words_of

from tradetalks.app.charts.cloud import BOTTOM, LEFT, RIGHT, TOP, cloud, frame_of
from tradetalks.app.charts.plane import plane
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.look import look
from tradetalks.runs.sight.sight import Sight

PIE = {"A": [0.0, 1.0, 2.0, 3.0, 4.0], "B": [4.0, 3.0, 2.0, 1.0, 0.0]}
TALKS = [(0, "A", 4), (0, "B", 0), (2, "A", 3), (2, "B", 1), (4, "A", 2)]


def dots(drawn: str) -> list[tuple[float, float, float]]:
    """Return the strokes of a cloud: start and height in the chart, and length."""
    moved = re.search(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", drawn)
    assert moved
    left, top, grid = map(float, moved.groups())
    x = y = 0.0
    found = []
    for dx, dy, length in re.findall(r"m(-?\d+) (-?\d+)h(\d+)", drawn):
        x, y = x + float(dx), y + float(dy)
        found.append((left + grid * x, top + grid * y, grid * float(length)))
        x += float(length)
    return found


def large(outcomes: int, seed: int = 0) -> Sight:
    """Return a table with many outcomes, opposed but for some noise."""
    rng = np.random.default_rng(seed)
    across = rng.normal(0, 10, outcomes)
    return a_sight({"A": across, "B": rng.normal(0, 10, outcomes) - across}, [(0, "A", 1), (0, "B", 2)])


def test_offers_are_paths_by_time_with_the_last_larger() -> None:
    drawn = parsed(plane(a_sight(PIE, TALKS)))
    paths = {group.get("data-party"): group for group in drawn.iter("g") if group.get("class") == "offers"}
    assert set(paths) == {"A", "B"}
    line = paths["A"].find("polyline")
    assert line is not None
    corners = numbers_of(line.get("points", ""))
    assert len(corners) == 3
    # A gives way: less for itself (left) and more for B (up).
    assert corners == sorted(corners, key=lambda at: -at[0]) == sorted(corners, key=lambda at: -at[1])
    radii = [float(mark.get("r", 0)) for mark in paths["A"].iter("circle")]
    assert radii[-1] > max(radii[:-1])
    assert "A, day 4: +2.0 bn for A and +2.0 bn for B" in [tip.text for tip in paths["A"].iter("title")]


def test_the_same_offer_again_is_one_mark_that_tells_how_long_it_stood() -> None:
    drawn = parsed(plane(a_sight(PIE, [(0, "A", 4), (3, "A", 4), (5, "A", 3)])))
    tips = [tip.text or "" for tip in drawn.iter("title")]
    assert [tip.split(":")[0] for tip in tips] == ["A, day 0 to day 3", "A, day 5"]


def test_parties_differ_in_more_than_colour() -> None:
    values = {party: [float(place == outcome) for outcome in range(6)] for place, party in enumerate("ABCDEF")}
    offers = [(day, party, (day + place) % 6) for day in (0, 1) for place, party in enumerate("ABCDEF")]
    drawn = parsed(plane(a_sight(values, offers)))
    looks = set()
    for group in drawn.iter("g"):
        if group.get("class") == "offers":
            line, mark = group[0], group[1]
            looks.add((line.get("stroke-dasharray"), mark.tag, len(mark.get("points", "").split())))
    assert len({dash for dash, *_ in looks}) == 6


def test_demands_are_hollow_and_said_to_be() -> None:
    sight = a_sight(PIE, TALKS, demands=[0])
    marks = [mark for group in parsed(plane(sight)).iter("g") if group.get("data-party") == "A" for mark in group]
    fills = [mark.get("fill") for mark in marks if mark.tag == "circle"]
    assert fills[0] == "var(--paper)"
    assert set(fills[1:]) == {"#0072b2"}
    assert any("demand" in words for words in words_of(plane(sight)))
    assert not any("demand" in words for words in words_of(plane(a_sight(PIE, TALKS))))


def test_the_key_tells_what_everything_is_worth() -> None:
    words = words_of(plane(a_sight(PIE, TALKS, agreed=2)))
    for wanted in ("deal", "no deal", "Nash", "Kalai-Smorodinsky", "egalitarian", "utilitarian, one of 5"):
        assert wanted in words
    at = words.index("deal", words.index("B: last offer, day 2"))
    assert words[at + 1 : at + 3] == ["+2.0 bn", "+2.0 bn"]
    assert "5 possible deals, 5 no worse than no deal for all" in words


def test_concepts_that_select_the_same_share_a_number() -> None:
    words = words_of(plane(a_sight({"A": [0.0, 2.0], "B": [0.0, 2.0]})))
    assert words[words.index("Nash") - 1] == words[words.index("utilitarian") - 1] == "1"
    assert "2" not in words[words.index("no deal") :]


def test_the_zone_of_agreement_is_what_lies_beyond_both_reservations() -> None:
    sight = a_sight(PIE, TALKS, reservation=1.0)
    frame = frame_of(sight, ("A", "B"))
    lit = next(part for part in parsed(plane(sight)).iter("rect") if part.get("class") == "zone")
    assert float(lit.get("x", 0)) == pytest.approx(frame.x(1.0), abs=0.1)
    assert float(lit.get("y", 0)) + float(lit.get("height", 0)) == pytest.approx(frame.y(1.0), abs=0.1)


@pytest.mark.parametrize(("reservation", "lit"), [(-math.inf, True), (math.inf, False), (1e6, False), (-1e6, True)])
def test_a_reservation_out_of_sight_lights_all_or_nothing(reservation: float, lit: bool) -> None:
    drawn = parsed(plane(a_sight(PIE, TALKS, reservation=reservation)))
    zone = next(part for part in drawn.iter("rect") if part.get("class") == "zone")
    assert float(zone.get("width", 0)) == (RIGHT - LEFT if lit else 0)
    assert float(zone.get("height", 0)) == (BOTTOM - TOP if lit else 0)


def test_without_a_zone_it_says_so_and_names_no_solution() -> None:
    words = words_of(plane(a_sight(PIE, TALKS, no_deal=3.0)))
    assert "5 possible deals, none no worse than no deal for all" in words
    assert "Nash" not in words


def test_three_parties_are_seen_two_at_a_time() -> None:
    sight = a_sight({"A": [0, 1, 2], "B": [2, 1, 0], "C": [5, 7, 6]}, [(0, "A", 2), (0, "B", 0), (1, "C", 1)])
    words = words_of(plane(sight, ("B", "C")))
    assert "What it is worth to B, USD bn a year" in words
    assert "What it is worth to C, USD bn a year" in words
    assert "A: last offer, day 0" in words
    assert not [part for part in parsed(plane(sight)).iter() if part.get("class") == "frontier"]


def test_names_from_files_are_escaped_and_cut_to_their_room() -> None:
    name = "<script>alert('&')</script> the Very Long Confederation of Nearly Everything"
    drawn = plane(a_sight(PIE, TALKS, names={"A": name, "B": "B"}))
    assert "<script" not in drawn
    check_texts(drawn)


def test_scores_that_shrink_are_said_to() -> None:
    assert any("shrink" in words for words in words_of(plane(a_sight(PIE, TALKS, unit="points", discounted=True))))


@given(
    st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=1, max_size=30),
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 29)), max_size=8),
    st.floats(-50, 50),
    st.one_of(st.none(), st.integers(0, 29)),
)
@settings(max_examples=60, deadline=None)
def test_all_that_has_a_name_is_inside(
    values: list[tuple[float, float]], made: list[tuple[str, int]], no_deal: float, agreed: int | None
) -> None:
    count = len(values)
    sight = a_sight(
        {"A": [one for one, _ in values], "B": [other for _, other in values]},
        [(day, party, outcome % count) for day, (party, outcome) in enumerate(made)],
        no_deal=no_deal,
        agreed=None if agreed is None else agreed % count,
    )
    drawn, frame = parsed(plane(sight)), frame_of(sight, ("A", "B"))
    named = [*sight.table.frontier.tolist(), *sight.table.solutions.values(), *(o.outcome for o in sight.table.offers)]
    named += [sight.table.agreed] if sight.table.agreed is not None else []
    for outcome in named:
        assert LEFT < frame.x(values[outcome][0]) < RIGHT
        assert TOP < frame.y(values[outcome][1]) < BOTTOM
    assert LEFT < frame.x(no_deal) < RIGHT
    assert TOP < frame.y(no_deal) < BOTTOM
    for line in drawn.iter("polyline"):
        assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in numbers_of(line.get("points", "")))


@given(st.lists(st.tuples(st.floats(-99, 99), st.floats(-99, 99)), min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_every_outcome_in_sight_has_its_dot_and_no_dot_is_without(values: list[tuple[float, float]]) -> None:
    sight = a_sight({"A": [one for one, _ in values], "B": [other for _, other in values]})
    frame = frame_of(sight, ("A", "B"))
    strokes = dots(cloud(sight, ("A", "B")))
    (west, east), (south, north) = frame.across, frame.up
    seen = [(frame.x(x), frame.y(y)) for x, y in values if west <= x <= east and south <= y <= north]

    def meets(x: float, y: float, stroke: tuple[float, float, float]) -> bool:
        left, height, length = stroke
        return abs(y - height) < 1 and left - 1 < x < left + length + 1

    assert all(any(meets(x, y, stroke) for stroke in strokes) for x, y in seen)
    assert all(any(meets(x, y, stroke) for x, y in seen) for stroke in strokes)


@pytest.mark.parametrize("outcomes", [1, 12_000, 100_000])
def test_the_cloud_stays_small(outcomes: int) -> None:
    sight = large(outcomes + 3)
    drawn = cloud(sight, ("A", "B"))
    assert len(drawn) < 60_000
    assert dots(drawn)


def test_the_cloud_is_the_same_for_the_same_content_alone() -> None:
    sight, again = large(500), large(500)
    drawn = cloud(sight, ("A", "B"))
    assert cloud(again, ("A", "B")) is drawn
    stake = again.table.stakes["A"]
    moved = {
        **again.table.stakes,
        "A": replace(stake, values=np.where(stake.values < 0, stake.values * 0.5, stake.values)),
    }
    assert cloud(replace(again, table=replace(again.table, stakes=moved)), ("A", "B")) != drawn


@pytest.mark.parametrize(("name", "day"), [("us_japan_2025", 14), ("us_japan_2025", 97), ("split_the_pie", 20)])
def test_shipped_scenarios_have_no_text_over_another(name: str, day: int) -> None:
    model = TradeTalks(name, rng=7)
    while model.running and model.day < day:
        model.step()
    check_texts(plane(look(model)))
