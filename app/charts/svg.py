"""SVG as text: elements whose content is escaped, scales and ticks.

A chart is 400 units wide unless told otherwise, the width of a phone, so that its letters are as large as those
around it. What can be picked carries `data-pick`, which the page sends back when it is clicked, or entered by keyboard.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

WIDTH = 400
FONT = 12
SMALL = 11

BOLD = 1.15
"""How much wider bold letters are."""

type Scale = Callable[[float], float]


def tag(name: str, *content: str, **attributes: Any) -> str:
    """Return an element; content is taken as it is, attributes are escaped, `_` in their names stands for `-`.

    >>> tag("rect", x=1, y=2.5, fill="var(--ink)", data_day=3)
    '<rect x="1" y="2.5" fill="var(--ink)" data-day="3"/>'
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value) if isinstance(value, float) else str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if content:
        return f"<{name}{told}>{''.join(content)}</{name}>"
    return f"<{name}{told}/>"


def number(value: float) -> str:
    """Write a coordinate, to a tenth of a unit.

    >>> number(3.0), number(2.4999), number(-0.01)
    ('3', '2.5', '0')
    """
    return f"{round(value, 1) + 0.0:g}"


def text(x: float, y: float, words: object, **attributes: Any) -> str:
    """Return a text, escaped, in ink and of the usual size unless told otherwise."""
    return tag("text", escape(str(words)), **{"x": x, "y": y, "fill": "var(--ink)", "font_size": FONT, **attributes})


def tip(words: object) -> str:
    """Return what a mouse shows over the element that it is put into."""
    return tag("title", escape(str(words)))


def pickable(pick: str, label: str, *content: str) -> str:
    """Return a group that can be picked by mouse or keyboard."""
    return tag("g", *content, tabindex=0, role="button", aria_label=label, data_pick=pick, class_="pick")


def svg(height: float, label: str, *parts: str, width: float = WIDTH) -> str:
    """Return a whole picture; `label` tells those who can't see it what it shows."""
    return tag(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width="100%",
        role="img" if "data-pick" not in "".join(parts) else "group",
        aria_label=label,
        class_="chart",
        # Programs without a page's fonts have one of these.
        font_family="system-ui, DejaVu Sans, Arial, sans-serif",
    )


def width_of(words: str, size: float = FONT) -> float:
    """Return about how wide a text is, rather too much: letters vary with the reader's font."""
    return size * sum(map(_hundredths, words)) / 100


@lru_cache(maxsize=1024)
def _hundredths(letter: str) -> int:
    """Return how wide a letter is, in hundredths of its size: a picture asks for tens of thousands of them."""
    if letter in "ilj.,:;'|!()[] tfr":
        return 40
    if letter.isupper() or letter in "mw%":
        return 80
    return 62


def cut(words: str, room: float, size: float = FONT) -> str:
    """Return a text, cut with an ellipsis where it is wider than its room."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def scale(low: float, high: float, start: float, end: float) -> Scale:
    """Return the map from [low, high] to [start, end]; the middle where nothing lies between."""
    if high <= low:
        return lambda _: (start + end) / 2
    return lambda value: start + (value - low) * (end - start) / (high - low)


def ticks(low: float, high: float, count: int = 5) -> Sequence[float]:
    """Return round numbers in a range, about so many.

    >>> list(ticks(0, 9.3))
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    if high <= low:
        return [low]
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    return [
        round(place * step, 10) + 0.0
        for place in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    ]
