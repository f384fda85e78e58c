"""Solution concepts: domains worked by hand, and the axioms."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.load import load_scenario
from tradetalks.model.negotiation.solutions import Solutions, solve
from tradetalks.runs.statics.domain import Domain, domain
from tradetalks.runs.theory.domains import random_domain
from tradetalks.runs.theory.scorecard import Measured, Prediction, listed, prediction

# A menu of eight deals, chosen so that every concept selects another. With d = (0, 0.3) the gains of A are the
# scores, and of B .1, .2, .35, .45, .5, .65, .5, .3; the first six deals are the frontier. Products: .1, .19, .2625,
# .27, .25, .2925. Shares of the ideal gains 1 and .65, the lesser: .154, .308, .538, .6, .5, .45. Lesser gains: .1,
# .2, .35, .45, .5, .45. Sums: 1.1, 1.15, 1.1, 1.05, 1, 1.1. |u_A - u_B|: .6, .45, .1, .15, .3, .5. From (.75, .65) to
# (1, 1): sqrt(.0625 + .1225) = .4301.
MENU = [(1.0, 0.4), (0.95, 0.5), (0.75, 0.65), (0.6, 0.75), (0.5, 0.8), (0.45, 0.95), (0.45, 0.8), (0.0, 0.6)]
TOPIC = str(__doc__).partition("\n")[0].rstrip(".")
SETTING = (
    "eight deals, scores (1, .4), (.95, .5), (.75, .65), (.6, .75), (.5, .8), (.45, .95), (.45, .8), (0, .6); no deal "
    "(0, .3)"
)


@cache
def menu() -> Domain:
    """Return the menu, read as any scenario is."""
    sheets = {
        party: {"weights": {"deal": 1}, "points": {"deal": [deal[place] for deal in MENU]}, "reservation": floor}
        for place, (party, floor) in enumerate((("A", 0.0), ("B", 0.3)))
    }
    return domain(
        {
            "countries": {party: {"strategy": {"name": "linear"}} for party in sheets},
            "tables": {
                "menu": {
                    "parties": list(sheets),
                    "agenda": {"deal": {"levels": [f"deal {number}" for number in range(1, 9)]}},
                    "meetings": {"daily": {"every_days": 1}},
                    "deadline": {"on": 9},
                    "score_sheets": sheets,
                }
            },
        }
    )


def by_hand(name: str, claim: str, expected: tuple[float, float], source: str) -> Prediction:
    """Predict which deal of the menu a concept selects."""

    def measure() -> Measured:
        found = menu()
        outcomes = found.selected[name]
        points = found.values[outcomes]
        passed = len(points) == 1 and bool(np.allclose(points[0], expected, atol=1e-9))
        return Measured(" and ".join(f"({listed(point)})" for point in points.tolist()), passed)

    return Prediction(f"{name}_by_hand", TOPIC, claim, SETTING, f"({listed(expected)})", source, measure)


nash = by_hand("nash", "The Nash solution has the largest product of gains", (0.45, 0.95), "Nash (1950)")
kalai_smorodinsky = by_hand(
    "kalai_smorodinsky",
    "The Kalai-Smorodinsky solution gives both the same part of their largest gains, as far as it goes",
    (0.6, 0.75),
    "Kalai, Smorodinsky (1975)",
)
egalitarian = by_hand("egalitarian", "The egalitarian solution has the largest least gain", (0.5, 0.8), "Kalai (1977)")
utilitarian = by_hand("utilitarian", "The utilitarian solution has the largest sum", (0.95, 0.5), "definition")
equal_utility = by_hand(
    "equal_utility",
    "The equal-utility point is where utilities on the frontier differ least",
    (0.75, 0.65),
    "Baarslag, Hindriks, Jonker (2013)",
)


@prediction(
    claim="The figures that tables of domains print: mean utility, size of the frontier, both oppositions",
    setting=SETTING,
    expected="0.6344, 6, 0.4301, 0.4301",
    source="Baarslag, Hindriks, Jonker (2013), by hand",
)
def domain_figures() -> Measured:
    """Measure a domain's figures."""
    found = menu()
    figures = (found.mean_utility, found.opposition or 0.0, found.min_distance_opposition or 0.0)
    got = f"{figures[0]:.4f}, {len(found.solutions.frontier)}, {figures[1]:.4f}, {figures[2]:.4f}"
    return Measured(got, got == "0.6344, 6, 0.4301, 0.4301")


@prediction(
    claim="In the linkage package all cars go to A, all rice to B, and the data are split",
    setting="linkage: weights (.6, .3, .1) and (.1, .3, .6), eleven levels each, no deal (.3, .3)",
    expected="Nash (0.7500, 0.7500), Kalai-Smorodinsky the same, 21 on the frontier, 11 utilitarian of sum 1.5000",
    source="by hand",
)
def package_by_hand() -> Measured:
    """Solve the package."""
    # On the frontier are the 11 splits of the data, (.6 + .3 x, .9 - .3 x); beyond them A has all cars and data, and B
    # keeps at least .3 down to half of the rice, 5 levels; likewise on B's side.
    floors = {f"tables.package.score_sheets.{party}.reservation": 0.3 for party in "AB"}
    found = domain(load_scenario("linkage", overrides=floors))
    values, solved = found.values, found.solutions
    nash_point = values[solved.nash[0]].tolist()
    same = "the same" if np.array_equal(solved.nash, solved.kalai_smorodinsky) else "another"
    best = values[solved.utilitarian].sum(axis=1)
    got = (
        f"Nash ({listed(nash_point)}), Kalai-Smorodinsky {same}, {len(solved.frontier)} on the frontier, "
        f"{len(best)} utilitarian of sum {best.max():.4f}"
    )
    return Measured(got, got == package_by_hand.expected)


