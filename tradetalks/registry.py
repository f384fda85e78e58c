"""Registries: strategies, interests, levers and protocols are found by discovery, each by its name.

To add one is to add one file: a class below the registry's base that carries a `name` of its own, in any
module of the registry's package.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import cast

from tradetalks.errors import TradetalksError, UnknownName, did_you_mean


def about(cls: type) -> str:
    """Return what a class says of itself: the first line of its docstring, "" without one."""
    return (cls.__doc__ or "").strip().partition("\n")[0]


class Registry[T]:
    """All named classes of one kind; the modules of its package are imported on first use.

    Args:
        kind: what the classes are, for messages ("strategy").
        package: the package whose modules are searched.
        base: the class they derive from.
        problems: yields what a class says wrongly of itself; it is refused when it is found.
        plural: of `kind`, for messages.
        start: how to begin one of one's own, for messages.
    """

    def __init__(
        self,
        kind: str,
        package: str,
        base: type,
        problems: Callable[[type[T]], Iterator[str]] | None = None,
        *,
        plural: str = "",
        start: str = "CONTRIBUTING.md shows one of each kind",
    ) -> None:
        self.kind = kind
        self.plural = plural or f"{kind}s"
        self.base = base
        self.start = start
        self._package = package
        self._problems = problems

    def complaints(self, cls: type[T]) -> Iterator[str]:
        """Yield what a class says wrongly of itself."""
        if self._problems is not None:
            yield from self._problems(cls)

    @cached_property
    def classes(self) -> dict[str, type[T]]:
        """The classes by name, sorted by name.

        Raises:
            TradetalksError: two have one name, or what classes say of themselves is wrong; names file and class.
        """
        package = importlib.import_module(self._package)
        found: dict[str, type[T]] = {}
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{self._package}.{info.name}")
            for _, value in inspect.getmembers(module, inspect.isclass):
                name = value.__dict__.get("name")
                if not (issubclass(value, self.base) and isinstance(name, str)):
                    continue
                if found.setdefault(name, cast("type[T]", value)) is not value:
                    raise TradetalksError(f"two classes call themselves the {self.kind} {name!r}")
        self._check(found)
        return dict(sorted(found.items()))

    def _check(self, classes: Mapping[str, type[T]]) -> None:
        """Refuse classes that say something wrong of themselves, all problems at once."""
        problems = [
            f"{cls.__module__}.{cls.__qualname__}: the {self.kind} {name!r}: {text}"
            for name, cls in classes.items()
            for text in self.complaints(cls)
        ]
        if problems:
            raise TradetalksError("\n".join(problems))

    @contextmanager
    def extended(self, more: Mapping[str, type[T]]) -> Iterator[None]:
        """Hold more classes by name, in place of any of the same name, inside a `with` block."""
        self._check(more)
        before = self.classes
        self.classes = dict(sorted({**before, **more}.items()))
        try:
            yield
        finally:
            self.classes = before

    def __getitem__(self, name: str) -> type[T]:
        try:
            return self.classes[name]
        except KeyError:
            raise UnknownName(self.unknown(name)) from None

    def __contains__(self, name: object) -> bool:
        return name in self.classes

    def __iter__(self) -> Iterator[str]:
        return iter(self.classes)

    def unknown(self, name: str) -> str:
        """Return the message for a name that isn't there: what is allowed, and what may be meant."""
        return (
            f"there is no {self.kind} {name!r}{did_you_mean(name, self.classes)}; there are {', '.join(self.classes)}"
        )
