"""Concession over time: who concedes later gets more, later."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.strategies.time_dependent import Boulware, Conceder, Linear
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.theory.domains import ShippedTable, played, random_domain, shipped_tables
from tradetalks.runs.theory.scorecard import Estimate, Measured, estimates, exploration, prediction

EXPONENTS = (2.0, 1.0, 0.5, 0.2)
SEEDS = range(200)
DRAWS = range(1, 21)
"""Seeds with which shipped tables are drawn."""
LEAST_SHARE, LEAST_TIME = 0.02, 0.05
"""What each step of the exponent must add at least."""


def with_exponent(e: float) -> Strategy:
    """Return the time-dependent strategy with an exponent."""
    if e == 1:
        return Linear()
    if e < 1:
        return Boulware(e=e)
    return Conceder(e=e)


def against_linear(reservation: float) -> NDArray[np.float64]:
    """Return share and time of the deal and whether there is one, shape (seeds, exponents, seats, 3); else 0."""
    found = np.zeros((len(SEEDS), len(EXPONENTS), 2, 3))
    for row, (place, e), seat in itertools.product(SEEDS, enumerate(EXPONENTS), (0, 1)):
        outcomes, sides = random_domain(row, reservation=reservation)
        players: list[Strategy] = [with_exponent(e), Linear()]
        table = played(players if seat == 0 else players[::-1], outcomes, sides, complete=False)
        if table.agreement is not None:
            found[row, place, seat] = (sides[seat].utility(table.agreement), table.history[-1].t, 1)
    return found


def means(talks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return mean share and mean time given a deal, shape (exponents, 2)."""
    total = talks.sum(axis=(0, 2))
    return np.asarray(total[:, :2] / total[:, 2:])


def steps(talks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each step of the exponent adds to both, flat: first the shares, then the times."""
    return np.diff(means(talks), axis=0).T.ravel()


def rises(reservation: float) -> tuple[str, bool]:
    """Return the means in words, and whether both rise at each step, beyond doubt."""
    talks = against_linear(reservation)
    found = estimates(talks, steps)
    shares, times = found[: len(EXPONENTS) - 1], found[len(EXPONENTS) - 1 :]
    by_e = means(talks)
    said = (
        f"share {_path(by_e[:, 0])}, least step {_least(shares)}; time {_path(by_e[:, 1])}, least step {_least(times)}"
    )
    risen = all(one.low > 0 and one.value > LEAST_SHARE for one in shares)
    return said, risen and all(one.low > 0 and one.value > LEAST_TIME for one in times)


def _path(values: Sequence[float] | NDArray[np.float64]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


def _least(found: Sequence[Estimate]) -> Estimate:
    return min(found, key=lambda one: one.value)


@prediction(
    claim="Against a linear opponent the share given a deal and the time of the deal rise as e falls",
    setting="200 random domains of 60 outcomes (seeds 0 to 199), both seats, 40 rounds, reservations 0 and .3; "
    "e = 2, 1, .5, .2 against linear",
    expected=f"each step adds more than {LEAST_SHARE} in mean share and {LEAST_TIME} in mean time; intervals above 0",
    source="Faratin, Sierra, Jennings (1998)",
)
def concession_exponent() -> Measured:
    """Play it over random domains."""
    found = {reservation: rises(reservation) for reservation in (0.0, 0.3)}
    got = "; ".join(f"reservation {reservation:g}: {said}" for reservation, (said, _) in found.items())
    return Measured(got, all(risen for _, risen in found.values()))


def alone_by_seed(party: str, seat: int, tables: Sequence[ShippedTable]) -> NDArray[np.float64]:
    """Return a seat's share and time of the deal against linear, no other table being held, nan without a deal.

    Args:
        party: who has the seat.
        seat: its place.
        tables: the same table, as drawn with each seed.

    Returns:
        Shape (seeds, exponents, 2).
    """
    found = np.full((len(tables), len(EXPONENTS), 2), np.nan)
    for (row, table), (place, e) in itertools.product(enumerate(tables), enumerate(EXPONENTS)):
        opponents: dict[str, Strategy] = dict.fromkeys(table.parties, Linear())
        setup = table.setup.with_strategies(table.key, opponents | {party: with_exponent(e)})
        model = TradeTalks(setup.model_copy(update={"tables": {table.key: setup.tables[table.key]}}), rng=DRAWS[row])
        model.run_model()
        talks = model.open_tables[table.key].table
        if talks.agreement is not None:
            found[row, place] = talks.preferences[seat].utility(talks.agreement), talks.history[-1].t
    return found


def mean_steps(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each step of the exponent adds to mean share and mean time given a deal, shape (steps, 2)."""
    by_e = np.nansum(found, axis=0) / np.maximum(np.isfinite(found).sum(axis=0), 1)
    return np.asarray(np.diff(by_e, axis=0))


def in_doubt(step: Estimate) -> str:
    """Return whether a step rises or falls beyond doubt, or is open."""
    if step.low > 0:
        return "rises"
    if step.high < 0:
        return "falls"
    return "open"


@exploration(
    claim="How far the same holds at the tables of the shipped scenarios: what each step of e adds in mean",
    setting=f"each table of two by itself, both seats, its own calendar and reservations, as drawn with {len(DRAWS)} "
    f"seeds ({DRAWS[0]} to {DRAWS[-1]}); e = 2, 1, .5, .2 against linear; intervals over seeds",
    why="that it holds in most seats was said once exceptions had been seen, and could hardly fail",
    source="Faratin, Sierra, Jennings (1998)",
)
def concession_at_shipped_tables() -> Measured:
    """Play it at the shipped tables."""
    drawn: dict[str, list[ShippedTable]] = {}
    for seed in DRAWS:
        for table in shipped_tables(seed):
            drawn.setdefault(table.label, []).append(table)
    verdicts: dict[str, Counter[str]] = {"share": Counter(), "time": Counter()}
    fallen = []
    for label, tables in drawn.items():
        for seat, party in enumerate(tables[0].parties):
            added = estimates(alone_by_seed(party, seat, tables), lambda found: mean_steps(found).ravel())
            pairs = itertools.product(itertools.pairwise(EXPONENTS), ("share", "time"))
            for ((before, after), what), step in zip(pairs, added, strict=True):
                verdict = in_doubt(step)
                verdicts[what][verdict] += 1
                if verdict == "falls":
                    fallen.append(f"{label}, {party}: e {before:g} to {after:g}: {what} {step}")
    got = "; ".join(
        f"of {sum(count.values())} steps in mean {what} {count['rises']} rise beyond doubt, {count['falls']} fall, "
        f"{count['open']} are open"
        for what, count in verdicts.items()
    )
    return Measured(got, None, tuple(fallen))
