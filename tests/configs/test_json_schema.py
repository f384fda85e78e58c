"""The published JSON Schema accepts what the loader accepts, so that editors don't mislead."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import jsonschema
import pytest

from tradetalks.configs.load import shipped_scenarios
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.yaml.tree import read_tree

SCHEMA = Scenario.file_schema()


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_shipped_files_fit_the_schema(name: str) -> None:
    data = as_json(read_tree(shipped_scenarios()[name]).data)
    # null removes a key of what is extended.
    data["tables"] = {key: value for key, value in data["tables"].items() if value is not None}
    jsonschema.validate(data, SCHEMA)


def test_the_schema_refuses_mistakes() -> None:
    good = as_json(read_tree(shipped_scenarios()["us_japan_2025"]).data)
    for path, value in (
        (("titel",), "x"),
        (("countries", "USA", "strategy", "e"), 3),
        (("countries", "USA", "waiting_cost"), {"uniform": [1]}),
        (("tables", "USA-JPN", "agenda", "autos", "lever"), "tarif"),
        (("tables", "USA-JPN", "deadline", "kind"), "soft"),
    ):
        bad = copy.deepcopy(good)
        place = bad
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, SCHEMA)
