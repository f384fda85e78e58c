"""Deadline: deals cluster at the end; one that is put off is believed less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.strategies.time_dependent import Boulware, Conceder, Linear
from tradetalks.configs.load import load_scenario
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.theory.domains import played, random_domain
from tradetalks.runs.theory.hedging import steps, us_and_vietnam
from tradetalks.runs.theory.scorecard import Measured, estimates, exploration, prediction

SEEDS = range(200)
LATE = 0.8
FLOORS = (0.2, 0.4, 0.6)
DAYS, LONGEST = 40, 400
"""A hard deadline, and the last day of a random one that is expected on the same day."""
CREDIBILITY = (1.0, 0.6, 0.3)
BOTH = ("USA", "VNM")
REVENUE = {
    "real_income": {"weight": 1},
    "tariff_revenue": {"weight": 0.5},
    "purchases": {"weight": {"uniform": [0.3, 0.6]}},
}
SOURCE = "Roth, Murnighan, Schoumaker (1988)"


def talks(player: Strategy, reservation: float) -> NDArray[np.float64]:
    """Return, by seed, the time of the deal (0 without one) and whether there is one, shape (seeds, 2)."""
    rows = []
    for seed in SEEDS:
        outcomes, sides = random_domain(seed, reservation=reservation)
        table = played([player, player], outcomes, sides, complete=False)
        agreed = table.agreement is not None
        rows.append((table.history[-1].t if agreed else 0.0, agreed))
    return np.array(rows, dtype=np.float64)


def late_part(rows: NDArray[np.float64]) -> float:
    """Return which part of the deals falls into the last fifth of the time."""
    return float((rows[:, 0] >= LATE).sum() / rows[:, 1].sum())


@prediction(
    claim="Between Boulware sides deals cluster at the end: the last fifth of the time has more than its fifth of them",
    setting="200 random domains of 60 outcomes (seeds 0 to 199), reservations .4, 40 rounds; both sides boulware "
    "with e = .2, both linear, both conceder",
    expected="boulware above 0.2, as if spread evenly; linear and conceder below it; with their intervals",
    source=SOURCE,
)
def deals_cluster_at_the_end() -> Measured:
    """Play each pair."""
    found = {player.name: estimates(talks(player, 0.4), late_part)[0] for player in (Boulware(), Linear(), Conceder())}
    got = "; ".join(f"{name} {estimate}" for name, estimate in found.items())
    even = 1 - LATE
    return Measured(got, found["boulware"].low > even and max(found["linear"].high, found["conceder"].high) < even)


def timing(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each narrowing of the zone adds to the mean time of the deal, then to the part without a deal.

    Args:
        rows: shape (seeds, floors, 2), as `talks` returns them.
    """
    times = rows[:, :, 0].sum(axis=0) / rows[:, :, 1].sum(axis=0)
    failures = 1 - rows[:, :, 1].mean(axis=0)
    return np.concatenate([np.diff(times), np.diff(failures)])


@prediction(
    claim="A narrower zone of agreement brings later deals and more failures",
    setting=f"the same domains, both sides boulware with e = .2; reservations {', '.join(map(str, FLOORS))}",
    expected="time and failures not lower at any step and higher over all, with their intervals",
    source=SOURCE,
)
def narrower_zone() -> Measured:
    """Play with rising reservations."""
    rows = np.stack([talks(Boulware(), floor) for floor in FLOORS], axis=1)
    steps = estimates(rows, timing)
    over_all = estimates(rows[:, [0, -1]], timing)
    times = rows[:, :, 0].sum(axis=0) / rows[:, :, 1].sum(axis=0)
    failures = 1 - rows[:, :, 1].mean(axis=0)
    said = "; ".join(
        f"reservation {floor}: t = {time:.2f}, {100 * failed:.0f} % fail"
        for floor, time, failed in zip(FLOORS, times, failures, strict=True)
    )
    passed = all(step.value >= 0 for step in steps) and all(whole.low > 0 for whole in over_all)
    return Measured(f"{said}; over all time {over_all[0]}, failures {over_all[1]}", passed)


