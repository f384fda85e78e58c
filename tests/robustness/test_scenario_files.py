"""Scenarios and experiments that somebody has edited: an error of the family, or none; and soon."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from mistakes import GOOD
from mutations import mutated_yaml
from small_files import CHANGED, SAMPLE, SWEEP, THREE
from trials import half_written, in_tenths, refused, seeded

from tradetalks.configs.experiment.load import load_experiment, shipped_experiments
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.yaml.tree import parse_tree
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.batch.plan import Plan
from tradetalks.runs.sight.record import result_of

MOST_DAYS, MOST_ROUNDS, MOST_OUTCOMES = 400, 20, 30_000
"""Of a run that is made: talks that are longer, and agendas that are larger, may take their time."""


def text_of(file: Path) -> str:
    return file.read_text("utf-8")


def is_small(setup: Scenario) -> bool:
    tables = setup.tables.values()
    rounds = max((meeting.rounds for table in tables for meeting in table.meetings.values()), default=0)
    outcomes = max(math.prod(len(issue.levels) for issue in table.agenda.values()) for table in tables)
    return rounds <= MOST_ROUNDS and outcomes <= MOST_OUTCOMES


def play(setup: Scenario) -> bool:
    """Run a scenario for some days; return whether it came to its end, and gave a result."""
    model = TradeTalks(setup, rng=1)
    for _ in range(MOST_DAYS):
        if not model.running or model.waiting:
            break
        model.step()
    if model.running:
        return False
    result_of(model).to_json()
    return True


def sources(files: dict[str, Path], *more: str) -> list[tuple[str, Any]]:
    """Return texts and what they hold, those that take longest first."""
    texts = [*sorted(map(text_of, files.values()), key=len, reverse=True), *more]
    return [(text, parse_tree(text, shown_as="").data) for text in texts]


def chosen(of: list[tuple[str, Any]], number: int) -> tuple[str, Any]:
    """Return the longest for one trial of twenty, and the others in turn."""
    return of[0] if number % 20 == 0 else of[1 + number % (len(of) - 1)]


@in_tenths(3_000)
def test_edited_scenarios(numbers: range, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    whole = sources(shipped_scenarios(), GOOD, CHANGED, THREE)
    ended = 0

    def trial(number: int) -> None:
        nonlocal ended
        file.write_bytes(mutated_yaml(*chosen(whole, number), seeded(f"scenario:{number}")))
        setup = load_scenario(file)
        ended += is_small(setup) and play(setup)

    assert refused(numbers, trial) > len(numbers) / 3
    assert ended > len(numbers) / 20
    assert list(tmp_path.iterdir()) == [file]


@in_tenths(1_000)
def test_edited_experiments(numbers: range, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    whole = sources(shipped_experiments(), SWEEP, SAMPLE)

    def trial(number: int) -> None:
        file.write_bytes(mutated_yaml(*chosen(whole, number), seeded(f"experiment:{number}")))
        Plan.of(load_experiment(file))

    assert refused(numbers, trial) > len(numbers) / 3
    assert half_written(tmp_path) == []


@pytest.mark.parametrize("text", [CHANGED, THREE])
def test_scenarios_that_nobody_has_edited_run_to_their_end(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text, "utf-8")
    setup = load_scenario(file)
    assert is_small(setup)
    assert play(setup)


@pytest.mark.parametrize("text", [SWEEP, SAMPLE])
def test_experiments_that_nobody_has_edited_are_planned(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text, "utf-8")
    assert len(Plan.of(load_experiment(file)).design) > 1
