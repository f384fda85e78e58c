"""The same negotiations through NegMAS and through ours: same utilities, same rounds, one process, CPU time.

Two or three parties with additive utilities over 10^k outcomes, all time-dependent with the same concession
curve (Boulware, e = 0.2; NegMAS writes the exponent as 5). "Fresh" makes the preferences anew for every talk,
"warm" keeps them. Printed are CPU times, their ratio, and what each side of the comparison agreed to: the
curves are the same, but NegMAS offers another outcome of the same utility than we do.

Run: pip install -e ".[peers]"; python benchmarks/peers.py
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from tradetalks.agents.strategies.time_dependent import Boulware
from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.score_sheet import ScoreSheet
from tradetalks.model.negotiation.table import Table

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import negmas
        from negmas.preferences import LinearAdditiveUtilityFunction
except ImportError:
    print('NegMAS is not installed, so nothing is compared: pip install -e ".[peers]"')
    sys.exit(0)

LEVELS = 10
ROUNDS = 100
E = 0.2


def sheets(issues: int, parties: int) -> list[tuple[list[float], list[list[float]]]]:
    """Return random weights and points for each party, the same in every call."""
    rng = np.random.default_rng(7)
    found = []
    for _ in range(parties):
        points = rng.random((issues, LEVELS))
        points /= points.max(axis=1, keepdims=True)
        found.append((rng.dirichlet(np.ones(issues)).tolist(), points.tolist()))
    return found


def ours(issues: int, given: list[Any]) -> Callable[[bool], tuple[Any, ...]]:
    """Return a talk of ours, to be called with whether preferences are fresh; it returns the utilities agreed."""
    space = OutcomeSpace([Issue(f"i{place}", tuple(map(float, range(LEVELS)))) for place in range(issues)])
    names = [issue.name for issue in space.issues]
    made = [
        ScoreSheet(dict(zip(names, weights, strict=True)), dict(zip(names, points, strict=True)))
        for weights, points in given
    ]
    warm = [sheet.preferences(space) for sheet in made]
    players = [Boulware(e=E)] * len(made)
    parties = [f"P{place}" for place in range(len(made))]

    def talk(fresh: bool) -> tuple[Any, ...]:  # noqa: FBT001
        preferences: list[Preferences] = [sheet.preferences(space) for sheet in made] if fresh else warm
        table = Table(parties, space, preferences, players, rounds=ROUNDS)
        table.play()
        return () if table.agreement is None else tuple(own.utility(table.agreement) for own in preferences)

    return talk


def theirs(issues: int, given: list[Any]) -> Callable[[bool], tuple[Any, ...]]:
    """Return the same talk through NegMAS."""
    agenda = [negmas.make_issue(name=f"i{place}", values=list(range(LEVELS))) for place in range(issues)]

    def utility(weights: list[float], points: list[list[float]]) -> Any:
        tables = [dict(enumerate(row)) for row in points]
        return LinearAdditiveUtilityFunction(values=tables, weights=weights, issues=agenda, reserved_value=0.0)

    warm = [utility(*sheet) for sheet in given]

    def talk(fresh: bool) -> tuple[Any, ...]:  # noqa: FBT001
        functions = [utility(*sheet) for sheet in given] if fresh else warm
        mechanism = negmas.SAOMechanism(issues=agenda, n_steps=ROUNDS)
        for function in functions:
            mechanism.add(negmas.AspirationNegotiator(aspiration_type=1 / E), ufun=function)
        agreement = mechanism.run().agreement
        return () if agreement is None else tuple(float(function(agreement)) for function in functions)

    return talk


def cpu(call: Callable[[], object], seconds: float) -> float:
    """Return the median CPU time of a call, in s, over at least three calls."""
    times: list[float] = []
    while len(times) < 3 or sum(times) < seconds:
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    """Print times, ratios and agreements."""
    print(f"NegMAS {negmas.__version__}; {ROUNDS} rounds; CPU ms a talk, median")
    print(
        f"{'outcomes':>9} {'parties':>7} {'preferences':>11} {'NegMAS':>10} {'ours':>8} {'ratio':>7}   agreed utilities"
    )
    for issues in (4, 5):
        for parties in (2, 3):
            given = sheets(issues, parties)
            our_talk, their_talk = ours(issues, given), theirs(issues, given)
            for fresh in (True, False):
                agreed = " / ".join(str(tuple(round(u, 2) for u in talk(fresh))) for talk in (their_talk, our_talk))
                slow = cpu(lambda talk=their_talk, fresh=fresh: talk(fresh), 3.0)  # type: ignore[misc]
                fast = cpu(lambda talk=our_talk, fresh=fresh: talk(fresh), 1.0)  # type: ignore[misc]
                kind = "fresh" if fresh else "warm"
                print(
                    f"{LEVELS**issues:>9,} {parties:>7} {kind:>11} {1000 * slow:>10.1f} {1000 * fast:>8.2f} "
                    f"{slow / fast:>6.0f}x   {agreed}"
                )


if __name__ == "__main__":
    main()
