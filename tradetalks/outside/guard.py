"""The guard of parts from files: what others have written may fail, and it is told whose part failed, where, and how.

Each method that such a class defines in place of one of ours is called behind it: what it raises becomes one error
that names the file and the line, and it may take so many seconds of CPU time. An error of ours that it raises on
purpose, such as IllegalMove, goes through. So a run ends with one message, and in a batch the other runs go on.
Strategies have a guard of their own, `tradetalks.agents.outside.guard`, behind which the talks go on.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from tradetalks.errors import PartError, TradetalksError
from tradetalks.outside.origin import Origin, in_words
from tradetalks.outside.time_limit import TimeUp, running, within

SECONDS = 10.0
"""CPU seconds that a call of a part may take: all worlds of a table are measured in one."""


def guard(module: ModuleType, origin: Origin) -> None:
    """Put behind the guard what the classes of a file define in place of methods of ours; not those of strategies.

    It is done as the file is loaded, whichever process loads it: a worker does so to unpickle a part.
    """
    for _, cls in inspect.getmembers(module, inspect.isclass):
        ours = [above for above in cls.__mro__[1:] if above.__module__.partition(".")[0] == "tradetalks"]
        if cls.__module__ != module.__name__ or not ours or getattr(cls, "has_its_own_guard", False):
            continue
        for name, method in list(vars(cls).items()):
            if name.startswith("__") or not any(hasattr(above, name) for above in ours):
                continue
            what = f"{cls.__name__} of {origin.title}"
            if inspect.isfunction(method):
                setattr(cls, name, _guarded(method, what, origin))
            elif isinstance(method, property) and method.fget is not None:
                setattr(cls, name, property(_guarded(method.fget, what, origin), doc=method.__doc__))


def _guarded(method: Callable[..., Any], what: str, origin: Origin) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(*args: Any, **options: Any) -> Any:
        # Inside another call with a limit, that one's holds.
        is_inside = running()
        try:
            # What it prints is for whoever writes it, not a part of our output.
            with contextlib.redirect_stdout(sys.stderr):
                return within(SECONDS, lambda: _whole(method(*args, **options)))
        except TimeUp:
            if is_inside:
                raise
            raise PartError(f"{what} takes more than {SECONDS:g} s for `{method.__name__}`") from None
        except (KeyboardInterrupt, TradetalksError):
            raise
        except BaseException as error:  # noqa: BLE001 - whatever its code raises, sys.exit() too
            raise PartError(f"{what}: `{method.__name__}` {in_words(error, origin)}") from None

    return call


def _whole(result: Any) -> Any:
    """Return a result; of a generator all that it yields, as its code runs only then."""
    if isinstance(result, Iterator):
        return iter(list(result))
    return result
