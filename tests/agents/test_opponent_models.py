"""Opponent models by hand; how well they guess is measured by the scorecard, runs/theory/opponent_models.py."""

from __future__ import annotations

import numpy as np
import pytest
from bargaining import played, random_domain, space

from tradetalks.agents.opponent_models.base import OpponentModel, opponent_models
from tradetalks.agents.opponent_models.bayesian import Bayesian
from tradetalks.agents.opponent_models.frequency import Frequency
from tradetalks.agents.strategies.time_dependent import Linear
from tradetalks.model.negotiation.preferences import Preferences

TWO = space(3, 2)
OFFERS = tuple(TWO.at(at) for at in ((0, 0), (0, 1), (1, 1), (0, 1)))


def test_the_registry_has_them_all() -> None:
    assert set(opponent_models) == {"frequency", "bayesian"}


def test_smith_counts_levels() -> None:
    parts = Frequency().learn(TWO, OFFERS, 0.1).parts
    # Issue 0 was at 0 three times and at 1 once; issue 1 at 0 once and at 1 three times: both weigh the same.
    assert parts[0] == pytest.approx([0.5, 0.5 / 3, 0.0])
    assert parts[1] == pytest.approx([0.5 / 3, 0.5])


def test_hardheaded_counts_what_stays() -> None:
    parts = Frequency(variant="hardheaded").learn(TWO, OFFERS, 0.1).parts
    # Of three changes issue 0 stayed in one and issue 1 in two: weights 1.2 and 1.4; counts begin at 1.
    assert parts[0] == pytest.approx(1.2 / 2.6 * np.array([1, 0.5, 0.25]))
    assert parts[1] == pytest.approx(1.4 / 2.6 * np.array([0.5, 1]))


def test_bayesian_learns_direction_and_weight() -> None:
    line = space(5, 5)
    # It gives way on the second issue and never on the first.
    offers = tuple(line.at((4, at)) for at in (0, 1, 2, 3))
    parts = Bayesian().learn(line, offers, 1 / 10).parts
    assert parts[0].argmax() == 4
    assert parts[0].max() > parts[1].max()
    assert parts[1][0] > parts[1][4]


@pytest.mark.parametrize("model", [Frequency(), Frequency(variant="hardheaded"), Bayesian()])
def test_what_is_learnt_at_once_is_what_is_learnt_on_the_way(model: OpponentModel) -> None:
    outcomes, _ = random_domain(3)
    offers = tuple(np.random.default_rng(1).integers(0, outcomes.size, 12).tolist())
    on_the_way = [model.learn(outcomes, offers[:count], 0.05) for count in range(1, 13)][-1]
    other = type(model)(**{"sigma": 0.25} if isinstance(model, Bayesian) else {"variant": model.variant})  # type: ignore[attr-defined]
    for outcome in range(60):  # what is remembered of earlier talks is pushed out
        for pace in (0.01, 0.02):
            Bayesian().learn(outcomes, (outcome,), pace)
    at_once = other.learn(outcomes, offers, 0.05)
    assert all((a == b).all() for a, b in zip(on_the_way.parts, at_once.parts, strict=True))


def test_estimates_of_some_are_those_of_all() -> None:
    outcomes, _ = random_domain(4)
    guess = Frequency().learn(outcomes, (1, 7, 9, 7), 0.1)
    some = np.array([0, 5, 7, 59])
    assert guess.utilities(some) == pytest.approx(guess.everywhere(outcomes)[some])


def test_a_model_chooses_within_the_band() -> None:
    """On a pie with a side issue that only the other cares about, the model finds that issue; distance can't."""
    outcomes = space(11, 5)
    share = outcomes.spread(np.linspace(0, 1, 11), [0])
    care = outcomes.spread(np.array([0.0, 0.0, 0.0, 0.0, 1.0]), [1])
    mine, theirs = Preferences(share), Preferences(0.5 * (1 - share) + 0.5 * care)
    for model in ("frequency", "bayesian"):
        table = played([Linear(opponent_model=model), Linear()], outcomes, [mine, theirs])  # type: ignore[arg-type]
        assert table.agreement is not None
        assert outcomes.positions(table.agreement)[1] == 4
