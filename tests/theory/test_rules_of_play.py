"""What theory says of other rules of play: Zeuthen's players conceding at once, and the ultimatum."""

from __future__ import annotations

import numpy as np
import pytest
from bargaining import played, random_domain, scores, space

from tradetalks.agents.strategies.base import strategies
from tradetalks.agents.strategies.rubinstein import Rubinstein
from tradetalks.agents.strategies.time_dependent import Linear
from tradetalks.agents.strategies.zeuthen import Zeuthen
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.solutions import solve
from tradetalks.model.talks import TradeTalks

# ---- two Zeuthen players who concede at once reach the Nash solution (Harsanyi 1956; Rosenschein, Zlotkin 1994)


def reach_nash(outcomes: OutcomeSpace, sides: list[Preferences]) -> None:
    values = np.column_stack([own.values for own in sides])
    solution = solve(values, [own.disagreement for own in sides])
    table = played([Zeuthen()] * len(sides), outcomes, sides, rounds=1000, protocol="monotonic_concession")
    if len(solution.zone):
        assert table.agreement in solution.nash
    else:
        assert table.agreement is None


@pytest.mark.parametrize("seed", range(60))
def test_two_zeuthen_players_reach_the_nash_outcome(seed: int) -> None:
    rng = np.random.default_rng(10_000 + seed)
    shape = [int(length) for length in rng.integers(2, 7, size=rng.integers(1, 5))]
    reach_nash(*random_domain(seed, shape, reservation=float(rng.uniform(0, 0.5))))


def test_they_do_so_where_both_concede_at_once_and_pass_each_other() -> None:
    """Values on a coarse grid tie in many ways; both may then concede in the same round, and lots are drawn."""
    for seed in range(150):
        rng = np.random.default_rng(seed)
        size, top = int(rng.integers(2, 25)), int(rng.integers(2, 9))
        floor = 0.25 * float(rng.integers(0, 2))
        reach_nash(space(size), [scores((rng.integers(0, top + 1, size) / top).tolist(), floor) for _ in "AB"])


def scored_tables() -> list[tuple[str, str]]:
    setups = {name: load_scenario(name) for name in shipped_scenarios()}
    return [(name, key) for name, setup in setups.items() for key, table in setup.tables.items() if table.score_sheets]


@pytest.mark.parametrize(("name", "key"), scored_tables())
def test_so_they_do_on_every_shipped_score_sheet(name: str, key: str) -> None:
    model = TradeTalks(name, rng=1)
    model.run_model()
    table = model.tables[key].table
    assert table is not None
    reach_nash(table.space, list(table.preferences))


# ---- ultimatum (Güth, Schmittberger, Schwarze 1982): who knows the other's reservation leaves it that and no more


@pytest.mark.parametrize("name", ["rubinstein", "zeuthen"])
@pytest.mark.parametrize("seed", range(20))
def test_an_informed_proposer_takes_all_but_the_other_s_reservation(name: str, seed: int) -> None:
    outcomes, sides = random_domain(seed, reservation=0.4)
    own, other = sides
    acceptable = [outcome for outcome in outcomes if min(own.value(outcome), other.value(outcome)) >= 0.4]
    rules = [DiscountReservation(1.0, 1)] * 2
    table = played([strategies[name](), Linear()], outcomes, sides, protocol="ultimatum", rules=rules)
    best = max((own.value(outcome) for outcome in acceptable), default=None)
    assert (None if table.agreement is None else own.value(table.agreement)) == best


def test_the_pie_goes_to_the_proposer() -> None:
    pie = space(101)
    sides = [scores(np.linspace(0, 1, 101).tolist()), scores(np.linspace(1, 0, 101).tolist(), 0.2)]
    rules = [DiscountReservation(1.0, 1)] * 2
    table = played([Rubinstein(), Rubinstein()], pie, sides, protocol="ultimatum", rules=rules)
    assert table.agreement == 80
