"""Outside options at the tables of a scenario: one is taken instead of a deal, one flows until there is a deal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.theory.alternating_offers import INSIDE, compared
from tradetalks.runs.theory.scorecard import Measured, prediction

OUTSIDE = (0.0, 0.3, 0.45, 0.6, 0.8)


def agreed(strategy: str, table: Mapping[str, Any], first_deal: float = 0.0) -> float:
    """Return what the deal is worth to A, of A and B who know each other; NaN without one.

    Args:
        strategy: of both.
        table: its agenda, deadline, options, and score-sheets if any.
        first_deal: what a deal is worth to B in itself, USD bn a year.
    """
    wants = {"A": {"purchases": {"weight": 1}}, "B": {"purchases": {"weight": 1}, "first_deal": {"weight": first_deal}}}
    data = {
        "countries": {code: {"strategy": {"name": strategy}, "interests": own} for code, own in wants.items()},
        "tables": {
            "talks": {
                "parties": ["A", "B"],
                "meetings": {"daily": {"every_days": 1}},
                "information": "complete",
                **table,
            }
        },
    }
    model = TradeTalks(data, rng=0)
    model.run_model()
    found = model.open_tables["talks"].table
    if found.agreement is None:
        return math.nan
    return found.preferences[0].value(found.agreement)


@prediction(
    claim="Equilibrium players heed an outside option once it exceeds what the side gets anyway",
    setting=f"a table about a pie in 10,000 steps, 61 rounds, score-sheets with discount factors .9; the second side's "
    f"option, taken instead of a deal, is {', '.join(map(str, OUTSIDE))}; rubinstein against rubinstein",
    expected="0.5263, 0.5263, 0.5263, 0.4000, 0.2000, each within 0.001",
    source="Binmore, Shaked, Sutton (1989)",
)
def outside_option_players() -> Measured:
    """Play it: every share is rounded up to a step for who accepts, all in all by at most a step / (1 - .9)."""
    sheets = {
        side: {
            "weights": {"share": 1},
            "points": {"share": {"first": first, "last": 1 - first}},
            "discount_per_turn": 0.9,
        }
        for side, first in (("A", 0), ("B", 1))
    }
    shares = []
    for option in OUTSIDE:
        table = {
            "agenda": {"share": {"levels": {"from": 0, "to": 10_000, "step": 1}}},
            "deadline": {"on": 60},
            "score_sheets": sheets,
            "outside_options": {"B": {"kind": "outside", "value": option}},
        }
        shares.append(agreed("rubinstein", table))
    return compared(shares, [0.5263, 0.5263, 0.5263, 0.4, 0.2], 1e-3)


@prediction(
    claim="An inside option moves what equally patient sides agree on by half of it",
    setting="a table at which B buys goods of A, 0 to 10 bn a year in steps of .25, each unit a gain to A and a loss "
    "to B, to whom any deal is worth 10; inside options of 0 and 0, 2 and 0, 0 and 3, 4 and 1; zeuthen against zeuthen",
    expected="5.0000, 6.0000, 3.5000, 6.5000",
    source="Nash (1950), Harsanyi (1956); Muthoo (1999)",
)
def inside_option_players() -> Measured:
    """Play it."""
    shares = []
    for mine, yours in INSIDE:
        table = {
            "agenda": {
                "goods": {
                    "lever": "purchases",
                    "buyer": "B",
                    "seller": "A",
                    "levels": {"from": 0, "to": 10, "step": 0.25},
                }
            },
            "deadline": {"on": 300},
            "outside_options": {
                "A": {"kind": "inside", "value": 10 * mine},
                "B": {"kind": "inside", "value": 10 * yours},
            },
        }
        shares.append(agreed("zeuthen", table, first_deal=10))
    return compared(shares, [5.0, 6.0, 3.5, 6.5], 1e-6)
