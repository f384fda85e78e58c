"""Hedging: what another power offers, and what a country then gives to the first."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.negotiation.table import Table
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.theory.scorecard import Measured, estimates, prediction

SEEDS = range(200)
PROMISES = (0.0, 1.0, 2.0, 4.0)
LOSS = -17.0
"""What turning to China costs Vietnam before any offer, USD bn a year; no deal is worth -18 to -12 to it."""
RATE = {"lever": "tariff", "importer": "USA", "exporter": "VNM", "sectors": "other_goods", "levels": [0, 10, 20, 46]}
GOODS = {"lever": "purchases", "buyer": "VNM", "seller": "USA", "levels": {"from": 0, "to": 10, "step": 0.5}}
CLAUSE = {"lever": "alignment", "giver": "VNM", "receiver": "USA", "against": "CHN"}
PLAYED = (
    "United States, Vietnam, China; US tariff on Vietnam 0, 10, 20 or 46 (without a deal 46) and purchases of 0 to "
    "10 bn a year, 21 meetings; China's leader comes first with an offer worth 0, 1, 2 or 4 bn a year to Vietnam; "
    "boulware USA, e .3 to .8, against linear Vietnam, their weights and costs of waiting drawn; 200 seeds (from 0), "
    "paired"
)
SOURCE = "Binmore, Shaked, Sutton (1989); Muthoo (1999)"


def us_and_vietnam(
    promise: float, option: Mapping[str, Any] | None = None, agenda: Mapping[str, Any] | None = None
) -> Scenario:
    """Return the talks of the United States and Vietnam after China's visit.

    Args:
        promise: what China offers Vietnam, USD bn a year.
        option: the outside option that it is to Vietnam, if any.
        agenda: more issues.
    """
    return load_scenario(
        {
            "economy": {"tariffs": "april_16"},
            "countries": {
                "USA": {
                    "strategy": {"name": "boulware", "e": {"uniform": [0.3, 0.8]}},
                    "waiting_cost": {"uniform": [0, 2]},
                    "interests": {
                        "real_income": {},
                        "purchases": {"weight": {"uniform": [0.3, 0.6]}},
                        "alignment": {"weight": {"uniform": [1, 3]}},
                    },
                },
                "VNM": {
                    "strategy": {"name": "linear"},
                    "waiting_cost": {"uniform": [0, 1]},
                    "interests": {
                        "real_income": {"weight": {"uniform": [0.8, 1.2]}},
                        "purchases": {"weight": {"uniform": [0.1, 0.3]}},
                        "alignment": {"regard": {"uniform": [0.2, 1]}},
                    },
                },
                "CHN": {"strategy": {"name": "linear"}, "interests": {"real_income": {}}},
            },
            "events": {"visit": {"event": "tour", "on": 0, "country": "CHN", "host": "VNM", "promise": promise}},
            "tables": {
                "USA-VNM": {
                    "parties": ["USA", "VNM"],
                    "agenda": {"rate": RATE, "goods": GOODS, **(agenda or {})},
                    "meetings": {"talks": {"every_days": 4}},
                    "deadline": {"on": 80, "snap_back": {"USA.VNM.other_goods": 46}},
                    **({"outside_options": {"VNM": option}} if option else {}),
                }
            },
        }
    )


def talks(setup: Scenario) -> list[Table]:
    """Return the table after each seed's talks."""
    played = []
    for seed in SEEDS:
        model = TradeTalks(setup, rng=seed)
        model.run_model()
        played.append(model.open_tables["USA-VNM"].table)
    return played


def worth(played: Sequence[Table]) -> NDArray[np.float64]:
    """Return what the deal is worth to the United States and to Vietnam, by seed, shape (seeds, 2); nan without one."""
    return np.array(
        [
            [own.value(table.agreement) if table.agreement is not None else np.nan for own in table.preferences]
            for table in played
        ]
    )


def level(played: Sequence[Table], issue: str) -> NDArray[np.float64]:
    """Return the level of an issue in the deal, by seed; nan without one."""
    return np.array(
        [
            float(table.space.levels(table.agreement)[issue]) if table.agreement is not None else np.nan
            for table in played
        ]
    )


