"""Aspects: who reads and who changes which part of the world, held to what they say of it.

What an interest measures is kept by the content of the aspects that it names, and a lever is asked only where its
aspect is read. So a part that reads more than it names, or changes more, would be worth 0 in silence: here it is an
error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, ClassVar, NoReturn, get_args

from tradetalks.errors import TradetalksError, did_you_mean
from tradetalks.model.world import ASPECTS_OF, Aspect, Commitment, WorldState

ASPECTS: tuple[Aspect, ...] = get_args(Aspect.__value__)
"""Every aspect there is."""


class UndeclaredRead(TradetalksError):
    """A reader has read what its `reads` doesn't name; caught where the reader is known, and told there.

    Attributes:
        what: what it has read, as code has it ("world.hostilities").
        missing: the aspects that its `reads` lacks; none where no aspect stands for it.
    """

    def __init__(self, what: str, missing: Iterable[Aspect]) -> None:
        super().__init__(what)
        self.what = what
        self.missing = tuple(missing)


def seen_by(reads: frozenset[Aspect], world: WorldState) -> WorldState:
    """Return a world as a reader of some aspects sees it: to read another part of it raises UndeclaredRead.

    It shares all that the world holds, and what may be read costs no more than in the world itself.
    """
    seen = object.__new__(_seen_class(reads))
    object.__setattr__(seen, "__dict__", vars(world))
    return seen


class _Seen(WorldState):
    """A world of which some parts may be read."""

    reads: ClassVar[frozenset[Aspect]]

    def owed(self, kind: Aspect) -> dict[Commitment, float]:
        self._must_read(f"world.owed({kind!r})", kind)
        return {owed: much for owed, much in vars(self)["commitments"].items() if owed.kind == kind}

    def part(self, aspect: Aspect) -> str:
        self._must_read(f"world.part({aspect!r})", aspect)
        return super().part(aspect)

    def __repr__(self) -> str:
        return f"<a world's {', '.join(sorted(self.reads))}>"

    def _must_read(self, what: str, aspect: Aspect) -> None:
        if aspect not in self.reads:
            raise UndeclaredRead(what, [aspect])


@cache
def _seen_class(reads: frozenset[Aspect]) -> type[WorldState]:
    """Return the class of worlds for readers of some aspects: what they may not read is a property that raises."""
    hidden: dict[str, Any] = {"climate": _hidden("climate", ())}
    for attribute, aspects in ASPECTS_OF.items():
        if missing := tuple(aspect for aspect in aspects if aspect not in reads):
            hidden[attribute] = _hidden(attribute, missing)
    return type("SeenWorld", (_Seen,), {"reads": reads, **hidden})


def _hidden(attribute: str, missing: tuple[Aspect, ...]) -> property:
    def refuse(*_: object) -> NoReturn:
        raise UndeclaredRead(f"world.{attribute}", missing)

    return property(refuse, refuse)


def unknown_aspects(names: Iterable[str]) -> Iterator[str]:
    """Yield a complaint for each name that is no aspect, with what may be meant."""
    for name in names:
        if name not in ASPECTS:
            yield f"there is no aspect {name!r}{did_you_mean(name, ASPECTS)}; there are {', '.join(ASPECTS)}"


def changed_aspects(before: WorldState, after: WorldState) -> set[str]:
    """Return the aspects in which two worlds differ, one made from the other; "climate" where that differs."""
    names: set[str] = set()
    for attribute, aspects in ASPECTS_OF.items():
        if getattr(before, attribute) is not getattr(after, attribute):
            names.update(aspect for aspect in aspects if before.part(aspect) != after.part(aspect))
    if before.climate != after.climate:
        names.add("climate")
    return names
