"""Countries: the Mesa agents that negotiate."""

from __future__ import annotations

from collections.abc import Mapping

import mesa
from mesa.discrete_space import FixedAgent

from tradetalks.agents.forms.base import Form
from tradetalks.agents.interests.base import Assessment, Interest
from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.valuation import Stakes, preferences, value_in
from tradetalks.model.negotiation.preferences import Preferences


class Country(FixedAgent):
    """A state at the negotiating tables, in its cell of the diplomatic network.

    Attributes:
        code: its id in the scenario, such as "JPN".
        name: what people call it.
        interests: the terms of its utility by id, in USD bn a year.
        form: how they combine.
        strategy: what decides its moves at tables that name no other for it; None where all do.
        waiting_cost: USD bn a year, as long as its talks go on.
    """

    def __init__(
        self,
        model: mesa.Model,
        code: str,
        *,
        name: str,
        interests: Mapping[str, Interest],
        form: Form,
        strategy: Strategy | None,
        waiting_cost: float,
    ) -> None:
        super().__init__(model)
        self.code = code
        self.name = name
        self.interests = dict(interests)
        self.form = form
        self.strategy = strategy
        self.waiting_cost = waiting_cost

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries behind the party: itself."""
        return (self,)

    def preferences(self, stakes: Stakes) -> Preferences:
        """Return what every offer at a table is worth to the country, as its interests combine."""
        return preferences(stakes, self.code, self.interests, self.form)

    def value_in(self, stakes: Stakes, assessment: Assessment) -> float:
        """Return what the second of two worlds is worth to the country against the first, today's, USD bn a year."""
        return value_in(stakes, self.code, self.interests, self.form, assessment)
