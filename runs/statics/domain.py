"""What can be said of a table before anyone has spoken: its size, its frontier, its solutions, its oppositions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.load import Source, load_scenario
from tradetalks.configs.sections.table import TableSection
from tradetalks.model.negotiation.solutions import (
    CONCEPTS,
    Outcomes,
    Solutions,
    equal_utility_point,
    min_distance_opposition,
    opposition,
    solve,
)
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.statics.appraisal import appraised


@dataclass(frozen=True)
class Domain:
    """A table as the literature on standard domains describes one.

    Attributes:
        scenario, table: where it comes from, by name and id.
        parties: the countries at it, in the order of their turns.
        unit: "score", or "USD bn a year".
        values: shape (n_outcomes, parties), as they are on the day of the table's opening.
        disagreement: d, shape (parties,): the values of no deal.
        solutions: the frontier and what each concept selects.
        equal_utility: the outcomes of the equal-utility point; None but for two parties with score-sheets.
        opposition: the distance from that point to (1, 1); None likewise, and without a zone of agreement.
        min_distance_opposition: the least distance from any outcome to (1, 1); None likewise.
        live: the table.
    """

    scenario: str
    table: str
    parties: tuple[str, ...]
    unit: str
    values: NDArray[np.float64]
    disagreement: NDArray[np.float64]
    solutions: Solutions
    equal_utility: Outcomes | None
    opposition: float | None
    min_distance_opposition: float | None
    live: OpenTable

    @property
    def mean_utility(self) -> float:
        """The mean over all outcomes and parties, as in Table 3 of Baarslag, Hindriks, Jonker (2013)."""
        return float(self.values.mean())

    @property
    def selected(self) -> dict[str, Outcomes]:
        """The outcomes of each concept by its name, the equal-utility point where it is defined."""
        found = {name: getattr(self.solutions, name) for name in CONCEPTS}
        if self.equal_utility is None:
            return found
        return found | {"equal_utility": self.equal_utility}

    def write(self, outcome: int) -> str:
        """Write an outcome for people."""
        return self.live.space.write(outcome)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data: of outcomes that tie the values of the first, null where there is none."""
        selected = self.selected
        points = {
            name: [round(float(value), 9) + 0.0 for value in self.values[selected[name][0]]]
            if len(selected.get(name, ()))
            else None
            for name in (*CONCEPTS, "equal_utility")
        }
        return {
            "outcomes": len(self.values),
            "mean_utility": round(self.mean_utility, 9),
            "pareto": len(self.solutions.frontier),
            **points,
            "opposition": _rounded(self.opposition),
            "min_distance_opposition": _rounded(self.min_distance_opposition),
        }

    def to_json(self) -> str:
        """Return it as JSON text, ending in a newline."""
        return json.dumps(self.to_dict(), indent=1, allow_nan=False) + "\n"


def domain(setup: Source, table: str | None = None) -> Domain:
    """Describe a table of a scenario, valued in the world of its first day.

    Events that are dated until then have happened; what is random has not, and no table has a deal. What the scenario
    draws per run takes the middle of its distribution. Score-sheets are not rounded, as preferences are: the frontier
    of a large agenda would have fewer outcomes.

    Args:
        setup: a Scenario, a shipped name, a path or a dict.
        table: the table's id; may be left out where there is one.

    Raises:
        ConfigError: the scenario is not as it must be.
        UnknownName: it has no such table, or several and none was named.

    Example:
        >>> pie = domain("split_the_pie")
        >>> pie.values[pie.solutions.nash[0]].tolist()
        [0.5, 0.5]
    """
    scenario = load_scenario(setup)
    key = scenario.chosen_table(table)
    # Without its draws a scenario holds the middle of each.
    model = TradeTalks(scenario.without_draws(), rng=0)
    live = opened(model, key)
    if live.scored:
        # As the sheets have them, whatever an option elsewhere makes of no deal.
        values, point = _scores(live.section, live)
        found = solve(values, point)
    else:
        appraisal = appraised(live.table.preferences)
        values, point, found = appraisal.values, appraisal.point, appraisal.solved
    bilateral = live.scored and len(live.parties) == 2
    return Domain(
        scenario=scenario.title or scenario.name,
        table=key,
        parties=live.parties,
        unit="score" if live.scored else "USD bn a year",
        values=values,
        disagreement=point,
        solutions=found,
        equal_utility=equal_utility_point(values, found.frontier) if bilateral else None,
        opposition=opposition(values, found.frontier) if bilateral else None,
        min_distance_opposition=min_distance_opposition(values) if bilateral else None,
        live=live,
    )


def opened(model: TradeTalks, table: str) -> OpenTable:
    """Return a table as it opens, valued in the world of its first day; for a model that has not stepped yet."""
    planned = model.tables[table]
    model.surroundings.foresee(planned.section.opens)
    return model.open(planned)


def _scores(section: TableSection, live: OpenTable) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    sheets = [section.score_sheets[party].sheet(live.space) for party in live.parties]
    values = np.column_stack([sheet.scores(live.space) for sheet in sheets])
    return values, np.array([sheet.reservation for sheet in sheets])


def _rounded(value: float | None) -> float | None:
    if value is None:
        return None
    return round(value, 9)
