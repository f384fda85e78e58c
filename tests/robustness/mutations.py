"""What an edited or damaged file may hold: wrong kinds at each key, keys that are gone, texts cut off, bits turned.

Each mutator takes a seed, so that a count and a seed name the same mutations on any machine.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from tradetalks.runs.manifest import hash_of

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 7, 2**63, 10**30, 10**400, 0.5, -0.5, -0.0, 1e308),
    *("", "x", "inf", "NaN", "2025-04-16", "\x1b[5m", "\u202eabc", "日本", "=1+1", "n" * 300, "../x", "a\0b"),
    *([], {}, [1, [2]], {"a": 1}, ["x"], {"": None}, [None], [[[[]]]]),
)
"""Values of other kinds, and of the right kind but out of bounds."""

TEXTS = ("NaN", "Infinity", "1e999", '"\\ud800"', "9" * 5000, "[" * 100_000, "[" * 500 + "]" * 500, '{"a": ' * 90)
"""What no value of a JSON file of ours is, as text."""

_HERE = "\N{BLACK SQUARE} here"


def mutated(data: Any, random: Random) -> str:
    """Return plain data as JSON text after one to three edits."""
    data = copy.deepcopy(data)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = _edited(data, random)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    kind = random.randrange(12)
    if kind == 0:
        return text[: random.randrange(len(text))]
    if kind == 1:
        places = list(_places(data))
        if places:
            holder, key = random.choice(places)
            holder[key] = _HERE
        return json.dumps(data, ensure_ascii=False).replace(json.dumps(_HERE), random.choice(TEXTS))
    return text


def mutations(data: Any, count: int, seed: int = 1) -> Iterator[str]:
    """Yield some mutations of plain data, as JSON text."""
    for number in range(count):
        yield mutated(data, _seeded(f"{seed}:{number}"))


def _seeded(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - nothing here is secret


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place of a value: what holds it, and its key there."""
    waiting = [data]
    while waiting:
        holder = waiting.pop()
        items: Any = ()
        if isinstance(holder, dict):
            items = holder.items()
        elif isinstance(holder, list):
            items = enumerate(holder)
        for key, value in items:
            yield holder, key
            waiting.append(value)


def _edited(data: Any, random: Random) -> Any:
    places = list(_places(data))
    if not places or random.random() < 0.02:
        return copy.deepcopy(random.choice(ODD))
    holder, key = _chosen(data, places, random)
    match random.randrange(6):
        case 0 | 1:
            holder[key] = copy.deepcopy(random.choice(ODD))
        case 2:
            del holder[key]
        case 3 if isinstance(holder, dict):
            holder[random.choice(("", "x", "format", "n" * 300, f"{key}s"))] = holder.pop(key)
        case 3:
            holder.append(copy.deepcopy(holder[key]))
        case 4:
            other, there = random.choice(places)
            holder[key] = copy.deepcopy(other[there])
        case 5:
            holder[key] = [holder[key]]
    return data


def _chosen(data: Any, places: list[tuple[Any, Any]], random: Random) -> tuple[Any, Any]:
    """Choose a place: as often near the top, where few keys stand, as anywhere."""
    top = [(holder, key) for holder, key in places if holder is data]
    return random.choice(random.choice((top, places)))


# ---- stores


def edited_store(store: Path, target: Path, seed: str) -> None:
    """Make a copy of a store with an edited manifest; in half of them the hash is that of what stands there now."""
    random = _seeded(seed)
    shutil.copytree(store, target)
    file = target / "manifest.json"
    text = mutated(json.loads(file.read_text("utf-8")), random)
    if random.random() < 0.5:
        try:
            data = json.loads(text)
            data["config"] = hash_of(data["experiment"], data["format"])
            text = json.dumps(data)
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
    # Half a character is written as the bytes that no text has.
    file.write_text(text, "utf-8", errors="surrogatepass")


def damaged_store(store: Path, target: Path, seed: str) -> None:
    """Make a copy of a store one of whose tables is damaged, replaced or gone."""
    random = _seeded(seed)
    shutil.copytree(store, target)
    tables = sorted(target.rglob("*.parquet"))
    file = random.choice(tables)
    content = bytearray(file.read_bytes())
    match random.randrange(7):
        case 0:
            file.write_bytes(content[: random.randrange(len(content))])
        case 1 | 2:
            for _ in range(random.choice((1, 1, 8))):
                content[random.randrange(len(content))] ^= 1 << random.randrange(8)
            file.write_bytes(content)
        case 3:
            file.unlink()
        case 4:
            file.unlink()
            file.mkdir()
        case 5:
            file.write_bytes(random.choice(tables).read_bytes())
        case 6:
            shutil.rmtree(file.parent)
