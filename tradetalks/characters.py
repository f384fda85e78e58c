"""Characters that no text may hold, as they steer who shows it: a terminal, a page, the direction of a line.

They are refused where texts are read, with their place. In messages, which may have to name them, they are escapes.
"""

from __future__ import annotations

import re

__all__ = ["escaped", "leaves_its_line", "one_line", "quoted", "shortened", "steering"]

# C0 but tab, newline and carriage return; DEL and C1; the marks, embeddings, overrides and isolates of direction; the
# separators of lines and paragraphs; halves of surrogate pairs and what is no character, which can't be written out.
_STEERING = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
_IN_A_FILE = re.compile(f"[{_STEERING}]")
_IN_A_TEXT = re.compile(f"[{_STEERING}\r]")
_CUT = "..."
_LONGEST_QUOTE = 80


def steering(text: str, *, in_a_file: bool = False) -> re.Match[str] | None:
    r"""Return the first character of a text that steers who shows it, None if there is none.

    Args:
        text: the text.
        in_a_file: whether it is a whole file, whose lines may end in a carriage return.

    >>> steering("pie\x1b[5m").start()
    3
    """
    return (_IN_A_FILE if in_a_file else _IN_A_TEXT).search(text)


def leaves_its_line(text: str) -> bool:
    """Whether a text is no name: it steers who shows it, or holds a tab or the end of a line."""
    return one_line(text) != text


def escaped(text: str) -> str:
    r"""Return a text with what steers who shows it as escapes; tabs and ends of lines stay.

    >>> print(escaped("pie\x1b[5m \u202e"))
    pie\x1b[5m \u202e
    """
    return _IN_A_TEXT.sub(lambda match: _escape(match[0]), text)


def one_line(text: str) -> str:
    r"""Return a text that stays in its line whatever it holds: as `escaped`, with tabs and ends of lines too.

    >>> print(one_line("pie\nDeal on day 1"))
    pie\nDeal on day 1
    """
    return escaped(text).replace("\n", "\\n").replace("\t", "\\t")


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters: a longer one ends in "...".

    >>> shortened("a very long name", 9)
    'a very...'
    """
    if len(text) <= most:
        return text
    return text[: most - len(_CUT)] + _CUT


def quoted(value: object) -> str:
    r"""Return a value for a message as Python writes it, a long one cut: its quotes tell where it ends.

    >>> print(quoted("pie\x1b[5m"))
    'pie\x1b[5m'
    """
    if isinstance(value, str):
        return repr(shortened(value, _LONGEST_QUOTE))
    return shortened(repr(value), _LONGEST_QUOTE)


def _escape(character: str) -> str:
    if character == "\r":
        return "\\r"
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}"
