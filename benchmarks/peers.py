"""The same negotiations through NegMAS and through ours: same utilities, same rounds, one process, CPU time.

Talks: two or three parties with additive utilities over 10^k outcomes, all time-dependent with the same concession
curve (Boulware, e = 0.2; NegMAS writes the exponent as 5). "Fresh" makes the preferences anew for every talk, "warm"
keeps them; so does "warm, other e", where every talk has another exponent, so that no side can have remembered
anything of a talk before. "tt.run" is the whole of a run of ours, with its result and what that is compared with,
beside NegMAS's mechanism alone, warm. Printed are CPU times, their ratio, the least ratio of all pairs, and what each
side agreed to: the curves are the same, but NegMAS offers another outcome of the same utility than we do.

Solutions: the frontier and the solution concepts of the same utilities, from the weights and points on. No deal is
worth each party's least utility: from there NegMAS counts the gains where a reservation lies lower. Its
Kalai-Smorodinsky point is not always the outcome of the largest least share of the ideal, which ours is.

The third part is a tournament of ten strategies: see peer_tournament.py.

Run: pip install -e ".[peers]"; python benchmarks/peers.py [talks] [solutions] [tournament]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from peer_sides import HEADER, Sheet, compare, negmas, our_sheets, our_space, sheets, their_issues, their_utilities

import tradetalks as tt
from tradetalks.agents.strategies.time_dependent import Boulware
from tradetalks.model.negotiation.solutions import Solutions, opposition, solve
from tradetalks.model.negotiation.table import Table

LEVELS = 10
ROUNDS = 100
E = 0.2
OTHER_E = (0.1, 0.3)


class OurTalks:
    """Talks of ours over given score-sheets."""

    def __init__(self, shape: Sequence[int], given: Sequence[Sheet]) -> None:
        self.space = our_space(shape)
        self.sheets = our_sheets(given)
        self.warm = [sheet.preferences(self.space) for sheet in self.sheets]
        self.parties = [f"P{place}" for place in range(len(given))]
        self.setup = tt.load_scenario(self._content(given))
        self._rng = np.random.default_rng(1)

    def _content(self, given: Sequence[Sheet]) -> dict[str, Any]:
        names = [issue.name for issue in self.space.issues]
        return {
            "title": "The same talks",
            "countries": {key: {"name": key, "strategy": {"name": "boulware", "e": E}} for key in self.parties},
            "tables": {
                "talks": {
                    "title": "The talks",
                    "parties": self.parties,
                    "agenda": {name: {"levels": list(range(LEVELS))} for name in names},
                    "meetings": {"only": {"on": [1], "rounds": ROUNDS}},
                    "deadline": {"on": 1},
                    "score_sheets": {
                        key: {
                            "weights": dict(zip(names, weights, strict=True)),
                            "points": dict(zip(names, points, strict=True)),
                            "reservation": 0,
                        }
                        for key, (weights, points) in zip(self.parties, given, strict=True)
                    },
                }
            },
        }

    def play(self, kind: str) -> tuple[float, ...]:
        """Play once and return the utilities agreed on, none without a deal."""
        e = self._rng.uniform(*OTHER_E) if kind == "warm, other e" else E
        own = [sheet.preferences(self.space) for sheet in self.sheets] if kind == "fresh" else self.warm
        table = Table(self.parties, self.space, own, [Boulware(e=e)] * len(own), rounds=ROUNDS)
        table.play()
        return () if table.agreement is None else tuple(side.utility(table.agreement) for side in own)

    def run(self) -> tuple[float, ...]:
        """Run the scenario and return the same."""
        table = tt.run(self.setup, seed=1).tables["talks"]
        return tuple(side.total.deal for side in table.sides.values() if side.total.deal is not None)


class TheirTalks:
    """The same talks through NegMAS."""

    def __init__(self, shape: Sequence[int], given: Sequence[Sheet]) -> None:
        self.issues = their_issues(shape)
        self.given = given
        self.warm = their_utilities(self.issues, given)
        self._rng = np.random.default_rng(1)

    def play(self, kind: str) -> tuple[float, ...]:
        """Play once and return the utilities agreed on, none without a deal."""
        e = self._rng.uniform(*OTHER_E) if kind == "warm, other e" else E
        own = their_utilities(self.issues, self.given) if kind == "fresh" else self.warm
        mechanism = negmas().SAOMechanism(issues=self.issues, n_steps=ROUNDS)
        for utility in own:
            mechanism.add(negmas().AspirationNegotiator(aspiration_type=1 / e), ufun=utility)
        agreement = mechanism.run().agreement
        return () if agreement is None else tuple(float(utility(agreement)) for utility in own)


def talks() -> None:
    """Print what talks cost, and what was agreed."""
    print(f"Talks of {ROUNDS} rounds; CPU ms a talk")
    print(f"{'outcomes':>9} {'parties':>7} {'preferences':>14} {HEADER}   agreed utilities, theirs / ours")
    for issues in (4, 5):
        for parties in (2, 3):
            shape = [LEVELS] * issues
            given = sheets(shape, parties)
            theirs, ours = TheirTalks(shape, given), OurTalks(shape, given)
            for kind in ("fresh", "warm", "warm, other e", "tt.run"):
                mine: Callable[[], tuple[float, ...]] = ours.run if kind == "tt.run" else partial(ours.play, kind)
                yours = partial(theirs.play, kind)
                agreed = " / ".join(str(tuple(round(u, 2) for u in talk())) for talk in (yours, mine))
                print(f"{LEVELS**issues:>9,} {parties:>7} {kind:>14} {compare(yours, mine)}   {agreed}")
    print()


def our_solutions(shape: Sequence[int], given: Sequence[Sheet]) -> tuple[np.ndarray, Solutions]:
    """Return all values, and the solutions among them."""
    space = our_space(shape)
    values = np.column_stack([sheet.preferences(space).values for sheet in our_sheets(given)])
    found = solve(values, values.min(axis=0))
    if len(given) == 2:
        opposition(values, found.frontier)
    return values, found


def their_solutions(shape: Sequence[int], given: Sequence[Sheet]) -> dict[str, list[Any]]:
    """Return, by NegMAS, the utilities of its frontier and of each concept's points."""
    of = negmas().preferences
    issues = their_issues(shape)
    functions = their_utilities(issues, given)
    frontier, _ = of.pareto_frontier(functions, issues=issues)
    found = {"frontier": list(frontier)}
    for name, concept in (
        ("nash", of.nash_points),
        ("kalai_smorodinsky", of.ks_points),
        ("egalitarian", of.kalai_points),
        ("utilitarian", of.max_welfare_points),
    ):
        found[name] = [point for point, _ in concept(functions, frontier, issues=issues)]
    if len(functions) == 2:
        of.opposition_level(functions, issues=issues)
    return found


