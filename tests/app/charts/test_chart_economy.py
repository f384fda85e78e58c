"""The economy's pictures: numbers that can be read on every cell, and zeros that stand where zeros stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sights import a_sight, check_texts, parsed, places, words_of

from tradetalks.app.charts.economy import incomes, tariffs
from tradetalks.app.style import DARK, LIGHT
from tradetalks.runs.sight.sight import EconomySight, Sight

REGIONS = {"USA": "United States", "KHM": "Cambodia"}


def an_economy(rate: float = 10.0, before: float = 10.0, income: float = 0.0, offered: float = 0.0) -> Sight:
    """Return a world of two regions: one levies a tariff on the other, whose real income has changed."""
    changes = {"USA": -1.0, "KHM": income}
    economy = EconomySight(
        regions=REGIONS,
        tariffs=np.array([[np.nan, rate], [0.0, np.nan]]),
        at_start=np.array([[np.nan, before], [0.0, np.nan]]),
        real_income=changes,
        real_income_pct=changes,
        prices_pct=changes,
        goods_balance=changes,
        offer_income={"KHM": offered},
        stress=0.0,
    )
    return replace(a_sight({"USA": [0.0, 1.0], "KHM": [1.0, 0.0]}), economy=economy)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@given(st.floats(0, 500))
def test_the_number_on_every_cell_can_be_read_by_day_and_by_night(rate: float) -> None:
    picture = parsed(tariffs(an_economy(rate)))
    fills = [cell.get("fill", "") for cell in picture.iter("rect")]
    inks = [words.get("fill", "") for words in picture.iter("text") if (words.text or "").replace(".", "").isdigit()]
    assert len(fills) == len(inks) == 2
    for sheet in (LIGHT, DARK):
        named = {f"var(--{name})": colour for name, colour in sheet.items()}
        for fill, ink in zip(fills, inks, strict=True):
            assert contrast(named.get(fill, fill), named.get(ink, ink)) >= 4.5


@given(st.floats(-60, 500))
def test_the_number_on_every_cell_is_its_tariff(rate: float) -> None:
    """Also where it is lower than it was in the base year."""
    picture = tariffs(an_economy(rate))
    check_texts(picture)
    # Rounded to what fits in; of two cells the other is at zero.
    shown = [float(words) for words in words_of(picture) if words.lstrip("-").replace(".", "").isdigit()]
    assert shown == pytest.approx([rate, 0.0], abs=0.0501 if abs(rate) < 9.9 else 0.501)


def test_only_what_has_moved_is_framed_in_ink_and_every_cell_has_an_edge() -> None:
    for rate, frames in ((10.0, ["var(--rule)"] * 2), (25.0, ["var(--ink)", "var(--rule)"])):
        cells = parsed(tariffs(an_economy(rate, before=10.0))).iter("rect")
        assert [cell.get("stroke") for cell in cells] == frames


def test_codes_tell_their_names() -> None:
    told = [(group.findtext("text"), group.findtext("title")) for group in parsed(tariffs(an_economy())).iter("g")]
    assert sorted(told) == sorted([*REGIONS.items()] * 2)


@given(st.floats(-0.049, 0.049), st.floats(-0.049, 0.049))
def test_what_rounds_to_zero_stands_right_of_zero(income: float, offered: float) -> None:
    picture = incomes(an_economy(income=income, offered=offered))
    check_texts(picture)
    zero = float((parsed(picture).findall("path")[-1].get("d") or "")[1:].split()[0])
    found = [x for element, x, _ in places(parsed(picture)) if element.text == "+0.0 bn"]
    assert len(found) == 2
    assert min(found) >= zero
