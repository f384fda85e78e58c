"""What is seen of a table, made by hand, and pictures taken apart: shared by the tests of the charts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

from tradetalks.app.charts.svg import width_of
from tradetalks.model.negotiation.solutions import CONCEPTS, solve
from tradetalks.runs.sight.eyes import EVERYBODY
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.sight.table_sight import Offered, Stake, TableSight

type Element = ET.Element


def a_sight(
    values: Mapping[str, Sequence[float]],
    offers: Sequence[tuple[int, str, int]] = (),
    *,
    no_deal: float = 0.0,
    reservation: float | None = None,
    agreed: int | None = None,
    names: Mapping[str, str] | None = None,
    demands: Sequence[int] = (),
    known: Sequence[str] | None = None,
    **more: Any,
) -> Sight:
    """Return what is seen of one table.

    Args:
        values: by party, what each outcome is worth.
        offers: day, party, outcome.
        no_deal: what it is worth to each party.
        reservation: of each party; no deal's worth if left out.
        agreed: the deal.
        names: of parties.
        demands: places of the offers that are demands.
        known: the parties whose values are known; all if left out.
        more: of the table.
    """
    arrays = {party: np.array(worths, dtype=np.float64) for party, worths in values.items()}
    known = [*values] if known is None else known
    floor = no_deal if reservation is None else reservation
    stakes = {party: Stake(party, arrays[party], no_deal, floor, {}, {}) for party in known}
    found = solve(np.column_stack([*arrays.values()]), [no_deal] * len(arrays))
    all_known = set(known) == set(values)
    made = tuple(Offered(*offer, place in demands) for place, offer in enumerate(offers))
    told: dict[str, Any] = {
        "status": "open",
        "opened": 0,
        "closed": None,
        "deadline": 20,
        "unit": "bn",
        "discounted": False,
        "rows": (),
        "said": (),
        "stakes": stakes,
        "standing": agreed if agreed is not None else made[-1].outcome if made else None,
        "frontier": found.frontier if all_known else np.zeros(0, dtype=np.int64),
        "solutions": {name: int(getattr(found, name)[0]) for name in CONCEPTS} if all_known and len(found.zone) else {},
        "tied": {name: len(getattr(found, name)) for name in CONCEPTS} if all_known and len(found.zone) else {},
        "zone": len(found.zone) if all_known else None,
    }
    table = TableSight(
        key="T",
        title="Table",
        parties=tuple(values),
        extensions=0,
        ending="",
        offers=made,
        agreed=agreed,
        **(told | more),
    )
    return Sight(
        scenario="s",
        title="S",
        seed=0,
        eyes=EVERYBODY,
        day=5,
        start=None,
        last_day=20,
        over=False,
        names=names if names is not None else {party: party for party in values},
        coalitions={},
        behind=(),
        ties=(),
        table=table,
        calendar=(),
        events=(),
        economy=None,
    )


def parsed(picture: str) -> Element:
    """Return a picture's elements, without their namespace."""
    return ET.fromstring(picture.replace(' xmlns="http://www.w3.org/2000/svg"', ""))  # noqa: S314 - of our own making


def words_of(picture: str) -> list[str]:
    """Return all texts of a picture."""
    return [element.text or "" for element in parsed(picture).iter("text")]


def places(element: Element, at: tuple[float, float] = (0.0, 0.0)) -> Iterator[tuple[Element, float, float]]:
    """Return the texts below an element with where they really stand."""
    moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
    here = (at[0] + float(moved[1]), at[1] + float(moved[2])) if moved else at
    if element.tag == "text":
        yield element, here[0] + float(element.get("x", 0)), here[1] + float(element.get("y", 0))
    for child in element:
        yield from places(child, here)


def boxes(picture: str) -> list[tuple[str, float, float, float, float]]:
    """Return words, left, top, right and bottom of all texts: narrow, as widths are estimated rather too large."""
    found = []
    for element, x, y in places(parsed(picture)):
        words, size = element.text or "", float(element.get("font-size", 12))
        width = 0.85 * width_of(words, size)
        left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", "start"), 0.0)
        found.append((words, left, y - 0.7 * size, left + width, y))
    return found


def check_texts(picture: str, width: float = 400) -> None:
    """Check that no text of a picture is cut at its edges, too small, or lies over another."""
    height = float(parsed(picture).get("viewBox", "").split()[3])
    assert all(float(text.get("font-size", 12)) >= 11 for text in parsed(picture).iter("text"))
    found = boxes(picture)
    for place, (words, left, top, right, bottom) in enumerate(found):
        assert -0.5 <= left < right <= width + 0.5, words
        assert -0.5 <= top < bottom <= height, words
        for other, west, north, east, south in found[place + 1 :]:
            apart = right <= west or east <= left or bottom <= north or south <= top
            assert apart, f"{words!r} lies over {other!r}"


def numbers_of(points: str) -> list[tuple[float, float]]:
    """Return the corners of a line."""
    found = [tuple(map(float, point.split(","))) for point in points.split()]
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in found)
    return [(x, y) for x, y in found]
