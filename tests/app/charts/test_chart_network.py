"""The network: every tie where it can be seen, told and picked, for countries of the map and for any others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sights import Element, a_sight, check_texts, parsed, words_of

from tradetalks.app.charts.network import network
from tradetalks.runs.sight.sight import CalendarRow, Sight, Tie

ON_THE_MAP = ("USA", "JPN", "CHN", "VNM", "MYS", "KHM", "EU27", "THA", "IDN")


def a_tie(one: str, other: str, statuses: Mapping[str, str], trade: float = 0.0) -> Tie:
    """Return a tie with tables, by id with their statuses."""
    return Tie(one, other, trade, 0.0, 0.0, tuple(statuses), tuple(statuses.values()))


def a_network(*ties: Tie, chosen: str = "none of them", **more: Any) -> Sight:
    """Return what is seen of some ties, with a table chosen."""
    codes = dict.fromkeys(code for tie in ties for code in (tie.one, tie.other))
    sight = a_sight({"A": [1.0, 0.0], "B": [0.0, 1.0]})
    sight = replace(sight, table=replace(sight.table, key=chosen))
    tables = dict(pair for tie in ties for pair in zip(tie.tables, tie.statuses, strict=True))
    rows = tuple(CalendarRow(key, f"Table {key}", status, 0, None, 20, False, ()) for key, status in tables.items())
    return replace(sight, **{"ties": ties, "names": {code: code for code in codes}, "calendar": rows, **more})


def edges(sight: Sight) -> list[Element]:
    """Return what can be picked."""
    return [group for group in parsed(network(sight)).iter("g") if group.get("data-pick")]


def line(edge: Element) -> Element:
    """Return the line of an edge that is seen: neither the glow of a chosen one nor the broad one that is clicked."""
    return next(path for path in edge.iter("path") if path.get("stroke-opacity") is None)


def mark(edge: Element) -> str:
    """Return what stands on an edge."""
    return "".join(text.text or "" for text in edge.iter("text"))


@given(st.lists(st.sampled_from(ON_THE_MAP), min_size=2, unique=True))
def test_between_any_countries_of_the_map_no_mark_or_code_hides_another(codes: list[str]) -> None:
    """Each with each, the most edges that there can be."""
    pairs = [*combinations(codes, 2)]
    sight = a_network(*(a_tie(one, other, {one + other: "open"}) for one, other in pairs), chosen="".join(pairs[0]))
    check_texts(network(sight))
    assert len(edges(sight)) == len(pairs)


@given(st.lists(st.sampled_from([*ON_THE_MAP, "A", "B"]), min_size=3, unique=True), st.integers(3, 8))
def test_a_table_of_many_is_one_mark_with_a_way_to_each_and_hides_nothing(codes: list[str], many: int) -> None:
    """Whoever sits at it, beside a table of each with the first."""
    at_it = codes[:many]
    ties = [a_tie(one, other, {"T": "open"}) for one, other in combinations(at_it, 2)]
    if len(codes) > many:
        ties += [a_tie(codes[0], other, {other: "in_force"}) for other in codes[many:]]
    sight = a_network(*ties)
    check_texts(network(sight))
    (star,) = (edge for edge in edges(sight) if edge.get("data-pick") == "T")
    seen = [path for path in star.iter("path") if path.get("stroke") == "var(--talk)"]
    assert len(seen) == len(at_it)
    assert mark(star) == "…"
    assert "lines that meet: one table" in " ".join(words_of(network(sight)))
    assert len(edges(sight)) == 1 + len(codes[many:])


def test_a_way_to_a_table_of_many_is_as_thick_as_the_trade_with_all_others_at_it() -> None:
    trade = {("USA", "JPN"): 200.0, ("USA", "VNM"): 100.0, ("JPN", "VNM"): 50.0}
    sight = a_network(*(a_tie(one, other, {"T": "open"}, amount) for (one, other), amount in trade.items()))
    (star,) = edges(sight)
    assert star.get("aria-label") == "USA, JPN, VNM: Table T: talking"
    told = {
        title.text: float(path.get("stroke-width", 0)) for path in star.iter("path") for title in path.iter("title")
    }
    assert [*told] == [
        "USA: with JPN trade in goods 200 USD bn a year; with VNM trade in goods 100 USD bn a year",
        "JPN: with USA trade in goods 200 USD bn a year; with VNM trade in goods 50 USD bn a year",
        "VNM: with USA trade in goods 100 USD bn a year; with JPN trade in goods 50 USD bn a year",
    ]
    seen = [float(path.get("stroke-width", 0)) for path in star.iter("path") if path.get("stroke") == "var(--talk)"]
    assert seen == sorted(seen, reverse=True)
    assert len({*seen}) == 3


def test_two_who_have_a_table_of_their_own_beside_a_common_one_have_both() -> None:
    ties = [a_tie(one, other, {"T": "expired"}) for one, other in (("USA", "JPN"), ("JPN", "VNM"))]
    sight = a_network(*ties, a_tie("USA", "VNM", {"T": "expired", "U": "open"}))
    assert {edge.get("data-pick"): mark(edge) for edge in edges(sight)} == {"T": "✕", "U": "…"}


@pytest.mark.parametrize("count", [2, 3, 4, 6, 8])
@pytest.mark.parametrize("stem", ["", "long_player_"])
def test_players_of_no_map_can_be_told_apart(count: int, stem: str) -> None:
    """Also by those who have names like each other, of which only a part fits: the whole stands below."""
    codes = [f"{stem}{number}" for number in range(count)]
    ring = zip(codes, [*codes[1:], *codes[:1] * (count > 2)], strict=False)
    picture = network(a_network(*(a_tie(one, other, {one: "open"}) for one, other in ring)))
    check_texts(picture)
    nodes = [
        word.text for word in parsed(picture).iter("text") if word.get("font-weight") == "700" and word.text != "…"
    ]
    assert len({*nodes}) == count
    assert all(code in " ".join(words_of(picture)) for code in codes)


def test_names_stand_below_where_they_tell_more_than_the_code() -> None:
    sight = a_network(a_tie("USA", "JPN", {"T": "open"}), names={"USA": "United States", "JPN": "JPN"})
    assert "USA United States" in words_of(network(sight))
    assert not any("JPN JPN" in words for words in words_of(network(sight)))


@pytest.mark.parametrize(
    ("status", "sign", "dashed"),
    [
        ("scheduled", "", True),
        ("open", "…", False),
        ("adjourned", "…", False),
        ("agreed", "✓", False),
        ("in_force", "✓", False),
        ("ratification_failed", "✕", True),
        ("expired", "✕", True),
        ("walked_away", "✕", True),
        ("no_zone", "✕", True),
    ],
)
def test_how_a_table_stands_is_told_by_sign_and_dash(status: str, sign: str, dashed: bool) -> None:
    (edge,) = edges(a_network(a_tie("USA", "JPN", {"T": status})))
    assert mark(edge) == sign
    assert (line(edge).get("stroke-dasharray") is not None) == dashed


def test_of_several_tables_the_liveliest_is_shown_with_their_number() -> None:
    sight = a_network(a_tie("USA", "JPN", {"a": "scheduled", "b": "expired", "c": "open", "d": "in_force"}))
    (edge,) = edges(sight)
    assert (edge.get("data-pick"), mark(edge)) == ("c", "…1/4")
    assert all(f"Table {key}" in edge.get("aria-label", "") for key in "abcd")
    assert "1/2: so many of the tables between the same two" in words_of(network(sight))


def test_who_clicks_again_sees_the_next_table_of_the_same_two() -> None:
    tie = a_tie("USA", "JPN", {"a": "open", "b": "scheduled", "c": "expired"})
    seen = ["a"]
    while len(seen) < 4:
        (edge,) = edges(a_network(tie, chosen=seen[-1]))
        seen.append(edge.get("data-pick", ""))
    assert seen == ["a", "b", "c", "a"]


def test_only_the_chosen_table_glows_on_each_of_its_ways() -> None:
    three = [a_tie(one, other, {"T": "open"}) for one, other in combinations(("USA", "JPN", "CHN"), 2)]
    sight = a_network(*three, a_tie("USA", "VNM", {"U": "open"}), chosen="T")
    glowing = {
        edge.get("data-pick"): sum(path.get("stroke-opacity") is not None for path in edge.iter("path"))
        for edge in edges(sight)
    }
    assert glowing == {"T": 3, "U": 0}


def test_a_tie_without_a_table_is_there_but_cannot_be_picked() -> None:
    without = network(a_network(a_tie("JPN", "CHN", {}, trade=300), a_tie("USA", "JPN", {"T": "open"})))
    assert "JPN and CHN: no table, trade in goods 300 USD bn a year" in without
    assert without.count("data-pick") == 1


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_more_trade_is_never_a_thinner_line(one: float, other: float) -> None:
    sight = a_network(a_tie("USA", "JPN", {"T": "open"}, one), a_tie("USA", "CHN", {"U": "open"}, other))
    thick = {edge.get("data-pick"): float(line(edge).get("stroke-width", 0)) for edge in edges(sight)}
    less, more = ("T", "U") if one <= other else ("U", "T")
    assert 1 < thick[less] <= thick[more] <= 8


@pytest.mark.parametrize("status", ["scheduled", "open", "expired"])
def test_a_thin_line_is_easily_hit(status: str) -> None:
    (edge,) = edges(a_network(a_tie("USA", "JPN", {"T": status})))
    assert max(float(path.get("stroke-width", 0)) for path in edge.iter("path") if path.get("stroke")) >= 16


def test_whose_eyes_look_is_told_by_a_broad_ring_and_a_word() -> None:
    sight = a_network(a_tie("USA", "JPN", {"T": "open"}), eyes="JPN", behind=("JPN",))

    def rings(seen: Sight) -> list[str | None]:
        return [box.get("stroke-width") for box in parsed(network(seen)).iter("rect")]

    assert sorted(map(float, filter(None, rings(sight)))) == [3, 5]
    assert any("JPN's eyes" in words for words in words_of(network(sight)))
    assert len({*rings(replace(sight, eyes="", behind=()))}) == 1
