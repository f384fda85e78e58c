"""Scenario files: what is wrong is told with file, line, key and what is allowed, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scenario_files import problems

from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.errors import ConfigError, UnknownName

GOOD = """\
title: Cars for rice
start: 2025-04-02
economy: {tariffs: april_16}
countries:
  USA:
    gdp: 27843.3
    strategy: {name: boulware, e: 0.3}
    interests:
      real_income: {weight: 1}
      defence: {weight: 0.2, spender: JPN}
  JPN:
    gdp: 4204.5
    defence: {share: 1.8, planned: 2.0}
    strategy: {name: linear}
    interests: {real_income: {weight: 1}}
tables:
  talks:
    parties: [USA, JPN]
    opens: 2025-04-16
    agenda:
      cars: {lever: tariff, importer: USA, exporter: JPN, sectors: AUT, levels: [0, 10, 25]}
      guns: {lever: defence, country: JPN, levels: [1.8, 2.0, 3.0]}
    meetings:
      working: {every_days: 7}
    deadline:
      on: 2025-07-08
      snap_back: {USA.JPN: 24}
"""


def test_a_good_file_loads(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD, encoding="utf-8")
    scenario = load_scenario(file)
    assert scenario.name == "mine"
    assert scenario.tables["talks"].opens == 14
    assert [meeting.day for meeting in scenario.tables["talks"].calendar][:3] == [14, 21, 28]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Cars", "titel: Cars", "1: titel: unknown key (did you mean 'title'?); allowed are extends, title"),
        ("name: boulware, e: 0.3", "name: bulware", "there is no strategy 'bulware' (did you mean 'boulware'?)"),
        ("e: 0.3", "e: 1.5", "7: countries.USA.strategy.e: must be less than 1, not 1.5"),
        ("e: 0.3", "exponent: 0.3", "the strategy 'boulware' has no option 'exponent'"),
        ("parties: [USA, JPN]", "parties: [USA, JAP]", "18: tables.talks.parties.1: there is no country 'JAP' (did"),
        ("parties: [USA, JPN]", "parties: [USA]", "18: tables.talks.parties: needs at least 2, has 1"),
        ("parties: [USA, JPN]", "parties: [USA, USA]", "USA sits at the table twice"),
        ("levels: [0, 10, 25]", "levels: [0, 10, 2500]", "2500 is outside the range of 'tariff', -100 to 500 %"),
        ("levels: [0, 10, 25]", "levels: [0, 25, 10]", "out of order"),
        ("levels: [0, 10, 25]", "levels: [0, 10, ten]", "the lever 'tariff' needs numbers, not 'ten'"),
        ("levels: [0, 10, 25]", "levels: []", "21: tables.talks.agenda.cars.levels: needs at least 1, has 0"),
        ("levels: [0, 10, 25]", "levels: {from: 0, to: 25, step: 10}", "no whole number of steps of 10 leads to 25"),
        ("sectors: AUT", "sectors: SRV", "'SRV' is not a good; allowed are AGF"),
        ("sectors: AUT", "sector: AUT", "has no option 'sector' (did you mean 'sectors'?)"),
        ("exporter: JPN", "exporter: USA", "must be another region than importer"),
        ("weight: 0.2, spender: JPN", "weight: 0.2, spender: USA", "USA needs `gdp` and `defence`"),
        ("weight: 0.2, spender", "weight: -0.2, spender", "must be greater than or equal to 0, not -0.2"),
        ("weight: 0.2, spender", "weight: .nan, spender", "NaN is not a value here"),
        (
            "      defence: {weight: 0.2",
            "      defense: {weight: 0.2",
            "10: countries.USA.interests.defense: there is no",
        ),
        ("on: 2025-07-08", "on: 2025-04-01", "2025-04-01 is before the scenario's start, 2025-04-02"),
        ("on: 2025-07-08", "on: 2025-04-10", "26: tables.talks.deadline.on: the deadline is before the table opens"),
        ("on: 2025-07-08", "on: tomorrow", "must be a date such as 2025-04-16 or a day number from 0, not 'tomorrow'"),
        ("on: 2025-07-08", "on: 2026-07-08", "must exceed the 448 days from the opening to the deadline"),
        ("{USA.JPN: 24}", "{USA.JAP: 24}", "there is no region 'JAP' (did you mean 'JPN'?)"),
        ("{USA.JPN: 24}", "{USA.JPN: 24000}", "24000 percentage points are out of range"),
        ("{USA.JPN: 24}", "{JPN: 24}", "is not of the form IMPORTER.EXPORTER"),
        ("april_16", "april_17", "there is no tariff state 'april_17' (did you mean 'april_16'?)"),
        ("every_days: 7", "every_days: 0", "must be greater than or equal to 1, not 0"),
        ("every_days: 7", "on: [2025-07-09]", "is not between the table's opening and its deadline"),
        ("gdp: 27843.3", "gdp: 27843.3\n    gdp: 5", "gdp"),
        ("    deadline:\n      on: 2025-07-08\n", "    deadline:\n", "25: tables.talks.deadline.on: is missing"),
        ("interests: {real_income: {weight: 1}}", "name: Japan", "countries.JPN: needs `interests`"),
        ("    strategy: {name: linear}\n", "", "countries.JPN: needs a `strategy`"),
        ("economy: {tariffs: april_16}", "economy: {data: icio_2023}", "there is no shipped data 'icio_2023'"),
        ("economy: {tariffs: april_16}\n", "", "needs the trade model: give the scenario an `economy`"),
    ],
)
def test_each_mistake_is_named_where_it_stands(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new), tmp_path)
    assert any(expected in problem for problem in found), found


def test_all_mistakes_are_told_at_once_in_the_file_s_order(tmp_path: Path) -> None:
    text = (
        GOOD.replace("e: 0.3", "e: 3").replace("spender: JPN", "spender: JAP").replace("country: JPN", "country: JPM")
    )
    text = text.replace("every_days: 7", "every_days: -7").replace("{USA.JPN: 24}", "{USA.JAP: 24}")
    found = problems(text, tmp_path)
    assert [int(problem.split(":")[0]) for problem in found] == [7, 10, 22, 24, 27]


def test_weights_of_a_score_sheet_sum_to_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"weights: the weights must sum to 1; these sum to 0\.5"):
        load_scenario("split_the_pie", sets={"tables.pie.score_sheets.A.weights.share": "0.5"})
    with pytest.raises(ConfigError, match=r"points must lie in \[0, 1\]; 2 does not"):
        load_scenario("split_the_pie", sets={"tables.pie.score_sheets.A.points": "{share: {first: 0, last: 2}}"})
    with pytest.raises(ConfigError, match=r"needs 101 values, one for each level, not 2"):
        load_scenario("split_the_pie", sets={"tables.pie.score_sheets.A.points": "{share: [0, 1]}"})
    with pytest.raises(ConfigError, match=r"doesn't sit at this table"):
        load_scenario("split_the_pie", overrides={"tables.pie.score_sheets": {"C": {"weights": {}, "points": {}}}})


def test_extends_lays_a_file_over_another(tmp_path: Path) -> None:
    base, mine = tmp_path / "base.yaml", tmp_path / "mine.yaml"
    base.write_text(GOOD, encoding="utf-8")
    mine.write_text(
        "extends: base.yaml\ntables: {talks: {agenda: {guns: null}, deadline: {on: 2025-06-01}}}\n", "utf-8"
    )
    scenario = load_scenario(mine)
    assert list(scenario.tables["talks"].agenda) == ["cars"]
    assert scenario.tables["talks"].deadline.on == 60
    assert scenario.tables["talks"].deadline.snap_back == {"USA.JPN": 24}
    mine.write_text("extends: base.yaml\ncountries: {USA: {gdp: -1}}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_scenario(mine)
    assert (caught.value.problems[0].file, caught.value.problems[0].line) == (str(mine), 2)


def test_a_distribution_or_strategy_replaces_another_whole(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "extends: us_japan_2025\n"
        "countries:\n"
        "  USA: {interests: {defence: {weight: {normal: {mean: 0.2, sd: 0.05, min: 0}}}}}\n"
        "  JPN: {strategy: {name: conceder}}\n",
        "utf-8",
    )
    scenario = load_scenario(mine)
    assert scenario.tree.data["countries"]["JPN"]["strategy"] == {"name": "conceder"}
    weight = scenario.tree.data["countries"]["USA"]["interests"]["defence"]["weight"]
    assert weight == {"normal": {"mean": 0.2, "sd": 0.05, "min": 0}}


def test_what_was_set_from_outside_is_blamed_there() -> None:
    with pytest.raises(ConfigError) as caught:
        load_scenario("split_the_pie", sets={"tables.pie.score_sheets.A.weights.share": "0.9"})
    (problem,) = caught.value.problems
    assert problem.file == "--set tables.pie.score_sheets.A.weights.share=0.9"


def test_extends_must_lead_somewhere(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    for text, expected in (
        ("extends: mine.yaml\n", "extends itself"),
        ("extends: us_japn_2025\n", "did you mean 'us_japan_2025'"),
        ("extends: nowhere.yaml\n", "can't extend nowhere.yaml"),
    ):
        mine.write_text(text, "utf-8")
        with pytest.raises(ConfigError, match=expected):
            load_scenario(mine)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("countries.JPM.strategy.name", "linear", "no such key (did you mean 'JPN'?)"),
        ("countries.JPN.strategy.exponent", "2", "no such key"),
        ("countries.JPN.interests.parity.weight", "2", "countries.JPN.interests.parity.importer: is missing"),
        ("countries.JPN.interests.paritty.weight", "2", "no such key (did you mean 'parity'?)"),
        ("countries.JPN.interests.own", "2", "a new one is set as a whole, countries.JPN.interests.own={...}"),
        ("tables.USA-JPN.agenda.rice", "[1, 2]", "no such key"),
        ("economy.rebait", "income_tax", "no such key (did you mean 'rebate'?)"),
        ("economy.rebate", "income_tacks", "must be 'lump_sum' or 'income_tax', not 'income_tacks'"),
        ("countries.USA.strategy.e", "nan", "nan"),
    ],
)
def test_set_of_what_does_not_exist_is_refused(path: str, text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_scenario("us_japan_2025", sets={path: text})
    message = str(caught.value)
    assert expected in message
    assert f"--set {path}={text}" in message


def test_set_of_an_option_that_the_file_leaves_at_its_default() -> None:
    sets = {"countries.JPN.strategy.e": "0.9", "economy.rebate": "income_tax", "countries.JPN.waiting_cost": "2"}
    scenario = load_scenario("us_japan_2025", sets=sets)
    assert scenario.economy is not None
    assert (scenario.economy.rebate, scenario.countries["JPN"].waiting_cost) == ("income_tax", 2)
    assert getattr(scenario.countries["JPN"].strategy, "e", None) == 0.9


def test_another_strategy_drops_the_options_of_the_former() -> None:
    scenario = load_scenario("us_japan_2025", sets={"countries.USA.strategy.name": "conceder"})
    assert getattr(scenario.countries["USA"].strategy, "e", None) == 2.0


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_shipped_scenarios_load_from_name_path_and_dict(name: str) -> None:
    by_name = load_scenario(name)
    assert load_scenario(shipped_scenarios()[name]).tree.data == by_name.tree.data
    data: dict[str, Any] = by_name.tree.data
    assert load_scenario(data).tables.keys() == by_name.tables.keys()
    assert by_name.title


def test_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(UnknownName, match=r"did you mean 'us_japan_2025'.*shipped are linkage"):
        load_scenario("us_japan")


def test_planned_defence_follows_the_target_or_the_path() -> None:
    scenario = load_scenario("us_japan_2025")
    defence = scenario.countries["JPN"].defence
    assert defence is not None
    assert defence.planned_pct(scenario.start, 97) == 2.0
    path = load_scenario("us_japan_2025", sets={"countries.JPN.defence.plan": "path"}).countries["JPN"].defence
    assert path is not None
    assert path.planned_pct(scenario.start, 97) == pytest.approx(1.8 + 0.2 * 97 / 1003)


@pytest.mark.parametrize("day", [36_526, 10**30, "2125-06-01"])
def test_no_day_is_more_than_a_hundred_years_away(day: int | str) -> None:
    """A calendar of so many meetings would take all memory there is."""
    with pytest.raises(ConfigError, match="more than a hundred years after the scenario's start"):
        load_scenario("us_japan_2025", overrides={"tables.USA-JPN.deadline.on": day})
