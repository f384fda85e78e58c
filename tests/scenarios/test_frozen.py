"""Runs give what they gave when digests were first taken: moves, statuses, figures, drawn values."""

from __future__ import annotations

import pytest
from frozen import ASPECTS, SEEDS, aspects, committed, line_of, setups

from tradetalks.configs.sections.scenario import Scenario
from tradetalks.runs.single import run

SETUPS = dict(setups())
FEW = 5


def differences(name: str, setup: Scenario, seeds: range) -> list[str]:
    """Return which seeds differ, and in what."""
    before = {int(line.split()[0]): line for line in committed(name)}
    found = []
    for seed in seeds:
        pairs = zip(ASPECTS, before[seed].split()[1:], line_of(setup, seed).split()[1:], strict=True)
        changed = [aspect for aspect, then, now in pairs if then != now]
        found += [f"seed {seed}: {', '.join(changed)}"] if changed else []
    return found


@pytest.mark.parametrize("name", SETUPS)
def test_the_first_seeds_give_what_they_gave(name: str) -> None:
    assert len(committed(name)) == len(SEEDS)
    assert differences(name, SETUPS[name], SEEDS[:FEW]) == []


@pytest.mark.evidence
@pytest.mark.parametrize("name", SETUPS)
def test_all_seeds_give_what_they_gave(name: str) -> None:
    assert differences(name, SETUPS[name], SEEDS) == []


def test_sentences_are_not_in_a_digest_and_everything_else_is() -> None:
    result = run("us_japan_2025", seed=7).to_dict()
    before = aspects(result)
    for line in result["transcript"]:
        line["reason"] = "said in other words"
    for table in result["tables"].values():
        table["summary"] = table["why"] = "said in other words"
    for line in result["events"]:
        line["text"] = "said in other words"
    result["something_new"] = 1
    assert aspects(result) == before
    result["transcript"][3]["t"] += 1e-6
    result["tables"]["USA-JPN"]["closed"] += 1
    result["values"]["USA-JPN"]["JPN"] += 1e-6
    result["drawn"].popitem()
    assert not set(aspects(result).values()) & set(before.values())
