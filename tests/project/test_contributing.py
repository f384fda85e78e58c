"""The examples in CONTRIBUTING.md work as they stand there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tradetalks.agents.interests.base import interests
from tradetalks.model.talks.talks import TradeTalks

PAGE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^`([\w/]+\.py)`:\n\n```python\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL))


def load(path: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module made of the page's text for a file, as if the file stood in the checkout."""
    module = ModuleType("tradetalks." + path.removesuffix(".py").replace("/", "."))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(EXAMPLES[path], path, "exec"), module.__dict__)  # noqa: S102 - our own page
    return module


def test_the_first_strategy(monkeypatch: pytest.MonkeyPatch) -> None:
    strategy, tests = (path for path in EXAMPLES if "steadfast" in path)
    assert load(strategy, monkeypatch).__doc__
    found = vars(load(tests, monkeypatch)).items()
    ran = [test() for name, test in found if name.startswith("test_")]
    assert len(ran) == 2


def test_an_interest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a point more than today, at a weight of 3; the table has another issue, which it doesn't mind."""
    module = load("agents/interests/shared_burden.py", monkeypatch)
    ally = {"gdp": 1000, "defence": {"share": 2.0, "planned": 2.0}, "strategy": {"name": "linear"}}
    talks = {
        "parties": ["USA", "JPN"],
        "agenda": {
            "defence": {"lever": "defence", "country": "JPN", "levels": [2.0, 2.5]},
            "bases": {"lever": "base_costs", "host": "JPN", "guest": "USA", "levels": [0, 1]},
        },
        "meetings": {"working": {"every_days": 10}},
        "deadline": {"on": 20},
    }
    wants = {"shared_burden": {"ally": "JPN", "weight": 3}}
    with interests.extended({"shared_burden": module.SharedBurden}):
        countries = {
            "USA": {"strategy": {"name": "linear"}, "interests": wants},
            "JPN": ally | {"interests": {"transfers": {}}},
        }
        model = TradeTalks({"countries": countries, "tables": {"talks": talks}}, rng=1)
    model.step()
    table = model.tables["talks"].table
    assert table is not None
    assert table.preferences[0].values.tolist() == [0, 0, 1.5, 1.5]
