"""Complaints: what is wrong in a section, found by hand or by pydantic, each with its path."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from tradetalks.configs.problems.plain_words import told
from tradetalks.configs.problems.soundness import UNTOLD, UnsoundError
from tradetalks.errors import MOST_PROBLEMS
from tradetalks.parts import TOLD, TOLD_OF_KEY

type Path = tuple[str | int, ...]


class Complaints:
    """Problems found by hand in one section; raise them all at once.

    Attributes:
        context: what is known of the whole file; None where sections stand alone.
        places: the paths of what isn't sound, in the order in which it was found.
    """

    __slots__ = ("_items", "context", "places")

    def __init__(self, context: Any = None) -> None:
        self.context = context
        self.places: list[Path] = []
        self._items: list[InitErrorDetails] = []

    def add(self, path: Path, message: str, *, at_key: bool = False, about: Path = ()) -> None:
        """Note a problem at a path below the section; it is `about` what stands at another, if that is named.

        Raises:
            UnsoundError: there are more than are told of, so nothing further is looked at.
        """
        if len(self._items) > MOST_PROBLEMS:
            raise UnsoundError("there is enough to tell")
        kind = PydanticCustomError(TOLD_OF_KEY if at_key else TOLD, "{text}", {"text": message})
        self._items.append(InitErrorDetails(type=kind, loc=path, input=None))
        self.places.append(about or path)

    def leave_out(self, path: Path) -> None:
        """Note that what stands at a path isn't sound, of which nothing is to be told."""
        self._items.append(InitErrorDetails(type=PydanticCustomError(UNTOLD, "-"), loc=path, input=None))
        self.places.append(path)

    def include(self, path: Path, error: ValidationError, *, but: Collection[str] = ()) -> None:
        """Note all problems of a part below a path, but for missing keys that are told of as misspelt."""
        for item in told(error, (), misspelt=but):
            self._items.append(InitErrorDetails(type=item["type"], loc=(*path, *item["loc"]), input=None))
            self.places.append((*path, *item["loc"]))

    def include_told(self, items: list[InitErrorDetails]) -> None:
        """Note problems that are in our words already."""
        self._items += items
        self.places += [item["loc"] for item in items]

    @contextmanager
    def collecting(self, path: Path) -> Iterator[None]:
        """Note, below a path, the problems that the block raises, and go on."""
        try:
            yield
        except ValidationError as error:
            self.include(path, error)
        except UnsoundError:
            self.leave_out(path)

    def check(self, title: str) -> None:
        """Raise what was found, if anything was."""
        if self._items:
            raise ValidationError.from_exception_data(title, self._items)

    def problems(self) -> list[tuple[Path, str, bool]]:
        """Return what was found, as `problems_of` does."""
        try:
            self.check("section")
        except ValidationError as error:
            return problems_of(error)
        return []


def problems_of(error: ValidationError) -> list[tuple[Path, str, bool]]:
    """Return an error's problems: the path, the message, and whether it is about the key itself."""
    return [
        (item["loc"], item["msg"], item["type"] == TOLD_OF_KEY)
        for item in error.errors(include_url=False, include_input=False)
        if item["type"] != UNTOLD
    ]
