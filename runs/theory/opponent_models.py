"""Opponent models: how near the guess comes to the truth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.history import offers_of
from tradetalks.agents.opponent_models.base import OpponentModel
from tradetalks.agents.opponent_models.bayesian import Bayesian
from tradetalks.agents.opponent_models.frequency import Frequency
from tradetalks.agents.strategies.time_dependent import Boulware
from tradetalks.runs.theory.domains import played, random_domain
from tradetalks.runs.theory.scorecard import Measured, estimates, prediction

DOMAINS = range(60)
FIELD = (
    "60 random domains of 80 outcomes (seeds 0 to 59) less those agreed at once; boulware e = .2 watches boulware "
    "e = .5 over 40 rounds; Spearman's correlation over all outcomes"
)


def rank_correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return Spearman's rank correlation, equal values sharing their mean rank."""

    def ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
        _, where, counts = np.unique(values.round(9), return_inverse=True, return_counts=True)
        return np.asarray((np.cumsum(counts) - (counts + 1) / 2)[where])

    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def quality(model: OpponentModel, *, ordered: bool) -> NDArray[np.float64]:
    """Return the correlation with the truth by domain: after the first offer, half of them and all."""
    rows = []
    for seed in DOMAINS:
        outcomes, sides = random_domain(seed, (5, 4, 4), ordered=ordered)
        table = played([Boulware(e=0.2), Boulware(e=0.5)], outcomes, sides, complete=False)
        offers = tuple(offers_of(table.views[0], 1))
        if len(offers) < 4:
            continue
        guesses = [model.learn(outcomes, offers[:count], 1 / 39) for count in (1, len(offers) // 2, len(offers))]
        rows.append([rank_correlation(guess.everywhere(outcomes), sides[1].utilities) for guess in guesses])
    return np.array(rows)


MODELS = {"smith": Frequency(), "hardheaded": Frequency(variant="hardheaded"), "bayesian": Bayesian()}


@prediction(
    claim="Guesses beat chance from the first offer on, and get better with more of them",
    setting=f"{FIELD}; frequency (smith, hardheaded) and bayesian; levels in order, and each with a value of its own",
    expected="after the first offer, half and all: above 0.2 and rising; the interval of the first above 0",
    source="Hindriks, Tykhonov (2008); van Galen Last (2012); van Krimpen et al. (2013)",
)
def guesses_get_better() -> Measured:
    """Measure all models on both kinds of domains."""
    said, passed = [], True
    for kind, ordered in (("in order", True), ("any", False)):
        for name, model in MODELS.items():
            first, half, last = estimates(quality(model, ordered=ordered), lambda rows: rows.mean(axis=0))
            said.append(f"{name} {kind} {first}, {half.value:.2f}, {last.value:.2f}")
            passed &= 0.2 < first.value < half.value < last.value and first.low > 0
    return Measured("; ".join(said), passed)


@prediction(
    claim="Where levels are in order, as the Bayesian model believes, it guesses better than counting",
    setting=f"{FIELD}; levels in order; all offers; paired by domain",
    expected="bayesian - frequency above 0.1, its interval above 0",
    source="Hindriks, Tykhonov (2008)",
)
def bayesian_in_order() -> Measured:
    """Measure the difference."""
    gap = quality(Bayesian(), ordered=True)[:, 2] - quality(Frequency(), ordered=True)[:, 2]
    (found,) = estimates(gap, lambda rows: rows.mean())
    return Measured(str(found), found.value > 0.1 and found.low > 0)
