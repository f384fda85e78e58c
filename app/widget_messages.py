"""What a browser may say to a widget of the page: name one of its events, or set a value that they share.

ipyvue's templates obey more: a message that names a module and a class has the module imported and the class called
(`create_widget`), another calls a method or sets an attribute of any widget (`update_ref`, `functionRef`). ipywidgets
makes a widget of any class that it knows when a browser asks. The page needs none of that, so none of it is there.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

LOGGER = logging.getLogger("tradetalks.app")


def allow_events_only() -> None:
    """Close the other ways, for all widgets of this process; call it before Solara's app is imported."""
    from ipyvue.VueTemplateWidget import Events
    from ipywidgets import Widget

    Events._handle_event = _handle_event
    Widget.handle_comm_opened = staticmethod(_refuse_widget)


def _handle_event(widget: Any, _: Any, content: object, buffers: object) -> None:
    """Call the widget's method for the event that a message names; a message that names none does nothing."""
    event = content.get("event") if isinstance(content, Mapping) else None
    method = f"vue_{event}"
    # Of the class: what a browser has set on the widget itself doesn't count.
    if not isinstance(event, str) or not callable(getattr(type(widget), method, None)):
        LOGGER.warning("a browser sent what is no event of %s", type(widget).__name__)
        return
    data = content.get("data", {}) if isinstance(content, Mapping) else {}
    if buffers:
        getattr(widget, method)(data, buffers)
    else:
        getattr(widget, method)(data)


def _refuse_widget(comm: Any, _: object) -> None:
    LOGGER.warning("a browser asked for a widget of its own")
    comm.close()
