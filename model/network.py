"""The network: countries as nodes, what ties and divides them as edges, and the tables on these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from tradetalks.model.economy.calibration import Calibration
from tradetalks.model.world import Pair, pair

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Edge:
    """What ties and divides two countries on day 0.

    Attributes:
        alliance: how close they are as allies, in [0, 1]; None where they are none.
        hostility: how hostile, in [0, 1].
    """

    alliance: float | None = None
    hostility: float = 0.0


@dataclass(frozen=True, slots=True)
class Ties:
    """How alliances and hostilities move in a run.

    Attributes:
        deal: by how much a deal in force brings allies closer, and takes from hostility.
        strain: by how much an ally's demand for more defence than is planned, in a meeting, drives them apart.
        public_strain: the same in a meeting in public.
        escalation: by how much a step of a conflict that is carried out makes the two more hostile.
    """

    deal: float = 0.0
    strain: float = 0.0
    public_strain: float = 0.0
    escalation: float = 0.0


def diplomatic_network(
    countries: Iterable[str],
    edges: Mapping[Pair, Edge],
    tables: Mapping[str, Sequence[Sequence[str]]],
    calibration: Calibration | None,
) -> nx.Graph[int]:
    """Return the network of a scenario.

    Args:
        countries: their codes; a node's number is its place here, its attribute `code` the code.
        edges: by pair of codes; where two sit at a table and have none, a bare one is made.
        tables: the countries of each table's parties, by its id: the members of a coalition sit on one side.
        calibration: for the trade between them; without it there is none.

    Returns:
        A graph whose edges carry `alliance`, `hostility`, `trade` (goods both ways, USD bn a year in the base) and
        `tables` (ids).
    """
    # Imported here: it takes half a second, which who only has a file checked need not wait for.
    import networkx as nx

    codes = list(countries)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from((place, {"code": code}) for place, code in enumerate(codes))
    seats: dict[Pair, list[str]] = {edge: [] for edge in edges}
    for key, parties in tables.items():
        for side, other_side in combinations(parties, 2):
            for code, other in product(side, other_side):
                seats.setdefault(pair(code, other), []).append(key)
    for (code, other), held in seats.items():
        edge = edges.get((code, other), Edge())
        graph.add_edge(
            codes.index(code),
            codes.index(other),
            alliance=edge.alliance or 0.0,
            hostility=edge.hostility,
            trade=_trade(calibration, code, other),
            tables=tuple(held),
        )
    return graph


def _trade(calibration: Calibration | None, code: str, other: str) -> float:
    """Return the trade in goods of two countries, both ways, in USD bn a year."""
    if calibration is None or not {code, other} <= set(calibration.regions):
        return 0.0
    n, i = calibration.region(code), calibration.region(other)
    goods = [calibration.sectors.index(sector) for sector in calibration.goods]
    return float(calibration.flows[n, i, goods].sum() + calibration.flows[i, n, goods].sum())
