"""Deadlines in a scenario file: when talks end without a deal, and what follows.

A kind declares its options where it is defined, in `tradetalks.model.deadlines`; in the file they stand beside the keys
that all have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, cast, get_args, get_type_hints

from pydantic import Field, create_model

from tradetalks.configs.parts.choices import class_of, named_class
from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.sections.base import Day, Section, check
from tradetalks.configs.sections.rates import Rates
from tradetalks.model.deadlines.base import Deadline, deadlines, needed_options, own_options
from tradetalks.outside.files import is_outside
from tradetalks.parts import FILE
from tradetalks.quantities import Days
from tradetalks.registry import about


def kinds() -> dict[str, str]:
    """Return what each kind of deadline says of itself, by name."""
    return {name: about(cls) for name, cls in deadlines.classes.items()}


def _options_of(kind: str) -> Iterator[tuple[str, str]]:
    """Yield a kind's options: the key in the file, and the name."""
    return _keys_of(deadlines[kind])


def _keys_of(cls: type[Deadline]) -> Iterator[tuple[str, str]]:
    for name in own_options(cls):
        yield cls.keys.get(name, name), name


class LettersSection(Section):
    """Letters that announce new rates once the deadline has passed."""

    rates: Annotated[
        Rates,
        Field(min_length=1, description="IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ]
    after: Annotated[Days, Field(ge=0, description="days from the deadline until they are in force")]


class _DeadlineSection(Section):
    """When the talks end without a deal, who may put that off, and what follows."""

    on: Annotated[
        Day, Field(description="the last day on which the table can agree; of a random one the last possible")
    ]
    snap_back: Annotated[
        Rates,
        Field(description="tariffs that follow at once: IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ] = {}
    letters: Annotated[LettersSection | None, Field(description="tariffs that follow some days later")] = None

    if TYPE_CHECKING:
        kind: str
        file: str | None

    known: ClassVar[tuple[type[Deadline], ...]] = ()
    """The kinds that can be named."""
    own_class: ClassVar[type[Deadline] | None] = None
    """The class of a kind from a file."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Its class may be made for a kind from a file: no name leads to it.
        return _restored, (self.known, self.own_class, self.__getstate__())

    @classmethod
    def fitting(cls, data: Any) -> type[Section]:
        """Return the section that reads what a file has here: with the options of a kind of somebody's own, too."""
        if cls.own_class is not None:
            return cls
        own = named_class(deadlines, "kind", data, "hard")
        outside = own if own is not None and is_outside(own) else None
        return _section(tuple(deadlines.classes.values()), outside)

    @check
    def _file_or_kind(self, complaints: Complaints) -> None:
        if self.file is not None:
            with complaints.collecting(()):
                class_of(deadlines, "kind", {key: getattr(self, key) for key in self.model_fields_set & {"kind", FILE}})

    @check
    def _fits_its_kind(self, complaints: Complaints) -> None:
        own = {name for _, name in _keys_of(self.made_of)}
        for other in deadlines:
            for key, name in _options_of(other):
                if name not in own and name in self.model_fields_set:
                    complaints.add((key,), f"goes with `kind: {other}`", at_key=True)
        for name in needed_options(self.made_of):
            if getattr(self, name) is None:
                told = type(self).model_fields[name].description
                complaints.add(("kind",), f"`{self.made_of.name}` needs a `{name}` ({told})", about=(name,))

    @property
    def made_of(self) -> type[Deadline]:
        """The class of its kind."""
        return self.own_class or deadlines[self.kind]

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
        for name in self.made_of.of_days:
            if getattr(self, name) is not None:
                yield self.made_of.keys.get(name, name), getattr(self, name)

    @property
    def of_parties(self) -> Iterator[tuple[str, list[str]]]:
        """The options that list parties of the table, by key."""
        for name in self.made_of.of_parties:
            yield self.made_of.keys.get(name, name), getattr(self, name)

    def deadline(self, opens: int) -> Deadline:
        """Return the deadline of a table that opens on a day."""
        letters = {} if self.letters is None else dict(self.letters.rates)
        after = 0 if self.letters is None else self.letters.after
        by = {name: getattr(self, name) for name in self.made_of.of_parties}
        return self._in_time(opens=opens, snap_back=self.snap_back, letters=letters, letters_after=after, **by)

    def _in_time(self, **more: Any) -> Deadline:
        """Return the deadline as far as time goes: what else is wrong of it then doesn't matter."""
        own = own_options(self.made_of).keys() - {*self.made_of.of_parties}
        return self.made_of(on=self.on, **{name: getattr(self, name) for name in own}, **more)


def _fields(classes: Iterable[type[Deadline]]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield the options of some kinds as fields of the section: a type with what is said of it, and the default."""
    for cls in classes:
        types = get_type_hints(cls, include_extras=True)
        for name in own_options(cls):
            type_, *notes = get_args(types[name])
            field = cls.__pydantic_fields__[name]  # type: ignore[attr-defined]
            if name in cls.of_days:
                type_ = Day | None
            elif name in needed_options(cls):
                # A deadline of another kind has none.
                type_ = type_ | None
            said: dict[str, Any] = {"description": f"{cls.name}: {field.description}"}
            if name in cls.keys:
                said["alias"] = cls.keys[name]
            default = None if name in needed_options(cls) else field.get_default(call_default_factory=True)
            yield name, (Annotated[type_, *notes, Field(**said)], default)


@cache
def _section(known: tuple[type[Deadline], ...], outside: type[Deadline] | None) -> type[_DeadlineSection]:
    """Return the section with the options of all kinds that are known by name, and of one from a file."""
    names = {cls.name: about(cls) for cls in known}
    told = "; ".join(f"{name}: {said[:1].lower()}{said[1:-1]}" for name, said in names.items())
    kind = Annotated[Literal[*names], Field(description=told)]  # type: ignore[valid-type]
    file = Annotated[str | None, Field(description="path of a .py file with a kind of your own, in place of `kind`")]
    classes = known if outside is None else (*known, outside)
    section = create_model(
        "DeadlineSection",
        __base__=_DeadlineSection,
        __module__=__name__,
        __doc__=_DeadlineSection.__doc__,
        **cast("dict[str, Any]", {"kind": (kind, "hard"), "file": (file, None), **dict(_fields(classes))}),
    )
    section.known, section.own_class = known, outside
    return section


def _restored(
    known: tuple[type[Deadline], ...], outside: type[Deadline] | None, state: dict[Any, Any]
) -> _DeadlineSection:
    cls = _section(known, outside)
    section = cls.__new__(cls)
    section.__setstate__(state)
    return section


if TYPE_CHECKING:

    class DeadlineSection(_DeadlineSection):
        """Of the keys that all have, and of the options of all kinds."""

        def __getattr__(self, name: str) -> Any: ...

else:
    DeadlineSection = _section(tuple(deadlines.classes.values()), None)
