"""The example in CONTRIBUTING.md works as it stands there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

PAGE = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^`([\w/]+\.py)`:\n\n```python\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL))


def load(path: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module made of the page's text for a file, as if the file stood in the checkout."""
    module = ModuleType("tradetalks." + path.removesuffix(".py").replace("/", "."))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(EXAMPLES[path], path, "exec"), module.__dict__)  # noqa: S102 - our own page
    return module


def test_the_first_strategy(monkeypatch: pytest.MonkeyPatch) -> None:
    strategy, tests = EXAMPLES
    assert load(strategy, monkeypatch).__doc__
    found = vars(load(tests, monkeypatch)).items()
    ran = [test() for name, test in found if name.startswith("test_")]
    assert len(ran) == 2
