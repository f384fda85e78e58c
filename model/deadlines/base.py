"""What a deadline is, and how its kind is found by its name."""

from __future__ import annotations

import dataclasses
from abc import ABC
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.parts import Options
from tradetalks.registry import Registry


@dataclasses.dataclass(frozen=True, slots=True)
class Extension:
    """How a deadline may be put off by parties of its table, before the rounds of the last meeting.

    Attributes:
        by: the parties of which any may do it; all where it is empty.
        times: how often at most.
        days: by how many days each time.
        near: it is put off only if the last offers are so near, in the utility of the party that does it.
        chance: with which chance, if they are.
        credibility: what is left of the belief in the threat each time.
    """

    by: tuple[str, ...]
    times: int
    days: int
    near: float
    chance: float
    credibility: float


@dataclass(frozen=True, kw_only=True)
class Deadline(Options, ABC):
    """When talks end without a deal, and what follows then.

    Write a kind as a frozen pydantic dataclass with a `name`; the fields that it adds to these are its options in a
    scenario file, beside `on`, `kind`, `snap_back` and `letters`. Of these, those in `of_days` are days of the
    calendar, those in `of_parties` lists of parties of the table; `keys` tells how a file calls one whose name Python
    keeps for itself.

    Attributes:
        on: the last day on which the table can agree, as announced; of one that is drawn, the last that is possible.
        opens: the day on which the table opens.
        snap_back: tariffs that follow at once without a deal, percentage points on top of base tariffs by path.
        letters: tariffs that letters announce then, in force some days later; likewise.
        letters_after: how many days later.
    """

    name: ClassVar[str]
    is_drawn: ClassVar[bool] = False
    """Whether the day on which it passes is drawn, and known to nobody before."""
    of_days: ClassVar[tuple[str, ...]] = ()
    of_parties: ClassVar[tuple[str, ...]] = ()
    keys: ClassVar[Mapping[str, str]] = MappingProxyType({})

    on: int
    opens: int = 0
    snap_back: Mapping[str, float] = Field(default_factory=dict)
    letters: Mapping[str, float] = Field(default_factory=dict)
    letters_after: int = 0

    @property
    def extension(self) -> Extension | None:
        """How it may be put off; None where nobody may."""
        return None

    @property
    def stands(self) -> bool:
        """Whether it passes on the announced day, whatever happens."""
        return not self.is_drawn and self.extension is None

    @property
    def latest(self) -> int:
        """The last day on which the table could still be open, whatever happens."""
        return self.on

    @property
    def threats(self) -> dict[str, float]:
        """All tariffs that follow without a deal, sooner or later, by path."""
        return {**self.snap_back, **self.letters}

    @property
    def threatening(self) -> frozenset[str]:
        """The countries that would levy them."""
        return frozenset(path.partition(".")[0] for path in self.threats)

    def expected_end(self, day: int) -> float:  # noqa: ARG002
        """Return the day on which the talks are expected to end, as announced, seen on a day."""
        return self.on

    def closes(self, u: float) -> int:  # noqa: ARG002
        """Return the day on which it passes, at a uniform random number in [0, 1)."""
        return self.on


def own_options(kind: type[Deadline]) -> dict[str, dataclasses.Field[Any]]:
    """Return the options that a kind adds to what all have, by name."""
    common = {field.name for field in dataclasses.fields(Deadline)}
    return {field.name: field for field in dataclasses.fields(kind) if field.name not in common}


def needed_options(kind: type[Deadline]) -> tuple[str, ...]:
    """Return the options that a kind needs, as it has no default for them."""
    return tuple(
        name
        for name, option in own_options(kind).items()
        if option.default is dataclasses.MISSING and option.default_factory is dataclasses.MISSING
    )


deadlines: Registry[Deadline] = Registry("deadline", "tradetalks.model.deadlines", Deadline)
