"""A file that the visitor hands in, by a field that a keyboard reaches as well."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

import solara

from tradetalks.app.uploads import MOST_BYTES


@solara.component_vue("open_file.vue")
def _OpenFile(label: str, most: int, event_opened: Callable[[Mapping[str, str]], None]) -> Any: ...


@solara.component
def OpenFile(label: str, on_open: Callable[[str, bytes], None]) -> None:
    """Show a field for a file.

    Args:
        label: what it is for.
        on_open: called with the file's name and its content.
    """

    def opened(file: Mapping[str, str]) -> None:
        on_open(file["name"], b64decode(file["content"]))

    _OpenFile(label=label, most=MOST_BYTES, event_opened=opened)
