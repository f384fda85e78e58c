"""The agenda's picture at tables of any size: nothing is cut that has room, and arrows point where the numbers went."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sights import a_sight, check_texts, parsed, words_of

from tradetalks.app.charts.agenda import agenda
from tradetalks.model.negotiation.issues import Issue, Level
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import IssueRow

PARTIES = ("USA", "JPN", "EU27", "VNM", "MYS", "KHM", "THA", "IDN", "CHN")
TARIFF = Issue("cars", (0.0, 12.5, 25.0), "%", "US tariff on cars and their parts")


def at_a_table(
    parties: tuple[str, ...],
    issue: Issue = TARIFF,
    offers: Mapping[str, Level] | None = None,
    before: Mapping[str, Level] | None = None,
) -> Sight:
    """Return a table with one issue, at which each party has offered its lowest level unless told otherwise."""
    if offers is None:
        offers = dict.fromkeys(parties, issue.levels[0])
    row = IssueRow(issue, 25.0, 25.0, offers, before or {}, None)
    return a_sight({party: [0.0] * 2 for party in parties}, rows=(row,))


@pytest.mark.parametrize("count", range(2, len(PARTIES) + 1))
def test_tables_of_any_size_name_all_parties_and_cut_nothing(count: int) -> None:
    picture = agenda(at_a_table(PARTIES[:count], before=dict.fromkeys(PARTIES[:count], 12.5)))
    words = words_of(picture)
    check_texts(picture)
    assert [word for word in words if word in PARTIES] == [*PARTIES[:count]]
    assert not [word for word in words if "…" in word]
    # A band of its colour below each name.
    bands = [band for band in parsed(picture).iter("rect") if band.get("height") == "3"]
    assert len({band.get("fill") for band in bands}) == len(bands) == count


@pytest.mark.parametrize(("count", "blocks"), [(4, [4]), (5, [2, 3]), (6, [3, 3]), (9, [3, 3, 3])])
def test_more_than_four_parties_are_shared_out_among_blocks(count: int, blocks: list[int]) -> None:
    heads = "".join(
        "|" if word == "today" else "p"
        for word in words_of(agenda(at_a_table(PARTIES[:count])))
        if word in {*PARTIES, "today"}
    )
    assert [len(block) for block in heads.split("|")[1:]] == blocks


@pytest.mark.parametrize(
    ("levels", "before", "now", "told"),
    [
        ((0.0, 10.0, 20.0), 10.0, 20.0, "20↑"),
        ((20.0, 10.0, 0.0), 10.0, 20.0, "20↑"),
        ((20.0, 10.0, 0.0), 10.0, 0.0, "0↓"),
        ((0.0, 10.0, 20.0), 10.0, 10.0, "10"),
        (("none", "some", "all"), "none", "all", "all↑"),
    ],
)
def test_arrows_point_to_where_the_numbers_went(
    levels: tuple[Level, ...], before: Level, now: Level, told: str
) -> None:
    issue = Issue("x", levels)
    picture = agenda(at_a_table(("USA", "JPN"), issue, {"JPN": now}, {"JPN": before}))
    assert told in words_of(picture)
    glowing = [box for box in parsed(picture).iter("rect") if box.get("fill") == "var(--glow)"]
    assert len(glowing) == (told[-1] in "↑↓")


def test_levels_in_words_are_wrapped() -> None:
    issue = Issue("how", ("at once and in full", "step by step over five years"))
    picture = agenda(at_a_table(("USA", "JPN", "EU27"), issue))
    check_texts(picture)
    assert " ".join(words_of(picture)).count("at once") == 3
    assert not [word for word in words_of(picture) if "…" in word]