def package(deadline: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return, by seed, the day of the package's deal (nan without one) and the end it had, shape (seeds, 2)."""
    boulware = {"name": "boulware", "e": 0.2}
    changes = {f"countries.{side}.strategy": boulware for side in "AB"} | {
        "tables.package.meetings": {"daily": {"every_days": 1}},
        "tables.package.deadline": deadline,
        "tables.package.horizon": 10 * LONGEST,
    }
    setup = load_scenario("linkage", overrides=changes)
    rows = []
    for seed in SEEDS:
        model = TradeTalks(setup, rng=seed)
        model.run_model()
        live = model.open_tables["package"]
        agreed = live.table.agreement is not None
        rows.append((live.closed if agreed else np.nan, live.timetable.closing_day))
    return np.array(rows, dtype=np.float64)


def late_in_their_time(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return which part of the deals falls into the last fifth of the time that talks had: at each deadline, and less.

    Args:
        rows: shape (seeds, 2, 2), as `package` returns them, of the hard deadline, then of the random one.
    """
    late = np.nansum(rows[..., 0] >= LATE * rows[..., 1], axis=0) / np.isfinite(rows[..., 0]).sum(axis=0)
    return np.array([*late, late[0] - late[1]])


def spread(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how many days deals lie apart (their standard deviation): at each deadline, and more at the random."""
    days = np.nanstd(rows[..., 0], axis=0)
    return np.array([*days, days[1] - days[0]])


@exploration(
    claim="Whether a random deadline spreads the deals that cluster at a hard one: over the time that the talks have, "
    "and over the calendar",
    setting=f"linkage, no-deal scores drawn, both sides boulware with e = .2, a round a day; a hard deadline on day "
    f"{DAYS}, or a hazard of 1/{DAYS + 1} a day whose expected end that is; the time that talks have runs to the day "
    "on which the deadline passes, or would have; 200 seeds (0 to 199)",
    why="that deals are spread was said of the time that talks have, not of the calendar, and committed together with "
    "what came out; by the calendar aspirations go by the announced end",
    source=SOURCE,
)
def random_deadline() -> Measured:
    """Play to both deadlines."""
    chance = {"on": LONGEST, "kind": "random", "hazard": 1 / (DAYS + 1)}
    rows = np.stack([package({"on": DAYS}), package(chance)], axis=1)
    hard, chancy, less = estimates(rows, late_in_their_time)
    days_hard, days_chancy, further = estimates(rows, spread)
    signed = np.isfinite(rows[..., 0]).sum(axis=0)
    return Measured(
        f"in the last fifth of their time: hard {hard}, random {chancy}, difference {less}; days apart (standard "
        f"deviation): hard {days_hard.value:.2f}, random {days_chancy.value:.2f}, difference {further}; deals "
        f"{signed[0]} and {signed[1]} of {len(SEEDS)}",
        None,
    )


@prediction(
    claim="Who puts a deadline off is believed less: the side that the threat hurts concedes less after it",
    setting="United States and Vietnam as under hedging, without China's offer; both boulware, e .1 to .25 drawn, 6 "
    "meetings to day 50; a threat with 20 points, which pays for the US, as revenue counts half as much again, puts "
    "Vietnam at a loss, and is put off by 30 days; "
    f"{', '.join(f'{left:g}' for left in CREDIBILITY)} is left of the belief in it; 200 seeds (0 to 199), paired",
    expected="the belief as said; given a deal after it each loss of belief adds to Vietnam's value, the interval "
    "above 0",
    source="Schelling (1960), of threats not carried out; Binmore, Shaked, Sutton (1989)",
)
def extension() -> Measured:
    """Play with each loss of belief."""
    arms, beliefs, put_off = [], [], 0
    for left in CREDIBILITY:
        changes: dict[str, Any] = {
            f"countries.{code}.strategy": {"name": "boulware", "e": {"uniform": [0.1, 0.25]}} for code in BOTH
        }
        deadline = {"on": 50, "kind": "extendable", "by": ["USA"], "days": 30, "credibility": left}
        deadline["snap_back"] = {"USA.VNM.other_goods": 20}
        changes |= {"tables.USA-VNM.meetings": {"talks": {"every_days": 10}}, "tables.USA-VNM.deadline": deadline}
        changes["countries.USA.interests"] = REVENUE
        setup = load_scenario(us_and_vietnam(0.0), overrides=changes)
        arms.append(np.full(len(SEEDS), np.nan))
        for seed in SEEDS:
            model = TradeTalks(setup, rng=seed)
            model.run_model()
            live = model.open_tables["USA-VNM"]
            if live.extensions:
                put_off += 1
                beliefs.append(abs(live.belief - left))
                if live.table.agreement is not None:
                    arms[-1][seed] = live.table.preferences[1].value(live.table.agreement)
    found = estimates(steps(arms), lambda rows: np.nanmean(rows, axis=0))
    passed = max(beliefs) < 1e-9 and all(step.low > 0 for step in found)
    signed = ", ".join(str(np.isfinite(arm).sum()) for arm in arms)
    return Measured(
        f"put off {put_off} of {len(SEEDS) * len(CREDIBILITY)} times, belief as said; Vietnam's value "
        f"{', '.join(map(str, found[:-1]))}; deals {signed}",
        passed,
    )
