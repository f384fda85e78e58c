"""Values drawn per run: what may be written, what is drawn, and that streams don't disturb each other."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.configs.load import drawn, load_scenario
from tradetalks.configs.sections.base import Context
from tradetalks.configs.yaml.draws import Choice, Normal, Uniform, find_draws, with_values
from tradetalks.errors import ConfigError
from tradetalks.model.talks.talks import TradeTalks

E_OF_A = "countries.A.strategy.e"


def pie(**values: Any) -> dict[str, Any]:
    return load_scenario("split_the_pie", overrides={"countries.A.strategy": {"name": "boulware"} | values}).tree.data


@pytest.mark.parametrize(
    ("given_", "mean", "sd"),
    [
        ({"uniform": [0.2, 0.8]}, 0.5, 0.6 / 12**0.5),
        ({"normal": {"mean": 0.5, "sd": 0.1}}, 0.5, 0.1),
        ({"choice": [0.2, 0.4]}, 0.3, 0.1),
    ],
)
def test_what_is_drawn_follows_its_distribution(given_: dict[str, Any], mean: float, sd: float) -> None:
    setup = load_scenario(
        pie(e=given_ if "normal" not in given_ else {"normal": given_["normal"] | {"min": 0.01, "max": 0.99}})
    )
    values = [drawn(setup, seed)[1][E_OF_A] for seed in range(400)]
    assert np.mean(values) == pytest.approx(mean, abs=4 * sd / 20)
    assert np.std(values) == pytest.approx(sd, rel=0.15)
    assert 0 < min(values) <= max(values) < 1


def test_a_truncated_normal_has_the_truncated_distribution() -> None:
    cut = Normal(0.0, 1.0, 0.5, 2.0)
    whole = NormalDist()
    below, above = whole.cdf(0.5), whole.cdf(2.0)
    for u in (0.01, 0.3, 0.7, 0.99):
        value = cut.draw(u)
        assert 0.5 <= value <= 2.0
        assert (whole.cdf(value) - below) / (above - below) == pytest.approx(u, abs=1e-5)


def test_the_drawn_value_is_played_and_recorded() -> None:
    model = TradeTalks(pie(e={"uniform": [0.2, 0.8]}), rng=4)
    value = model.drawn[E_OF_A]
    assert getattr(model.countries["A"].strategy, "e", None) == value
    assert TradeTalks(pie(e=value), rng=4).countries["A"].strategy == model.countries["A"].strategy


def test_another_drawn_value_shifts_no_stream() -> None:
    one = load_scenario(pie(e={"uniform": [0.2, 0.8]}))
    two = load_scenario(one, overrides={"tables.pie.score_sheets.B.reservation": {"uniform": [0.0, 0.5]}})
    for seed in range(20):
        assert drawn(one, seed)[1][E_OF_A] == drawn(two, seed)[1][E_OF_A]


def test_names_can_be_drawn() -> None:
    setup = load_scenario("split_the_pie", overrides={"countries.A.strategy.name": {"choice": ["linear", "conceder"]}})
    names = {type(TradeTalks(setup, rng=seed).countries["A"].strategy).__name__ for seed in range(20)}
    assert names == {"Linear", "Conceder"}


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"uniform": [0.8, 0.2]}, "`uniform` needs two numbers"),
        ({"uniform": [0.2]}, "`uniform` needs two numbers"),
        ({"uniform": [0.2, 1.8]}, "must be less than 1"),
        ({"normal": {"mean": 0.5}}, "`normal` needs mean and sd"),
        ({"normal": {"mean": 0.5, "sd": 0}}, "an sd above 0"),
        ({"normal": {"mean": 0.5, "sd": 0.1, "min": 0.9, "max": 0.1}}, "a min below its max"),
        ({"normal": {"mean": 0.5, "sd": 0.01, "min": 0.9, "max": 0.95}}, "next to nothing between"),
        ({"normal": {"mean": 0.5, "sd": 0.5}}, "must be greater than 0"),
        ({"choice": []}, "`choice` needs a list"),
        ({"choice": [0.2, 7]}, "must be less than 1, not 7"),
        ({"choice": ["many"]}, "number"),
    ],
)
def test_a_distribution_that_can_go_wrong_is_refused_before_any_run(given_: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        pie(e=given_)
    assert said in str(caught.value)
    assert E_OF_A in str(caught.value)


plain = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
)


@given(plain, st.data())
def test_values_are_put_where_the_distributions_stood(data: Any, source: st.DataObject) -> None:
    whole = {"x": data, "y": [{"uniform": [1, 2]}, {"z": {"choice": ["a"]}}]}
    found = dict(find_draws(whole))
    assert found == {("y", 0): Uniform(1, 2), ("y", 1, "z"): Choice(("a",))}
    put = with_values(whole, {("y", 0): 1.5, ("y", 1, "z"): "a"})
    assert put == {"x": data, "y": [1.5, {"z": "a"}]}
    assert whole["y"][0] == {"uniform": [1, 2]}


@pytest.mark.parametrize("name", ["us_japan_2025", "spring_2025"])
def test_a_scenario_is_what_it_is_with_the_middle_of_all_that_is_drawn(name: str) -> None:
    """Though it has been tried with both ends of each, and shares its parts with these trials."""
    setup = load_scenario(name)
    assert len(setup.draws) > 5
    plain = load_scenario(with_values(setup.content, {path: own.examples()[0] for path, own in setup.draws.items()}))
    assert not plain.draws
    for field in type(setup).model_fields:
        assert getattr(setup, field) == getattr(plain, field), field


@pytest.mark.parametrize(
    ("values", "told"),
    [
        # Each is wrong at one end alone: of a part itself, of what a part is checked against, and of two together.
        ({"countries.JPN.strategy.e": {"uniform": [0.5, 400]}}, {"countries.JPN.strategy.e"}),
        ({"countries.JPN.gdp": {"choice": [4000, -1]}}, {"countries.JPN.gdp"}),
        ({"countries.JPN.strategy": {"name": {"choice": ["linear", "tit_for_tit"]}}}, {"countries.JPN.strategy.name"}),
        ({"tables.USA-JPN.horizon": {"uniform": [50, 400]}}, {"tables.USA-JPN.horizon"}),
        (
            {"tables.USA-JPN.horizon": {"uniform": [50, 400]}, "countries.USA.waiting_cost": {"uniform": [-1, 1]}},
            {"tables.USA-JPN.horizon", "countries.USA.waiting_cost"},
        ),
        # A table's lever needs a country's size.
        ({"countries.JPN.gdp": {"choice": [4000.0, 5000.0, None]}}, {"tables.USA-JPN.agenda.defence.country"}),
        # Days are counted from the start: the table is another one for each.
        (
            {"start": {"choice": ["2025-04-02", "2025-04-01", "2025-04-29"]}},
            {"tables.USA-JPN.meetings.ministers.on.0"},
        ),
        ({"economy.elasticities": {"choice": ["median", "none_such"]}}, {"economy.elasticities"}),
    ],
)
def test_what_is_wrong_at_one_end_alone_is_told(
    values: dict[str, Any], told: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def problems(title: str) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            load_scenario("us_japan_2025", overrides={"title": title, **values})
        assert told <= {problem.path for problem in caught.value.problems}
        return [str(problem) for problem in caught.value.problems]

    found = problems("one")
    # The same as if every part were looked at anew each time.
    monkeypatch.setattr(Context, "like", lambda *_: False)
    assert problems("another, as the same is only loaded once") == found


def test_a_whole_scenario_cannot_be_drawn() -> None:
    with pytest.raises(ConfigError, match="uniform: unknown key"):
        load_scenario({"uniform": [0, 1]})
