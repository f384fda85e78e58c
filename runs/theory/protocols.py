"""Protocols: what monotonic concession and an ultimatum lead to, and what a mediator can't spoil."""

from __future__ import annotations

from functools import partial

import numpy as np

from tradetalks.agents.strategies.base import Strategy
from tradetalks.agents.strategies.rubinstein import Rubinstein
from tradetalks.agents.strategies.time_dependent import Linear
from tradetalks.agents.strategies.zeuthen import Zeuthen
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.runs.theory.domains import played, random_domain, scores, space, stream
from tradetalks.runs.theory.scorecard import Measured, prediction
from tradetalks.runs.theory.zeuthen import meets_nash

DOMAINS = 200
ULTIMATUMS = 100
ROUNDS = (2, 10, 40, 160)


@prediction(
    claim="Two Zeuthen players reach the Nash solution by monotonic concession, too",
    setting=f"{DOMAINS} random domains of 1 to 4 issues with 2 to 6 levels, reservations up to .5 (seeds from 0), and "
    f"{DOMAINS} of one issue with 2 to 24 levels whose scores are multiples of 1/2 to 1/8, reservations 0 or .25, so "
    "that both may concede in the same round and pass each other; complete information, no patience",
    expected=f"{2 * DOMAINS} of {2 * DOMAINS}; no deal without a zone",
    source="Rosenschein, Zlotkin (1994)",
)
def zeuthen_by_monotonic_concession() -> Measured:
    """Play it on fine and on coarse domains."""
    held = 0
    for seed in range(DOMAINS):
        rng = np.random.default_rng(10_000 + seed)
        shape = [int(length) for length in rng.integers(2, 7, size=rng.integers(1, 5))]
        fine = random_domain(seed, shape, reservation=float(rng.uniform(0, 0.5)))
        rng = np.random.default_rng(seed)
        size, top, floor = int(rng.integers(2, 25)), int(rng.integers(2, 9)), 0.25 * float(rng.integers(0, 2))
        coarse = space(size), [scores((rng.integers(0, top + 1, size) / top).tolist(), floor) for _ in "AB"]
        held += sum(meets_nash(*domain, protocol="monotonic_concession")[1] for domain in (fine, coarse))
    return Measured(f"{held} of {2 * DOMAINS}", held == 2 * DOMAINS)


@prediction(
    claim="An informed proposer of an ultimatum takes all but the other's reservation",
    setting=f"{ULTIMATUMS} random domains of 60 outcomes, reservations 0.4 (seeds from 0); zeuthen and rubinstein "
    "propose with complete information, linear answers",
    expected="the best outcome for the proposer that reaches the other's reservation, each time",
    source="the subgame-perfect equilibrium; Güth, Schmittberger, Schwarze (1982)",
)
def informed_ultimatum() -> Measured:
    """Play it."""
    proposers: tuple[Strategy, ...] = (Zeuthen(), Rubinstein())
    rules = [DiscountReservation(1.0, 1)] * 2
    held = deals = 0
    for seed in range(ULTIMATUMS):
        outcomes, sides = random_domain(seed, reservation=0.4)
        own, other = sides
        both = [outcome for outcome in outcomes if min(own.value(outcome), other.value(outcome)) >= own.disagreement]
        best = max((own.value(outcome) for outcome in both), default=None)
        for proposer in proposers:
            table = played([proposer, Linear()], outcomes, sides, protocol="ultimatum", rules=rules)
            held += (None if table.agreement is None else own.value(table.agreement)) == best
            deals += table.agreement is not None
    most = ULTIMATUMS * len(proposers)
    return Measured(f"{held} of {most}, {deals} of them deals", held == most and deals > most / 2)


@prediction(
    claim="With honest votes more rounds of mediation never hurt anybody",
    setting=f"{DOMAINS} random domains of 60 outcomes, reservations 0.3 (seeds from 0); {', '.join(map(str, ROUNDS))} "
    "rounds on the same random numbers; linear against linear",
    expected="no deal is lost, and no side gets less, from one number of rounds to the next",
    source="Klein, Faratin, Sayama, Bar-Yam (2003), of hill climbers",
)
def more_mediation() -> Measured:
    """Play it with more and more rounds."""
    worse, sums, deals = 0, [0.0] * len(ROUNDS), 0
    for seed in range(DOMAINS):
        outcomes, sides = random_domain(seed, reservation=0.3)
        before = [-np.inf, -np.inf]
        for at, rounds in enumerate(ROUNDS):
            more = {"rounds": rounds, "protocol": "mediated_text", "stream": partial(stream, seed)}
            agreed = played([Linear(), Linear()], outcomes, sides, **more).agreement
            got = [-np.inf if agreed is None else own.value(agreed) for own in sides]
            worse += any(now < then for now, then in zip(got, before, strict=True))
            sums[at] += sum(own.disagreement if agreed is None else own.value(agreed) for own in sides)
            before = got
        deals += agreed is not None
    means = ", ".join(f"{total / DOMAINS:.2f}" for total in sums)
    return Measured(
        f"worse {worse} times; joint score {means}; {deals} deals at last", worse == 0 and deals > DOMAINS / 2
    )
