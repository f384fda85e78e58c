"""Files of parts that a scenario names: where their paths stand, whose code they are, and which version of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tradetalks.agents.kinds import KINDS
from tradetalks.agents.outside.guard import Guarded
from tradetalks.configs.yaml.nodes import KeyPath
from tradetalks.outside.files import digest, is_outside, origin_of
from tradetalks.outside.origin import Origin

_WITH_PARTS = ("countries", "coalitions", "tables", "events")


def names_a_file(path: KeyPath) -> bool:
    """Return whether a text at a path is the path of a part's file, drawn per run or not.

    >>> names_a_file(("events", "ruling", "file")), names_a_file(("tables", "T", "strategies", "file"))
    (True, False)
    """
    match path:
        case (*above, "file", "choice", int()):
            pass
        case (*above, "file"):
            pass
        case _:
            return False
    # A party, an issue or a country may be called so; what stands there is a mapping, or a strategy's plain name.
    return len(above) >= 2 and above[0] in _WITH_PARTS and above[-1] != "strategies"


def from_folder(file: str, folder: Path) -> str:
    """Return a path that is given from a folder as one from the working directory."""
    at = Path(file)
    if file.startswith("~") or at.is_absolute():
        return file
    return (folder / at).as_posix()


def outside_code(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells the code of the outside parts that a scenario can name from other versions of it."""
    code = [cls.__module__ for registry in KINDS for cls in registry.classes.values() if is_outside(cls)]
    for path, text in _texts(data):
        if names_a_file(path):
            try:
                code.append(digest(Path(text).expanduser().read_bytes()))
            except (OSError, RuntimeError, ValueError):
                code.append("")
    return tuple(code)


def _texts(data: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _texts(value, (*path, place))


def origins_in(value: Any) -> Iterator[Origin]:
    """Yield where the outside parts come from that a scenario, or a part of one, holds; some of them twice."""
    if isinstance(value, Guarded):
        yield value.origin
        value = value.inner
    if is_outside(type(value)):
        yield origin_of(type(value))
    if isinstance(value, BaseModel):
        # A section may stand for a part that is only made later: it says of which class.
        made_of = getattr(value, "made_of", None)
        if isinstance(made_of, type) and is_outside(made_of):
            yield origin_of(made_of)
        yield from origins_in(dict(value))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from origins_in({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
    elif isinstance(value, Mapping):
        for inside in value.values():
            yield from origins_in(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from origins_in(inside)
