"""The exam that every kind of deadline passes, and that a new kind is one file."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.deadline import DeadlineSection, kinds
from tradetalks.errors import ConfigError
from tradetalks.model.deadlines.base import Deadline, deadlines, needed_options, own_options

NEEDED: dict[str, dict[str, Any]] = {"random": {"hazard": 0.1}}
"""What a kind can't do without."""


def made(kind: str, on: int = 30, opens: int = 4, **more: Any) -> Deadline:
    return deadlines[kind](on=on, opens=opens, **NEEDED.get(kind, {}), **more)


def test_all_kinds_are_found() -> None:
    assert {*deadlines} == {"hard", "extendable", "random"}
    assert {kind for kind in deadlines if needed_options(deadlines[kind])} == {*NEEDED}


@pytest.mark.parametrize("kind", [*deadlines])
def test_it_says_what_it_is_and_its_options_are_bounded_and_described(kind: str) -> None:
    assert kinds()[kind].endswith(".")
    properties = TypeAdapter(deadlines[kind]).json_schema()["properties"]
    for option in own_options(deadlines[kind]):
        told = properties[option]
        assert told["description"]
        if told.get("type") in {"number", "integer"}:
            assert {"minimum", "exclusiveMinimum"} & {*told}
            assert {"maximum", "exclusiveMaximum"} & {*told}
        keys = {field.alias or name for name, field in DeadlineSection.model_fields.items()}
        assert deadlines[kind].keys.get(option, option) in keys


@pytest.mark.parametrize("kind", [*deadlines])
def test_it_never_changes_and_survives_a_pickle(kind: str) -> None:
    deadline = made(kind, snap_back={"USA.JPN": 24.0}, letters={"USA.CHN": 9.0}, letters_after=2)
    assert pickle.loads(pickle.dumps(deadline)) == deadline  # noqa: S301 - our own
    assert (deadline.threats, deadline.threatening) == ({"USA.JPN": 24.0, "USA.CHN": 9.0}, {"USA"})
    with pytest.raises(dataclasses.FrozenInstanceError):
        deadline.on = 3  # type: ignore[misc]


@pytest.mark.parametrize("kind", [*deadlines])
@given(u=st.floats(0, 1, exclude_max=True), on=st.integers(4, 400), days=st.lists(st.integers(0, 500), min_size=2))
def test_it_passes_in_its_time(kind: str, u: float, on: int, days: list[int]) -> None:
    deadline = made(kind, on=on)
    assert 4 <= deadline.closes(u) <= deadline.latest
    assert deadline.stands == (deadline.extension is None and not deadline.is_drawn)
    if deadline.stands:
        assert deadline.closes(u) == deadline.latest == deadline.expected_end(0) == on
    ends = [deadline.expected_end(day) for day in sorted(days)]
    assert ends == sorted(ends)


@pytest.mark.parametrize("kind", [*NEEDED])
def test_what_it_needs_is_asked_for(kind: str) -> None:
    with pytest.raises(ValidationError):
        deadlines[kind](on=3)
    with pytest.raises(ConfigError, match=f"`{kind}` needs a `"):
        load_scenario("split_the_pie", overrides={"tables.pie.deadline.kind": kind})


def test_options_of_another_kind_are_refused_where_they_stand() -> None:
    with pytest.raises(ConfigError, match=r"deadline\.hazard: goes with `kind: random`"):
        load_scenario("split_the_pie", overrides={"tables.pie.deadline.hazard": 0.1})
    assert {"by", "times", "days", "near", "chance", "credibility", "hazard"} <= {*DeadlineSection.model_fields}


def test_a_kind_in_a_file_of_its_own_is_found() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Early(Deadline):
        """It passes a day early."""

        name: ClassVar[str] = "early"

        def closes(self, u: float) -> int:
            """Return the day before."""
            return self.on - 1

    with deadlines.extended({"early": Early}):
        assert deadlines["early"](on=9).closes(0.5) == 8
        assert "early" in [*deadlines]
