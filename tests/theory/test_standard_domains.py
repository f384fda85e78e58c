"""Table 3 of Baarslag, Hindriks, Jonker (2013), from the files of the standard domains, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradetalks.configs.genius.importing import import_genius
from tradetalks.runs.statics.domain import Domain, domain

FILES = Path(__file__).parents[2].parent / "shared" / "data" / "genius"

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason=f"the files of the standard domains, not ours to ship, are not in ../{FILES.parts[-3]}"
)


def standard(name: str) -> Domain:
    return domain(import_genius(FILES / name).data)


def near(value: float, printed: float) -> bool:
    # Half a unit of the last printed digit, whichever way the paper rounds halves.
    return abs(value - printed) <= 0.005 + 1e-9


@pytest.mark.parametrize(
    ("name", "parties", "outcomes", "mean", "nash", "equal"),
    [
        ("Laptop", ("buyer", "seller"), 27, 0.67, (1.00, 0.82), (0.87, 0.87)),
        ("ItexvsCypress", ("Itex", "Cypress"), 180, 0.48, (0.72, 0.67), (0.72, 0.67)),
        ("EnglandZimbabwe", ("England", "Zimbabwe"), 576, 0.58, (0.91, 0.73), (0.82, 0.79)),
        ("Grocery", ("mary", "sam"), 1600, 0.44, (0.84, 0.90), (0.84, 0.90)),
    ],
)
def test_table_3(
    name: str,
    parties: tuple[str, ...],
    outcomes: int,
    mean: float,
    nash: tuple[float, float],
    equal: tuple[float, float],
) -> None:
    found = standard(name)
    figures = found.to_dict()
    assert found.parties == parties
    assert figures["outcomes"] == outcomes
    assert near(figures["mean_utility"], mean)
    for concept, printed in (("nash", nash), ("equal_utility", equal)):
        assert all(map(near, figures[concept], printed)), concept


def test_england_and_zimbabwe_to_four_digits() -> None:
    figures = standard("EnglandZimbabwe").to_dict()
    assert figures["pareto"] == 25
    assert [round(value, 4) for value in figures["nash"]] == [0.9109, 0.7332]
    assert [round(value, 4) for value in figures["equal_utility"]] == [0.8223, 0.7866]
    assert round(figures["opposition"], 4) == 0.2777
    assert round(figures["min_distance_opposition"], 4) == 0.2721
