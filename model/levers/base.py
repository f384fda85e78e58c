"""What a lever is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, WithJsonSchema

from tradetalks.errors import EconomyError
from tradetalks.model.aspects import unknown_aspects
from tradetalks.model.rates import find_goods
from tradetalks.model.world import Aspect, Setting, WorldState
from tradetalks.parts import Options
from tradetalks.registry import Registry

type Complaint = tuple[str, str]
"""A field's name, and what is wrong with it."""

Several = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda given: (given,) if isinstance(given, str) else given),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
"""An option that names one country, or several to which the same level applies: `VNM`, or `[VNM, MYS, KHM]`."""


class Lever(Options, ABC):
    """What an issue's level changes in the world.

    Write one as a frozen pydantic dataclass with a `name`; its fields are its options in a scenario file.
    """

    name: ClassVar[str]
    unit: ClassVar[str]
    """The unit of the levels, for people."""
    lowest: ClassVar[float]
    highest: ClassVar[float]
    """The range of levels that make sense in that unit."""
    aspect: ClassVar[Aspect]
    """The part of the world that it changes; no other may be changed in `apply`."""

    @abstractmethod
    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which the level is in force."""

    @abstractmethod
    def today(self, world: WorldState) -> float | None:
        """Return the level that is in force; None where its parts differ."""

    @abstractmethod
    def put_back(self, world: WorldState, source: WorldState) -> WorldState:
        """Return the world with all that the lever moves as it is in `source`, whether that is one level or not."""

    @abstractmethod
    def label(self, setting: Setting) -> str:
        """Return what people read where the scenario gives the issue no label."""

    @abstractmethod
    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield what the options name and the setting doesn't have."""

    def level_problem(self, level: float, setting: Setting) -> str:  # noqa: ARG002
        """Return what is wrong with a level, "" if nothing is."""
        if self.lowest <= level <= self.highest:
            return ""
        span = f"{self.lowest:g} to {self.highest:g} {self.unit}"
        return f"{level:g} is outside the range of {self.name!r}, {span}"


def _aspect_problems(cls: type[Lever]) -> Iterator[str]:
    """Yield what is wrong with the `aspect` of a class."""
    for complaint in unknown_aspects([str(getattr(cls, "aspect", None))]):
        yield f"`aspect`: {complaint}"


levers: Registry[Lever] = Registry("lever", "tradetalks.model.levers", Lever, _aspect_problems)


def region_problems(setting: Setting, **named: str | tuple[str, ...]) -> Iterator[Complaint]:
    """Yield a complaint for each of these options that names no region of the trade model, or one twice."""
    if setting.calibration is None:
        yield next(iter(named)), "needs the trade model: give the scenario an `economy`"
        return
    for option, regions in named.items():
        for region in codes_of(regions):
            try:
                setting.calibration.region(region)
            except EconomyError as error:
                yield option, str(error)
    yield from repeated("region", **named)


def codes_of(named: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes that an option names, one or several."""
    return (named,) if isinstance(named, str) else named


def repeated(what: str, **named: str | tuple[str, ...]) -> Iterator[Complaint]:
    """Yield a complaint for each of these options that names nobody, or who is named already, here or in another."""
    seen: dict[str, str] = {}
    for option, codes in named.items():
        if not codes:
            yield option, f"must name a {what}"
        for code in codes_of(codes):
            before = seen.setdefault(code, option)
            if before != option:
                yield option, f"must be another {what} than {before}"
        if len(set(codes_of(codes))) < len(codes_of(codes)):
            yield option, f"names a {what} twice: {', '.join(codes_of(codes))}"


def one_level(levels: Iterable[float]) -> float | None:
    """Return the level that all parts of a lever have, without the dust of its last bits; None where they differ."""
    found = {round(level, 9) + 0.0 for level in levels}
    return found.pop() if len(found) == 1 else None


def sector_problems(setting: Setting, sectors: str | None) -> Iterator[Complaint]:
    """Yield a complaint if `sectors` names no sector of goods and no group of them."""
    if setting.calibration is not None:
        try:
            find_goods(sectors, setting.calibration)
        except EconomyError as error:
            yield "sectors", str(error)
