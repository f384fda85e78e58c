"""Blocks of text in pictures: wrapped to a width, one line under the other."""

from __future__ import annotations

from typing import Any

from tradetalks.app.charts.svg import BOLD, FONT, cut, text, width_of


def wrapped(words: str, room: float, size: float = FONT) -> list[str]:
    """Return a text in lines that fit into a room; a word that is too long for any line is cut."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(cut(word, room, size))
    return lines


class Column:
    """Lines of text that are put one under the other.

    Args:
        left: where they begin.
        room: how wide they may be.
        top: where the first one begins.

    Attributes:
        bottom: where the next one would begin.
        parts: the elements so far.
    """

    def __init__(self, left: float, room: float, top: float = 0.0) -> None:
        self.left = left
        self.room = room
        self.bottom = top
        self.parts: list[str] = []

    def write(
        self, words: str, *, size: float = FONT, indent: float = 0.0, gap: float = 4.0, **attributes: Any
    ) -> None:
        """Put a text under what is there, wrapped; `gap` is left above it."""
        self.bottom += gap
        broad = BOLD * size if attributes.get("font_weight", 400) > 400 else size
        for row in wrapped(words, self.room - indent, broad):
            self.bottom += size * 1.25
            self.parts.append(text(self.left + indent, self.bottom - size * 0.3, row, font_size=size, **attributes))
