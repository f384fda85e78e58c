"""What an edited or damaged file may hold: wrong kinds at each key, keys that are gone, texts cut off, bits turned.

Each mutator draws from seeded random numbers, so that a number names the same mutation on any machine.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml
from trials import seeded

from tradetalks.runs.batch.manifest import hash_of

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
    data = edited(data, random)
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


def mutation(data: Any, number: int) -> str:
    """Return the mutation of plain data that has this number, as JSON text."""
    return mutated(data, seeded(f"1:{number}"))


def edited(data: Any, random: Random, odd: Sequence[Any] = ODD) -> Any:
    """Return plain data after one to three edits; what is put in comes from `odd`, or from elsewhere in them."""
    data = copy.deepcopy(data)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = _edited(data, random, odd)
    return data


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


def _edited(data: Any, random: Random, odd: Sequence[Any]) -> Any:
    places = list(_places(data))
    if not places or random.random() < 0.02:
        return copy.deepcopy(random.choice(odd))
    holder, key = _chosen(data, places, random)
    match random.randrange(6):
        case 0 | 1:
            holder[key] = copy.deepcopy(random.choice(odd))
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


# ---- YAML

ODD_IN_YAML: tuple[Any, ...] = (
    *ODD,
    *({"uniform": [0, 1]}, {"uniform": [1, 0]}, {"uniform": [-1e308, 1e308]}, {"normal": [0, 1]}, {"choice": []}),
    *({"choice": [1, "x", None]}, {"triangular": [0, 2, 1]}, {"uniform": ["a", {}]}, {"integer": [0, 10**9]}),
    *({"from": 0, "to": 10**9, "step": 1e-9}, {"from": 1, "to": 0}, {"from": 0, "to": 1, "step": 0}, {"name": "x"}),
    *({"name": "human"}, {"file": "x.py"}, {"file": "/dev/zero"}, {"negmas": "x"}, {"name": ["linear"]}, "human"),
    *(dt.date(2025, 4, 16), dt.date(1, 1, 1), dt.date(9999, 12, 31), "USA", "JPN", "A", "ROW", "USA.JPN", "USA-JPN"),
    *("us_japan_2025", "linear", "tariff", "low", "true", "on", "*", "a.b.c", "mine.yaml", "1e5", "0x10", 3650, 1e-300),
    *(["USA", "USA"], ["A", "B", "A"], [1, 1], [3, 2, 1], [-1e308, 1e308], ["low", 1], list(range(300)), [dt.date.max]),
)
"""Values that a scenario or an experiment has somewhere, or nearly."""

_WORDS = (
    *("&a ", "*a", "<<: *a", "!!python/object:os.system ", "!x ", "? ", "- ", ": ", "#", "---", "...", "%YAML 9.9\n"),
    *("|", ">", "@", "`", "'", '"', "[", "]", "{", "}", ",", "[" * 200, "{a: " * 100, "~", ".nan", "-.inf", "1e999"),
    *("9" * 5000, "010", "1_000", "1,000", "2025-02-30", "2025-4-1", "12:30:45", "yes", "no", "on", "\\", "\t", "\r"),
    *(
        "\0",
        "\x1b",
        "\x85",
        "\u2028",
        "\u202e",
        "\ufeff",
        "\ufffe",
        "\ud800",
        "\U0001f600",
        "日本",
        "n" * 300,
        " " * 300,
    ),
)
"""What is put into a text, or in the place of a word."""


def mutated_yaml(text: str, data: Any, random: Random) -> bytes:
    """Return a YAML file after some edits: of its data, or of its text."""
    if random.random() < 0.5:
        flow = random.choice((None, False, False, True))
        return yaml.safe_dump(
            edited(data, random, ODD_IN_YAML), sort_keys=False, allow_unicode=True, default_flow_style=flow
        ).encode()
    for _ in range(random.choice((1, 1, 2, 4))):
        text = _edited_text(text, random)
    content = bytearray(text.encode("utf-8", errors="surrogatepass"))
    if random.random() < 0.05:
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(content)


def _edited_text(text: str, random: Random) -> str:
    place = random.randrange(len(text) + 1)
    lines = text.splitlines(keepends=True) or [""]
    at = random.randrange(len(lines))
    match random.randrange(9):
        case 0:
            return text[:place] + random.choice(_WORDS) + text[place:]
        case 1 | 2:
            words = list(re.finditer(r"[\w.+-]+", text))
            if words:
                start, end = random.choice(words).span()
                return text[:start] + random.choice(_WORDS) + text[end:]
        case 3:
            return text[:place] + text[place + random.choice((1, 1, 5, 50)) :]
        case 4:
            lines[at] = lines[at] * random.choice((2, 2, 200))
        case 5:
            lines[at] = random.choice((" ", "  ", "      ", "\t")) + lines[at]
        case 6:
            lines[at] = lines[at].removeprefix(random.choice(("  ", " ")))
        case 7:
            other = random.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case 8 if random.random() < 0.3:
            return text[:place]
        case 8:
            del lines[at]
    return "".join(lines)


# ---- stores


def edited_store(store: Path, target: Path, seed: str) -> None:
    """Make a copy of a store with an edited manifest; in half of them the hash is that of what stands there now."""
    random = seeded(seed)
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
    random = seeded(seed)
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
