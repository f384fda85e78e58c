"""Which encoding a file has: all that Tradetalks reads is UTF-8, and this is the one place that tells what isn't."""

from __future__ import annotations

import codecs

__all__ = ["wrong_encoding"]

_MARKS = {
    # First, as UTF-16's little-endian mark begins UTF-32's.
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def wrong_encoding(content: bytes) -> str:
    """Return what to do with a file that the mark at its start tells to be no UTF-8, or "".

    Windows PowerShell 5 writes UTF-16 where output is redirected.

    >>> wrong_encoding("title: x".encode("utf-16")), wrong_encoding(b"title: x")
    ('this is UTF-16; save it as UTF-8', '')
    """
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return f"this is {name}; save it as UTF-8"
    return ""
