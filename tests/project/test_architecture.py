"""The page on the architecture: its pictures and its table are what the imports are, and what it names is there."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from make_architecture import PAGE, arrows, in_order, made, short, ways  # noqa: E402

WAYS = ways(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("file", "text"), list(made()), ids=[file.name for file, _ in made()])
def test_it_is_up_to_date(file: Path, text: str) -> None:
    assert file.read_text(encoding="utf-8") == text, "python tools/make_architecture.py"


def test_no_room_imports_one_above_it() -> None:
    rooms = arrows()
    order = in_order(rooms)
    assert {*order} == {*rooms}
    for place, room in enumerate(order):
        assert rooms[room] <= {*order[place + 1 :]}, short(room)


@pytest.mark.parametrize("title", WAYS)
def test_a_way_leads_through_what_is_there(title: str) -> None:
    assert len(WAYS[title]) >= 4
    for file, name, _ in WAYS[title]:
        names = {"": ""}
        for node in ast.parse((ROOT / file).read_bytes()).body:
            targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
            names |= dict.fromkeys([getattr(node, "name", ""), *(getattr(target, "id", "") for target in targets)], "")
            if isinstance(node, ast.ClassDef):
                names |= {f"{node.name}.{below.name}": "" for below in node.body if isinstance(below, ast.FunctionDef)}
        assert name in names, f"{file} has no {name}"
