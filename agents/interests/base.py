"""What an interest is, what it is measured on, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tradetalks.model.aspects import ASPECTS, UndeclaredRead, seen_by, unknown_aspects
from tradetalks.model.levers.base import Complaint
from tradetalks.model.world import Aspect, Setting, WorldState
from tradetalks.parts import Options
from tradetalks.quantities import Money
from tradetalks.registry import Registry

Weight = Annotated[Money, Field(description="how much a unit of it counts, in USD bn a year")]


@dataclass(frozen=True, slots=True)
class TradeResults:
    """What the trade model says of the worlds that are measured, W of them, N regions, S sectors.

    Attributes:
        income_gain: USD bn a year against the base, shape (W, N).
        revenue: tariff revenue, USD bn a year, shape (W, N).
        flows: trade before tariffs, USD bn a year, shape (W, importer, exporter, S).
    """

    income_gain: NDArray[np.float64]
    revenue: NDArray[np.float64]
    flows: NDArray[np.float64]


@dataclass(frozen=True)
class Assessment:
    """Worlds to measure, the first of them today's.

    Attributes:
        worlds: W worlds; where they are measured, each shows only what the interest's `reads` names.
        trade: what the trade model says of each; None where the interest doesn't read trade.
    """

    worlds: Sequence[WorldState]
    trade: TradeResults | None

    @property
    def setting(self) -> Setting:
        """What is the same in all of them."""
        return self.worlds[0].setting

    @cached_property
    def added_tariffs(self) -> NDArray[np.float64]:
        """Additional tariffs in all of them, as fractions, shape (W, importer, exporter, S)."""
        return np.array([world.added_tariffs for world in self.worlds])

    @cached_property
    def trade_costs(self) -> NDArray[np.float64]:
        """Trade costs relative to the base in all of them, shape (W, importer, exporter, S)."""
        return np.array([world.trade_costs for world in self.worlds])

    @property
    def economy(self) -> TradeResults:
        """The trade results, for an interest that reads trade."""
        if self.trade is None:
            raise UndeclaredRead("assessment.economy", ["trade"])
        return self.trade

    def seen_by(self, reads: frozenset[Aspect]) -> Assessment:
        """Return it as an interest sees it that reads some aspects; to read another raises UndeclaredRead."""
        trade = None
        if "trade" in reads:
            trade = self.trade
        return Assessment([seen_by(reads, world) for world in self.worlds], trade)


class Interest(Options, ABC):
    """One named term of a country's utility.

    Write one as a frozen pydantic dataclass with a `name`; its fields are its options in a scenario file.
    Its value is `weight` times what it measures.
    """

    name: ClassVar[str]
    reads: ClassVar[frozenset[Aspect]]
    """The parts of the world that it depends on; no other may be read in `measure`."""
    unit: ClassVar[str]
    """What it measures one of: its weight is USD bn a year for each."""
    weight: float

    @abstractmethod
    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        """Return what each world is worth to a country, before the weight, shape (W,); any zero point."""

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        """Yield what the options name and the setting doesn't have."""
        if "trade" in self.reads:
            if setting.calibration is None:
                yield "", "needs the trade model: give the scenario an `economy`"
            elif country not in setting.calibration.regions:
                known = ", ".join(setting.calibration.regions)
                yield "", f"{country} is no region of the trade model; there are {known}"


def _reads_problems(cls: type[Interest]) -> Iterator[str]:
    """Yield what is wrong with the `reads` of a class."""
    reads: object = getattr(cls, "reads", None)
    if not (isinstance(reads, frozenset) and reads and all(isinstance(name, str) for name in reads)):
        yield (
            f'`reads` must name the aspects of the world that it depends on, as in frozenset({{"trade"}}), '
            f"not {reads!r}; there are {', '.join(ASPECTS)}"
        )
        return
    for complaint in unknown_aspects(sorted(reads)):
        yield f"`reads`: {complaint}"


interests: Registry[Interest] = Registry("interest", "tradetalks.agents.interests", Interest, _reads_problems)
