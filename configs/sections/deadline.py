"""Deadlines in a scenario file: when talks end without a deal, and what follows.

A kind declares its options where it is defined, in `tradetalks.model.deadlines`; in the file they stand beside the keys
that all have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

from pydantic import Field, create_model

from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.sections.base import Day, Section, check
from tradetalks.configs.sections.rates import Rates
from tradetalks.model.deadlines.base import Deadline, deadlines, needed_options, own_options
from tradetalks.registry import about

KINDS = {name: about(deadlines[name]) for name in deadlines}
"""What each kind of deadline says of itself."""


def options_of_other_kinds(kind: str) -> tuple[str, ...]:
    """Return the keys of the options that go with other kinds of deadlines than this one."""
    own = {key for key, _ in _options_of(kind)} if kind in deadlines else set()
    return tuple(key for other in deadlines for key, _ in _options_of(other) if key not in own)


def _options_of(kind: str) -> Iterator[tuple[str, str]]:
    """Yield a kind's options: the key in the file, and the name."""
    cls = deadlines[kind]
    for name in own_options(cls):
        yield cls.keys.get(name, name), name


class LettersSection(Section):
    """Letters that announce new rates once the deadline has passed."""

    rates: Annotated[
        Rates,
        Field(min_length=1, description="IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ]
    after: Annotated[int, Field(ge=0, le=3650, description="days from the deadline until they are in force")]


class _DeadlineSection(Section):
    """When the talks end without a deal, who may put that off, and what follows."""

    on: Annotated[
        Day, Field(description="the last day on which the table can agree; of a random one the last possible")
    ]
    kind: Annotated[
        Literal[*deadlines],  # type: ignore[valid-type]
        Field(description="; ".join(f"{kind}: {said[:1].lower()}{said[1:-1]}" for kind, said in KINDS.items())),
    ] = "hard"
    snap_back: Annotated[
        Rates,
        Field(description="tariffs that follow at once: IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ] = {}
    letters: Annotated[LettersSection | None, Field(description="tariffs that follow some days later")] = None

    @check
    def _fits_its_kind(self, complaints: Complaints) -> None:
        own = {name for _, name in _options_of(self.kind)}
        for other in deadlines:
            for key, name in _options_of(other):
                if name not in own and name in self.model_fields_set:
                    complaints.add((key,), f"goes with `kind: {other}`", at_key=True)
        for name in needed_options(self._class):
            if getattr(self, name) is None:
                told = type(self).model_fields[name].description
                complaints.add(("kind",), f"`{self.kind}` needs a `{name}` ({told})", about=(name,))

    @property
    def _class(self) -> type[Deadline]:
        return deadlines[self.kind]

    @property
    def latest(self) -> int:
        """The last day on which the table could still be open, whatever happens."""
        return self._in_time().latest

    @property
    def stands(self) -> bool:
        """Whether it passes on the announced day, whatever happens."""
        return self._in_time().stands

    @property
    def of_days(self) -> Iterator[tuple[str, int]]:
        """The options that are days of the calendar, by key, as far as they are given."""
        for name in self._class.of_days:
            if getattr(self, name) is not None:
                yield self._class.keys.get(name, name), getattr(self, name)

    @property
    def of_parties(self) -> Iterator[tuple[str, list[str]]]:
        """The options that list parties of the table, by key."""
        for name in self._class.of_parties:
            yield self._class.keys.get(name, name), getattr(self, name)

    def deadline(self, opens: int) -> Deadline:
        """Return the deadline of a table that opens on a day."""
        letters = {} if self.letters is None else dict(self.letters.rates)
        after = 0 if self.letters is None else self.letters.after
        by = {name: getattr(self, name) for name in self._class.of_parties}
        return self._in_time(opens=opens, snap_back=self.snap_back, letters=letters, letters_after=after, **by)

    def _in_time(self, **more: Any) -> Deadline:
        """Return the deadline as far as time goes: what else is wrong of it then doesn't matter."""
        own = own_options(self._class).keys() - {*self._class.of_parties}
        return self._class(on=self.on, **{name: getattr(self, name) for name in own}, **more)


def _fields() -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield the options of all kinds as fields of the section: a type with what is said of it, and the default."""
    for kind in deadlines:
        cls = deadlines[kind]
        types = get_type_hints(cls, include_extras=True)
        for name in own_options(cls):
            type_, told = get_args(types[name])
            if name in cls.of_days:
                type_ = Day | None
            elif name in needed_options(cls):
                # A deadline of another kind has none.
                type_ = type_ | None
            said: dict[str, Any] = {"description": f"{kind}: {told.description}"}
            if name in cls.keys:
                said["alias"] = cls.keys[name]
            fields = cls.__pydantic_fields__  # type: ignore[attr-defined]
            default = None if name in needed_options(cls) else fields[name].get_default(call_default_factory=True)
            yield name, (Annotated[type_, told, Field(**said)], default)


if TYPE_CHECKING:

    class DeadlineSection(_DeadlineSection):
        """Of the keys that all have, and of the options of all kinds."""

        def __getattr__(self, name: str) -> Any: ...

else:
    DeadlineSection = create_model(
        "DeadlineSection",
        __base__=_DeadlineSection,
        __module__=__name__,
        __doc__=_DeadlineSection.__doc__,
        **dict(_fields()),
    )
