"""Nash-in-Nash: single tables, tables apart, networks worked out by hand, and what a fixed point is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from calls import call

from tradetalks.configs.load import load_scenario
from tradetalks.model.negotiation.solutions import solve
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.single import run
from tradetalks.runs.statics.nash_in_nash import nash_in_nash
from tradetalks.runs.theory.nash_in_nash import at_nash


def network(*tables: tuple[str, str, list[float]], **interests: dict[str, float]) -> dict[str, Any]:
    """Return a scenario in which the second of two parties may buy from the first, at amounts to choose from."""
    codes = list(dict.fromkeys(code for one, two, _ in tables for code in (one, two)))
    return {
        "countries": {
            code: {
                "strategy": {"name": "linear"},
                "interests": {name: {"weight": weight} for name, weight in interests[code].items()},
            }
            for code in codes
        },
        "tables": {
            f"{seller}-{buyer}": {
                "parties": [seller, buyer],
                "agenda": {"goods": {"lever": "purchases", "buyer": buyer, "seller": seller, "levels": levels}},
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 10},
            }
            for seller, buyer, levels in tables
        },
    }


AMOUNTS = [float(x) for x in range(11)]
# A wants a first deal to show, B and C any deal: a first one is worth 4 to A, theirs 10 to B and C, a unit bought 1.
HUB = network(
    ("A", "B", AMOUNTS),
    ("A", "C", AMOUNTS),
    A={"purchases": 1, "first_deal": 4},
    B={"purchases": 1, "first_deal": 10},
    C={"purchases": 1, "first_deal": 10},
)


def test_of_one_table_it_is_the_nash_solution() -> None:
    pie = nash_in_nash("split_the_pie", seed=1)
    assert (pie.settled, pie.tables["pie"].deal) == (True, {"share": 50.0})
    found = nash_in_nash("us_japan_2025", seed=3)
    model = TradeTalks("us_japan_2025", rng=3)
    live = model.open(model.tables["USA-JPN"])
    opened = live.table
    values = np.column_stack([own.values for own in opened.preferences])
    nash = solve(values, [own.disagreement for own in opened.preferences]).nash
    assert found.tables["USA-JPN"].deal == live.space.levels(int(nash[0]))
    assert found.tables["USA-JPN"].values == dict(zip(live.parties, values[nash[0]].tolist(), strict=True))
    assert (found.day, found.settled, found.tables["USA-JPN"].tied) == (14, True, len(nash))


def test_tables_that_do_not_touch_are_each_as_alone() -> None:
    together = nash_in_nash("linkage_separate", seed=1)
    content = load_scenario("linkage_separate").content
    for key, table in content["tables"].items():
        alone = nash_in_nash({**content, "tables": {key: table}}, seed=1)
        assert alone.tables[key] == together.tables[key]
    assert (together.settled, together.rounds) == (True, 2)


def test_two_tables_by_hand() -> None:
    # Alone: (x + 4)(10 - x) is largest at x = 3. With a deal elsewhere A has no first one to win: x (10 - x), at 5.
    found = nash_in_nash(HUB, seed=1)
    assert {key: table.deal for key, table in found.tables.items()} == {"A-B": {"goods": 5.0}, "A-C": {"goods": 5.0}}
    assert found.tables["A-B"].values == {"A": 5.0, "B": 5.0}
    # A-B at 3, then A-C at 5; then A-B at 5; and once more, to see that nothing changes.
    assert (found.settled, found.rounds) == (True, 3)
    apart = nash_in_nash({**HUB, "spillover": "off"}, seed=1)
    assert {key: table.deal for key, table in apart.tables.items()} == {"A-B": {"goods": 3.0}, "A-C": {"goods": 3.0}}
    assert apart.tables["A-C"].values == {"A": 7.0, "C": 7.0}


def test_a_table_without_a_zone_has_no_deal() -> None:
    # 12 units are more than the 10 that a deal is worth to B.
    data = network(("A", "B", [12.0]), A={"purchases": 1}, B={"purchases": 1, "first_deal": 10})
    table = nash_in_nash(data, seed=1).tables["A-B"]
    assert (table.deal, table.zone, table.tied) == (None, 0, 0)
    assert table.values == table.without_deal == {"A": 0.0, "B": 0.0}


def test_a_circle_is_said() -> None:
    # Each table has a deal if its buyer, who pays 1 for it, has no first deal yet: three in a ring never settle.
    ring = network(
        ("A", "B", [1.0]),
        ("B", "C", [1.0]),
        ("C", "A", [1.0]),
        **{code: {"purchases": 1, "first_deal": 1.5} for code in "ABC"},
    )
    found = nash_in_nash(ring, seed=1)
    assert not found.settled
    assert found.summary == ("no fixed point was found: the tables go round in a circle of 4 rounds (A-B, B-C, C-A)")


@pytest.mark.parametrize("layout", ["pooled", "multilateral"])
def test_at_a_fixed_point_no_table_wants_another_nash_outcome(layout: str) -> None:
    """The scorecard looks at the layout of hub and spoke."""
    setup = load_scenario("spring_2025", overrides={"layout": layout})
    found_by_seed = ((seed, nash_in_nash(setup, seed=seed)) for seed in range(20))
    seed, found = next((seed, found) for seed, found in found_by_seed if found.settled)
    assert all(at_nash(setup, seed, found))


def test_another_deal_is_no_fixed_point() -> None:
    setup = load_scenario(HUB)
    found = nash_in_nash(setup, seed=1)
    assert at_nash(setup, 1, found) == [True, True]
    moved = replace(found.tables["A-B"], deal={"goods": 6.0}, values={"A": 6.0, "B": 4.0})
    assert at_nash(setup, 1, replace(found, tables={**found.tables, "A-B": moved})) == [False, True]


def test_a_result_and_the_command_line_give_it() -> None:
    result = run(HUB, seed=4)
    found = result.nash_in_nash()
    assert found == nash_in_nash(HUB, seed=4)
    assert "nash_in_nash" not in result.to_dict()
    data = result.to_dict(found)["nash_in_nash"]
    assert (data["settled"], data["tables"]["A-B"]["deal"]) == (True, {"goods": 5.0})
    done = call("run", "linkage_separate", "--seed", "1", "--nash-in-nash")
    assert done.returncode == 0, done.stderr
    assert "settled after 2 rounds" in done.stdout
    assert " Cars: cars 50 (A +0.100" in done.stdout
    assert done.stdout.endswith("repeat: tradetalks run linkage_separate --seed 1 --nash-in-nash\n")
