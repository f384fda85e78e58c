"""A store, of which tests make edited copies."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_files import EXPERIMENT

from tradetalks.runs.batch.running import run_batch


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores") / "store"
    return run_batch(EXPERIMENT, workers=0, folder=folder, chunk=3).folder
