"""Domains for predictions and tests: small spaces, random score-sheets, the tables of the shipped scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.load import drawn, load_scenario, shipped_scenarios
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.players import Player
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.table import Table
from tradetalks.model.streams import uniforms
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.statics.domain import opened


def space(*lengths: int) -> OutcomeSpace:
    """Return a space of issues with so many levels each."""
    return OutcomeSpace(
        [Issue(f"i{place}", tuple(float(x) for x in range(length))) for place, length in enumerate(lengths)]
    )


def scores(values: Sequence[float], reservation: float = 0.0) -> Preferences:
    """Return the preferences of a score-sheet with these scores."""
    return Preferences(np.array(values), disagreement=reservation, mapped=False)


def pie(levels: int, *reservations: float) -> tuple[OutcomeSpace, list[Preferences]]:
    """Return a pie of 1 in equal steps, of which each of two sides wants all; reservations of 0 unless given."""
    shares = np.linspace(0, 1, levels).tolist()
    mine, yours = reservations or (0.0, 0.0)
    return space(levels), [scores(shares, mine), scores(shares[::-1], yours)]


def random_domain(
    seed: int, shape: Sequence[int] = (5, 4, 3), *, reservation: float = 0.0, sides: int = 2, ordered: bool = False
) -> tuple[OutcomeSpace, list[Preferences]]:
    """Return a space and score-sheets drawn for it: Dirichlet weights, points that span [0, 1] on every issue.

    With `ordered` an issue's points rise or fall evenly along its levels, else every level draws its own.
    """
    rng = np.random.default_rng(seed)
    outcomes = space(*shape)
    made = []
    for _ in range(sides):
        total = np.zeros(outcomes.size)
        for axis, weight in enumerate(rng.dirichlet(np.ones(len(shape)))):
            points = np.linspace(0, 1, shape[axis]) if ordered else rng.random(shape[axis])
            if ordered and rng.random() < 0.5:
                points = np.ascontiguousarray(points[::-1])
            if shape[axis] > 1:
                points = (points - points.min()) / (points.max() - points.min())
            total += weight * outcomes.spread(points, [axis])
        made.append(scores(total.tolist(), reservation))
    return outcomes, made


def stream(root: int, party: str, count: int) -> NDArray[np.float64]:
    """Return random numbers for players that decide at random."""
    return uniforms(root, party, count)


def played(players: Sequence[Player], outcomes: OutcomeSpace, sides: Sequence[Preferences], **more: Any) -> Table:
    """Return a table that has been played, with complete information and random streams."""
    settings: dict[str, Any] = {"rounds": 40, "complete": True, "stream": partial(stream, 1)} | more
    if settings.get("length"):
        settings["rounds"] = None
    table = Table(list("ABCD"[: len(players)]), outcomes, sides, players, **settings)
    table.play()
    return table


def with_floors(setup: Scenario, floors: Mapping[str, float]) -> Scenario:
    """Return a scenario with other scores of no deal at all its tables."""
    tables = {}
    for key, table in setup.tables.items():
        sheets = {
            side: sheet.model_copy(update={"reservation": floors[side]}) for side, sheet in table.score_sheets.items()
        }
        tables[key] = table.model_copy(update={"score_sheets": sheets})
    return setup.model_copy(update={"tables": tables})


# ---- the tables of the shipped scenarios


@dataclass(frozen=True)
class ShippedTable:
    """A table of two parties of a shipped scenario, with or without draws.

    Attributes:
        label: scenario and table.
        setup: the scenario, nothing left to be drawn.
        key: the table's id.
    """

    label: str
    setup: Scenario
    key: str

    @property
    def parties(self) -> tuple[str, ...]:
        """Who sits there, in the order of their turns."""
        return tuple(self.setup.tables[self.key].parties)

    def domain(self) -> tuple[OutcomeSpace, list[Preferences]]:
        """Return what is negotiated and the preferences on the day of its opening, in the world of the first day."""
        table = opened(TradeTalks(self.setup, rng=0), self.key).table
        return table.space, list(table.preferences)


def shipped_tables(seed: int | None = None) -> Iterator[ShippedTable]:
    """Yield the tables of two of all shipped scenarios; with the middle of all draws, or those of a seed."""
    for name in shipped_scenarios():
        setup = load_scenario(name)
        setup = (setup if seed is None else drawn(setup, seed)[0]).without_draws()
        for key, table in setup.tables.items():
            if len(table.parties) == 2:
                yield ShippedTable(name if len(setup.tables) == 1 else f"{name}:{key}", setup, key)
