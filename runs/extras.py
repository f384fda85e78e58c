"""Libraries that come with an extra: imported where they are needed, and missed in plain words."""

from __future__ import annotations

import importlib
from typing import Any

from tradetalks.errors import TradetalksError


def needed(module: str, extra: str, what: str) -> Any:
    """Return a module of a library that an extra installs.

    Args:
        module: its dotted name.
        extra: the extra.
        what: what needs it, for the message.

    Raises:
        TradetalksError: it isn't installed; says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise TradetalksError(
            f'{what} needs {library} ({error}); install it: pip install "tradetalks[{extra}]"'
        ) from None
