"""Independent mistakes are told at once, whatever stage of the reading finds them, and each has one message."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mistakes import GOOD, HIDDEN_BY, MISTAKES, Mistake

from tradetalks.configs.load import load_scenario
from tradetalks.configs.yaml.tree import parse_tree
from tradetalks.errors import ConfigError


def told(text: str) -> list[str]:
    """Return each problem of a file with this text as "path: message"."""
    try:
        load_scenario(parse_tree(text, shown_as="mine.yaml"))
    except ConfigError as error:
        return [f"{problem.path}: {problem.message}" for problem in error.problems]
    return []


def with_all(mistakes: Collection[Mistake]) -> str:
    text = GOOD
    for mistake in mistakes:
        assert text.count(mistake.old) == 1, mistake.old
        text = text.replace(mistake.old, mistake.new)
    return text


def test_the_file_is_as_it_must_be() -> None:
    assert told(GOOD) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.told[:60])
def test_one_mistake_has_one_message(mistake: Mistake) -> None:
    (message,) = told(with_all([mistake]))
    assert message.startswith(mistake.told)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(MISTAKES), min_size=2, unique=True))
def test_any_mistakes_are_told_at_once(mistakes: list[Mistake]) -> None:
    messages = told(with_all(mistakes))
    made = {mistake.old for mistake in mistakes}
    for mistake in mistakes:
        if HIDDEN_BY.get(mistake.new) not in made:
            assert any(message.startswith(mistake.told) for message in messages), (mistake.told, messages)
    assert len(messages) <= len(mistakes)


def test_all_of_them_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(with_all(MISTAKES), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_scenario(file)
    lines = [problem.line for problem in caught.value.problems]
    assert lines == sorted(lines)
    assert len(lines) >= len(MISTAKES) - len(HIDDEN_BY)


def test_what_is_set_is_told_with_what_is_wrong_in_the_file() -> None:
    tree = parse_tree(with_all(MISTAKES[:3]), shown_as="mine.yaml")
    with pytest.raises(ConfigError) as caught:
        load_scenario(tree, sets={"countries.JPN.strategy.widht": "0.3"})
    assert len(caught.value.problems) == 4


FOLLOW_UPS = (
    # The economy can't be read: nothing says that there is none.
    (
        "economy: {tariffs: april_16, ",
        "economy: {data: not_there.yaml, tariffs: april_16, ",
        "economy.data: can't read",
    ),
    ("economy: {tariffs: april_16, ", "economy: {data: 5, tariffs: april_16, ", "economy.data: must be text, not 5"),
    ("economy: {tariffs: april_16, rebate: lump_sum}", "economy: april_16", "economy: must be a mapping"),
    ("rebate: lump_sum}", "elasticities: mean}", "economy.elasticities: "),
    # The start is no date: no date elsewhere is blamed for it.
    ("start: 2025-04-02", "start: tomorrow", "start: must be a date such as 2025-04-16, not 'tomorrow'"),
    # A figure is there, though it is wrong.
    ("gdp: 4204.5", "gdp: many", "countries.JPN.gdp: must be a number, not 'many'"),
    ("{share: 1.8, planned: 2.0}", "{share: 1.8, planned: two}", "countries.JPN.defence.planned: must be a number"),
    ("{share: 1.8, planned: 2.0}", "much", "countries.JPN.defence: must be a mapping (key: value), not 'much'"),
    # A misspelt key is there.
    ("interests: {real_income: {weight: 1.5}}", "interest: {}", "countries.JPN.interest: unknown key (did you mean"),
    (
        "    meetings: {weekly: {every_days: 7}}",
        "    meeting: {weekly: {every_days: 7}}",
        "tables.pooled.meeting: unkn",
    ),
    ("lever: tariff, importer: USA, exporter: VNM", "levr: tariff, importer: USA, exporter: VNM", "tables.pooled.agen"),
    ("hazard: 0.01, from", "hazrd: 0.01, from", "events.ruling.hazrd: the event 'court_ruling' has no option 'hazrd'"),
    # A malformed distribution is no second mistake of its place.
    ("weight: 1.5", "weight: {uniform: [2, 1]}", "countries.JPN.interests.real_income.weight: `uniform` needs two"),
    ("levels: [0, 15]", "levels: {choice: []}", "tables.pooled.agenda.cars.levels: `choice` needs a list of numbers"),
)


@pytest.mark.parametrize(("old", "new", "expected"), FOLLOW_UPS)
def test_what_only_follows_from_a_mistake_is_not_told(old: str, new: str, expected: str) -> None:
    (message,) = told(with_all([Mistake(old, new, expected)]))
    assert message.startswith(expected)


@pytest.mark.parametrize("key", ["countries", "coalitions", "tables"])
def test_a_whole_part_that_is_no_mapping_is_one_mistake(key: str) -> None:
    data = parse_tree(GOOD, shown_as="").data | {key: "none"}
    with pytest.raises(ConfigError) as caught:
        load_scenario(data)
    assert [str(problem) for problem in caught.value.problems] == [f"{key}: must be a mapping (key: value), not 'none'"]


def test_a_country_that_lacks_two_things_is_told_of_both() -> None:
    text = GOOD.replace("{name: linear}, interests: {tariff_revenue: {weight: 0.5}}", "null")
    messages = told(text)
    assert len(messages) == 2
    assert "countries.CHN: needs `interests`" in messages[0]
    assert "countries.CHN: needs a `strategy`" in messages[1]