# ---- axioms, over random domains

DOMAINS = range(200)
AXIOMS = (
    "200 random domains of 60 outcomes (seeds 0 to 199), reservations 0.2; units changed by u -> 3 u + 2, 0.5 u - 1"
)
UNITS = np.array([[3.0, 2.0], [0.5, -1.0]])


def over_domains(holds: Callable[[NDArray[np.float64], NDArray[np.float64], Solutions], bool]) -> Measured:
    """Count the random domains of which something holds."""
    held = 0
    for seed in DOMAINS:
        _, sides = random_domain(seed, reservation=0.2)
        values = np.column_stack([own.values for own in sides])
        point = np.array([own.disagreement for own in sides])
        held += holds(values, point, solve(values, point))
    return Measured(f"{held} of {len(DOMAINS)}", held == len(DOMAINS))


def in_other_units(values: NDArray[np.float64], point: NDArray[np.float64]) -> Solutions:
    """Solve a domain with the sides' utilities in other units."""
    return solve(values * UNITS[:, 0] + UNITS[:, 1], point * UNITS[:, 0] + UNITS[:, 1])


def mirrored(values: NDArray[np.float64], point: NDArray[np.float64]) -> Solutions:
    """Solve a domain with the sides exchanged."""
    return solve(values[:, ::-1], point[::-1])


def made_symmetric(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a domain to which every outcome is added with the sides exchanged."""
    return np.concatenate([values, values[:, ::-1]])


@prediction(
    claim="Nash: units, names and deals that were not chosen don't matter",
    setting=f"{AXIOMS}; of the deals not chosen every second is removed",
    expected="200 of 200",
    source="Nash (1950)",
)
def nash_axioms() -> Measured:
    """Check scale invariance, symmetry, independence of irrelevant alternatives."""

    def holds(values: NDArray[np.float64], point: NDArray[np.float64], found: Solutions) -> bool:
        kept = np.union1d(found.nash, np.arange(0, len(values), 2))
        fewer = kept[solve(values[kept], point).nash]
        same = (in_other_units(values, point).nash, mirrored(values, point).nash, fewer)
        return all(np.array_equal(found.nash, other) for other in same)

    return over_domains(holds)


@prediction(
    claim="Kalai-Smorodinsky: units and names don't matter",
    setting=AXIOMS,
    expected="200 of 200",
    source="Kalai, Smorodinsky (1975)",
)
def kalai_smorodinsky_axioms() -> Measured:
    """Check scale invariance and symmetry."""

    def holds(values: NDArray[np.float64], point: NDArray[np.float64], found: Solutions) -> bool:
        others = (in_other_units(values, point), mirrored(values, point))
        return all(np.array_equal(found.kalai_smorodinsky, other.kalai_smorodinsky) for other in others)

    return over_domains(holds)


@prediction(
    claim="Egalitarian: names and a shift don't matter, and more deals never leave the worse-off side less",
    setting=f"{AXIOMS.split(';', maxsplit=1)[0]}; both shifted by 2; every second deal removed",
    expected="200 of 200",
    source="Kalai (1977)",
)
def egalitarian_axioms() -> Measured:
    """Check symmetry, translation invariance, monotonicity."""

    def least(values: NDArray[np.float64], point: NDArray[np.float64], found: Solutions) -> float:
        if len(found.zone):
            return float((values[found.egalitarian[0]] - point).min())
        return -np.inf

    def holds(values: NDArray[np.float64], point: NDArray[np.float64], found: Solutions) -> bool:
        others = (solve(values + 2, point + 2), mirrored(values, point))
        fewer = values[::2]
        return all(np.array_equal(found.egalitarian, other.egalitarian) for other in others) and (
            least(values, point, found) >= least(fewer, point, solve(fewer, point))
        )

    return over_domains(holds)


@prediction(
    claim="On a symmetric domain Nash, Kalai-Smorodinsky and egalitarian solutions are symmetric too",
    setting="the same domains, every outcome added with the sides exchanged",
    expected="200 of 200",
    source="Nash (1950), Kalai, Smorodinsky (1975), Kalai (1977)",
)
def symmetry() -> Measured:
    """Check that the selected points are the same with the sides exchanged."""

    def holds(values: NDArray[np.float64], point: NDArray[np.float64], _: Solutions) -> bool:
        both = made_symmetric(values)
        found = solve(both, point)
        for outcomes in (found.nash, found.kalai_smorodinsky, found.egalitarian):
            points = {(a, b) for a, b in both[outcomes].tolist()}
            if points != {(b, a) for a, b in points}:
                return False
        return True

    return over_domains(holds)