def steps(arms: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return what each better offer adds, by seed, then the best to none; nan where one of the two has no deal."""
    found = [after - before for before, after in itertools.pairwise(arms)]
    return np.stack([*found, arms[-1] - arms[0]], axis=1)


def mean(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the means over seeds, flat, but for those without a deal."""
    return np.asarray(np.nanmean(rows, axis=0)).ravel()


def deals(arms: Sequence[Sequence[Table]]) -> str:
    """Say how many seeds have a deal, by offer."""
    return ", ".join(str(sum(table.agreement is not None for table in played)) for played in arms)


@prediction(
    claim="A better offer of China, as an inside option: Vietnam concedes less to the United States, and has more of "
    "its deal",
    setting=f"{PLAYED}; what China offers flows while there is no deal",
    expected="given a deal, each better offer adds to Vietnam's value and takes from the US's, and the best takes from "
    "what Vietnam buys; every interval on its side of 0",
    source=SOURCE,
)
def hedging() -> Measured:
    """Play with each offer."""
    arms = [talks(us_and_vietnam(promise, {"kind": "inside", "offered_by": "CHN"})) for promise in PROMISES]
    values = estimates(steps([worth(played) for played in arms]), mean)
    bought = estimates(steps([level(played, "goods") for played in arms]), mean)
    # Flat by step: the US, then Vietnam.
    theirs, own = values[::2], values[1::2]
    passed = all(step.low > 0 for step in own) and all(step.high < 0 for step in theirs) and bought[-1].high < 0
    # On the way it may buy more: a package trades a lower rate for it.
    return Measured(
        f"Vietnam's value {', '.join(map(str, own[:-1]))}, over all {own[-1]}; the US's over all {theirs[-1]}, nearest "
        f"to 0 {max(theirs[:-1], key=lambda step: step.value)}; purchases {bought[-1]}; deals of {len(SEEDS)}: "
        f"{deals(arms)}",
        passed,
    )


@prediction(
    claim="As an outside option the same offer changes nothing until it exceeds what no deal is worth",
    setting=f"{PLAYED}; turning to China instead of a deal costs Vietnam {-LOSS:g} bn a year and brings the offer",
    expected="move by move the same talks wherever the option is below no deal without it; where it is above, no deal "
    "below the option, and in mean a higher value to Vietnam given a deal, its interval above 0",
    source=SOURCE,
)
def outside_option_in_a_network() -> Measured:
    """Play with each offer, and without the option."""
    plain = talks(us_and_vietnam(0.0))
    below = same = above = under = 0
    gains: list[float] = []
    for promise in PROMISES:
        option = LOSS + promise
        with_it = talks(us_and_vietnam(promise, {"kind": "outside", "value": LOSS, "offered_by": "CHN"}))
        for before, after in zip(plain, with_it, strict=True):
            if option <= before.preferences[1].disagreement:
                below += 1
                same += before.transcript == after.transcript
                continue
            above += 1
            if after.agreement is None or before.agreement is None:
                continue
            under += after.preferences[1].value(after.agreement) < option - 1e-9
            gains.append(after.preferences[1].value(after.agreement) - before.preferences[1].value(before.agreement))
    (gain,) = estimates(np.array(gains), lambda rows: rows.mean())
    return Measured(
        f"{same} of {below} below it the same; of {above} above it {under} deals below the option, Vietnam's value "
        f"{gain}",
        same == below > 0 and under == 0 and above > 0 and gain.low > 0,
    )


@prediction(
    claim="The better another power's offer, the dearer a clause against it: Vietnam turns less from China",
    setting=f"{PLAYED}; on the agenda as well how far Vietnam turns from China, 0, 25, 50, 75 or 100 %, at the cost of "
    "that part of the offer and of its regard; no option",
    expected="given a deal, each better offer takes from the level agreed; every interval below 0",
    source="monotone comparative statics: Milgrom, Shannon (1994)",
)
def alignment_clause() -> Measured:
    """Play with each offer."""
    clause = {"clause": {**CLAUSE, "levels": [0, 25, 50, 75, 100]}}
    arms = [talks(us_and_vietnam(promise, agenda=clause)) for promise in PROMISES]
    agreed = [level(played, "clause") for played in arms]
    found = estimates(steps(agreed), mean)
    means = ", ".join(f"{np.nanmean(one):.1f}" for one in agreed)
    return Measured(
        f"{means} % agreed; steps {', '.join(map(str, found[:-1]))}; deals of {len(SEEDS)}: {deals(arms)}",
        all(step.high < 0 for step in found),
    )
