"""What a lever is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from tradetalks.errors import EconomyError
from tradetalks.model.rates import find_goods
from tradetalks.model.world import Aspect, Setting, WorldState
from tradetalks.registry import Registry

type Complaint = tuple[str, str]
"""A field's name, and what is wrong with it."""


class Lever(ABC):
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
    """The part of the world that it changes."""

    @abstractmethod
    def apply(self, world: WorldState, level: float) -> WorldState:
        """Return the world in which the level is in force."""

    @abstractmethod
    def today(self, world: WorldState) -> float | None:
        """Return the level that is in force; None where its parts differ."""

    @abstractmethod
    def label(self, setting: Setting) -> str:
        """Return what people read where the scenario gives the issue no label."""

    @abstractmethod
    def problems(self, setting: Setting) -> Iterator[Complaint]:
        """Yield what the options name and the setting doesn't have."""


levers: Registry[Lever] = Registry("lever", "tradetalks.model.levers", Lever)


def region_problems(setting: Setting, **named: str) -> Iterator[Complaint]:
    """Yield a complaint for each of these options that names no region of the trade model."""
    if setting.calibration is None:
        yield next(iter(named)), "needs the trade model: give the scenario an `economy`"
        return
    for option, region in named.items():
        try:
            setting.calibration.region(region)
        except EconomyError as error:
            yield option, str(error)
    if len(set(named.values())) < len(named):
        yield list(named)[-1], f"must be another region than {' and '.join(list(named)[:-1])}"


def sector_problems(setting: Setting, sectors: str | None) -> Iterator[Complaint]:
    """Yield a complaint if `sectors` names no sector of goods and no group of them."""
    if setting.calibration is not None:
        try:
            find_goods(sectors, setting.calibration)
        except EconomyError as error:
            yield "sectors", str(error)


def goods_label(setting: Setting, sectors: str | None) -> str:
    """Return a group of goods as people read it: "cars and parts", "all goods"."""
    if sectors in {None, "goods"}:
        return "all goods"
    names = setting.economy.sector_names
    return str(names.get(sectors, sectors)).replace("_", " ")
