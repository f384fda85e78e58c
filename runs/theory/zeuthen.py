"""Zeuthen and MiCRO: two of a kind meet where theory says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tradetalks.agents.strategies.micro import Micro
from tradetalks.agents.strategies.zeuthen import Zeuthen
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.solutions import solve
from tradetalks.runs.theory.domains import pie, played, random_domain, shipped_tables
from tradetalks.runs.theory.scorecard import Measured, prediction

ENOUGH = 100_000
"""Rounds: as good as no limit, as every concession moves on along the frontier."""
DOMAINS = 200
SEEDS = range(1, 6)


def meets_nash(
    outcomes: OutcomeSpace, sides: Sequence[Preferences], protocol: str = "alternating_offers"
) -> tuple[bool, bool]:
    """Return whether there is a zone, and whether two Zeuthen players reach a Nash outcome, or none without a zone."""
    values = np.column_stack([own.values for own in sides])
    solution = solve(values, [own.disagreement for own in sides])
    rounds = ENOUGH if len(solution.zone) else 100
    table = played([Zeuthen()] * len(sides), outcomes, sides, rounds=rounds, protocol=protocol)
    if not len(solution.zone):
        return False, table.agreement is None
    return True, table.agreement is not None and table.agreement in solution.nash


@prediction(
    claim="Two Zeuthen players reach the Nash solution; where there is no zone of agreement, no deal",
    setting=f"{DOMAINS} random domains of 1 to 4 issues with 2 to 6 levels, reservations up to .5 (seeds from 0); no "
    "discount, no round limit; zeuthen against zeuthen, complete information",
    expected=f"{DOMAINS} of {DOMAINS}",
    source="Zeuthen (1930), Harsanyi (1956)",
)
def zeuthen_reaches_nash() -> Measured:
    """Play it on random domains."""
    zones, held = 0, 0
    for seed in range(DOMAINS):
        rng = np.random.default_rng(10_000 + seed)
        shape = [int(length) for length in rng.integers(2, 7, size=rng.integers(1, 5))]
        zone, reached = meets_nash(*random_domain(seed, shape, reservation=float(rng.uniform(0, 0.5))))
        zones += zone
        held += reached
    return Measured(f"{held} of {DOMAINS}, {zones} of them with a zone", held == DOMAINS and zones > DOMAINS / 2)


@prediction(
    claim="So they do at every table of two in the shipped scenarios that has a zone",
    setting=f"preferences of the day of the opening, at the middle of what is drawn and as drawn with seeds "
    f"{SEEDS[0]} to {SEEDS[-1]}; reservation v(dis), no discount, no round limit",
    expected="all that have a zone",
    source="Zeuthen (1930), Harsanyi (1956)",
)
def zeuthen_at_shipped_tables() -> Measured:
    """Play it on the shipped tables."""
    rows: dict[str, list[tuple[bool, bool]]] = {}
    for seed in (None, *SEEDS):
        for table in shipped_tables(seed):
            rows.setdefault(table.label, []).append(meets_nash(*table.domain()))
    zones = [reached for row in rows.values() for zone, reached in row if zone]
    notes = tuple(
        f"{label}: {sum(reached for zone, reached in row if zone)} of {sum(zone for zone, _ in row)} with a zone, "
        f"{sum(not zone for zone, _ in row)} without"
        for label, row in rows.items()
    )
    return Measured(
        f"{sum(zones)} of {len(zones)}",
        all(reached for row in rows.values() for _, reached in row) and len(zones) > len(rows) * len(SEEDS) / 2,
        notes,
    )


@prediction(
    claim="MiCRO against MiCRO halves the pie",
    setting="pies in 10, 20, 50 and 100 steps; micro against micro, a round for every step",
    expected="0.5 each time, within a step",
    source="de Jonge (2022)",
)
def micro_halves_the_pie() -> Measured:
    """Play it."""
    shares = []
    for steps in (10, 20, 50, 100):
        outcomes, sides = pie(steps + 1)
        table = played([Micro(), Micro()], outcomes, sides, rounds=steps, complete=False)
        shares.append((steps, None if table.agreement is None else sides[0].utility(table.agreement)))
    got = ", ".join("no deal" if share is None else f"{share:.2f}" for _, share in shares)
    return Measured(got, all(share is not None and abs(share - 0.5) <= 1 / steps + 1e-9 for steps, share in shares))
