"""What is sound in a file of which parts are wrong: a check that would need more says nothing.

A section of which something is wrong stands as far as it is sound: its other fields are there, and every check that
they are enough for is made. So independent mistakes are told at once, and none that only follows from another.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from typing import Any, NoReturn

UNTOLD = "tradetalks_untold"
"""The type of errors of which nothing is told: they follow from another, which is."""


class UnsoundError(ValueError):
    """What a check needs isn't sound itself. A `ValueError`, so that pydantic takes it for one of the field."""


class Unsound:
    """Stands in the place of a value that isn't sound: whoever uses it is refused."""

    def _refuse(self, *_: object) -> NoReturn:
        raise UnsoundError("this isn't sound")

    __getattr__ = __getitem__ = __iter__ = __len__ = __contains__ = __bool__ = __call__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = __float__ = __int__ = _refuse


UNSOUND: Any = Unsound()
"""The one object of its class; of any type, as it stands where any value may."""


_SUPPRESSED = suppress(UnsoundError)


def if_sound() -> AbstractContextManager[None]:
    """Leave the rest of the block out once it needs what isn't sound."""
    return _SUPPRESSED
