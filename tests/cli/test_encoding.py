"""Files in UTF-16, as Windows PowerShell 5 writes them, are told by the mark at their start, wherever text is read."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from genius_files import orchard

from tradetalks.agents.kinds import parts_in
from tradetalks.configs.experiment.load import load_experiment
from tradetalks.configs.genius.importing import import_genius
from tradetalks.configs.load import load_scenario
from tradetalks.encoding import wrong_encoding
from tradetalks.errors import TradetalksError
from tradetalks.model.economy.calibration import Calibration
from tradetalks.runs.play.replay import read_result
from tradetalks.runs.play.session import Session


def of_genius(file: Path) -> object:
    folder = orchard(file.parent / "orchard")
    file.rename(folder / file.name)
    return import_genius(folder)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("scenario.yaml", load_scenario),
        ("experiment.yaml", load_experiment),
        ("data.yaml", Calibration.load),
        ("result.json", read_result),
        ("game.json", Session.load),
        ("orchard_domain.xml", of_genius),
        ("mine.py", parts_in),
    ],
)
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_every_reader_says_what_to_do(
    name: str, read: Callable[[Path], object], mark: bytes, encoding: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(mark + "title: x\n".encode(encoding))
    with pytest.raises(TradetalksError) as caught:
        read(file)
    assert f"this is {encoding[:6].upper()}; save it as UTF-8" in str(caught.value)
    assert name in str(caught.value)


def test_utf_8_has_a_mark_of_its_own() -> None:
    assert wrong_encoding(codecs.BOM_UTF8 + b"title: x") == ""
    assert wrong_encoding(b"") == ""


def test_data_with_the_mark_of_utf_8_are_read(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "configs" / "data" / "icio_2022.yaml"
    (tmp_path / "mine.yaml").write_bytes(codecs.BOM_UTF8 + shipped.read_bytes())
    assert Calibration.load(tmp_path / "mine.yaml").digest == Calibration.load("icio_2022").digest
