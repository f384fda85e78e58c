"""A tournament of ten strategies in both engines: every ordered pair and self-play, on the same random domains.

Our strategies and the NegMAS negotiators that come nearest to them. The first four concede by the same curve; of the
others the idea is the same, not each move, so that the engines' times can be compared, and the scores only roughly.
Both engines play one talk after the other in one process, preferences warm; `Table.play()` against `run()`.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from peer_sides import HEADER, compare, negmas, our_sheets, our_space, sheets, their_issues, their_utilities

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.model.negotiation.table import Table
from tradetalks.model.streams import uniforms

SHAPE = (6, 6, 6, 6)
DOMAINS = 2
ROUNDS = 60

FIELD: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "boulware, e = 0.2": ({"name": "boulware", "e": 0.2}, "AspirationNegotiator", {"aspiration_type": 5.0}),
    "boulware, e = 0.5": ({"name": "boulware", "e": 0.5}, "AspirationNegotiator", {"aspiration_type": 2.0}),
    "linear": ({"name": "linear"}, "AspirationNegotiator", {"aspiration_type": 1.0}),
    "conceder, e = 2": ({"name": "conceder", "e": 2.0}, "AspirationNegotiator", {"aspiration_type": 0.5}),
    "hardliner": ({"name": "hardliner"}, "ToughNegotiator", {}),
    "random": (
        {"name": "random"},
        "RandomNegotiator",
        {"p_acceptance": 0.15, "p_rejection": 0.85, "p_ending": 0.0},
    ),
    "micro": ({"name": "micro"}, "MiCRONegotiator", {}),
    "relative_tft": ({"name": "relative_tft"}, "NaiveTitForTatNegotiator", {}),
    "nice_tft": ({"name": "nice_tft"}, "NiceTitForTatNegotiator", {}),
    "trade_off": ({"name": "trade_off"}, "LastOfferOrientedTBNegotiator", {}),
}
"""By what is printed: our strategy, NegMAS's negotiator and its options."""

type Scores = dict[str, list[float]]
"""The utilities that each strategy has got, in both seats; 0 without a deal."""


class OurTournament:
    """The tournament by our engine."""

    def __init__(self) -> None:
        self.space = our_space(SHAPE)
        self.domains = [
            [sheet.preferences(self.space) for sheet in our_sheets(sheets(SHAPE, 2, seed))] for seed in range(DOMAINS)
        ]

    def play(self, names: Sequence[str]) -> Scores:
        """Play all pairs of the named strategies."""
        scores: Scores = {name: [] for name in names}
        players = {name: _ours(name) for name in names}
        for domain, sides in enumerate(self.domains):
            for pair in _pairs(names):
                table = Table(
                    ["A", "B"],
                    self.space,
                    sides,
                    [players[name] for name in pair],
                    rounds=ROUNDS,
                    stream=partial(uniforms, domain),
                )
                table.play()
                for name, side in zip(pair, sides, strict=True):
                    scores[name].append(0.0 if table.agreement is None else side.utility(table.agreement))
        return scores


class TheirTournament:
    """The tournament by NegMAS."""

    def __init__(self) -> None:
        self.issues = their_issues(SHAPE)
        self.domains = [their_utilities(self.issues, sheets(SHAPE, 2, seed)) for seed in range(DOMAINS)]

    def play(self, names: Sequence[str]) -> Scores:
        """Play all pairs of the named strategies' nearest negotiators."""
        random.seed(1)  # NegMAS draws from the global stream
        scores: Scores = {name: [] for name in names}
        for sides in self.domains:
            for pair in _pairs(names):
                mechanism = negmas().SAOMechanism(issues=self.issues, n_steps=ROUNDS)
                for name, utility in zip(pair, sides, strict=True):
                    _, kind, options = FIELD[name]
                    mechanism.add(getattr(negmas().sao, kind)(**options), ufun=utility)
                agreement = mechanism.run().agreement
                for name, utility in zip(pair, sides, strict=True):
                    scores[name].append(0.0 if agreement is None else float(utility(agreement)))
        return scores


def _ours(name: str) -> Strategy:
    options = dict(FIELD[name][0])
    made: Callable[..., Strategy] = strategies[options.pop("name")]
    return made(**options)


def _pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(first, second) for first in names for second in names]


def tournament() -> None:
    """Print what the tournament costs each engine, and each strategy in self-play; and the mean utilities."""
    ours, theirs = OurTournament(), TheirTournament()
    names = list(FIELD)
    size = our_space(SHAPE).size
    count = len(_pairs(names)) * DOMAINS
    print(f"Tournament: {count} talks of {ROUNDS} rounds on {DOMAINS} domains of {size:,} outcomes; CPU ms in all")
    print(f"{'':<18} {HEADER}   mean utility, theirs / ours")
    mine, yours = ours.play(names), theirs.play(names)
    for name in names:
        costs = compare(partial(theirs.play, [name]), partial(ours.play, [name]), seconds=0.3)
        got = f"{statistics.mean(yours[name]):.2f} / {statistics.mean(mine[name]):.2f}"
        print(f"{name:<18} {costs}   {got}   (times: against itself)")
    print(f"{'all pairs':<18} {compare(partial(theirs.play, names), partial(ours.play, names), seconds=1.0)}")
