"""Coalitions: countries that negotiate as one party, and divide what they gain by a rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import mesa
import numpy as np

from tradetalks.agents.country import Country
from tradetalks.agents.interests.base import Assessment
from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.valuation import Stakes
from tradetalks.model.negotiation.preferences import Preferences

type Division = Literal["own", "equal", "gdp"]


class Coalition(mesa.Agent):
    """A party of several countries: what an offer is worth to it is what it is worth to its members together.

    Attributes:
        code: its id in the scenario.
        name: what people call it.
        members: the countries.
        division: who gets what of the gain over no deal: "own" (each what falls to it), "equal", or "gdp".
        sizes: the members' gross domestic products, USD bn a year; for the division by size.
        strategy: what decides its moves.
        waiting_cost: USD bn a year, as long as its talks go on.
    """

    def __init__(
        self,
        model: mesa.Model,
        code: str,
        *,
        name: str,
        members: Sequence[Country],
        division: Division,
        sizes: Sequence[float],
        strategy: Strategy | None,
        waiting_cost: float | None,
    ) -> None:
        super().__init__(model)
        self.code = code
        self.name = name
        self.members = tuple(members)
        self.division = division
        self.sizes = tuple(sizes)
        self.strategy = strategy
        if waiting_cost is None:
            waiting_cost = sum(member.waiting_cost for member in members)
        self.waiting_cost = waiting_cost

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries behind the party."""
        return self.members

    def preferences(self, stakes: Stakes) -> Preferences:
        """Return what every offer at a table is worth to all members together, USD bn a year."""
        parts = [member.preferences(stakes) for member in self.members]
        total = np.sum([part.values for part in parts], axis=0)
        return Preferences(total, disagreement=sum(part.disagreement for part in parts))

    def value_in(self, stakes: Stakes, assessment: Assessment) -> float:
        """Return what the second of two worlds is worth to all members against the first, today's, USD bn a year."""
        return sum(member.value_in(stakes, assessment) for member in self.members)

    def divided(self, values: Sequence[float], without: Sequence[float]) -> list[float]:
        """Return what each member has once the gain over no deal has been divided.

        Args:
            values: what the deal is worth to each member by itself, USD bn a year.
            without: what no deal is worth to each.

        Returns:
            What each has; the sum is that of `values`.

        Example: of a gain of 6 in all, `equal` gives each of three 2 above what it has without a deal.
        """
        if self.division == "own":
            return list(values)
        shares = self.sizes
        if self.division == "equal":
            shares = tuple(1.0 for _ in values)
        gain = sum(values) - sum(without)
        return [floor + gain * share / sum(shares) for floor, share in zip(without, shares, strict=True)]
