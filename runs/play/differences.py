"""Differences: whether a run that was made again is the same, on all that the older result holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SENTENCES = frozenset({"text", "summary", "why", "reason", "label", "title"})
"""Keys whose values are words for people: a newer version may say the same in others."""
COMPARED = ("deals", "values", "tables", "world", "series")


def difference(then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return what the first difference between two results as plain data is, in words; "" if there is none.

    Args:
        then: the older one; of what it doesn't hold the newer one may hold anything.
        now: the newer one.
    """
    return next(_differences(then, now), "")


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for path in {**then["drawn"], **now["drawn"]}:
        before, after = then["drawn"].get(path), now["drawn"].get(path)
        if before != after:
            yield f"{path} was drawn as {before!r}, now as {after!r}"
    yield from _of_moves(then["transcript"], now["transcript"])
    for key in COMPARED:
        for path, before, after in _unlike(then.get(key), now[key], key):
            yield f"every move is the same, but {path} was {before!r}, is now {after!r}"
    events, happenings = (_sorted(result.get("events", ())) for result in (then, now))
    for path, before, after in _unlike(events, happenings, "events"):
        yield f"every move is the same, but {path} was {before!r}, is now {after!r}"


def _of_moves(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for number, (before, after) in enumerate(zip(then, now, strict=False), 1):
        for key, old, new in _unlike(before, after, ""):
            where = f"{before.get('party')} on day {before.get('day')} at {before.get('table')}"
            yield f"move {number} of {len(then)} ({where}): {key} was {old!r}, is now {new!r}"
    if len(then) != len(now):
        yield f"there were {len(then)} moves, now there are {len(now)}"


def _unlike(then: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield where two values differ, with what stood and stands there; sentences, and what is new, don't count."""
    match then, now:
        case {}, {}:
            for key, value in then.items():
                if key not in SENTENCES:
                    yield from _unlike(value, now.get(key), f"{path}.{key}".lstrip("."))
        case [*_], [*_] if len(then) == len(now):
            for place, (before, after) in enumerate(zip(then, now, strict=True)):
                yield from _unlike(before, after, f"{path}[{place}]")
        case _ if then != now:
            yield path, then, now


def _sorted(events: Any) -> Any:
    """Return happenings in an order that doesn't depend on which of the tables of a day was told of first."""
    if not isinstance(events, list):
        return events
    return sorted(events, key=lambda line: [str(line.get(key)) for key in ("day", "kind", "table", "hidden")])
