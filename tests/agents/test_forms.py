"""Forms of utility: their definitions, their limits, and that they agree near today."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tradetalks.agents.forms.additive import Additive
from tradetalks.agents.forms.base import Form, forms
from tradetalks.agents.forms.ces import Ces, CobbDouglas, Leontief
from tradetalks.agents.forms.prospect import Prospect
from tradetalks.errors import NegotiationError
from tradetalks.runs.single import run

NONE = np.zeros(3)
terms = arrays(np.float64, (3, 5), elements=st.floats(-40, 40))
weights = arrays(np.float64, 3, elements=st.floats(0.1, 3))


def test_the_registry_has_them_all() -> None:
    assert set(forms) == {"additive", "ces", "cobb_douglas", "leontief", "prospect"}


@given(weights, terms)
def test_the_limits_of_ces_are_its_special_cases(w: np.ndarray, x: np.ndarray) -> None:
    assert Ces(elasticity=1.00001).combine(w, x, NONE) == pytest.approx(CobbDouglas().combine(w, x, NONE), abs=0.01)
    assert Ces(elasticity=1e-5).combine(w, x, NONE) == pytest.approx(Leontief().combine(w, x, NONE), abs=0.05)
    assert Ces(elasticity=1000, base=1e6).combine(w, x, NONE) == pytest.approx(Additive().combine(w, x, NONE), abs=0.05)


@given(weights, terms)
def test_the_lower_the_elasticity_the_lower_the_value(w: np.ndarray, x: np.ndarray) -> None:
    """Generalised means rise with their exponent; the sum is above them all."""
    values = [Ces(elasticity=e).combine(w, x, NONE) for e in (0.0, 0.3, 1.0, 2.0, 50.0)]
    for less, more in zip(values, [*values[1:], Additive().combine(w, x, NONE)], strict=True):
        assert (less <= more + 1e-9).all()


@pytest.mark.parametrize("form", [Additive(), Ces(), CobbDouglas(), Ces(elasticity=3)])
def test_near_today_every_smooth_form_is_the_sum(form: Form) -> None:
    w, x = np.array([1.0, 0.5, 2.0]), np.array([[0.01], [-0.02], [0.003]])
    assert form.combine(w, x, NONE) == pytest.approx(w @ x, abs=1e-4)
    assert form.combine(w, 0 * x, NONE) == pytest.approx([0.0], abs=1e-12)


def test_cobb_douglas_by_hand() -> None:
    value = CobbDouglas(base=10).combine(np.array([1.0, 3.0]), np.array([[10.0], [-5.0]]), np.zeros(2))
    assert value == pytest.approx([4 * 10 * (2**0.25 * 0.5**0.75 - 1)])


def test_an_interest_of_no_weight_does_not_count() -> None:
    w, x = np.array([1.0, 0.0]), np.array([[5.0], [-90.0]])
    assert Leontief().combine(w, x, np.zeros(2)) == pytest.approx([5.0])


def test_a_loss_beyond_the_base_is_refused_by_name() -> None:
    with pytest.raises(NegotiationError, match=r"'ces' needs interests above -10 .* falls to -12\.0: .*larger `base`"):
        Ces(base=10).combine(np.ones(1), np.array([[-12.0]]), np.zeros(1))


def test_prospect_has_the_published_shape() -> None:
    form = Prospect()
    w = np.ones(1)
    assert form.combine(w, np.array([[100.0, -100.0]]), np.zeros(1)) == pytest.approx([100**0.88, -2.25 * 100**0.88])
    shifted = Prospect(reference="disagreement").combine(w, np.array([[-5.0, 0.0]]), np.array([-5.0]))
    assert shifted == pytest.approx([0.0, 5**0.88])


def test_a_form_is_chosen_in_the_scenario_and_changes_the_talks() -> None:
    plain = run("us_japan_2025", seed=3)
    averse = run("us_japan_2025", seed=3, countries__JPN__form={"name": "prospect"})
    assert averse.content["countries"]["JPN"]["form"] == {"name": "prospect"}
    assert averse.tables["USA-JPN"].sides["JPN"].form == "prospect"
    before, after = (result.tables["USA-JPN"].sides["JPN"].total.without_deal for result in (plain, averse))
    # Without a deal Japan's real income falls, and losses loom larger.
    assert after < before < 0


def test_every_form_is_told_against_today_wherever_it_counts_from() -> None:
    """With the disagreement as its reference, prospect theory's own zero lies there; the result's lies in today."""
    form = {"name": "prospect", "reference": "disagreement"}
    side = run("us_japan_2025", seed=3, countries__JPN__form=form).tables["USA-JPN"].sides["JPN"]
    assert side.total.without_deal < 0
