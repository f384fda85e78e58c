"""Places for labels."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tradetalks.app.charts.labels import Labels


@given(st.tuples(st.floats(0, 300), st.floats(0, 300)), st.integers(1, 6))
def test_labels_of_one_point_lie_beside_each_other_inside_and_not_on_the_point(
    point: tuple[float, float], count: int
) -> None:
    labels = Labels(0, 0, 300, 300)
    labels.take(*point, 8, 8)
    found = [labels.place(*point, 40, 14, gap=5) for _ in range(count)]
    assert all(20 <= x <= 280 and 7 <= y <= 293 for x, y in found)
    assert all(abs(x - point[0]) >= 24 or abs(y - point[1]) >= 11 for x, y in found)
    assert all(abs(one[0] - other[0]) >= 40 or abs(one[1] - other[1]) >= 14 for one, other in combinations(found, 2))


def test_the_first_free_place_of_a_row_is_taken_else_the_least_covered() -> None:
    labels = Labels(0, 0, 300, 300)
    spots = [(50.0, 50.0), (150.0, 50.0)]
    assert labels.along(spots, 40, 14) == spots[0]
    assert labels.along(spots, 40, 14) == spots[1]
    labels.take(50, 50, 10, 10)
    assert labels.along(spots, 40, 14) == spots[1]
