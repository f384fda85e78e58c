"""What theory says of strategies: Zeuthen and Nash, the exponent of concession, acceptance, Rubinstein."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from bargaining import played, random_domain, scores, space

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.agents.strategies.rubinstein import Rubinstein
from tradetalks.agents.strategies.time_dependent import Boulware, Conceder, Linear
from tradetalks.agents.strategies.zeuthen import Zeuthen
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.solutions import solve
from tradetalks.model.talks import TradeTalks

# ---- two Zeuthen players reach the Nash solution (Harsanyi 1956)


PROTOCOLS = ("alternating_offers", "monotonic_concession")


def reach_nash(outcomes: object, sides: list[Preferences], protocol: str) -> None:
    values = np.column_stack([own.values for own in sides])
    solution = solve(values, [own.disagreement for own in sides])
    table = played([Zeuthen()] * len(sides), outcomes, sides, rounds=1000, protocol=protocol)  # type: ignore[arg-type]
    if len(solution.zone):
        assert table.agreement in solution.nash
    else:
        assert table.agreement is None


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("seed", range(60))
def test_two_zeuthen_players_reach_the_nash_outcome(seed: int, protocol: str) -> None:
    rng = np.random.default_rng(10_000 + seed)
    shape = [int(length) for length in rng.integers(2, 7, size=rng.integers(1, 5))]
    reach_nash(*random_domain(seed, shape, reservation=float(rng.uniform(0, 0.5))), protocol)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_two_zeuthen_players_do_so_where_both_concede_at_once_and_pass_each_other(protocol: str) -> None:
    """Values on a coarse grid tie in many ways; both may then concede in the same round, and lots are drawn."""
    for seed in range(150):
        rng = np.random.default_rng(seed)
        size, top = int(rng.integers(2, 25)), int(rng.integers(2, 9))
        floor = 0.25 * float(rng.integers(0, 2))
        reach_nash(
            space(size), [scores((rng.integers(0, top + 1, size) / top).tolist(), floor) for _ in "AB"], protocol
        )


def shipped_domains() -> list[tuple[str, str]]:
    setups = {name: load_scenario(name) for name in shipped_scenarios()}
    return [(name, key) for name, setup in setups.items() for key, table in setup.tables.items() if table.score_sheets]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(("name", "key"), shipped_domains())
def test_so_they_do_on_every_shipped_score_sheet(name: str, key: str, protocol: str) -> None:
    model = TradeTalks(name, rng=1)
    model.run_model()
    table = model.tables[key].table
    assert table is not None
    reach_nash(table.space, list(table.preferences), protocol)


# ---- who concedes later gets more, later (Faratin, Sierra, Jennings 1998)


def with_exponent(e: float) -> Strategy:
    if e == 1:
        return Linear()
    return Boulware(e=e) if e < 1 else Conceder(e=e)


@pytest.mark.parametrize("reservation", [0.0, 0.3])
def test_against_linear_share_and_time_rise_as_the_exponent_falls(reservation: float) -> None:
    rows = []
    for e in (2, 1, 0.5, 0.2):
        shares, times = [], []
        for seed, seat in itertools.product(range(200), (0, 1)):
            outcomes, sides = random_domain(seed, reservation=reservation)
            players: list[Strategy] = [with_exponent(e), Linear()]
            table = played(players if seat == 0 else players[::-1], outcomes, sides)
            if table.agreement is not None:
                shares.append(sides[seat].utility(table.agreement))
                times.append(table.history[-1].t)
        rows.append((np.mean(shares), np.mean(times)))
    for before, after in itertools.pairwise(rows):
        assert after[0] > before[0] + 0.02
        assert after[1] > before[1] + 0.05


# ---- acceptance conditions (Baarslag, Hindriks, Jonker 2014)

CONDITIONS: dict[str, object] = {"combi": "combi", "next": "next", "const": {"const": {"value": 0.55}}}
BIDDERS: list[Callable[[object], Strategy]] = [
    lambda condition: Linear(acceptance=condition),  # type: ignore[arg-type]
    lambda condition: Boulware(acceptance=condition),  # type: ignore[arg-type]
    lambda condition: Boulware(e=0.5, acceptance=condition),  # type: ignore[arg-type]
    lambda condition: Conceder(acceptance=condition),  # type: ignore[arg-type]
    *(
        lambda condition, name=name: strategies[name](acceptance=condition)  # type: ignore[misc, call-arg]
        for name in ("relative_tft", "trade_off", "hardliner", "random")
    ),
]
OPPONENTS = ("linear", "boulware", "conceder", "micro", "nice_tft", "relative_tft", "trade_off", "hardliner", "random")


def mean_utility(condition: object, reservation: float) -> float:
    """Return the mean utility, no deal at its reservation, over bidders, opponents, both seats and three domains."""
    got = []
    for bidder, name, seed, seat in itertools.product(BIDDERS, OPPONENTS, range(3), (0, 1)):
        outcomes, sides = random_domain(seed, reservation=reservation)
        players = [bidder(condition), strategies[name]()]
        table = played(players if seat == 0 else players[::-1], outcomes, sides, rounds=50)
        got.append(reservation if table.agreement is None else sides[seat].utility(table.agreement))
    return float(np.mean(got))


@pytest.mark.parametrize("reservation", [0.0, 0.3])
def test_combi_is_above_next_above_a_constant(reservation: float) -> None:
    combi, following, constant = (mean_utility(condition, reservation) for condition in CONDITIONS.values())
    assert combi > following + 0.005
    assert following > constant + 0.01


# ---- alternating offers with a discount (Rubinstein 1982; Stahl 1972)


def first_share(length: int, first: float, second: float, levels: int = 10_001) -> float:
    pie = space(levels)
    mine = np.linspace(0, 1, levels)
    sides = [scores(mine.tolist()), scores(mine[::-1].tolist())]
    rules = [DiscountReservation(first, length), DiscountReservation(second, length)]
    table = played([Rubinstein(), Rubinstein()], pie, sides, length=length, rules=rules)
    assert len(table.history) == 2, "they agree at once"
    assert table.agreement is not None
    return sides[0].value(table.agreement)


@pytest.mark.parametrize(
    ("length", "expected"), [(1, 1.0), (2, 0.10), (3, 0.91), (10, 0.3428), (11, 0.6915), (21, 0.5839), (90, 0.5263)]
)
def test_the_finite_horizon_is_worked_back(length: int, expected: float) -> None:
    # Every share is rounded up to a level in favour of who accepts: at most 1e-4 for each offer, discounted.
    assert first_share(length, 0.9, 0.9) == pytest.approx(expected, abs=6e-4)


@pytest.mark.parametrize(("first", "second", "expected"), [(0.9, 0.9, 0.5263), (0.9, 0.8, 0.7143), (0.8, 0.9, 0.3571)])
def test_a_long_horizon_is_rubinstein_s(first: float, second: float, expected: float) -> None:
    assert first_share(201, first, second) == pytest.approx(expected, abs=1e-3)


def test_what_no_deal_brings_in_the_end_does_not_count_over_a_long_horizon() -> None:
    """No deal after n offers is worth delta^n d: next to nothing today."""
    pie = space(1001)
    mine = np.linspace(0, 1, 1001)
    rules = [DiscountReservation(0.9, 101)] * 2
    for d in (0.0, 0.4):
        sides = [scores(mine.tolist()), scores(mine[::-1].tolist(), d)]
        table = played([Rubinstein(), Rubinstein()], pie, sides, length=101, rules=rules)
        assert table.agreement == pytest.approx(526, abs=6)


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