def solutions() -> None:
    """Print what the solution concepts cost, and the utilities that each selects."""
    print("Frontier, Nash, Kalai-Smorodinsky, egalitarian and utilitarian solution, opposition; CPU ms")
    print(f"{'outcomes':>9} {'parties':>7} {HEADER}   frontiers, theirs / ours")
    for issues in (4, 5):
        for parties in (2, 3):
            shape = [LEVELS] * issues
            given = sheets(shape, parties)
            (values, found), other = our_solutions(shape, given), their_solutions(shape, given)
            costs = compare(partial(their_solutions, shape, given), partial(our_solutions, shape, given))
            print(
                f"{LEVELS**issues:>9,} {parties:>7} {costs}   {len(other['frontier'])} / {len(found.frontier)} outcomes"
            )
            for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"):
                yours = ", ".join(str(tuple(round(float(u), 3) for u in point)) for point in other[name][:1])
                mine = str(tuple(round(float(u), 3) for u in values[getattr(found, name)[0]]))
                print(f"{'':>17} {name:<18} {yours} / {mine}")
    print()


def main() -> None:
    """Print the parts that are asked for; all, where none is."""
    from peer_tournament import tournament

    parts: dict[str, Callable[[], None]] = {"talks": talks, "solutions": solutions, "tournament": tournament}
    print(f"NegMAS {negmas().__version__}")
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
