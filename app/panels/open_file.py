"""A file that the visitor hands in, by a field that a keyboard reaches as well."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

import solara

from tradetalks.app.uploads import MOST_BYTES


@solara.component_vue("open_file.vue")
def _OpenFile(
    label: str,
    most: int,
    event_opened: Callable[[Mapping[str, str]], None],
    event_too_large: Callable[[Mapping[str, Any]], None],
) -> Any: ...


@solara.component
def OpenFile(label: str, on_open: Callable[[str, bytes], None], on_too_large: Callable[[str, int], None]) -> None:
    """Show a field for a file.

    Args:
        label: what it is for.
        on_open: called with the file's name and its content.
        on_too_large: called with the name and the bytes of one that is not read.
    """

    def opened(file: Mapping[str, str]) -> None:
        on_open(file["name"], b64decode(file["content"]))

    _OpenFile(
        label=label,
        most=MOST_BYTES,
        event_opened=opened,
        event_too_large=lambda file: on_too_large(file["name"], int(file["size"])),
    )
