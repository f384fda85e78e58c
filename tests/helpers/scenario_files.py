"""What is wrong with a scenario file, as tests compare it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradetalks.configs.load import load_scenario
from tradetalks.errors import ConfigError


def problems(text: str, folder: Path) -> list[str]:
    """Return each problem of a file with this text as "line: path: message"."""
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_scenario(file)
    return [f"{item.line}: {item.path}: {item.message}" for item in caught.value.problems]
