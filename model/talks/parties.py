"""The parties of a run: countries in the cells of their network, and coalitions of them."""

from __future__ import annotations

from collections.abc import Mapping

import mesa
from mesa.discrete_space import Network

from tradetalks.agents.coalition import Coalition
from tradetalks.agents.country import Country
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.network import diplomatic_network
from tradetalks.model.world import Setting


def network_of(model: mesa.Model, setup: Scenario, setting: Setting) -> Network:
    """Return Mesa's space under the countries: a cell for each, in their order."""
    tables = {key: [setup.countries_of(party) for party in table.parties] for key, table in setup.tables.items()}
    edges = setup.network.by_pair() if setup.network else {}
    graph = diplomatic_network(setup.countries, edges, tables, setting.calibration)
    return Network(graph, random=model.random, layout=None)


def countries_of(model: mesa.Model, setup: Scenario, network: Network) -> dict[str, Country]:
    """Return the countries of a scenario by id, each in its cell."""
    countries = {
        code: Country(
            model,
            code,
            name=section.name or code,
            interests=section.interests,
            form=section.form,
            strategy=section.strategy,
            waiting_cost=section.waiting_cost,
        )
        for code, section in setup.countries.items()
    }
    for place, country in enumerate(countries.values()):
        country.cell = network[place]
    return countries


def coalitions_of(model: mesa.Model, setup: Scenario, countries: Mapping[str, Country]) -> dict[str, Coalition]:
    """Return the coalitions of a scenario by id."""
    return {
        key: Coalition(
            model,
            key,
            name=section.name or key,
            members=[countries[code] for code in section.members],
            division=section.division or "own",
            sizes=[setup.countries[code].gdp or 1.0 for code in section.members],
            strategy=section.strategy,
            waiting_cost=section.waiting_cost,
        )
        for key, section in setup.coalitions.items()
    }
